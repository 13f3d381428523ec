"""Write `gguf.json`: what transformers makes of a GGUF file's metadata and tensor names.

For every architecture: the configuration fields that its metadata becomes, the class that
AutoModelForCausalLM builds, and GGUF tensor names (layer numbers as `*`) with the parameters that they fill.
Facts of the installed transformers (`modeling_gguf_pytorch_utils`) and gguf. `make tables` runs it; a test
fails when it is stale.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import torch  # noqa: E402
import transformers  # noqa: E402
from transformers import modeling_gguf_pytorch_utils as conversion  # noqa: E402
from transformers.integrations.ggml import GGUF_CONFIG_DEFAULTS_MAPPING, GGUF_CONFIG_MAPPING  # noqa: E402
from transformers.models.auto import modeling_auto  # noqa: E402
from transformers.models.auto.configuration_auto import CONFIG_MAPPING  # noqa: E402
from transformers.pytorch_utils import Conv1D  # noqa: E402

ARCHITECTURES = {
    "llama": "llama", "qwen2": "qwen2", "qwen3": "qwen3", "phi3": "phi3",
    "gemma2": "gemma2", "gemma3": "gemma3_text", "gpt2": "gpt2", "stablelm": "stablelm",
    "starcoder2": "starcoder2", "falcon": "falcon", "bloom": "bloom", "nemotron": "nemotron",
    "mamba": "mamba", "qwen2moe": "qwen2_moe", "qwen3moe": "qwen3_moe",
}  # fmt: skip
"""GGUF architecture → model_type, as `load_gguf_checkpoint` renames it. Left out: encoder-decoders, and
architectures whose configuration takes more than a renaming (lfm2, gpt-oss, gemma4, minimax-m2, deci)."""

EXTENDED = {
    "qwen2moe": {"blk.*.ffn_gate_inp_shexp.weight": 0},
    "mamba": {"blk.*.ssm_conv1d.weight": 1},
}
"""Tensors that get an axis of length 1 at this place (`Qwen2MoeTensorProcessor`, `MambaTensorProcessor`)."""

SMALL = {
    "num_hidden_layers": 2, "n_layer": 2, "use_qkv_bias": True, "use_parallel_residual": False,
    "tie_word_embeddings": False, "num_experts": 2, "num_key_value_heads": 1,
}  # fmt: skip
LAYER = re.compile(r"\.(\d+)\.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("gguf.json"))
    target: Path = parser.parse_args().output
    target.write_text(json.dumps(make_table(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def make_table() -> dict[str, Any]:
    return {
        "made_with": {"transformers": transformers.__version__, "gguf": version("gguf")},
        "tokenizer": GGUF_CONFIG_MAPPING["tokenizer"],
        "architectures": {name: describe(name, kind) for name, kind in ARCHITECTURES.items()},
    }


def describe(name: str, model_type: str) -> dict[str, Any]:
    """One architecture's entry."""
    own = name if name in GGUF_CONFIG_MAPPING else model_type
    tensors, transposed = tensor_names(name, model_type)
    return {
        "model_type": model_type,
        "architecture": modeling_auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES[model_type],
        "config": {key: field for key, field in GGUF_CONFIG_MAPPING[own].items() if field},
        "defaults": GGUF_CONFIG_DEFAULTS_MAPPING.get(own, {}),
        "tensors": tensors,
        "transposed": transposed,
        "extended": EXTENDED.get(name, {}),
    }


def tensor_names(name: str, model_type: str) -> tuple[dict[str, str], list[str]]:
    """GGUF name → parameter, both with `*` for the layer; and those whose matrix is stored the other way."""
    config = CONFIG_MAPPING[model_type]()
    for field, value in SMALL.items():
        if hasattr(config, field):
            setattr(config, field, value)
    if isinstance(vars(config).get("layer_types"), list):
        config.layer_types = config.layer_types[:2]
    with torch.device("meta"):
        model = modeling_auto.AutoModelForCausalLM.from_config(config)
    processor = conversion.TENSOR_PROCESSORS.get(name, conversion.TensorProcessor)(config=config.to_dict())
    found = conversion.get_gguf_hf_weights_map(model, processor)
    if name == "gpt2":
        found["output.weight"] = "lm_head.weight"  # GPT2TensorProcessor sets it by hand
    if name in ("qwen2moe", "qwen3moe"):
        # The processors fill parameters by their GGUF name without the suffix.
        found = {_with_suffix(key): value for key, value in found.items()}
    names = {LAYER.sub(".*.", key): LAYER.sub(".*.", value) for key, value in found.items()}
    conv1d = {path for path, module in model.named_modules() if isinstance(module, Conv1D)}
    stored = {LAYER.sub(".*.", f"{path}.weight") for path in conv1d}
    return names, sorted(key for key, value in names.items() if value in stored)


def _with_suffix(key: str) -> str:
    return key if key.endswith((".weight", ".bias")) else f"{key}.weight"


if __name__ == "__main__":
    sys.exit(main())
