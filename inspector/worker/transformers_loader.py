"""`model.load_adapter` under observation: transformers' own code, given weights without values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import transformers
from transformers import core_model_loading

from inspector.compat.keys import PREFIX
from inspector.worker.observation import Observation, replaced, state_of

NAME = "transformers"
VERSION: str = transformers.__version__


def load(model: Any, folder: str, read: Callable[[], dict[str, torch.Tensor]], seen: Observation) -> None:
    """Load the adapter in `folder` into `model`, with `read()` for its weights. Raises what it raises.

    The injected model keeps its own names, so that its slots get `base_model.model.` in front here.
    """
    seen.prefix = PREFIX
    owner = transformers.PreTrainedModel
    real_load = owner._load_pretrained_model
    real_place = core_model_loading.set_param_for_module
    real_collect = core_model_loading.WeightTransform.add_tensor
    destined: dict[str, str] = {}

    def load_pretrained(model: Any, state_dict: Any, checkpoint_files: Any, **kwargs: Any) -> Any:
        seen.model = model
        seen.state = state_of(model)
        answer = real_load(model=model, state_dict=read(), checkpoint_files=None, **kwargs)
        failed = set(answer[0].conversion_errors)
        seen.unsettled = {key for key, target in destined.items() if target in failed}
        return answer

    def place(model: Any, target: str, value: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        seen.loads.append((model, {target: value}))
        return real_place(model, target, value.as_subclass(torch.Tensor), *args, **kwargs)

    def collect(transform: Any, target: str, source: str, *args: Any, **kwargs: Any) -> Any:
        destined[source] = target
        return real_collect(transform, target, source, *args, **kwargs)

    with (
        replaced(owner, "_load_pretrained_model", staticmethod(load_pretrained)),
        replaced(core_model_loading, "set_param_for_module", place),
        replaced(core_model_loading.WeightTransform, "add_tensor", collect),
    ):
        model.load_adapter(folder)
