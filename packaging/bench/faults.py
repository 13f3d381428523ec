"""What is said of faults made on the bundled example: here, by another tool, by the stock loader itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from setting import Setting

from inspector.resource import resource_path

WEIGHTS = "adapter_model.safetensors"
LOAD = """
import json, logging, sys, warnings
import torch, transformers
from peft import PeftModel
transformers.logging.disable_progress_bar()
ids = torch.tensor([[5, 9, 23, 40, 11, 60]])
for line in sys.stdin:
    adapter, base = json.loads(line)
    model = transformers.AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    before = model(input_ids=ids).logits
    try:
        with warnings.catch_warnings(record=True) as said, torch.no_grad():
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", UserWarning)
            adapted = PeftModel.from_pretrained(model, adapter).eval()
            gap = (adapted(input_ids=ids).logits - before).abs().max()
        words = "warns" if said else "says nothing"
        effect = "" if torch.isfinite(gap) else "; outputs are NaN"
        print(words + ("; changes nothing" if gap == 0 else effect), flush=True)
    except Exception as error:
        print("raises " + type(error).__name__, flush=True)
"""


class Fault(NamedTuple):
    """What is wrong, how the adapter is spoiled (None: not at all), and on which of the example's bases."""

    name: str
    spoil: Callable[[Path], None] | None
    base: str = "ticket-llama-n"


def measure(setting: Setting) -> None:
    demo, pairs = resource_path("demo"), []
    for number, fault in enumerate(FAULTS):
        adapter = demo / "support-router-lora"
        if fault.spoil is not None:
            adapter = Path(shutil.copytree(adapter, setting.scratch / "faults" / str(number)))
            fault.spoil(adapter)
        pairs.append((str(adapter), str(demo / fault.base)))
    loaded = _load_all(pairs)
    print("| on the bundled example | Adapter Inspector | sft lora compat | PeftModel.from_pretrained |")
    print("|---|---|---|---|")
    for fault, pair, stock in zip(FAULTS, pairs, loaded, strict=True):
        theirs = _compat(setting.peers, *pair) if setting.peers is not None else "not here"
        print(f"| {fault.name} | {_ours(*pair)} | {theirs} | {stock} |")


def _ours(adapter: str, base: str) -> str:
    command = [sys.executable, "-m", "inspector", "check", adapter, "--base", base, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    if "inspections" not in found:
        return f"**unreadable** {found['error']['rule']}"
    inspection = found["inspections"][0]
    errors = [row["rule"] for row in inspection["findings"] if row["severity"] != "info"]
    return f"**{inspection['verdict']}** {', '.join(errors)}".strip()


def _compat(peers: Path, adapter: str, base: str) -> str:
    command = [
        str(peers / "bin" / "sft"),
        "lora",
        "compat",
        f"{base}/model.safetensors",
        f"{adapter}/{WEIGHTS}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = (done.stdout.strip().splitlines() or ["an error"])[-1]
    return last.removeprefix("Compatible: ").strip()


def _load_all(pairs: list[tuple[str, str]]) -> list[str]:
    lines = "\n".join(json.dumps(pair) for pair in pairs)
    done = subprocess.run(
        [sys.executable, "-c", LOAD], input=lines, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def _edit(change: Callable[[dict[str, object]], dict[str, object]]) -> Callable[[Path], None]:
    """Tensors changed, the file written anew."""

    def spoil(adapter: Path) -> None:
        from safetensors.torch import load_file, save_file

        tensors = change(dict(load_file(adapter / WEIGHTS)))
        save_file(tensors, adapter / WEIGHTS, metadata={"format": "pt"})  # type: ignore[arg-type]

    return spoil


def _cut(adapter: Path) -> None:
    file = adapter / WEIGHTS
    file.write_bytes(file.read_bytes()[:150_000])


def _scaled(mark: str, factor: float) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda tensors: {key: value * factor if mark in key else value for key, value in tensors.items()}  # type: ignore[operator]


def _without(mark: str, other: str) -> Callable[[dict[str, object]], dict[str, object]]:
    return lambda tensors: {k: v for k, v in tensors.items() if not (mark in k and other in k)}


FAULTS = (
    Fault("nothing: its own base", None),
    Fault("base trained further, same shapes", None, "ticket-llama-n1-drifted"),
    Fault("base with fewer key/value heads", None, "ticket-llama-n1-gqa"),
    Fault("every `lora_B` is zero", _edit(_scaled("lora_B", 0.0))),
    Fault("NaN in one layer", _edit(_scaled("layers.0.", float("nan")))),
    Fault("`lora_B` of one layer missing", _edit(_without("layers.1.", "lora_B"))),
    Fault(
        "PEFT's prefix missing from the keys",
        _edit(lambda tensors: {key.removeprefix("base_model.model."): v for key, v in tensors.items()}),
    ),
    Fault(
        "keys of a layer that the base has not",
        _edit(lambda tensors: {key.replace("layers.3.", "layers.7."): v for key, v in tensors.items()}),
    ),
    Fault("weights cut off", _cut),
)
