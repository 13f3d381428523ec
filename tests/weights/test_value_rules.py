"""Rules that look at values: adapters with the fault, made by real PEFT, and the healthy one close by."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
from dense_models import llama, merged, save_pair
from safetensors.torch import load_file, save_file

from inspector import pipeline
from inspector.compat.inspection import Finding, Inspection, Severity
from inspector.compat.verdict import again
from inspector.weights.drift import drift

UP = "base_model.model.model.layers.0.mlp.up_proj.lora_B.weight"
VALUE_RULES = ("ADP302", "ADP401", "ADP402", "ADP403", "ADP404", "ADP405", "ADP504", "ADP507", "ADP508")


def deep() -> Any:
    return llama(num_hidden_layers=7)


LORA = peft.LoraConfig(r=8, lora_alpha=2, target_modules=["q_proj", "up_proj"])


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return save_pair(tmp_path_factory.mktemp("pair"), deep, LORA)


def weighed(adapter: Path, base: Path) -> Inspection:
    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    return pipeline.weigh(pipeline.inspect_headers(opened, chosen))


def of_values(inspection: Inspection) -> dict[str, Finding]:
    return {finding.rule: finding for finding in inspection.findings if finding.rule in VALUE_RULES}


def edited(adapter: Path, folder: Path, change: Callable[[dict[str, Any]], None], **config: Any) -> Path:
    folder.mkdir()
    tensors = load_file(adapter / "adapter_model.safetensors")
    change(tensors)
    save_file(
        {key: value.contiguous() for key, value in tensors.items()}, folder / "adapter_model.safetensors"
    )
    settings = json.loads((adapter / "adapter_config.json").read_text()) | config
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    return folder


def test_a_healthy_adapter_has_no_finding_of_values(pair: tuple[Path, Path]) -> None:
    inspection = weighed(pair[1], pair[0])
    assert of_values(inspection) == {}
    assert {"ADP504", "ADP508"} == {n.rule for n in inspection.not_checked if n.rule in VALUE_RULES}


@pytest.mark.parametrize(
    "config",
    [
        LORA,
        peft.LoHaConfig(r=2, target_modules=["q_proj"]),
        peft.IA3Config(target_modules=["v_proj"], feedforward_modules=[]),
        peft.AdaLoraConfig(init_r=4, total_step=10, target_modules=["q_proj"]),
    ],
)
def test_an_untrained_adapter_of_any_method(config: Any, tmp_path: Path) -> None:
    base, adapter = save_pair(tmp_path, deep, config, trained=False)
    assert of_values(weighed(adapter, base))["ADP402"].severity is Severity.ERROR


def test_one_untrained_module_is_a_warning(pair: tuple[Path, Path], tmp_path: Path) -> None:
    folder = edited(pair[1], tmp_path / "one", lambda tensors: tensors[UP].zero_())
    assert of_values(weighed(folder, pair[0]))["ADP402"].severity is Severity.WARNING


def test_dtypes_that_lose_values(pair: tuple[Path, Path], tmp_path: Path) -> None:
    whole = edited(pair[1], tmp_path / "whole", lambda t: t.update({UP: (100 * t[UP]).to(torch.int8)}))
    huge = edited(pair[1], tmp_path / "huge", lambda t: t[UP].mul_(1e7))
    small = edited(pair[1], tmp_path / "small", lambda t: t.update({UP: t[UP].to(torch.float8_e4m3fn)}))
    assert of_values(weighed(whole, pair[0]))["ADP403"].severity is Severity.WARNING
    assert any("becomes infinity" in finding.message for finding in weighed(huge, pair[0]).findings)
    assert of_values(weighed(small, pair[0]))["ADP403"].severity is Severity.INFO


def test_a_change_that_drowns_the_weight(pair: tuple[Path, Path], tmp_path: Path) -> None:
    loud = edited(pair[1], tmp_path / "loud", lambda _: None, lora_alpha=800)
    assert "14 of 14 modules" in of_values(weighed(loud, pair[0]))["ADP404"].message


def test_one_layer_out_of_line_and_a_dead_weight(pair: tuple[Path, Path], tmp_path: Path) -> None:
    quiet = edited(pair[1], tmp_path / "quiet", lambda _: None, lora_alpha=0.4)
    assert "ADP404" not in of_values(weighed(quiet, pair[0]))
    outlier = edited(pair[1], tmp_path / "outlier", lambda t: t[UP].mul_(15), lora_alpha=0.4)
    finding = of_values(weighed(outlier, pair[0]))["ADP404"]
    assert "model.layers.0.mlp.up_proj is 1" in finding.message and finding.severity is Severity.WARNING
    model = deep()
    model.model.layers[3].mlp.up_proj.weight.data.zero_()
    model.save_pretrained(tmp_path / "dead")
    assert "all zero in 1 modules" in of_values(weighed(quiet, tmp_path / "dead"))["ADP404"].message


def test_a_rank_that_is_hardly_used(pair: tuple[Path, Path], tmp_path: Path) -> None:
    def narrow(tensors: dict[str, Any]) -> None:
        for key, value in tensors.items():
            if "lora_B" in key:
                value[:, 1:] *= 0.01

    found = of_values(weighed(edited(pair[1], tmp_path / "narrow", narrow), pair[0]))
    assert {rule: finding.severity for rule, finding in found.items()} == {"ADP405": Severity.INFO}
    assert "Of rank 8, 1 directions" in found["ADP405"].message


def test_one_shard_of_two_was_saved(pair: tuple[Path, Path], tmp_path: Path) -> None:
    def first_half(tensors: dict[str, Any]) -> None:
        for value in tensors.values():
            value[len(value) // 2 :] = 0

    def one_only(tensors: dict[str, Any]) -> None:
        tensors[UP][24:] = 0

    shard = edited(pair[1], tmp_path / "shard", first_half)
    assert "one shard of 2" in of_values(weighed(shard, pair[0]))["ADP302"].message
    assert "ADP302" not in of_values(weighed(edited(pair[1], tmp_path / "one", one_only), pair[0]))


def test_a_base_that_holds_the_adapter_already(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    for dtype in (torch.float32, torch.bfloat16):
        whole = merged(base, adapter, deep, tmp_path / str(dtype), dtype=dtype)
        finding = of_values(weighed(adapter, whole))["ADP507"]
        assert finding.severity is Severity.ERROR and "14 of 14" in finding.message


def test_a_start_that_takes_its_change_from_the_weight_is_not_taken_for_a_merge(tmp_path: Path) -> None:
    config = peft.LoraConfig(r=8, lora_alpha=8, init_lora_weights="pissa", target_modules=["q_proj"])
    base, adapter = save_pair(tmp_path, deep, config, trained=False)
    assert "ADP507" not in of_values(weighed(adapter, base))


def test_two_bases(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    config = peft.LoraConfig(r=2, target_modules=["q_proj", "up_proj"])
    _, another = save_pair(tmp_path / "another", deep, config, seed=8)
    llama(seed=7, num_hidden_layers=7).save_pretrained(tmp_path / "foreign")
    after = {
        "ADP504": tmp_path / "foreign",
        "ADP507": merged(base, adapter, deep, tmp_path / "merged"),
        "ADP508": merged(base, another, deep, tmp_path / "stacked"),
    }
    before = weighed(adapter, base)
    for rule, folder in after.items():
        side = weighed(adapter, folder)
        told = of_values(again(side, drift=drift(before, side)))
        assert set(told) == {rule} and "14 of 14" in told[rule].message
    assert of_values(again(before, drift=drift(before, before))) == {}
