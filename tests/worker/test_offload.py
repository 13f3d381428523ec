"""A base that does not fit is run from disk with the same figures, and leaves nothing behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import make_adapter, make_base, rewrite_tensors

from inspector.compat.probe_result import ProbeResult
from inspector.errors import WorkerError
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.records import Base
from inspector.worker import memory, offload, offload_folder
from inspector.worker.base_model import build_weightless, choose_class, read_config
from inspector.worker.client import ProbeRefused
from inspector.worker.memory import memory_need
from inspector.worker.probe import probe

HOLD = """
import sys
from inspector.worker.offload_folder import make_offload_folder
print(make_offload_folder(0), flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only disk that there is: folders for offloading are made in it and nowhere else."""
    folder = tmp_path / "disk"
    folder.mkdir()
    monkeypatch.setattr(offload_folder, "_parents", lambda: iter([folder]))
    return folder


def limit_memory(adapter: Path, base: Path, monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    """Pretend that all but the weights fits, and of these about `share`."""
    opened, chosen = read_adapter(adapter), read_base(base)
    monkeypatch.setattr(memory, "_ALLOCATOR_BYTES", 0)
    need = memory_need(opened, chosen, config=read_config(chosen), dtype=torch.float32)
    size = need.beside_weights + 2 * need.largest + round(share * need.weights)
    assert size < need.total
    monkeypatch.setattr(memory, "available_bytes", lambda _device: size)
    monkeypatch.setattr(offload, "available_bytes", lambda _device: size)


def measure(adapter: Path, base: Path, **options: Any) -> ProbeResult:
    return probe(read_adapter(adapter), read_base(base), device="cpu", **options)


def figures(result: ProbeResult) -> ProbeResult:
    return replace(result, placement="", seconds=0.0)


@pytest.mark.parametrize(
    ("name", "options", "share"),
    [
        ("llama", {"target_modules": ["q_proj", "down_proj"]}, 0.55),
        ("llama", {"target_modules": ["q_proj"], "modules_to_save": ["lm_head"]}, 0.0),
        ("qwen3_moe", {"target_modules": ["q_proj"]}, 0.0),
        ("t5", {"target_modules": ["q"], "task_type": "SEQ_2_SEQ_LM"}, 0.5),
    ],
)
def test_figures_from_disk_are_those_from_memory(
    name: str,
    options: dict[str, Any],
    share: float,
    tmp_path: Path,
    disk: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base = make_base(name, tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", **options)
    files = {path: path.stat().st_mtime_ns for path in base.iterdir()}
    whole = measure(adapter, base, figures="basic")
    limit_memory(adapter, base, monkeypatch, share)
    with pytest.raises(ProbeRefused, match="would put .* on disk"):
        measure(adapter, base)
    said: list[str] = []
    result = measure(
        adapter,
        base,
        offload=True,
        report=lambda stage, _done, _total, text: said.append(text) if stage == "placement" else None,
    )
    assert "on disk" in result.placement and (share == 0.0 or "on cpu" in result.placement)
    assert figures(result) == figures(whole) and whole.acts
    assert len(said) == 1 and said[0].startswith("Offloading: ") and "by estimate" in said[0]
    assert ("written to a temporary folder" in said[0]) == (name == "qwen3_moe")
    assert {path: path.stat().st_mtime_ns for path in base.iterdir()} == files
    gc.collect()  # the folder goes with the model
    assert list(disk.iterdir()) == []


def test_an_adapter_that_reads_the_weights_itself_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base("llama", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", target_modules=["q_proj"], use_dora=True)
    limit_memory(adapter, base, monkeypatch, 0.5)
    with pytest.raises(ProbeRefused, match="reads the base's weights itself"):
        measure(adapter, base, offload=True)


def test_an_adapter_whose_file_lacks_values_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base("llama", tmp_path / "base")
    adapter = make_adapter(base, tmp_path / "adapter", target_modules=["q_proj"])
    rewrite_tensors(adapter, lambda ts: {key: value for key, value in ts.items() if "layers.0" in key})
    limit_memory(adapter, base, monkeypatch, 0.0)
    with pytest.raises(ProbeRefused, match="has no values in its file"):
        measure(adapter, base, offload=True)


def laid_out(base: Base, budgets: dict[int | str, int]) -> offload.Spread:
    config = read_config(base)
    model = build_weightless(choose_class(config, base.architecture, None), config)
    return offload.spread(model, dtype=torch.float32, budgets=budgets, base=base)


def test_accelerators_come_first_then_memory_then_disk(tmp_path: Path) -> None:
    base = read_base(make_base("llama", tmp_path, num_hidden_layers=8))
    layer = sum(info.nbytes for key, info in base.tensors.items() if ".layers.0." in key)
    whole = sum(info.nbytes for info in base.tensors.values())
    two = laid_out(base, {0: 7 * layer, 1: 12 * layer, "cpu": 0})
    assert set(two.stored) == {0, 1} and not two.is_slow
    mixed = laid_out(base, {0: 4 * layer, "cpu": 4 * layer})
    assert list(mixed.stored) == [0, "cpu", "disk"] and sum(mixed.stored.values()) == whole
    assert mixed.streamed == mixed.stored["cpu"] + mixed.stored["disk"]
    assert mixed.written == 0
    assert mixed.places(torch.device("cuda")).count(" on ") == 3


def test_half_precision_files_are_streamed_in_half_precision(tmp_path: Path) -> None:
    base = read_base(make_base("llama", tmp_path))
    half = {key: info._replace(dtype="BF16", nbytes=info.nbytes // 2) for key, info in base.tensors.items()}
    found = laid_out(replace(base, tensors=half), {"cpu": 0})
    assert found.streamed == found.stored["disk"] // 2


def test_the_rate_is_measured_or_assumed(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(os.urandom(4_000_000))
    assert offload.read_rate((path,)) > 0
    assert offload.read_rate((tmp_path / "nothing",)) == offload.ASSUMED_RATE


def test_a_disk_without_room_is_refused_with_both_numbers(disk: Path) -> None:
    with pytest.raises(WorkerError, match=r"would write 1000000\.0 GB, and .* GB are free in"):
        offload_folder.make_offload_folder(10**15)
    assert list(disk.iterdir()) == []


def test_a_folder_in_memory_is_no_disk() -> None:
    if Path("/dev/shm").is_mount():  # in a bare root it may be a plain folder
        assert offload_folder._in_memory(Path("/dev/shm"))
    assert not offload_folder._in_memory(Path("/"))


def test_a_killed_process_leaves_no_folder_behind(
    disk: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = HOLD.replace(
        "print(",
        f"import inspector.worker.offload_folder as o, pathlib\n"
        f"o._parents = lambda: iter([pathlib.Path({str(disk)!r})])\nprint(",
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdin is not None
    folder = Path(holder.stdout.readline().strip())
    assert folder.parent == disk
    assert offload_folder.sweep_abandoned() == 0 and folder.is_dir()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert offload_folder.sweep_abandoned() == 1
    assert list(disk.iterdir()) == []
    holder.stdin.close()
    holder.stdout.close()
