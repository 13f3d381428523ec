"""The probe's figures are those of an independent script, and of the definitions that they are named for."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import load_base, make_adapter, make_base, rewrite_tensors
from hypothesis import given
from hypothesis import strategies as st
from plain_peft_script import plain_figures
from real_load import quiet
from worded_tokenizer import add_tokenizer

from inspector.compat.probe_result import ProbeResult
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.probe import probe
from inspector.worker.probe_figures import (
    NO_TARGET,
    compare,
    finite_rows,
    largest_gap,
    largest_unmasked,
    perplexity,
    total,
)
from inspector.worker.probe_kept import KeptOutputs
from inspector.worker.probe_tasks import first_difference, mean_cosine, neighbour_change

PROMPTS = ("the cat sat on the mat", "a mat", "w20 w21 w22 the cat")


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Weights far larger than the usual start, so that logits differ by more than rounding.
    folder = make_base("llama", tmp_path_factory.mktemp("llama"), initializer_range=0.3)
    return add_tokenizer(folder)


@pytest.fixture(scope="module")
def adapter(llama: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adapter")
    return make_adapter(llama, folder, target_modules=["q_proj", "down_proj"], task_type="CAUSAL_LM")


@pytest.fixture(scope="module")
def result(adapter: Path, llama: Path) -> ProbeResult:
    return measure(adapter, llama)


def measure(adapter: Path, base: Path, **options: Any) -> ProbeResult:
    given = {"prompts": PROMPTS, "device": "cpu", **options}
    return probe(read_adapter(adapter), read_base(base), **given)


def test_they_equal_those_of_a_plain_peft_script(result: ProbeResult, adapter: Path, llama: Path) -> None:
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(llama / "tokenizer.json"))
    expected = plain_figures(lambda: (load_base(llama), tokenizer), adapter, PROMPTS)
    assert expected.disabled_gap == 0.0
    assert result.max_abs_logit_diff == pytest.approx(expected.max_abs, rel=1e-6)
    assert result.mean_abs_logit_diff == pytest.approx(expected.mean_abs, rel=1e-6)
    assert result.mean_kl == pytest.approx(expected.mean_kl, rel=1e-5)
    assert result.mean_js == pytest.approx(expected.mean_js, rel=1e-5)
    assert result.top1_flip_rate == expected.flip_rate > 0
    assert result.base_perplexity == pytest.approx(expected.base_perplexity, rel=1e-6)
    assert result.adapted_perplexity == pytest.approx(expected.adapted_perplexity, rel=1e-6)


def test_repeated_runs_are_equal_to_the_bit(result: ProbeResult, adapter: Path, llama: Path) -> None:
    again = measure(adapter, llama)
    for name in ("noise_floor", "max_abs_logit_diff", "mean_kl", "mean_js", "prompts", "layers", "modules"):
        assert getattr(again, name) == getattr(result, name)
    assert (again.scales, again.template, again.note) == (result.scales, result.template, result.note)


def test_basic_figures_are_the_same_without_the_rest(result: ProbeResult, adapter: Path, llama: Path) -> None:
    basic = measure(adapter, llama, figures="basic")
    for name in ("max_abs_logit_diff", "mean_abs_logit_diff", "mean_kl", "mean_js", "top1_flip_rate"):
        assert getattr(basic, name) == getattr(result, name)
    assert (basic.layers, basic.modules, basic.scales, basic.template) == ((), (), (), None)
    assert all(row.base_text == "" for row in basic.prompts)


def test_numbers_are_all_figures_and_no_written_text(result: ProbeResult, adapter: Path, llama: Path) -> None:
    numbers = measure(adapter, llama, figures="numbers")
    for name in ("mean_kl", "layers", "modules", "scales", "template", "noise_floor", "note"):
        assert getattr(numbers, name) == getattr(result, name)
    unwritten = {"base_text": "", "adapted_text": "", "first_difference": None}
    assert numbers.prompts == tuple(row._replace(**unwritten) for row in result.prompts)
    assert any(row.base_text for row in result.prompts)


def test_figures_that_nobody_knows_are_refused(adapter: Path, llama: Path) -> None:
    with pytest.raises(ValueError, match="basic, numbers, full, not 'all'"):
        measure(adapter, llama, figures="all")


def test_tokens_stand_beside_their_divergence(result: ProbeResult) -> None:
    row = result.prompts[0]
    assert row.pieces == ("the", "cat", "sat", "on", "the", "mat")
    assert len(row.kl_by_position) == len(row.flipped) == row.tokens == 6
    assert sum(row.kl_by_position) / 6 == pytest.approx(row.mean_kl)
    assert sum(row.flipped) == row.top1_flips


def test_layers_and_modules_are_those_of_hidden_states(
    result: ProbeResult, adapter: Path, llama: Path
) -> None:
    """Against `output_hidden_states` and against the modules' own formula, y = Wx + BAx·alpha/r."""
    from peft import PeftModel

    ids = [[5, 2, 3, 4, 5, 6], [1, 6], [20, 21, 22, 5, 2]]
    off = load_base(llama).eval()
    with quiet():
        on = PeftModel.from_pretrained(load_base(llama).eval(), str(adapter)).eval()
    apart = size = part = plain = 0.0
    layer = on.base_model.model.model.layers[0].mlp.down_proj
    seen: list[torch.Tensor] = []
    layer.register_forward_pre_hook(lambda _module, given: seen.append(given[0][0]))
    with torch.no_grad():
        for row in ids:
            tokens = torch.tensor([row])
            states = [m(input_ids=tokens, output_hidden_states=True).hidden_states[1] for m in (off, on)]
            apart += float((states[1] - states[0]).double().pow(2).sum())
            size += float(states[0].double().pow(2).sum())
            x = seen.pop()
            added = x @ layer.lora_A["default"].weight.T @ layer.lora_B["default"].weight.T * (8 / 4)
            part += float(added.double().pow(2).sum())
            plain += float((x @ layer.base_layer.weight.T).double().pow(2).sum())
    assert [effect.layer for effect in result.layers] == ["model.layers.0", "model.layers.1"]
    assert result.layers[0].relative_change == pytest.approx(math.sqrt(apart / size), rel=1e-5)
    modules = {effect.module: effect for effect in result.modules}
    assert len(modules) == 4
    assert modules["model.layers.0.mlp.down_proj"].own_change == pytest.approx(
        math.sqrt(part / plain), rel=1e-4
    )


