"""The five questions, each answered on its own and cheapest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.compat.inspection import Answer, Counts, Status
from inspector.compat.rules.numbers import dead_modules
from inspector.compat.rules.probe import how_nothing_shows
from inspector.compat.rules.registry import Case
from inspector.files.signatures import short_size

if TYPE_CHECKING:
    from inspector.compat.probe_result import ProbeResult


def base_identity(case: Case) -> str:
    """`same`, `moved`, `different` or `unknown`: is this the base that the adapter was trained on?

    A lock decides; without one, a Hub commit that the adapter records does. Shapes that do not agree prove
    another model; shapes that agree prove nothing.
    """
    if case.lock is not None and case.lock.state != "unknown":
        return case.lock.state
    base, adapter = case.base, case.adapter
    if base is None:
        return "unknown"
    named = adapter.base_name is not None and base.source.split("@")[0].lower() == adapter.base_name.lower()
    if named and base.revision and adapter.base_revision == base.revision:
        return "same"
    orphans = [t for t in case.with_status(Status.ORPHANED) if t.module not in case.base_paths]
    if case.with_status(Status.MISMATCHED) or (orphans and case.report.loads is not None):
        return "different"
    return "unknown"


def five_answers(case: Case, counts: Counts, identity: str, probe_refused: str | None) -> tuple[Answer, ...]:
    """Readable, loads, lands, its base, acts: in this order."""
    return (
        _readable(case),
        _loads(case),
        _lands(case, counts),
        _its_base(case, identity),
        _acts(case, counts, probe_refused),
    )


def _readable(case: Case) -> Answer:
    question = "Is it readable?"
    adapter = case.adapter
    size = short_size(adapter.weights_bytes)
    if adapter.format != "peft":
        text = f"{len(adapter.tensors)} tensors, {size}, but laid out for {adapter.format}, not for PEFT."
        return Answer("readable", question, "warn", f"{adapter.format} layout", text)
    if adapter.container != "safetensors":
        text = f"{len(adapter.tensors)} tensors, {size}, in a pickle: read here without unpickling."
        return Answer("readable", question, "warn", "a pickle", text)
    text = f"{len(adapter.tensors)} tensors, {size}, file whole, no pickle."
    return Answer("readable", question, "good", "yes", text)


def _loads(case: Case) -> Answer:
    question, report = "Does it load?", case.report
    if case.base is None:
        return Answer("loads", question, "unknown", "no base", "No base was chosen.")
    if report.loads is None:
        why = report.unknown_because or "The dry run has not been made."
        return Answer("loads", question, "unknown", "unknown", why)
    if report.loads:
        return Answer("loads", question, "good", "yes", f"Yes, with {case.where_it_loads}.")
    error = report.error
    kind = error.type if error is not None else "an error"
    lines = [line.strip() for line in error.message.splitlines() if line.strip()] if error is not None else []
    # torch puts the model's name on the first line and what is wrong on the next ones.
    said = " ".join(lines[:2]) + (f" (and {len(lines) - 2} more)" if len(lines) > 2 else "")
    return Answer("loads", question, "bad", f"raises {kind}", f"No. {kind}: {said}")


def _lands(case: Case, counts: Counts) -> Answer:
    question = "Does it land?"
    if case.base is None or (case.report.loads is None and counts.unknown == counts.file):
        return Answer("lands", question, "unknown", "unknown", "No tensor could be placed yet.")
    word = f"{counts.landed} of {counts.file}"
    pieces = [f"{counts.landed} landed", f"{counts.mismatched} mismatched", f"{counts.orphaned} orphaned"]
    pieces.append(f"{counts.missing} missing")
    if counts.overwrites_base:
        pieces.append(f"{counts.overwrites_base} overwrite the base")
    if counts.unknown:
        pieces.append(f"{counts.unknown} unknown")
    whole = counts.landed == counts.file and counts.file > 0 and not case.real_missing
    tone = "good" if whole else "bad" if counts.landed == 0 else "warn"
    return Answer("lands", question, tone, word, ", ".join(pieces) + ".")


def _its_base(case: Case, identity: str) -> Answer:
    question = "Is this its base?"
    recorded = case.adapter.base_name
    if case.base is None:
        text = f"The adapter records {recorded}." if recorded else "The adapter records no base."
        return Answer("base", question, "unknown", "no base", text)
    if case.lock is not None and case.lock.state != "unknown":
        words = {"same": ("good", "yes"), "moved": ("warn", "moved"), "different": ("bad", "another model")}
        tone, word = words[identity]
        return Answer("base", question, tone, word, case.lock.text)
    if identity == "same":
        return Answer("base", question, "good", "yes", f"Yes: {recorded} at the recorded commit.")
    if identity == "different":
        text = "No: names or shapes are not those that the adapter was trained on."
        return Answer("base", question, "bad", "another model", text)
    if case.lock is not None:
        return Answer("base", question, "unknown", "unknown", case.lock.text)
    text = "No lock and no commit to compare with; equal shapes prove nothing."
    text = f"The adapter records {recorded}. {text}" if recorded else text
    return Answer("base", question, "unknown", "unknown", text)


def _acts(case: Case, counts: Counts, probe_refused: str | None) -> Answer:
    question, probe = "Does it act?", case.probe
    if probe is not None:
        return _measured(probe)
    if probe_refused is not None:
        return Answer("acts", question, "unknown", "not probed", probe_refused)
    if case.report.loads is False:
        return Answer("acts", question, "unknown", "cannot be probed", "Not measured: it cannot be loaded.")
    if case.report.loads and counts.landed == 0 and counts.overwrites_base == 0:
        return Answer(
            "acts", question, "bad", "no", "No: nothing landed, so there is nothing that could act."
        )
    dead = set(dead_modules(case))
    if case.report.loads and case.weights is not None and _all_dead(case, dead):
        return Answer("acts", question, "bad", "no", "No: every lora_B is zero.")
    text = "Not measured. The probe runs the model with and without it."
    if case.weights is not None and case.report.loads:
        text = "Not measured. Its values are not zero, so it would act; the probe says how much."
    return Answer("acts", question, "unknown", "not measured", text)


def _measured(probe: ProbeResult) -> Answer:
    """Equal to the bit, within noise or rounding, a change, or not finite: four different answers."""
    question = "Does it act?"
    if probe.task == "modules":
        return _measured_alone(question, probe)
    if probe.acts is None:
        text = "With the adapter on, NaN or infinity stands in its outputs, hidden states or parameters."
        return Answer("acts", question, "bad", "not finite", text)
    if not probe.acts:
        word = "changes nothing" if probe.max_abs_logit_diff == 0 else "below the noise"
        return Answer("acts", question, "bad", word, f"No: {how_nothing_shows(probe)}.")
    if probe.max_abs_logit_diff <= max(probe.noise_floor, probe.rounding) and probe.template is not None:
        word = "in the chat template"
        text = f"Yes, inside the chat template alone: mean KL {probe.template.template_kl:.3g} nats there."
        return Answer("acts", question, "good", word, text)
    if probe.mean_cosine is not None:
        word = f"yes, cosine {probe.mean_cosine:.3g}"
        size = f"embeddings turn to a cosine of {probe.mean_cosine:.6g} with the base's"
    else:
        word = f"yes, KL {probe.mean_kl:.2g}"
        size = f"mean KL {probe.mean_kl:.3g} nats, {100 * probe.top1_flip_rate:.0f} % of predictions flip"
    text = (
        f"Yes: largest logit difference {probe.max_abs_logit_diff:.3g}, {size}, "
        f"over a noise floor of {probe.noise_floor:.3g}."
    )
    return Answer("acts", question, "good", word, text)


def _measured_alone(question: str, probe: ProbeResult) -> Answer:
    """From the module probe: what its modules do one by one, which is not yet what the model says."""
    if probe.effect == "not-finite":
        return Answer("acts", question, "bad", "not finite", "Modules answer with NaN or infinity.")
    if not probe.modules:
        return Answer("acts", question, "unknown", "not measured", probe.note or "No module was measured.")
    moved = sum(module.relative_change > 0 for module in probe.modules)
    share = f"{moved} of {len(probe.modules)} modules"
    text = f"Measured module by module, without running the model: {share} change their output."
    return Answer("acts", question, "warn" if moved == 0 else "unknown", f"{share} act", text)


def _all_dead(case: Case, dead: set[str]) -> bool:
    up = {key for key in case.adapter.tensors if ".lora_B" in key or ".lora_embedding_B" in key}
    return bool(up) and up <= dead
