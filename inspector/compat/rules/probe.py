"""ADP9xx: what the probe measured."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from inspector.compat.inspection import Severity
from inspector.compat.rules.registry import Case, Fault, Need, rule


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
        exact = probe.max_abs_logit_diff == 0
        text = "exactly those of the base" if exact else f"within the noise floor of {probe.noise_floor:.3g}"
        yield Fault(
            f"The outputs of {len(probe.prompts)} prompts are {text}.",
            evidence={"max_abs_logit_diff": probe.max_abs_logit_diff, "noise_floor": probe.noise_floor},
        )


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
    if case.probe is not None and not case.probe.disabled_equals_pristine:
        yield Fault("With the adapter disabled, the outputs differ from those of the untouched base.")


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
    if probe is not None and (probe.acts is None or not isfinite(probe.max_abs_logit_diff)):
        yield Fault("With the adapter on, the outputs hold NaN or infinity.")


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
        yield Fault(
            f"Two runs of the base differ by up to {case.probe.noise_floor:.3g}.",
            severity=Severity.INFO,
            evidence={"noise_floor": case.probe.noise_floor},
        )