def test_the_scale_curve_passes_through_nothing_and_the_result(result: ProbeResult) -> None:
    curve = {point.scale: point for point in result.scales}
    assert list(curve) == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25]
    assert (curve[0.0].mean_kl, curve[0.0].max_abs_logit_diff, curve[0.0].top1_flip_rate) == (0.0, 0.0, 0.0)
    assert (curve[1.0].mean_kl, curve[1.0].mean_js) == (result.mean_kl, result.mean_js)
    assert 0 < curve[0.25].mean_kl < curve[1.0].mean_kl


def test_magnitudes_of_dora_stay_at_scale_0(llama: Path, tmp_path: Path) -> None:
    """The factor takes BA away, and not the trained magnitudes: the point is measured, not assumed."""
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], use_dora=True)
    result = measure(adapter, llama)
    assert result.scales[0].scale == 0.0 and result.scales[0].max_abs_logit_diff > 0


def test_a_module_that_is_called_several_times_a_pass_is_paired_call_by_call(tmp_path: Path) -> None:
    """ALBERT's layers share one module; untrained it changes nothing, at none of its calls."""
    base = make_base("albert", tmp_path / "base", initializer_range=0.3)
    adapter = make_adapter(base, tmp_path / "a", target_modules=["query"], task_type="TOKEN_CLS")
    rewrite_tensors(adapter, lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()})
    module = next(entry for entry in measure(adapter, base).modules if entry.module.endswith("query"))
    assert (module.relative_change, module.own_change) == (0.0, 0.0)


