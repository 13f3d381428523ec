"""What can be wrong with an adapter that loads, told apart by the probe against the real libraries."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
from factories import PREFIX, load_base, make_adapter, make_base, rewrite_config, rewrite_tensors
from peft import LoraConfig, get_peft_model
from real_load import quiet
from safetensors.torch import load_file, save_file
from worded_tokenizer import TEMPLATE, add_tokenizer

from inspector.compat.inspection import Inspection, Verdict
from inspector.compat.match import match_headers
from inspector.compat.verdict import conclude
from inspector.errors import Cancelled
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.client import ProbeRefused
from inspector.worker.probe import probe
from inspector.worker.probe_inputs import make_inputs
from inspector.worker.probe_tasks import Runner

Change = Callable[[Path], object]
PROMPTS = ("the cat sat on the mat", "a mat", "w20 w21 w22 the cat")


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_tokenizer(make_base("llama", tmp_path_factory.mktemp("llama"), initializer_range=0.3))


def measured(adapter: Path, base: Path, **options: Any) -> Inspection:
    """The inspection by headers, with the probe's result in it."""
    ours, theirs = read_adapter(adapter), read_base(base)
    result = probe(ours, theirs, **{"prompts": PROMPTS, "device": "cpu", "figures": "basic", **options})
    return conclude(ours, theirs, match_headers(ours, theirs), probe=result)


class Case(NamedTuple):
    """`change` breaks a good LoRA; then what the probe says, the verdict, and the probe's own findings."""

    change: Change
    effect: str
    clean: bool
    verdict: Verdict
    rules: set[str]


def tensors(change: Callable[[dict[str, torch.Tensor]], Any]) -> Change:
    return lambda folder: rewrite_tensors(folder, change)


