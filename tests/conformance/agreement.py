"""Whether an engine's report says what a real load did."""

from __future__ import annotations

from collections.abc import Mapping

from real_load import RealLoad

from inspector.compat.inspection import LoadReport, Status


def difference(truth: RealLoad, report: LoadReport) -> str | None:
    """The first thing in which the report differs from the truth, in words; None where they agree.

    Where the loader raised for another reason than sizes, the error's class is all there is to compare.
    """
    outcome, said = _outcome(truth.loads, truth.error_type), _outcome(report.loads, _error(report))
    if outcome != said:
        return f"really {outcome}, said {said}"
    if not truth.loads and "size mismatch" not in truth.error_message:
        return None
    return (
        _fates(truth, report)
        or _differing("mismatched", _wanted(truth), _mismatched(report))
        or _missing(truth, report)
    )


def _outcome(loads: bool | None, error: str | None) -> str:
    return {True: "loads", False: f"raises {error}", None: "unknown"}[loads]


def _error(report: LoadReport) -> str | None:
    return report.error.type if report.error is not None else None


def _fates(truth: RealLoad, report: LoadReport) -> str | None:
    said = {row.key: row for row in report.tensors}
    if set(said) != set(truth.landed) | set(truth.overwrites) | set(truth.mismatched) | truth.orphaned:
        return "other keys than the file's"
    for key, row in said.items():
        fate, slot = _fate(truth, key)
        statuses = {fate}
        if fate is Status.OVERWRITES_BASE and key.endswith(".bias"):
            statuses.add(Status.LANDED)  # a bias that the configuration declares
        if key == "prompt_embeddings" and not truth.loads:
            continue  # a size mismatch elsewhere ends the load before the prompt's turn
        if row.status not in statuses:
            return f"{key}: really {fate}, said {row.status}"
        if slot is not None and row.slot != slot and row.slot not in truth.aliases.get(slot, ()):
            return f"{key}: really at {slot}, said {row.slot}"
    return None


def _fate(truth: RealLoad, key: str) -> tuple[Status, str | None]:
    if key in truth.landed:
        return Status.LANDED, truth.landed[key]
    if key in truth.overwrites:
        return Status.OVERWRITES_BASE, truth.overwrites[key]
    return (Status.MISMATCHED if key in truth.mismatched else Status.ORPHANED), None


def _wanted(truth: RealLoad) -> dict[str, object]:
    """Key -> the shape that its slot has. What torch found there may be many keys' tensors in one."""
    return {key: wanted for key, (_, wanted) in truth.mismatched.items()}


def _mismatched(report: LoadReport) -> dict[str, object]:
    """Key -> the shape that was wanted. (Of fused experts the loader tells the fused shape that it found.)"""
    return {row.key: row.expected for row in report.tensors if row.status is Status.MISMATCHED}


def _missing(truth: RealLoad, report: LoadReport) -> str | None:
    """Slots that share their storage are missing together, and may be named once."""
    said = {slot.slot for slot in report.missing}
    really = set(truth.missing)
    unsaid = {slot for slot in really - said if not truth.aliases.get(slot, frozenset()) & said}
    if unsaid:
        return f"{len(unsaid)} missing slots not named, as {min(unsaid)}"
    if said - really:
        return f"{len(said - really)} slots wrongly missing, as {min(said - really)}"
    return None


def _differing(what: str, really: Mapping[str, object], said: Mapping[str, object]) -> str | None:
    for key in sorted({*really, *said}):
        if really.get(key) != said.get(key):
            return f"{key} {what}: really {really.get(key)}, said {said.get(key)}"
    return None