@pytest.mark.parametrize("method", ["IA3Config", "VeraConfig", "LNTuningConfig", "OFTConfig"])
def test_methods_without_a_factor_are_scaled_along_the_line_to_the_base(
    method: str, llama: Path, tmp_path: Path
) -> None:
    settings: dict[str, Any] = {
        "IA3Config": {"target_modules": ["k_proj"], "feedforward_modules": []},
        "VeraConfig": {"target_modules": ["q_proj"], "r": 4},
        "LNTuningConfig": {"target_modules": ["input_layernorm"]},
        "OFTConfig": {"target_modules": ["q_proj"], "r": 4, "oft_block_size": 0},
    }[method]
    result = measure(make_adapter(llama, tmp_path / "a", method=method, **settings), llama)
    assert result.effect == "changes"
    assert result.scales[0].max_abs_logit_diff == 0.0
    assert 0 < result.scales[2].mean_kl < result.scales[5].mean_kl
    assert result.scales[4].max_abs_logit_diff == result.max_abs_logit_diff


def test_the_perplexity_of_a_text_is_taken_in_windows(adapter: Path, llama: Path) -> None:
    text = " ".join(["the cat sat on a mat"] * 20)
    result = measure(adapter, llama, text=text, figures="basic")
    model, ids = load_base(llama).eval(), [5, 2, 3, 4, 1, 6] * 20
    size = model.config.max_position_embeddings
    losses = []
    with torch.no_grad():
        for start in range(0, len(ids) - 1, size - 1):
            row = torch.tensor([ids[start : start + size]])
            logits = model(input_ids=row).logits[0, :-1]
            losses.append(torch.nn.functional.cross_entropy(logits, row[0, 1:], reduction="none"))
    assert result.base_perplexity == pytest.approx(float(torch.cat(losses).mean().exp()), rel=1e-5)
    assert "given text (120 tokens)" in result.note


finite = st.floats(-30, 30, allow_nan=False, width=32)


@given(st.lists(st.tuples(finite, finite), min_size=2, max_size=12))
def test_divergences_keep_within_their_bounds(rows: list[tuple[float, float]]) -> None:
    base, adapted = torch.tensor([row[0] for row in rows]), torch.tensor([row[1] for row in rows])
    there, back = compare(base[None], adapted[None]), compare(adapted[None], base[None])
    assert 0 <= there.sum_js <= math.log(2) + 1e-6
    assert there.sum_js == pytest.approx(back.sum_js, abs=1e-6)
    assert there.sum_kl >= 0
    assert there.sum_js <= there.sum_kl / 2 + 1e-5  # JS is below the mean of KL(p‖m) and KL(q‖m)
    assert compare(base[None], base[None]).sum_kl == 0.0


def test_disjoint_distributions_are_ln_2_apart() -> None:
    base, adapted = torch.full((1, 4), -1e4), torch.full((1, 4), -1e4)
    base[0, 0] = adapted[0, 3] = 0.0
    assert compare(base, adapted).sum_js == pytest.approx(math.log(2))


def test_positions_that_are_not_finite_are_left_out_and_marked() -> None:
    base, adapted = torch.zeros(3, 4), torch.zeros(3, 4)
    adapted[0, 1] = torch.inf
    adapted[1, 2] = 2.0
    figures = compare(base, adapted, targets=(1, 2, NO_TARGET))
    assert (figures.positions, figures.finite, figures.elements) == (3, 2, 8)
    assert (figures.max_abs, figures.sum_abs, figures.flips) == (2.0, 2.0, 1)
    assert math.isnan(figures.kl[0]) and figures.kl[1] > 0 and figures.kl[2] == 0.0
    assert figures.flipped == (0, 1, 0)
    assert (figures.targets, figures.base_nll) == (1, pytest.approx(math.log(4)))
    assert total([figures]).base_perplexity == pytest.approx(4.0)
    assert compare(base, adapted * math.nan).finite == 0


