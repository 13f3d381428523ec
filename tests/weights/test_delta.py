"""Every figure equals what a plain computation finds in the change that PEFT's own merge makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import peft
import pytest
import torch
from dense_models import gpt2, gpt_oss, llama, merged_change, mixtral, save_pair, vit
from safetensors.torch import load_file, save_file

from inspector import pipeline
from inspector.compat.weights_result import ModuleWeights
from inspector.errors import Cancelled
from inspector.weights.delta import module_weights

EVERY = ["q_proj", "v_proj", "up_proj", "down_proj"]
ATTENTION = ["q_proj", "v_proj"]
PATCHES = ["projection", "q_proj"]
PATTERNS: dict[str, Any] = {"rank_pattern": {"q_proj": 7}, "alpha_pattern": {"up_proj": 3}}
EXPERTS = ["mlp.experts.gate_up_proj", "mlp.experts.down_proj"]
CASES: dict[str, tuple[Callable[[], Any], Any]] = {
    "lora": (llama, peft.LoraConfig(r=4, lora_alpha=16, target_modules=EVERY)),
    "stabilised": (llama, peft.LoraConfig(r=4, lora_alpha=16, use_rslora=True, target_modules=EVERY)),
    "patterns": (
        llama,
        peft.LoraConfig(
            r=4, target_modules=EVERY, rank_pattern={"layers.1.*q_proj": 2, "q_proj": 6},
            alpha_pattern={"up_proj": 3, "0.mlp.down_proj": 40},
        ),
    ),
    "wider than the weight": (llama, peft.LoraConfig(r=40, target_modules=["k_proj"])),
    "dora": (llama, peft.LoraConfig(r=4, use_dora=True, target_modules=EVERY)),
    "embedding": (llama, peft.LoraConfig(r=4, target_modules=["embed_tokens", "q_proj"])),
    "conv1d": (gpt2, peft.LoraConfig(r=4, target_modules=["c_attn", "c_fc"], fan_in_fan_out=True)),
    "experts": (
        mixtral,
        peft.LoraConfig(
            r=2, lora_alpha=6, target_modules=["q_proj"], rank_pattern={"experts.gate_up_proj": 4},
            alpha_pattern={"experts.gate_up_proj": 3},
            target_parameters=["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
        ),
    ),
    "adalora": (llama, peft.AdaLoraConfig(init_r=6, target_r=4, total_step=10, target_modules=EVERY)),
    "loha": (llama, peft.LoHaConfig(r=3, alpha=5, target_modules=EVERY)),
    "loha of many ranks": (llama, peft.LoHaConfig(r=17, alpha=5, target_modules=ATTENTION)),
    "lokr": (llama, peft.LoKrConfig(r=2, alpha=5, target_modules=EVERY)),
    "lokr in halves": (
        llama,
        peft.LoKrConfig(r=2, alpha=3, decompose_both=True, decompose_factor=8, target_modules=EVERY),
    ),
    "vera": (llama, peft.VeraConfig(r=8, target_modules=["q_proj", "down_proj"])),
    "ia3": (llama, peft.IA3Config(target_modules=["v_proj", "down_proj"], feedforward_modules=["down_proj"])),
    "ia3 on conv1d": (
        gpt2,
        peft.IA3Config(target_modules=["c_attn", "c_fc"], feedforward_modules=["c_fc"], fan_in_fan_out=True),
    ),
    "stabilised, patterns": (
        llama,
        peft.LoraConfig(r=4, lora_alpha=6, use_rslora=True, target_modules=[*EVERY, "lm_head"], **PATTERNS),
    ),
    "stabilised embedding": (
        llama,
        peft.LoraConfig(
            r=4, lora_alpha=6, use_rslora=True, target_modules=["embed_tokens"],
            rank_pattern={"embed_tokens": 6}, alpha_pattern={"embed_tokens": 3},
        ),
    ),
    "convolution": (vit, peft.LoraConfig(r=4, lora_alpha=6, target_modules=PATCHES)),
    "dora, stabilised, patterns": (
        llama, peft.LoraConfig(r=4, use_dora=True, use_rslora=True, target_modules=EVERY, **PATTERNS),
    ),
    "dora on a convolution": (vit, peft.LoraConfig(r=4, use_dora=True, target_modules=PATCHES)),
    "dora on an embedding": (llama, peft.LoraConfig(r=4, use_dora=True, target_modules=["embed_tokens"])),
    "dora on conv1d": (
        gpt2, peft.LoraConfig(r=4, use_dora=True, fan_in_fan_out=True, target_modules=["c_attn", "c_fc"]),
    ),
    "stabilised experts": (
        mixtral, peft.LoraConfig(r=2, use_rslora=True, target_modules=["q_proj"], target_parameters=EXPERTS),
    ),
    "experts the other way round": (
        gpt_oss, peft.LoraConfig(r=2, target_modules=["q_proj"], target_parameters=EXPERTS),
    ),
    "loha, patterns": (llama, peft.LoHaConfig(r=3, alpha=5, target_modules=EVERY, **PATTERNS)),
    "loha on a convolution": (vit, peft.LoHaConfig(r=3, alpha=5, target_modules=PATCHES)),
    "loha with a core": (
        vit, peft.LoHaConfig(r=3, alpha=5, use_effective_conv2d=True, target_modules=PATCHES),
    ),
    "lokr, patterns": (llama, peft.LoKrConfig(r=2, alpha=5, target_modules=EVERY, **PATTERNS)),
    "lokr on a convolution": (vit, peft.LoKrConfig(r=2, alpha=5, target_modules=PATCHES)),
    "lokr with a core": (
        vit, peft.LoKrConfig(r=2, alpha=5, use_effective_conv2d=True, target_modules=PATCHES),
    ),
    "ia3 on a convolution": (vit, peft.IA3Config(target_modules=PATCHES, feedforward_modules=["q_proj"])),
    "ia3 into a convolution": (vit, peft.IA3Config(target_modules=PATCHES, feedforward_modules=PATCHES)),
    "oft on a convolution": (vit, peft.OFTConfig(oft_block_size=8, target_modules=PATCHES)),
    "oft by count": (llama, peft.OFTConfig(r=4, oft_block_size=0, target_modules=EVERY)),
    "oft, constrained": (
        llama, peft.OFTConfig(oft_block_size=8, coft=True, eps=1e-3, target_modules=EVERY),
    ),
    "oft": (llama, peft.OFTConfig(oft_block_size=8, target_modules=EVERY)),
    "oft, exact and shared": (
        llama,
        peft.OFTConfig(
            oft_block_size=8, block_share=True, use_cayley_neumann=False, target_modules=ATTENTION
        ),
    ),
}  # fmt: skip
BASE_MAKES_THE_SPECTRUM = ("dora", "ia3", "oft")


def figures_of(adapter: Path, base: Path) -> dict[str, ModuleWeights]:
    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    report = pipeline.inspect_headers(opened, chosen).report
    rows = module_weights(opened, report=report, base=chosen)
    assert rows is not None
    return {row.module: row for row in rows}


@pytest.mark.parametrize("case", CASES)
def test_figures_equal_a_dense_computation(case: str, tmp_path: Path) -> None:
    make, config = CASES[case]
    base, adapter = save_pair(tmp_path, make, config)
    rows = figures_of(adapter, base)
    dense = merged_change(base, adapter, make)
    assert {name.removesuffix(".weight") for name in dense} == rows.keys()
    weights = make().state_dict()
    for name, change in dense.items():
        row = rows[name.removesuffix(".weight")]
        assert row.norm == pytest.approx(float(change.norm()), rel=1e-6)
        assert row.relative == pytest.approx(float(change.norm() / weights[name].double().norm()), rel=1e-6)
        if case.startswith(BASE_MAKES_THE_SPECTRUM) or case == "loha of many ranks":
            continue
        # A convolution's kernel stands flattened beside its inputs; experts are a matrix each.
        matrices = change.flatten(1) if change.dim() == 4 else change
        values = torch.linalg.svdvals(matrices).flatten().sort(descending=True).values.numpy()
        values = values[values > 1e-9 * values[0]]
        found = numpy.array(row.singular_values)
        assert found[: len(values)] == pytest.approx(values, rel=1e-6)
        assert found[len(values) :] == pytest.approx(0, abs=1e-8 * values[0])
        shares = values / values.sum()
        assert row.spectral == pytest.approx(values[0], rel=1e-6)
        assert row.stable_rank == pytest.approx((values**2).sum() / values[0] ** 2, rel=1e-6)
        assert row.entropy_rank == pytest.approx(numpy.exp(-(shares * numpy.log(shares)).sum()), rel=1e-6)
        assert row.concentration == pytest.approx(values[0] ** 2 / (values**2).sum(), rel=1e-6)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return save_pair(tmp_path_factory.mktemp("plain"), llama, CASES["lora"][1])


def edited(adapter: Path, folder: Path, change: Callable[[dict[str, Any]], None], **config: Any) -> Path:
    folder.mkdir()
    tensors = load_file(adapter / "adapter_model.safetensors")
    change(tensors)
    save_file(tensors, folder / "adapter_model.safetensors")
    settings = json.loads((adapter / "adapter_config.json").read_text()) | config
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    return folder


def test_half_precision_is_taken_as_stored(plain: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = plain
    for dtype in (torch.bfloat16, torch.float16, torch.float8_e4m3fn, torch.float8_e5m2):
        folder = tmp_path / str(dtype)
        edited(adapter, folder, lambda t, d=dtype: t.update({k: v.to(d) for k, v in t.items()}))  # type: ignore[misc]
        tensors = load_file(folder / "adapter_model.safetensors")
        root = "base_model.model.model.layers.0.mlp.up_proj"
        down, up = (tensors[f"{root}.lora_{part}.weight"].double() for part in "AB")
        row = figures_of(folder, base)["model.layers.0.mlp.up_proj"]
        assert row.norm == pytest.approx(float(4 * (up @ down).norm()), rel=1e-6)


def test_small_singular_values_survive_dependent_columns(plain: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = plain
    root = "base_model.model.model.layers.0.mlp.up_proj"

    def lean(tensors: dict[str, Any]) -> None:
        up = tensors[f"{root}.lora_B.weight"]
        up[:, 1] = up[:, 0] * (1 + 1e-6)

    folder = edited(adapter, tmp_path / "lean", lean)
    tensors = load_file(folder / "adapter_model.safetensors")
    down, up = (tensors[f"{root}.lora_{part}.weight"].double() for part in "AB")
    values = torch.linalg.svdvals(4 * up @ down).numpy()[:4]
    found = figures_of(folder, base)["model.layers.0.mlp.up_proj"].singular_values
    assert found == pytest.approx(values, rel=1e-6, abs=1e-12 * values[0])


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({"lora_alpha": "many"}, "alpha"),
        ({"alpha_pattern": {"(a+)+$": 4}}, "run without end"),
        ({"use_bdlora": {"match_strict": True}}, "use_bdlora"),
        ({"peft_type": "HIRA"}, "HIRA"),
    ],
)
def test_what_cannot_be_told_says_why(
    plain: tuple[Path, Path], tmp_path: Path, config: dict[str, Any], why: str
) -> None:
    base, adapter = plain
    row = figures_of(edited(adapter, tmp_path / "odd", lambda _: None, **config), base)[
        "model.layers.0.mlp.up_proj"
    ]
    assert row.norm is None and row.relative is None and why in row.note


def test_an_untrained_module_changes_nothing(plain: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = plain
    key = "base_model.model.model.layers.0.mlp.up_proj.lora_B.weight"
    folder = edited(adapter, tmp_path / "untrained", lambda tensors: tensors[key].zero_())
    row = figures_of(folder, base)["model.layers.0.mlp.up_proj"]
    assert (row.norm, row.relative, row.spectral, row.entropy_rank) == (0, 0, 0, None)


@pytest.mark.parametrize("shape", [(), (0, 4), (4,), (48, 3), (2, 2, 2)])
@pytest.mark.parametrize("method", ["LORA", "ADALORA", "LOHA", "LOKR", "IA3", "OFT", "VERA"])
def test_odd_shapes_are_told_and_never_a_traceback(
    method: str, shape: tuple[int, ...], plain: tuple[Path, Path], tmp_path: Path
) -> None:
    names = {
        "LORA": ("lora_A.weight", "lora_B.weight"), "ADALORA": ("lora_A", "lora_B", "lora_E"),
        "LOHA": ("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b"),
        "LOKR": ("lokr_w1_a", "lokr_w1_b", "lokr_w2"),
        "IA3": ("ia3_l",), "OFT": ("oft_R.weight",), "VERA": ("vera_lambda_b", "vera_lambda_d"),
    }  # fmt: skip
    root = "base_model.model.model.layers.0.mlp.up_proj"

    def odd(tensors: dict[str, Any]) -> None:
        tensors.clear()
        tensors.update({f"{root}.{name}": torch.ones(shape) for name in names[method]})

    rows = figures_of(edited(plain[1], tmp_path / "odd", odd, peft_type=method), plain[0])
    assert all(row.norm is None and row.note for row in rows.values())


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_said_in_words(value: float, plain: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = plain
    key = "base_model.model.model.layers.0.mlp.up_proj.lora_B.weight"
    folder = edited(adapter, tmp_path / "broken", lambda tensors: tensors[key].fill_(value))
    row = figures_of(folder, base)["model.layers.0.mlp.up_proj"]
    assert row.norm is None and row.relative is None and "not finite" in row.note


def test_without_the_base_the_relative_figure_says_why_it_is_missing(plain: tuple[Path, Path]) -> None:
    base, adapter = (pipeline.open_base(plain[0]), pipeline.open_adapter(plain[1]))
    alone, unread = module_weights(adapter), module_weights(adapter, base=base, read_base=False)
    assert alone is not None and unread is not None
    assert alone[0].norm == unread[0].norm and alone[0].relative is None
    assert "no base" in alone[0].note and "not read" in unread[0].note


def test_it_stops_when_asked(plain: tuple[Path, Path]) -> None:
    with pytest.raises(Cancelled):
        module_weights(pipeline.open_adapter(plain[1]), cancelled=lambda: True)
