"""A whole `check --quick` from the terminal, and the reading of headers, beside other tools."""

from __future__ import annotations

import sys
from pathlib import Path

from models import write_sparse
from setting import Setting
from timing import ratio, timed

PROGRAM = str(Path(sys.executable).with_name("adapter-inspector"))
LIST_HEADER = """
import sys
from pathlib import Path
from inspector.files.safetensors import read_header
for tensor in read_header(Path(sys.argv[1])).tensors.values():
    print(tensor.key, tensor.dtype, tensor.shape)
"""


def measure(setting: Setting) -> None:
    adapter, base = str(setting.adapter), str(setting.base)
    check = [PROGRAM, "check", adapter, "--base", base, "--quick"]
    bare = timed([sys.executable, "-c", "import json, argparse, pathlib, dataclasses"])
    label = "check --quick, 8B-shaped pair : an interpreter that imports json"
    ratio(label, timed([*check, "--format", "json"]), bare)
    if setting.peers is not None:
        _beside_peers(setting, setting.peers)


def _beside_peers(setting: Setting, peers: Path) -> None:
    """The same question put to other tools, from a virtual environment of their own."""
    from inspector.files.base import read_base

    adapter, base = setting.adapter, setting.base
    whole = setting.scratch / "llama-8b-in-one"
    whole.mkdir()
    shapes = {key: tensor.shape for key, tensor in read_base(base).tensors.items()}
    write_sparse(whole / "model.safetensors", shapes, "BF16", 2)
    (whole / "config.json").write_bytes((base / "config.json").read_bytes())
    weights = str(adapter / "adapter_model.safetensors")
    theirs = [str(peers / "bin" / "sft"), "lora", "compat", str(whole / "model.safetensors"), weights]
    ours = [PROGRAM, "check", str(adapter), "--base", str(whole), "--quick"]
    ratio("check --quick, 8B in one file : sft lora compat (sft-cli)", timed(ours), timed(theirs))
    arch = timed([str(peers / "bin" / "safetensors-arch"), weights])
    listing = timed([sys.executable, "-c", LIST_HEADER, weights])
    ratio("listing a header, 448 tensors : safetensors-arch", listing, arch)
    whole_adapter = f"from inspector.files.adapter import read_adapter; read_adapter({str(adapter)!r})"
    reading = timed([sys.executable, "-c", whole_adapter])
    ratio("reading the whole adapter folder : safetensors-arch", reading, arch)