def test_where_no_position_is_finite_nothing_was_compared() -> None:
    """No zero: that would say that the two are alike."""
    lost = compare(torch.zeros(2, 3), torch.full((2, 3), math.nan))
    figures = total([lost])
    assert all(math.isnan(figure) for figure in (lost.mean_kl, lost.mean_js, *figures[:5]))
    kept = total([lost, compare(torch.zeros(1, 2), torch.ones(1, 2))])
    assert (kept.max_abs, kept.mean_kl, kept.flip_rate) == (1.0, 0.0, 0.0)


def test_masked_tokens_are_finite_and_no_measure_of_rounding() -> None:
    """Chameleon masks tokens with the type's minimum; two of them overflow a sum."""
    masked = torch.full((2, 4), torch.finfo(torch.float32).min)
    masked[:, 2:] = torch.tensor([[1.0, -7.0], [2.0, 3.0]])
    assert finite_rows(masked).all() and largest_unmasked(masked) == 7.0
    found = compare(masked, masked + torch.tensor([0.0, 0.0, 1.0, 0.0]))
    assert (found.finite, found.max_abs) == (2, 1.0) and found.mean_kl > 0


def test_equal_non_finite_values_are_no_gap() -> None:
    odd = torch.tensor([math.nan, math.inf, 1.0])
    assert largest_gap(odd, odd.clone()) == 0.0
    assert largest_gap(odd, torch.tensor([math.nan, math.inf, 1.5])) == 0.5
    assert largest_gap(odd, torch.tensor([0.0, math.inf, 1.0])) == math.inf
    assert largest_gap(odd, torch.tensor([math.nan, -math.inf, 1.0])) == math.inf


def test_the_first_token_that_differs() -> None:
    assert first_difference((1, 2, 3), (1, 2, 3)) is None
    assert first_difference((1, 2, 3), (1, 4, 3)) == 1
    assert first_difference((1, 2), (1, 2, 3)) == 2


def test_no_token_has_no_perplexity_and_a_hopeless_text_an_infinite_one() -> None:
    assert perplexity(0.0, 0) is None
    assert perplexity(1e6, 2) == math.inf


def test_vectors_are_compared_by_cosine_and_by_their_nearest_neighbour() -> None:
    base = [torch.tensor(row) for row in ([1.0, 0.0], [0.9, 0.1], [0.0, 1.0])]
    adapted = [torch.tensor(row) for row in ([1.0, 0.0], [0.1, 0.9], [0.0, 1.0])]
    assert mean_cosine(base, base) == pytest.approx(1.0)
    assert mean_cosine(base, adapted) < 0.9
    assert neighbour_change(base, base) == 0.0
    # The second text moves to the third; the first one's neighbour stays the second, the third's too.
    assert neighbour_change(base, adapted) == pytest.approx(1 / 3)
    assert neighbour_change(base[:2], adapted[:2]) is None


def test_outputs_beyond_the_memory_for_them_come_back_from_disk_to_the_bit() -> None:
    kept = KeptOutputs(in_memory=100)
    outputs = [torch.randn(2, 4), torch.full((2, 50), -3.5), torch.tensor([[math.nan, 1.0], [0.0, 2.0]])]
    for output in outputs:
        kept.add(output)
    assert [row.shape for row in kept] == [row.shape for row in outputs]
    assert torch.equal(kept[1], outputs[1]) and torch.equal(kept[0], outputs[0])
    assert kept[2].isnan().tolist() == [[True, False], [False, False]]
    assert (kept.largest, kept.any_finite) == (3.5, True)


def test_a_prompt_that_is_cut_is_said_to_be(adapter: Path, llama: Path) -> None:
    result = measure(adapter, llama, prompts=["cat " * 500, "a mat"], figures="basic")
    most = load_base(llama).config.max_position_embeddings // 2
    assert result.prompts[0].tokens == most
    assert f"1 of them were cut to {most} tokens." in result.note
