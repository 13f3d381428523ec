"""Zeros and non-finite values are found in every dtype, block by block."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from inspector.errors import Cancelled, UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.weights import scan
from inspector.weights.scan import scan_weights
from inspector.weights.values import read_tensor


def adapter_with(folder: Path, tensors: dict[str, torch.Tensor]) -> Path:
    folder.mkdir()
    save_file(tensors, folder / "adapter_model.safetensors")
    (folder / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 4}))
    return folder


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_each_dtype_tells_zero_from_value_from_nan(
    dtype: torch.dtype, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "_BLOCK", 64)  # several blocks a tensor, so that the last one counts too
    late_value, late_nan, negative_zero = (torch.zeros(100, dtype=dtype) for _ in range(3))
    late_value[99], late_nan[98] = 1e-5, float("nan")
    late_infinity = torch.zeros(100, dtype=dtype)
    late_infinity[99] = float("-inf")
    folder = adapter_with(
        tmp_path / "adapter",
        {
            "m.lora_A.weight": late_value,
            "m.lora_B.weight": -negative_zero,
            "n.lora_A.weight": late_nan,
            "n.lora_B.weight": late_infinity,
        },
    )
    found = scan_weights(read_adapter(folder))
    assert found is not None
    assert found.zero == ("m.lora_B.weight",)
    assert set(found.non_finite) == {"n.lora_A.weight", "n.lora_B.weight"}
    assert found.scanned == 4


def test_it_stops_when_asked(tmp_path: Path) -> None:
    folder = adapter_with(tmp_path / "adapter", {"m.lora_A.weight": torch.ones(4, 4)})
    with pytest.raises(Cancelled):
        scan_weights(read_adapter(folder), cancelled=lambda: True)


def test_it_tells_the_largest_value_and_rows_without_any(tmp_path: Path) -> None:
    shard = torch.ones(8, 4)
    shard[5:] = 0
    gap = torch.ones(8, 4, dtype=torch.float16)
    gap[1], gap[3:6], gap[7, :3] = 0, 0, 0
    tensors = {"m.lora_A.weight": -7 * shard, "m.lora_B.weight": gap, "n.lora_A.weight": torch.ones(4)}
    found = scan_weights(read_adapter(adapter_with(tmp_path / "adapter", tensors)))
    assert found is not None
    assert (found.largest, found.largest_key) == (7, "m.lora_A.weight")
    assert set(found.zero_rows) == {("m.lora_A.weight", 5, 8, 8), ("m.lora_B.weight", 3, 6, 8)}
    assert found.dtypes == (("F16", 1), ("F32", 2))


@pytest.mark.parametrize("dtype", [torch.float8_e4m3fn, torch.float8_e5m2])
def test_every_float8_value_reads_as_torch_reads_it(dtype: torch.dtype, tmp_path: Path) -> None:
    every = torch.arange(256, dtype=torch.uint8).view(dtype)
    folder = adapter_with(tmp_path / "adapter", {"m.lora_A.weight": every})
    adapter = read_adapter(folder)
    with (folder / "adapter_model.safetensors").open("rb") as file:
        values = read_tensor(file, adapter.tensors["m.lora_A.weight"])
    assert torch.equal(torch.nan_to_num(torch.from_numpy(values)), torch.nan_to_num(every.double()))
    assert scan_weights(adapter).non_finite == ("m.lora_A.weight",)  # type: ignore[union-attr]


def test_a_file_that_is_cut_while_it_is_read_is_told(tmp_path: Path) -> None:
    folder = adapter_with(tmp_path / "adapter", {"m.lora_A.weight": torch.ones(64, 64)})
    adapter = read_adapter(folder)
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(UnreadableInput, match="became shorter"):
        scan_weights(adapter)
