"""What the worker can be asked for. Importing this module imports torch, transformers and peft."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import Any

import peft
import safetensors
import torch
import transformers

from inspector.files.golden import GoldenExample
from inspector.files.records import Adapter, Base
from inspector.worker.dry_run import dry_run
from inspector.worker.golden import answer
from inspector.worker.module_probe import probe_modules
from inspector.worker.probe import probe
from inspector.worker.probe_memory import PristineMemory
from inspector.worker.protocol import ProtocolError, decode_record, encode_record

Report = Callable[[str, int, int, str], None]
Part = Callable[[Any], None]

transformers.utils.logging.disable_progress_bar()

_MEMORY = PristineMemory()


def versions() -> dict[str, str]:
    """Versions of what decides about loading, by package name."""
    return {
        "python": platform.python_version(),
        "torch": str(torch.__version__),
        "transformers": transformers.__version__,
        "peft": peft.__version__,
        "safetensors": safetensors.__version__,
    }


def perform(request: dict[str, Any], report: Report, part: Part) -> Any:
    """Carry out one request and return its answer as plain data; `part` hands on what is ready before.

    Raises InspectorError for what a person should read, ProtocolError for an unknown operation.
    """
    op = request.get("op")
    if op == "versions":
        return versions()
    if op not in ("dry_run", "probe", "golden"):
        raise ProtocolError(f"unknown operation {op!r}")
    adapter = decode_record(Adapter, request["adapter"])
    base = decode_record(Base, request["base"])
    if op == "dry_run":
        return encode_record(dry_run(adapter, base, loader=request.get("loader", "peft"), report=report))
    if op == "golden":
        run = answer(
            adapter,
            base,
            decode_record(tuple[GoldenExample, ...], request["examples"]),
            adapted=bool(request["adapted"]),
            emit=part,
            done=request.get("done", ()),
            device=str(request.get("device", "auto")),
            offload=bool(request.get("offload", False)),
            report=report,
        )
        return encode_record(run)
    if request.get("figures") == "modules":
        return encode_record(probe_modules(adapter, base, report=report))
    result = probe(
        adapter,
        base,
        prompts=request.get("prompts"),
        device=str(request.get("device", "auto")),
        text=request.get("text"),
        figures=str(request.get("figures", "full")),
        offload=bool(request.get("offload", False)),
        report=report,
        memory=_MEMORY,
    )
    return encode_record(result)
