"""ADP9xx: what the probe measured."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING

from inspector.compat.inspection import Severity, Status
from inspector.compat.rules.registry import Case, Fault, Need, rule

if TYPE_CHECKING:
    from inspector.compat.probe_result import ProbeResult

_REWRITING_STARTS = ("pissa", "olora", "corda", "loftq")
"""`init_lora_weights` under which PEFT takes the start of A and B out of the base's weight, at every load."""

_GATED = 0.05
"""An effect below this share of the other one is as good as none: with and without the template differ."""


@rule(
    "ADP901",
    "no-effect",
    Severity.ERROR,
    needs=(Need.PROBE,),
    what="With the adapter on, the outputs are those of the base.",
    why="It loaded and does nothing: requests are served by the base model alone.",
    fix="Look at the findings above for the reason: keys that found no place, or values that are zero.",
    source="vllm#34186, unsloth#3089",
)
def no_effect(case: Case) -> Iterator[Fault]:
    probe = case.probe
    if probe is not None and probe.acts is False:
        yield Fault(
            f"On {len(probe.prompts)} prompts {how_nothing_shows(probe)}.",
            evidence={
                "max_abs_logit_diff": probe.max_abs_logit_diff,
                "noise_floor": probe.noise_floor,
                "rounding": probe.rounding,
            },
        )


def how_nothing_shows(probe: ProbeResult) -> str:
    """Why outputs count as unchanged: equal to the bit, or no further apart than noise or rounding put them."""
    apart = probe.max_abs_logit_diff
    if apart == 0:
        return "every output equals the base's to the bit"
    moved = f"the outputs move by {apart:.3g} at most"
    if apart <= probe.noise_floor:
        return f"{moved}, within the noise floor: the same prompt twice differs by {probe.noise_floor:.3g}"
    return f"{moved}, within the rounding of {probe.dtype} ({probe.rounding:.3g})"


@rule(
    "ADP902",
    "base-polluted",
    Severity.ERROR,
    needs=(Need.PROBE,),
    what="With the adapter switched off, the model no longer answers as the base did.",
    why="Loading changed the base itself: full tensors written over it, or an initialisation that rewrites weights.",
    fix="Do not share this base between adapters; save the adapter without base tensors or convert it to plain LoRA.",
    source="peft#2898, peft#1929",
)
def base_polluted(case: Case) -> Iterator[Fault]:
    if case.probe is None or case.probe.disabled_equals_pristine:
        return
    written = tuple(tensor.key for tensor in case.with_status(Status.OVERWRITES_BASE))
    start = case.adapter.config.get("init_lora_weights")
    cause = ""
    if isinstance(start, str) and start.startswith(_REWRITING_STARTS):
        cause = f": init_lora_weights={start!r} rewrites the base's weights at every load"
    elif written:
        cause = f": {len(written)} tensors of the file were written over the base's own"
    yield Fault(
        f"With the adapter disabled, the outputs differ from those of the untouched base{cause}.",
        keys=written,
    )


@rule(
    "ADP903",
    "bad-logits",
    Severity.ERROR,
    needs=(Need.PROBE,),
    what="The outputs are not finite numbers.",
    why="NaN or infinity in the weights or an overflow: the model answers with noise or not at all.",
    fix="Look for non-finite tensors; probe in float32 to tell an overflow from broken weights.",
    source="kohya_ss#1986",
)
def bad_logits(case: Case) -> Iterator[Fault]:
    probe = case.probe
    if probe is None:
        return
    if probe.task == "modules":
        if probe.effect == "not-finite":
            yield Fault("Some of its modules answer with NaN or infinity.")
    elif probe.acts is None or not isfinite(probe.max_abs_logit_diff):
        yield Fault("With the adapter on, NaN or infinity stands in the model: its outputs mean nothing.")


@rule(
    "ADP904",
    "nondeterministic",
    Severity.WARNING,
    needs=(Need.PROBE,),
    what="The same prompt twice gives different outputs.",
    why="An effect smaller than this noise cannot be told from it.",
    fix="Probe on the CPU, or on a device with deterministic kernels; check that the model is in eval mode.",
    source="peft#2438",
)
def nondeterministic(case: Case) -> Iterator[Fault]:
    if case.probe is not None and case.probe.noise_floor > 0:
        hidden = case.probe.max_abs_logit_diff <= case.probe.noise_floor
        yield Fault(
            f"Two runs of the base differ by up to {case.probe.noise_floor:.3g}"
            + (", more than the adapter moves them." if hidden else "."),
            severity=None if hidden else Severity.INFO,
            evidence={"noise_floor": case.probe.noise_floor},
        )


@rule(
    "ADP905",
    "template-gated",
    Severity.WARNING,
    needs=(Need.PROBE,),
    what="The adapter acts inside the chat template only, or outside of it only.",
    why="A server that puts prompts into a template, or leaves it out, unlike the training did, sees little of it.",
    fix="Serve it with the prompts in the form in which it acts; ship the chat template with the adapter.",
    source="transformers `apply_chat_template`; KL with and without, measured",
)
def template_gated(case: Case) -> Iterator[Fault]:
    gain = case.probe.template if case.probe is not None else None
    if gain is None or case.probe is None or case.probe.effect != "changes":
        return
    plain, inside = gain.plain_kl, gain.template_kl
    if min(plain, inside) >= _GATED * max(plain, inside):
        return
    where = "inside the chat template" if inside > plain else "outside the chat template"
    yield Fault(
        f"It acts {where}: mean KL is {inside:.3g} nats with the template of {gain.source} "
        f"and {plain:.3g} without.",
        evidence={"plain_kl": plain, "template_kl": inside},
    )
