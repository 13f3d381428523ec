"""Zeros and non-finite values are found in every dtype, block by block."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from inspector.errors import Cancelled
from inspector.files.adapter import read_adapter
from inspector.weights import scan
from inspector.weights.scan import scan_weights


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
