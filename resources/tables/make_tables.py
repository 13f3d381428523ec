"""Write `architectures.json`: facts of the installed transformers and peft that the header engine uses.

For every model class: its module tree on the meta device with default configuration, digits folded to `*`,
each module with the kind that PEFT's dispatch sees. `make tables` runs it; a test fails when it is stale.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import peft  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from peft.utils.constants import (  # noqa: E402
    TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING as DEFAULT_TARGETS,
)
from transformers.conversion_mapping import (  # noqa: E402
    get_checkpoint_conversion_mapping,
    get_model_conversion_mapping,
)
from transformers.models.auto import modeling_auto  # noqa: E402
from transformers.pytorch_utils import Conv1D  # noqa: E402

CODES = {
    "Linear": "L", "Conv1D": "C", "Embedding": "E", "Conv1d": "C1", "Conv2d": "C2", "Conv3d": "C3",
    "MultiheadAttention": "A", "weighted": "w", "other": "o",
}  # fmt: skip
TASKS = (
    "MODEL_FOR_CAUSAL_LM", "MODEL_FOR_SEQUENCE_CLASSIFICATION", "MODEL_FOR_TOKEN_CLASSIFICATION",
    "MODEL_FOR_QUESTION_ANSWERING", "MODEL_FOR_MASKED_LM", "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM", "MODEL",
    "MODEL_FOR_IMAGE_TEXT_TO_TEXT", "MODEL_FOR_IMAGE_CLASSIFICATION", "MODEL_FOR_SPEECH_SEQ_2_SEQ",
    "MODEL_FOR_CTC", "MODEL_FOR_AUDIO_CLASSIFICATION", "MODEL_FOR_PRETRAINING",
)  # fmt: skip
TASK_MAPPINGS = {
    "SEQ_CLS": "MODEL_FOR_SEQUENCE_CLASSIFICATION", "TOKEN_CLS": "MODEL_FOR_TOKEN_CLASSIFICATION",
    "QUESTION_ANS": "MODEL_FOR_QUESTION_ANSWERING", "SEQ_2_SEQ_LM": "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM",
    "FEATURE_EXTRACTION": "MODEL",
}  # fmt: skip
_NN = torch.nn
# Order matters: the first match is what peft.tuners.lora dispatches on (isinstance, so subclasses count).
KINDS = (
    ("Embedding", _NN.Embedding), ("Conv1d", _NN.Conv1d), ("Conv2d", _NN.Conv2d), ("Conv3d", _NN.Conv3d),
    ("MultiheadAttention", _NN.MultiheadAttention), ("Linear", _NN.Linear), ("Conv1D", Conv1D),
)  # fmt: skip


def kind_of(module: torch.nn.Module) -> str:
    for name, cls in KINDS:
        if isinstance(module, cls):
            return name
    return "weighted" if next(module.parameters(recurse=False), None) is not None else "other"


def fold_digits(path: str) -> str:
    return re.sub(r"(?<![^.])\d+(?![^.])", "*", path)


def describe(cls: type, config: Any) -> dict[str, Any]:
    with torch.device("meta"):
        model = cls(config)
    modules: dict[str, str] = {}  # in the order of named_modules(), which the trees are shown in
    for path, module in model.named_modules():
        if path:
            modules.setdefault(fold_digits(path), CODES[kind_of(module)])
    names = {id(module): path for path, module in model.named_modules()}
    head = model.get_output_embeddings()
    try:
        embedding = model.get_input_embeddings()
    except NotImplementedError:
        embedding = None
    return {
        "type": config.model_type,
        "prefix": model.base_model_prefix,
        "head": names.get(id(head)) if head is not None else None,
        "embedding": names.get(id(embedding)) if embedding is not None else None,
        "renames": bool(get_model_conversion_mapping(model, add_legacy=False)),
        "converts": get_checkpoint_conversion_mapping(config.model_type) is not None,
        "generates": hasattr(model, "prepare_inputs_for_generation"),
        "modules": modules,
    }


def classes() -> dict[str, str]:
    """Class name -> model_type, over the tasks that adapters are trained for."""
    found: dict[str, str] = {}
    for task in TASKS:
        for model_type, names in getattr(modeling_auto, f"{task}_MAPPING_NAMES").items():
            for name in names if isinstance(names, (list, tuple)) else [names]:
                found.setdefault(name, model_type)
    return dict(sorted(found.items()))


def task_classes() -> dict[str, dict[str, str]]:
    """peft TaskType -> model_type -> the class that the task's auto class takes."""
    found: dict[str, dict[str, str]] = {}
    for task, mapping in TASK_MAPPINGS.items():
        names = getattr(modeling_auto, f"{mapping}_MAPPING_NAMES")
        first = {kind: name[0] if isinstance(name, (list, tuple)) else name for kind, name in names.items()}
        found[task] = dict(sorted(first.items()))
    return found


def build() -> tuple[dict[str, Any], list[str]]:
    architectures: dict[str, Any] = {}
    left_out: list[str] = []
    for name, model_type in classes().items():
        try:
            cls = getattr(transformers, name)
            architectures[name] = describe(cls, cls.config_class())
        except (
            Exception
        ) as error:  # a class whose default configuration does not build is left to the dry run
            left_out.append(f"{name} ({model_type}): {type(error).__name__}: {str(error)[:80]}")
    table = {
        "made_with": {"transformers": transformers.__version__, "peft": peft.__version__},
        "default_targets": {
            key: sorted(value) if isinstance(value, (list, set)) else value
            for key, value in DEFAULT_TARGETS.items()
        },
        "task_classes": task_classes(),
        "architectures": architectures,
    }
    return table, left_out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("architectures.json"))
    arguments = parser.parse_args()
    table, left_out = build()
    lines = [
        f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}"
        for name, entry in table.pop("architectures").items()
    ]
    head = json.dumps(table, indent=1)[:-2]
    arguments.output.write_text(
        head + ',\n "architectures": {\n' + ",\n".join(lines) + "\n}}\n", encoding="utf-8"
    )
    print(f"{len(lines)} architectures, {len(left_out)} left out", file=sys.stderr)
    print("\n".join(left_out), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
