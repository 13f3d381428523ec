"""What a probe found, in a sentence, and its figures with their definitions."""

from __future__ import annotations

from typing import NamedTuple

from inspector.compat.probe_result import ProbeResult
from inspector.compat.rules.probe import how_nothing_shows
from inspector.ui.engine_words import said
from inspector.ui.figure_grid import Figure
from inspector.ui.language import tr
from inspector.ui.quantities import duration_text, figure, number, percent

MODULES = "modules"
NONE, BELOW_FLOOR, CHANGES, NOT_FINITE = "none", "below-floor", "changes", "not-finite"


class Answer(NamedTuple):
    """`role` picks the colour, `glyph` stands before the sentence."""

    glyph: str
    role: str
    sentence: str


def effect_of(result: ProbeResult) -> str:
    """`none`, `below-floor`, `changes` or `not-finite`, also for records that say only whether it acts."""
    if result.effect:
        return result.effect
    if result.acts is None:
        return NOT_FINITE
    if result.acts:
        return CHANGES
    return BELOW_FLOOR if result.max_abs_logit_diff > 0 else NONE


def answer(result: ProbeResult) -> Answer:
    """Nothing, below the noise floor, or a change: three different answers, and a fourth for NaN."""
    effect = effect_of(result)
    if result.task == MODULES:
        moved = sum(module.relative_change > 0 for module in result.modules)
        words = tr("Module by module, without running the model: {} of {} change their output")
        shown = words.format(number(moved), number(len(result.modules)))
        return Answer("✕", "bad", shown) if effect == NOT_FINITE else Answer("·", "idle", shown)
    if effect == NOT_FINITE:
        return Answer("✕", "bad", tr("Not finite: with the adapter the outputs hold NaN or infinity"))
    if effect == NONE:
        return Answer("○", "absent", tr("Changes nothing: with the adapter every output is equal to the bit"))
    if effect == BELOW_FLOOR:
        return Answer("○", "warn", tr("Below the noise: {}").format(said(how_nothing_shows(result))))
    flips, tokens = sum(p.top1_flips for p in result.prompts), sum(p.tokens for p in result.prompts)
    if result.mean_cosine is not None:
        words = tr("Changes outputs: the embeddings turn to a cosine of {}").format(
            figure(result.mean_cosine)
        )
    elif result.task == "sequence-classification":
        words = tr("Changes outputs: {} of {} predictions flip").format(flips, tokens)
    else:
        words = tr("Changes outputs: {} of {} top-1 predictions flip").format(flips, tokens)
    return Answer("✓", "good", words)


def circumstances(result: ProbeResult) -> str:
    """Where and how it was measured, and what qualifies the figures."""
    facts = [f"{result.device} {result.dtype}", duration_text(result.seconds)]
    if result.placement and result.placement != f"all on {result.device}":
        facts.append(said(result.placement))
    whose = {"adapter": tr("the adapter's tokenizer"), "base": tr("the base's tokenizer")}
    if result.tokenizer in whose and "tokenizer" not in result.note:
        facts.append(whose[result.tokenizer])
    if not result.disabled_equals_pristine:
        facts.append(tr("switched off, the base is not itself again"))
    if result.note:
        facts.append(said(result.note))
    return " · ".join(facts)


def figures(result: ProbeResult) -> list[Figure]:
    """The figures that were measured, in reading order."""
    if result.task == MODULES:
        return _of_modules(result)
    found = [
        Figure(
            tr("largest |Δlogit|"), figure(result.max_abs_logit_diff), result.max_abs_logit_diff,
            tr("Largest difference of any logit, with against without the adapter"),
        ),
        Figure(
            tr("mean |Δlogit|"), figure(result.mean_abs_logit_diff), result.mean_abs_logit_diff,
            tr("Mean over all positions and classes"),
        ),
    ]  # fmt: skip
    if result.task != "features":
        found += [
            Figure(
                tr("KL"), tr("{} nats").format(figure(result.mean_kl)), result.mean_kl,
                tr("Kullback–Leibler divergence base ‖ adapted, mean over positions"),
            ),
            Figure(
                tr("Jensen–Shannon"), tr("{} nats").format(figure(result.mean_js)), result.mean_js,
                tr("Jensen–Shannon divergence, mean over positions; at most ln 2"),
            ),
            Figure(
                tr("top-1 flips"), percent(result.top1_flip_rate), result.top1_flip_rate,
                tr("Share of positions whose most likely prediction is another one"),
            ),
        ]  # fmt: skip
    if result.mean_cosine is not None:
        tip = tr("Cosine similarity of the outputs with and without the adapter, mean over prompts")
        found.append(Figure(tr("cosine"), figure(result.mean_cosine), result.mean_cosine, tip))
    if result.neighbour_change is not None:
        tip = tr("Share of prompts whose nearest neighbour among the prompts is another one")
        shown = percent(result.neighbour_change)
        found.append(Figure(tr("other neighbour"), shown, result.neighbour_change, tip))
    found += _perplexities(result)
    tip = tr("Largest difference between two runs of the same prompt on the base; an effect counts above it")
    found.append(Figure(tr("noise floor"), figure(result.noise_floor), result.noise_floor, tip))
    if result.rounding:
        tip = tr("What the arithmetic of {} alone may move; an effect counts above it").format(result.dtype)
        found.append(Figure(tr("rounding"), figure(result.rounding), result.rounding, tip))
    return found + _template_gain(result)


def _of_modules(result: ProbeResult) -> list[Figure]:
    """Of the module probe, which measures no outputs."""
    changes = sorted(module.relative_change for module in result.modules)
    if not changes:
        return []
    tip = tr("‖(W′ − W)x‖ / ‖Wx‖ on Gaussian inputs, each module alone")
    return [
        Figure(tr("modules"), number(len(changes)), len(changes)),
        Figure(tr("largest change"), figure(changes[-1]), changes[-1], tip),
        Figure(tr("median change"), figure(changes[len(changes) // 2]), changes[len(changes) // 2], tip),
        Figure(tr("smallest change"), figure(changes[0]), changes[0], tip),
    ]


def _perplexities(result: ProbeResult) -> list[Figure]:
    if result.base_perplexity is None or result.adapted_perplexity is None:
        return []
    tip = tr("Perplexity of the prompts themselves, without → with the adapter")
    shown = f"{figure(result.base_perplexity)} → {figure(result.adapted_perplexity)}"
    value = f"{result.base_perplexity:.9g} → {result.adapted_perplexity:.9g}"
    return [Figure(tr("perplexity"), shown, value, tip)]


def _template_gain(result: ProbeResult) -> list[Figure]:
    """The effect on bare prompts and inside the chat template that the adapter was trained with."""
    gain = result.template
    if gain is None:
        return []
    tip = tr("KL on the prompts as they are → inside the chat template of {}").format(gain.source)
    shown = f"{figure(gain.plain_kl)} → {figure(gain.template_kl)}"
    flips = f"{percent(gain.plain_flip_rate)} → {percent(gain.template_flip_rate)}"
    return [
        Figure(tr("KL in its template"), shown, f"{gain.plain_kl:.9g} → {gain.template_kl:.9g}", tip),
        Figure(tr("flips in its template"), flips, flips, tip),
    ]
