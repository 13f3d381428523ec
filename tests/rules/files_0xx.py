"""ADP0xx: the files themselves."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import torch
from container_files import LFS_POINTER
from edits import CONFIG, Change, configured, moved, of_bytes, rewritten, together, without
from factories import WEIGHTS
from folders import RuleCase, side
from mutations import MUTATIONS

from inspector.compat.inspection import Severity

_MLX = {"fine_tune_type": "lora", "lora_parameters": {"rank": 4, "scale": 2.0}, "num_layers": 2}


def _with_trainers_files(adapter: Path) -> None:
    """What a Trainer leaves in checkpoint-N beside the adapter."""
    torch.save({"state": {}}, adapter / "optimizer.pt")
    torch.save({"lr": 1e-4}, adapter / "training_args.bin")
    (adapter / "trainer_state.json").write_text("{}")


def _padded_header(data: bytes) -> bytes:
    """Spaces behind the header are legal: writers align the tensors with them."""
    (length,) = struct.unpack("<Q", data[:8])
    return struct.pack("<Q", length + 64) + data[8 : 8 + length] + b" " * 64 + data[8 + length :]


def _beside_another(adapter: Path) -> None:
    shutil.copytree(adapter, adapter / "checkpoint-400")
    (adapter / "config.json").write_text(json.dumps({"model_type": "llama"}))


def _as_mlx() -> Change:
    config = rewritten(CONFIG, json.dumps(_MLX).encode())
    return together(MUTATIONS["keys: mlx names"], moved(WEIGHTS, "adapters.safetensors"), config)


CASES = (
    RuleCase("ADP001", Severity.ERROR, side(change=moved(CONFIG, None)), side(change=_with_trainers_files)),
    RuleCase(
        "ADP002",
        Severity.ERROR,
        side(change=rewritten(WEIGHTS, LFS_POINTER)),
        side(change=rewritten("training_args.bin", LFS_POINTER)),
        says="Git LFS pointer",
    ),
    RuleCase(
        "ADP003",
        Severity.ERROR,
        side(change=of_bytes(lambda data: data[:-100])),
        side(change=of_bytes(_padded_header)),
    ),
    RuleCase(
        "ADP004",
        Severity.ERROR,
        side(change=without("")),
        side(r=1, target_modules=["q_proj"], layers_to_transform=[0]),
    ),
    RuleCase("ADP005", Severity.INFO, side(change=_beside_another), side(change=_with_trainers_files)),
    RuleCase("ADP006", Severity.ERROR, side(change=_as_mlx()), side(method="LOHA")),
    RuleCase(
        "ADP007",
        Severity.WARNING,
        side(change=MUTATIONS["files: weights pickled"]),
        side(change=_with_trainers_files),
    ),
    RuleCase(
        "ADP008",
        Severity.INFO,
        side(modules_to_save=["embed_tokens", "lm_head"]),
        side(modules_to_save=["norm"], change=configured(inference_mode=True)),
    ),
)