CASES = {
    "fits": Case(lambda _: None, "changes", True, Verdict.FITS, set()),
    "inert": Case(
        tensors(lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()}),
        "none", True, Verdict.INERT, {"ADP901"},
    ),
    "scale 0": Case(
        lambda folder: rewrite_config(folder, lora_alpha=0), "none", True, Verdict.INERT, {"ADP901"}
    ),
    "no key lands": Case(
        tensors(lambda ts: {k.replace("model.layers", "model.blocks"): v for k, v in ts.items()}),
        "none", True, Verdict.INERT, {"ADP901"},
    ),
    "degraded": Case(
        tensors(lambda ts: {k.replace("layers.1.mlp", "layers.1.ffn"): v for k, v in ts.items()}),
        "changes", True, Verdict.DEGRADED, set(),
    ),
    "overwritten": Case(
        tensors(lambda ts: {**ts, PREFIX + "model.embed_tokens.weight": torch.ones(64, 32)}),
        "changes", False, Verdict.DEGRADED, {"ADP902"},
    ),
    "NaN": Case(
        tensors(lambda ts: {k: v * math.nan if "q_proj" in k else v for k, v in ts.items()}),
        "not-finite", True, Verdict.DEGRADED, {"ADP903"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_they_are_told_apart(name: str, llama: Path, tmp_path: Path) -> None:
    case = CASES[name]
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj", "down_proj"])
    case.change(adapter)
    inspection = measured(adapter, llama)
    result = inspection.probe
    assert result is not None
    assert (result.effect, result.disabled_equals_pristine) == (case.effect, case.clean)
    assert inspection.verdict is case.verdict
    assert {f.rule for f in inspection.findings if f.rule.startswith("ADP9")} == case.rules


@pytest.mark.parametrize("trained", [True, False])
def test_pissa_rewrites_the_base_whether_it_was_trained_or_not(
    trained: bool, llama: Path, tmp_path: Path
) -> None:
    """Untrained, A and B put back what loading took out of the weight: nothing but rounding is left."""
    adapter = tmp_path / "a"
    make_adapter(llama, adapter, target_modules=["q_proj"], init_lora_weights="pissa")
    if not trained:
        save_untouched(llama, adapter)
    inspection = measured(adapter, llama)
    assert inspection.probe is not None
    assert inspection.probe.effect == ("changes" if trained else "below-floor")
    assert not inspection.probe.disabled_equals_pristine
    finding = next(f for f in inspection.findings if f.rule == "ADP902")
    assert "init_lora_weights='pissa' rewrites the base's weights at every load" in finding.message
    if not trained:
        assert 0 < inspection.probe.max_abs_logit_diff <= inspection.probe.rounding
        assert "within the rounding of float32" in inspection.answers[4].text


def save_untouched(base: Path, folder: Path) -> None:
    with quiet():
        settings = LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj"], init_lora_weights="pissa")
        get_peft_model(load_base(base), settings).save_pretrained(str(folder))


def test_nan_in_a_row_that_no_prompt_reads_does_not_hide(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], trainable_token_indices=[60])
    rewrite_tensors(adapter, lambda ts: {k: v * math.nan if "token" in k else v for k, v in ts.items()})
    inspection = measured(adapter, llama)
    assert inspection.probe is not None
    assert (inspection.probe.effect, inspection.probe.acts) == ("not-finite", None)
    assert math.isfinite(inspection.probe.mean_kl)
    assert "NaN or infinity in the adapter's parameters" in inspection.probe.note


def test_what_moves_no_more_than_the_same_prompt_twice_is_below_the_floor(
    llama: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kernels that are not deterministic, played by noise on every output."""
    run = Runner.run
    generator = torch.Generator().manual_seed(0)

    def noisy(runner: Runner, prompt: Any) -> torch.Tensor:
        output = run(runner, prompt)
        return output + torch.rand(output.shape, generator=generator) * 0.01

    monkeypatch.setattr(Runner, "run", noisy)
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    acting = measured(adapter, llama)
    rewrite_tensors(adapter, lambda ts: {k: v * 0 if "lora_B" in k else v for k, v in ts.items()})
    idle = measured(adapter, llama)
    assert acting.probe is not None and idle.probe is not None
    assert acting.probe.effect == "changes"
    assert (idle.probe.effect, idle.verdict) == ("below-floor", Verdict.INERT)
    assert 0 < idle.probe.max_abs_logit_diff <= idle.probe.noise_floor < 0.011
    assert {f.rule for f in idle.findings if f.rule.startswith("ADP9")} == {"ADP901", "ADP904"}
    assert "the same prompt twice differs by" in idle.answers[4].text


def test_a_base_that_is_not_finite_itself_is_refused(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    base = tmp_path / "base"
    base.mkdir()
    for file in llama.iterdir():
        (base / file.name).write_bytes(file.read_bytes())
    weights = load_file(base / "model.safetensors")
    broken = {**weights, "model.norm.weight": torch.full((32,), math.nan)}
    save_file(broken, base / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ProbeRefused, match="own outputs hold NaN or infinity on every prompt"):
        measured(adapter, base)


def test_the_chat_template_is_tried_too(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    add_tokenizer(adapter, chat_template=TEMPLATE)
    result = measured(adapter, llama, figures="full").probe
    assert result is not None and result.template is not None
    assert (result.tokenizer, result.template.source) == ("adapter", "the adapter")
    assert result.template.plain_kl == pytest.approx(result.mean_kl)
    assert 0 < result.template.template_kl != result.template.plain_kl
    chat = [[{"role": "user", "content": prompt}] for prompt in PROMPTS]
    inside = measured(adapter, llama, prompts=chat).probe
    assert inside is not None
    assert inside.mean_kl == pytest.approx(result.template.template_kl)
    assert inside.prompts[0].prompt == PROMPTS[0]


def tokens_trained(tokens: list[int], base: Path, folder: Path) -> Path:
    return make_adapter(base, folder, method="TrainableTokensConfig", token_indices=tokens,
                        target_modules=["embed_tokens"], task_type="CAUSAL_LM")  # fmt: skip


def test_a_change_inside_the_chat_template_alone_is_a_change(llama: Path, tmp_path: Path) -> None:
    """Its tokens stand in no prompt, and in the template of each."""
    model = load_base(llama)
    adapter = make_adapter(llama, tmp_path / "lora", target_modules=["q_proj"])
    (adapter / "chat_template.jinja").write_text(TEMPLATE)
    templated = make_inputs(read_adapter(adapter), read_base(llama), PROMPTS[:1], model=model, template=True)
    only = set(templated.templated[0].ids[0].tolist()) - set(templated.prompts[0].ids[0].tolist())
    adapter = tokens_trained(sorted(only), llama, tmp_path / "a")
    (adapter / "chat_template.jinja").write_text(TEMPLATE)
    inspection = measured(adapter, llama, prompts=PROMPTS[:1], figures="full")
    result = inspection.probe
    assert result is not None and result.template is not None
    assert (result.max_abs_logit_diff, result.effect, len(result.prompts)) == (0.0, "changes", 1)
    assert inspection.verdict is Verdict.FITS
    assert "inside the chat template alone" in inspection.answers[4].text


def test_trained_tokens_that_no_prompt_holds_are_fed(llama: Path, tmp_path: Path) -> None:
    inspection = measured(tokens_trained([61, 62], llama, tmp_path / "a"), llama, prompts=("the cat",))
    result = inspection.probe
    assert result is not None and result.effect == "changes"
    assert [row.prompt for row in result.prompts] == ["the cat", "the cat (with trained tokens)"]
    assert result.prompts[0].max_abs_logit_diff == 0.0 and "so one with them was added" in result.note


def test_chats_need_a_chat_template(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    with pytest.raises(ProbeRefused, match="no chat template"):
        measured(adapter, llama, prompts=[[{"role": "user", "content": "the cat"}]])


def test_a_cancel_is_noticed_before_the_next_layer(llama: Path, tmp_path: Path) -> None:
    class Report:
        checks = 0

        def __call__(self, *_step: object) -> None:
            pass

        def check(self) -> None:
            self.checks += 1
            if self.checks == 5:
                raise Cancelled

    report = Report()
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"])
    with pytest.raises(Cancelled):
        probe(read_adapter(adapter), read_base(llama), prompts=PROMPTS, device="cpu", report=report)
    assert report.checks == 5


def test_a_base_that_only_loses_its_gradients_is_not_polluted(tmp_path: Path) -> None:
    """Mamba's padded batches round otherwise where a gradient is wanted, and PEFT wants none of the base."""
    base = add_tokenizer(make_base("mamba", tmp_path / "base", initializer_range=0.3))
    adapter = make_adapter(base, tmp_path / "a", method="IA3Config", target_modules=["in_proj", "out_proj"],
                           feedforward_modules=[], task_type="CAUSAL_LM")  # fmt: skip
    inspection = measured(adapter, base)
    assert inspection.probe is not None and inspection.probe.disabled_equals_pristine
    assert inspection.probe.noise_floor == 0.0


def test_a_trained_head_acts_though_the_lora_beside_it_does_nothing(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], modules_to_save=["lm_head"])
    rewrite_config(adapter, lora_alpha=0)
    inspection = measured(adapter, llama)
    assert inspection.probe is not None and inspection.probe.acts is True
    assert inspection.verdict is Verdict.DEGRADED
