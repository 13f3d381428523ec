"""Drift tells what happened to each weight; its figures are those of a plain computation on whole tensors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
from dense_models import gpt2, llama, merged, mixtral, save_pair
from safetensors.torch import load_file, save_file

from inspector import pipeline
from inspector.compat.revisions import ModuleChange
from inspector.errors import Cancelled
from inspector.weights import difference
from inspector.weights.delta import module_weights
from inspector.weights.drift import drift

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
WIDE = {"hidden_size": 128, "intermediate_size": 160, "num_attention_heads": 4, "num_key_value_heads": 4}
LORA = peft.LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "up_proj"])
QUERY = "model.layers.1.self_attn.q_proj"


def wide() -> Any:
    return llama(**WIDE)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return save_pair(tmp_path_factory.mktemp("pair"), wide, LORA)


def changes(adapter: Path, before: Path, after: Path, **options: Any) -> dict[str, ModuleChange]:
    opened = pipeline.open_adapter(adapter)
    sides = [pipeline.inspect_headers(opened, pipeline.open_base(base)) for base in (before, after)]
    rows = drift(sides[0], sides[1], **options)
    return {row.module: row for row in rows}


def edited(base: Path, folder: Path, change: Callable[[str, torch.Tensor], torch.Tensor]) -> Path:
    """A copy of the base with every tensor passed through `change`."""
    folder.mkdir()
    (folder / "config.json").write_bytes((base / "config.json").read_bytes())
    tensors = load_file(base / "model.safetensors")
    made = {key: change(key, value).contiguous() for key, value in tensors.items()}
    save_file(made, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def assert_as_dense(rows: dict[str, ModuleChange], before: Path, after: Path, adapter: Path) -> None:
    old, new = (load_file(base / "model.safetensors") for base in (before, after))
    factors = load_file(adapter / "adapter_model.safetensors")
    for module, row in rows.items():
        if row.kind in ("shape", "absent"):
            continue
        one, other = old[f"{module}.weight"].double(), new[f"{module}.weight"].double()
        down, up = (factors[f"base_model.model.{module}.lora_{part}.weight"].double() for part in "AB")
        delta, moved = 2 * up @ down, other - one
        assert row.relative_change == pytest.approx(float(moved.norm() / one.norm()), rel=1e-5)
        assert row.relative_delta == pytest.approx(float(delta.norm() / one.norm()), rel=1e-5)
        assert row.max_change == pytest.approx(float(moved.abs().max()), rel=1e-6)
        gap = moved.abs().sum() / (one.abs().sum() + other.abs().sum())
        assert row.gap == pytest.approx(float(gap), rel=1e-5)
        if row.kind != "same":
            cosine = (one * other).sum() / (one.norm() * other.norm())
            assert row.cosine == pytest.approx(float(cosine), rel=1e-5, abs=1e-6)
            rho = (moved * delta).sum() / (delta * delta).sum()
            assert row.rho == pytest.approx(float(rho), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("ticket-llama-n", {"same"}),
        ("ticket-llama-n1-drifted", {"moved"}),
        ("ticket-llama-n1-gqa", {"other-weights", "shape"}),
    ],
)
def test_the_demo_s_bases(name: str, kinds: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "BLOCK", 96 * 7)  # many blocks a weight, the last one short
    adapter, before, after = DEMO / "support-router-lora", DEMO / "ticket-llama-n", DEMO / name
    rows = changes(adapter, before, after)
    assert len(rows) == 28 and {row.kind for row in rows.values()} == kinds
    assert_as_dense(rows, before, after, adapter)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_a_base_that_holds_the_adapter(dtype: torch.dtype, pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    after = merged(base, adapter, wide, tmp_path / "merged", dtype=dtype)
    before = edited(base, tmp_path / "before", lambda _, value: value.to(dtype))
    rows = changes(adapter, before, after)
    assert {row.kind for row in rows.values()} == {"merged"}
    assert all(row.rho == pytest.approx(1, abs=0.05) for row in rows.values())
    assert_as_dense(rows, before, after, adapter)
    backwards = changes(adapter, after, before)
    assert {row.kind for row in backwards.values()} == {"moved"}
    assert all("before holds the adapter" in row.note for row in backwards.values())


def test_a_merged_base_that_was_trained_further_still_holds_it(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    whole = merged(base, adapter, wide, tmp_path / "merged")
    after = edited(whole, tmp_path / "further", lambda _, value: value + 0.01 * torch.randn_like(value))
    assert {row.kind for row in changes(adapter, base, after).values()} == {"merged"}


TARGETS = ["q_proj", "up_proj"]


@pytest.mark.parametrize(
    "config",
    [
        peft.LoraConfig(r=4, use_dora=True, target_modules=TARGETS),
        peft.LoKrConfig(r=4, target_modules=TARGETS),
        peft.LoHaConfig(r=20, target_modules=TARGETS),  # r² ranks are too many for one product
        peft.IA3Config(target_modules=TARGETS, feedforward_modules=["up_proj"]),
        peft.OFTConfig(oft_block_size=16, target_modules=TARGETS),
    ],
    ids=["dora", "lokr", "loha", "ia3", "oft"],
)
def test_a_base_that_holds_an_adapter_of_another_method(config: Any, tmp_path: Path) -> None:
    base, adapter = save_pair(tmp_path, wide, config)
    rows = changes(adapter, base, merged(base, adapter, wide, tmp_path / "merged"))
    assert {row.kind for row in rows.values()} == {"merged"}
    assert all(row.rho == pytest.approx(1, rel=1e-3) for row in rows.values())
    llama(seed=5, **WIDE).save_pretrained(tmp_path / "other")
    assert {row.kind for row in changes(adapter, base, tmp_path / "other").values()} == {"other-weights"}


@pytest.mark.parametrize("use_dora", [False, True])
def test_dora_on_what_is_stored_transposed_is_found_again(use_dora: bool, tmp_path: Path) -> None:
    config = peft.LoraConfig(r=2, target_modules=["c_attn"], fan_in_fan_out=True, use_dora=use_dora)
    base, adapter = save_pair(tmp_path, gpt2, config)
    rows = changes(adapter, base, merged(base, adapter, gpt2, tmp_path / "merged"))
    assert {row.kind for row in rows.values()} == {"merged"}


def test_a_pickled_adapter_is_found_again_and_is_not_called_another(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    after = merged(base, adapter, wide, tmp_path / "merged")
    pickled = tmp_path / "pickled"
    pickled.mkdir()
    (pickled / "adapter_config.json").write_bytes((adapter / "adapter_config.json").read_bytes())
    factors = load_file(adapter / "adapter_model.safetensors")
    torch.save(factors, pickled / "adapter_model.bin")
    assert {row.kind for row in changes(pickled, base, after).values()} == {"merged"}
    strided = {key: value.T.contiguous().T for key, value in factors.items()}
    torch.save(strided, pickled / "adapter_model.bin")
    rows = changes(pickled, base, after)
    assert {row.kind for row in rows.values()} == {"moved"}
    assert all("could not be told" in row.note and "one piece" in row.note for row in rows.values())


@pytest.mark.parametrize(
    ("times", "kind", "said"),
    [
        (2.0, "merged", "at 2 times its scale"),
        (0.5, "merged", "at 0.5 times its scale"),
        (-2.0, "moved", "before holds the adapter at 2 times"),
    ],
)
def test_the_adapter_at_another_scale_is_still_this_adapter(
    times: float, kind: str, said: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    old = load_file(base / "model.safetensors")
    new = load_file(merged(base, adapter, wide, tmp_path / "merged") / "model.safetensors")

    def further(key: str, value: torch.Tensor) -> torch.Tensor:
        return value + times * (new[key] - old[key])

    after = edited(base, tmp_path / "after", further)
    rows = changes(adapter, base, after)
    assert {row.kind for row in rows.values()} == {kind}
    assert all(said in row.note for row in rows.values())


def test_transposed_and_stacked_weights_hold_the_adapter_too(tmp_path: Path) -> None:
    cases = {
        "conv1d": (gpt2, peft.LoraConfig(r=2, target_modules=["c_attn", "c_proj"], fan_in_fan_out=True)),
        "experts": (
            mixtral,
            peft.LoraConfig(
                r=2,
                target_modules=["q_proj"],
                target_parameters=["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
            ),
        ),
    }
    for name, (make, config) in cases.items():
        base, adapter = save_pair(tmp_path / name, make, config)
        rows = changes(adapter, base, merged(base, adapter, make, tmp_path / name / "merged"))
        assert {row.kind for row in rows.values()} == {"merged"}
        assert all(row.rho == pytest.approx(1, rel=1e-4) for row in rows.values())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_another_adapter_in_the_base_is_a_change_of_few_directions(
    dtype: torch.dtype, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    config = peft.LoraConfig(r=6, target_modules=["q_proj", "up_proj"])
    _, other = save_pair(tmp_path / "other", wide, config, seed=9)
    after = merged(base, other, wide, tmp_path / "after", dtype=dtype)
    before = edited(base, tmp_path / "before", lambda _, value: value.to(dtype))
    rows = changes(adapter, before, after)
    assert {(row.kind, row.rank) for row in rows.values()} == {("low-rank", 6)}


def test_a_trained_base_has_moved_and_its_other_layers_are_the_same(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    model = wide()
    optimiser = torch.optim.AdamW([model.get_submodule(QUERY).weight], lr=1e-3)
    for _ in range(3):
        tokens = torch.randint(0, 64, (4, 16))
        model(input_ids=tokens, labels=tokens).loss.backward()
        optimiser.step()
    model.save_pretrained(tmp_path / "trained")
    rows = changes(adapter, base, tmp_path / "trained")
    assert {module: row.kind for module, row in rows.items() if row.kind != "same"} == {QUERY: "moved"}
    assert_as_dense(rows, base, tmp_path / "trained", adapter)


def test_equal_blocks_of_a_weight_that_differs_are_counted_too(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(difference, "BLOCK", 128 * 5)
    base, adapter = pair

    def last_rows(key: str, value: torch.Tensor) -> torch.Tensor:
        value[-7:] += 0.1 * torch.randn_like(value[-7:]) if "proj" in key else 0
        return value

    after = edited(base, tmp_path / "after", last_rows)
    rows = changes(adapter, base, after)
    assert all(row.kind == "moved" for row in rows.values())
    assert_as_dense(rows, base, after, adapter)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_of_a_large_weight_the_angle_is_taken_from_a_part(dtype: torch.dtype, tmp_path: Path) -> None:
    size = {"hidden_size": 512, "intermediate_size": 520, "num_attention_heads": 4, "num_key_value_heads": 4}
    base, adapter = save_pair(tmp_path, lambda: llama(**size).to(dtype), LORA)
    after = edited(base, tmp_path / "after", lambda _, value: value + 0.01 * torch.randn_like(value))
    old, new = (load_file(folder / "model.safetensors") for folder in (base, after))
    for module, row in changes(adapter, base, after).items():
        one, other = old[f"{module}.weight"].double(), new[f"{module}.weight"].double()
        moved = other - one
        assert row.relative_change == pytest.approx(float(moved.norm() / one.norm()), rel=1e-6)
        assert row.max_change == pytest.approx(float(moved.abs().max()), rel=1e-6)
        cosine = float((one * other).sum() / (one.norm() * other.norm()))
        assert row.kind == "moved" and row.cosine == pytest.approx(cosine, abs=0.01)
        gap = moved.abs().sum() / (one.abs().sum() + other.abs().sum())
        assert row.gap == pytest.approx(float(gap), rel=0.02)
        assert row.rho == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("begin", [0, 64, 128])
def test_the_rows_looked_at_are_spread_over_the_weight(begin: int, tmp_path: Path) -> None:
    """A part that was made anew counts by its size, wherever it stands."""
    size = {"hidden_size": 256, "intermediate_size": 260, "num_attention_heads": 4, "num_key_value_heads": 4}
    base, adapter = save_pair(tmp_path, lambda: llama(**size), LORA)

    def anew(key: str, value: torch.Tensor) -> torch.Tensor:
        if key == f"{QUERY}.weight":
            value[begin : begin + 64] = 0.02 * torch.randn(64, 256)
        return value

    after = edited(base, tmp_path / "after", anew)
    row = changes(adapter, base, after)[QUERY]
    old, new = (load_file(folder / "model.safetensors")[f"{QUERY}.weight"] for folder in (base, after))
    cosine = float(torch.cosine_similarity(old.flatten(), new.flatten(), dim=0))
    assert row.kind == "moved" and row.cosine == pytest.approx(cosine, abs=0.02)
    gap = (new - old).abs().sum() / (old.abs().sum() + new.abs().sum())
    assert row.gap == pytest.approx(float(gap), rel=0.05)


@pytest.mark.parametrize(
    ("old", "new"), [(torch.float64, torch.float32), (torch.bfloat16, torch.float64), (torch.float64,) * 2]
)
def test_the_difference_of_two_dtypes_is_taken_in_the_wider(
    old: torch.dtype, new: torch.dtype, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair
    before = edited(base, tmp_path / "before", lambda _, value: value.to(old))
    after = edited(base, tmp_path / "after", lambda _, v: (v + 1e-3 * torch.randn_like(v)).to(new))
    rows = changes(adapter, before, after)
    assert {row.kind for row in rows.values()} <= {"moved"}
    assert_as_dense(rows, before, after, adapter)


def test_a_base_trained_from_another_start_is_another(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    llama(seed=5, **WIDE).save_pretrained(tmp_path / "other")
    rows = changes(adapter, base, tmp_path / "other")
    assert {row.kind for row in rows.values()} == {"other-weights"}
    assert all(row.relative_change == pytest.approx(2**0.5, rel=0.02) for row in rows.values())


def test_another_dtype_is_no_more_than_its_rounding(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    half = edited(base, tmp_path / "half", lambda _, value: value.bfloat16())
    assert {row.note for row in changes(adapter, base, half).values()} == {"No more than rounding to BF16."}
    wide_again = edited(half, tmp_path / "wide", lambda _, value: value.float())
    rows = changes(adapter, half, wide_again)
    assert {row.kind for row in rows.values()} == {"same"}
    assert all("stored as BF16 and F32" in row.note for row in rows.values())


def test_what_cannot_be_read_says_why(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    packed = edited(base, tmp_path / "packed", lambda _, value: value.char() if value.ndim > 1 else value)
    rows = changes(adapter, base, packed)
    assert all(row.kind == "" and row.relative_change is None and "I8" in row.note for row in rows.values())
    for name in ("nan", "inf"):
        broken = edited(base, tmp_path / name, lambda _, value, factor=float(name): value * factor)
        assert {row.note for row in changes(adapter, base, broken).values()} == {
            "The newer base holds NaN or infinity in this weight."
        }
        assert {(r.kind, r.relative_delta) for r in changes(adapter, broken, broken).values()} == {
            ("same", None)
        }


def test_large_values_are_finite_all_the_same(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    large = edited(base, tmp_path / "large", lambda _, value: value * 1e25)
    notes = {row.note for row in changes(adapter, base, large).values()}
    assert notes == {"The squares of its values are too large to be summed up."}


@pytest.mark.parametrize("shape", [(128, 0), ()])
def test_an_empty_weight_and_a_single_number_are_no_bug(
    shape: tuple[int, ...], pair: tuple[Path, Path], tmp_path: Path
) -> None:
    base, adapter = pair

    def broken(key: str, value: torch.Tensor) -> torch.Tensor:
        return torch.ones(shape) if key == f"{QUERY}.weight" else value

    after = edited(base, tmp_path / "after", broken)
    row = changes(adapter, base, after)[QUERY]
    assert row.kind == "shape" and "shapes differ" in row.note
    assert changes(adapter, after, after)[QUERY].kind in ("", "same")
    opened = pipeline.open_base(after)
    found = module_weights(pipeline.open_adapter(adapter), base=opened)
    assert found is not None and all(row.norm for row in found)


def test_what_the_adapter_replaces_does_not_count(tmp_path: Path) -> None:
    config = peft.LoraConfig(r=4, target_modules=["q_proj"], modules_to_save=["lm_head"])
    base, adapter = save_pair(tmp_path, wide, config)

    def other_head(key: str, value: torch.Tensor) -> torch.Tensor:
        return torch.randn_like(value) if key == "lm_head.weight" else value

    rows = changes(adapter, base, edited(base, tmp_path / "after", other_head))
    assert rows["lm_head"].kind == "replaced" and "its own weight" in rows["lm_head"].note
    assert {row.kind for module, row in rows.items() if module != "lm_head"} == {"same"}


def test_fewer_layers_and_other_names(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    shallow = edited(base, tmp_path / "shallow", lambda _, value: value)
    tensors = {k: v for k, v in load_file(shallow / "model.safetensors").items() if ".layers.1." not in k}
    save_file(tensors, shallow / "model.safetensors")
    config = json.loads((shallow / "config.json").read_text()) | {"num_hidden_layers": 1}
    (shallow / "config.json").write_text(json.dumps(config))
    rows = changes(adapter, base, shallow)
    assert (rows[QUERY].kind, rows[QUERY].status_to) == ("absent", "orphaned")
    vision = changes(DEMO / "support-router-lora", DEMO / "ticket-llama-n", DEMO / "ticket-llama-n1-vision")
    assert all(row.module_to == f"model.language_{row.module}" for row in vision.values() if row.module_to)
    assert {row.kind for row in vision.values()} == {"same"}
    # The same the other way round, where the keys find their places in the newer base alone.
    back = changes(DEMO / "support-router-lora", DEMO / "ticket-llama-n1-vision", DEMO / "ticket-llama-n")
    assert {row.module: row.module_to for row in back.values()} == {
        row.module_to: row.module for row in vision.values()
    }
    assert all(row.kind == "same" and row.relative_delta for row in back.values())


def test_what_all_layers_share_is_no_module(tmp_path: Path) -> None:
    base, adapter = save_pair(tmp_path, wide, peft.VeraConfig(r=4, target_modules=["q_proj"]))
    rows = changes(adapter, base, base)
    assert len(rows) == 2 and {row.kind for row in rows.values()} == {"same"}


def test_every_weight_can_be_asked_for(pair: tuple[Path, Path], tmp_path: Path) -> None:
    base, adapter = pair
    after = edited(base, tmp_path / "after", lambda key, v: v + 0.1 if key == "model.norm.weight" else v)
    rows = changes(adapter, base, after, every_weight=True)
    assert len(rows) == len(load_file(base / "model.safetensors"))
    assert {module for module, row in rows.items() if row.kind != "same"} == {"model.norm"}
    assert list(rows)[:4] == list(changes(adapter, base, after))


def test_it_tells_how_far_it_is_and_stops_when_asked(pair: tuple[Path, Path]) -> None:
    side = pipeline.inspect_headers(pipeline.open_adapter(pair[1]), pipeline.open_base(pair[0]))
    seen: list[tuple[int, int]] = []
    drift(side, side, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and seen[-1][0] == seen[-1][1] > 0
    with pytest.raises(Cancelled):
        drift(side, side, cancelled=lambda: True)
