"""What a report says of the probe: facts as text, the curve and bars to draw, a row a prompt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inspector.compat.keys import layer_place
from inspector.compat.probe_result import LayerEffect, ModuleEffect, ProbeResult, PromptResult
from inspector.report.figures import figure, percent
from inspector.report.printable import printable, printable_lines, shorten

_OF_DISTRIBUTIONS = (
    "With p and q the softmax without and with the adapter: KL = Σ p ln(p/q); Jensen–Shannon = "
    "½KL(p‖m) + ½KL(q‖m), m = ½(p + q), at most ln 2 (Lin 1991); both in nats, averaged over positions. "
    "Perplexity: exp of the mean −ln p of each next token. Hidden states: ‖h_on − h_off‖ / ‖h_off‖ over all "
    "positions; a module: ‖y_on − y‖ / ‖y‖ with y what it answers to the same input without the adapter. "
    "Noise floor: the same prompt twice."
)
_OF_FEATURES = (
    "Cosine of the mean over positions without and with the adapter, averaged over prompts; nearest "
    "neighbours by that cosine among the prompts. Hidden states: ‖h_on − h_off‖ / ‖h_off‖ over all "
    "positions. Noise floor: the same prompt twice."
)


class PromptRow(NamedTuple):
    """One prompt of the probe, its figures as text."""

    prompt: str
    tokens: str
    difference: str
    kl: str
    flips: str
    base_text: str
    adapted_text: str


class Mark(NamedTuple):
    """One point or bar of a plot: its label below, its value as text, and 0 to 1 of the plot's height."""

    label: str
    value: str
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A small drawing, `points` from left to right; `largest` is the value at the top, as text."""

    title: str
    points: tuple[Mark, ...]
    largest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """`facts` are label and value; `note` is what the worker added in words; `definitions` the formulas."""

    facts: tuple[tuple[str, str], ...]
    prompts: tuple[PromptRow, ...]
    note: str
    curve: Plot | None = None
    layers: Plot | None = None
    definitions: str = ""


def probe_section(probe: ProbeResult) -> Probe:
    """Arrange one probe for reading."""
    if probe.task == "modules":
        return Probe(facts=_module_facts(probe), prompts=(), note=printable(probe.note))
    return Probe(
        facts=tuple((label, printable(value)) for label, value in _facts(probe)),
        prompts=tuple(_prompt_row(prompt) for prompt in probe.prompts),
        note=printable(probe.note),
        curve=_curve(probe),
        layers=_layers(probe.layers),
        definitions=_OF_FEATURES if probe.task == "features" else _OF_DISTRIBUTIONS,
    )


def _facts(probe: ProbeResult) -> Iterator[tuple[str, str]]:
    yield "Outputs change", _effect(probe)
    what = "output" if probe.task == "features" else "logit"
    yield f"Largest {what} difference", figure(probe.max_abs_logit_diff)
    yield f"Mean {what} difference", figure(probe.mean_abs_logit_diff)
    if probe.task != "features":
        yield "Mean KL, base ‖ adapted", f"{figure(probe.mean_kl)} nats"
        if probe.mean_js or not probe.mean_kl:
            yield "Mean Jensen–Shannon", f"{figure(probe.mean_js)} nats"
        yield "Top-1 predictions that flip", percent(probe.top1_flip_rate)
    if probe.base_perplexity is not None and probe.adapted_perplexity is not None:
        values = f"{figure(probe.base_perplexity)} → {figure(probe.adapted_perplexity)}"
        yield "Perplexity, base → adapted", values
    if probe.mean_cosine is not None:
        yield "Cosine with the base's vectors", f"{probe.mean_cosine:.6g}"
    if probe.neighbour_change is not None:
        yield "Nearest neighbours that change", percent(probe.neighbour_change)
    if (gain := probe.template) is not None:
        yield "KL in the chat template", f"{figure(gain.template_kl)} nats, without {figure(gain.plain_kl)}"
        rates = f"{percent(gain.template_flip_rate)}, without {percent(gain.plain_flip_rate)}"
        yield "Flips in the chat template", rates
    yield from _pushes_most(probe.modules)
    yield "Noise floor", figure(probe.noise_floor)
    yield "Switched off, equals the base", "yes" if probe.disabled_equals_pristine else "no"
    yield "Measured on", f"{probe.device}, {probe.dtype}"


def _effect(probe: ProbeResult) -> str:
    if probe.acts is None:
        return "not finite" if probe.effect == "not-finite" else "could not tell"
    if probe.acts:
        return "yes"
    return "no, equal to the bit" if probe.max_abs_logit_diff == 0 else "no more than noise and rounding"


def _pushes_most(modules: Sequence[ModuleEffect]) -> Iterator[tuple[str, str]]:
    """The module that adds most to its own output, in so many words that it fits a column."""
    rows = [(row.own_change, row.module) for row in modules if row.own_change is not None]
    if rows:
        change, module = max(rows)
        place = layer_place(module)
        name = f"layer {place.number} {place.rest}" if place is not None else module
        yield "Strongest module", f"{name}, {percent(change)}"


def _curve(probe: ProbeResult) -> Plot | None:
    values = [point.mean_kl for point in probe.scales]
    if probe.task == "features":
        values = [point.max_abs_logit_diff for point in probe.scales]
    what = "Largest difference" if probe.task == "features" else "Mean KL (nats)"
    labels = [f"{point.scale:g}" for point in probe.scales]
    return _plot(f"{what} by the adapter's scale", labels, values)


def _layers(layers: Sequence[LayerEffect]) -> Plot | None:
    places = [layer_place(layer.layer) for layer in layers]
    stacks = {place.stack if place is not None else "" for place in places}
    rows = zip(layers, places, strict=True)
    labels = [layer.layer if place is None else str(place.number) for layer, place in rows]
    title = "Hidden state, relative change by layer"
    if len(stacks) > 1:
        title += f" ({', '.join(sorted(stacks))})"
    return _plot(printable(title), labels, [layer.relative_change for layer in layers])


def _plot(title: str, labels: Sequence[str], values: Sequence[float]) -> Plot | None:
    largest = max(values, default=0.0)
    if len(values) < 2 or not 0 < largest < float("inf"):
        return None
    rows = zip(labels, values, strict=True)
    return Plot(
        title=title,
        points=tuple(Mark(printable(label), figure(value), value / largest) for label, value in rows),
        largest=figure(largest),
    )


def _prompt_row(prompt: PromptResult) -> PromptRow:
    return PromptRow(
        prompt=printable_lines(shorten(prompt.prompt, 2000)),
        tokens=f"{prompt.tokens:,}",
        difference=figure(prompt.max_abs_logit_diff),
        kl=figure(prompt.mean_kl),
        flips=f"{prompt.top1_flips:,}",
        base_text=printable_lines(shorten(prompt.base_text, 2000)),
        adapted_text=printable_lines(shorten(prompt.adapted_text, 2000)),
    )


def _module_facts(probe: ProbeResult) -> tuple[tuple[str, str], ...]:
    """What the module probe found; nothing about outputs, which it has not seen."""
    rows = probe.modules
    most = max(rows, key=lambda row: row.relative_change, default=None)
    weights = [row.weight_change for row in rows if row.weight_change is not None]
    facts = [
        ("Outputs of the model", "not measured: no model was run"),
        ("Modules measured", f"{len(rows):,}"),
        ("of which change their output", f"{sum(row.relative_change > 0 for row in rows):,}"),
    ]
    if most is not None:
        middle = sorted(row.relative_change for row in rows)[len(rows) // 2]
        facts.append(("Largest change of an output", f"{percent(most.relative_change)}, {most.module}"))
        facts.append(("Change of an output, median", percent(middle)))
    if weights:
        facts.append(("Largest change of a weight", percent(max(weights))))
    facts.append(("Measured on", f"{probe.device}, {probe.dtype}"))
    return tuple((label, printable(value)) for label, value in facts)
