"""`PeftModel.from_pretrained` under observation: PEFT's own code, with only its file reader replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peft
import peft.peft_model
import peft.utils.save_and_load
import torch

from inspector.worker.observation import Observation, TracedTensor, replaced

NAME = "peft"
VERSION: str = peft.__version__


def load(model: Any, folder: str, read: Callable[[], dict[str, torch.Tensor]], seen: Observation) -> None:
    """Load the adapter in `folder` on `model`, with `read()` for its weights. Raises what PEFT raises.

    Where PEFT raises KeyError over a tensor that the file lacks (`modules_to_save` and trainable tokens,
    peft 0.21.2 `set_peft_model_state_dict`), the load is repeated with a stand-in, so that the fate of
    the other tensors is seen too; the first error is raised all the same.
    """
    real_set = peft.peft_model.set_peft_model_state_dict
    real_load = torch.nn.Module.load_state_dict

    def set_state_dict(model: Any, weights: dict[str, torch.Tensor], **kwargs: Any) -> Any:
        seen.model = model
        try:
            return real_set(model, weights, **kwargs)
        except KeyError as error:
            _go_on_without(seen, model, weights, error, lambda given: real_set(model, given, **kwargs))
            raise

    def load_state_dict(module: Any, state_dict: Any, *args: Any, **kwargs: Any) -> Any:
        seen.loads.append((module, dict(state_dict)))
        return real_load(module, state_dict, *args, **kwargs)

    def read_file(*_args: Any, **_kwargs: Any) -> dict[str, torch.Tensor]:
        return read()

    with (
        replaced(peft.peft_model, "set_peft_model_state_dict", set_state_dict),
        replaced(peft.utils.save_and_load, "safe_load_file", read_file),
        replaced(peft.utils.save_and_load, "torch_load", read_file),
        replaced(torch.nn.Module, "load_state_dict", load_state_dict),
    ):
        peft.PeftModel.from_pretrained(model, folder)


def _go_on_without(
    seen: Observation,
    model: Any,
    weights: dict[str, torch.Tensor],
    error: KeyError,
    load: Callable[[dict[str, torch.Tensor]], Any],
) -> None:
    """Repeat the load with a stand-in for each absent key, until it gets through or fails otherwise."""
    patched = dict(weights)
    for _ in range(len(list(model.modules()))):
        key = error.args[0] if error.args else None
        if not isinstance(key, str) or key in patched:
            return
        seen.absent.append(key)
        patched[key] = TracedTensor.of(torch.empty(0, device="meta"))
        try:
            load(patched)
            return
        except KeyError as again:
            error = again
        except Exception:
            return
