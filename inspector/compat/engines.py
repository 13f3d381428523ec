"""The two engines beside each other: where they disagree, and what the headers leave to the dry run."""

from __future__ import annotations

from dataclasses import replace

from inspector.compat.inspection import LoadReport, Status
from inspector.errors import UsageError
from inspector.files.records import Base
from inspector.files.tables import made_with

LOADERS = ("peft", "transformers")
"""`PeftModel.from_pretrained` and `model.load_adapter`."""


def check_loader(loader: str) -> None:
    """Raise UsageError for a loader that neither engine knows."""
    if loader not in LOADERS:
        known = " and ".join(LOADERS)
        raise UsageError(f"This version knows the loaders {known}, not {loader}.", "Leave out --loader.")


def disagreement(predicted: LoadReport, seen: LoadReport) -> str | None:
    """One sentence where a certain header answer is not what the loader did: a bug of ours, never hidden."""
    if predicted.loads is None or seen.loads is None:
        return None
    if predicted.loads != seen.loads:
        said = "loads" if predicted.loads else "raises"
        return f"The headers said that it {said}; the dry run says otherwise."
    before = {tensor.key: tensor.status for tensor in predicted.tensors}
    if predicted.loads is False and Status.MISMATCHED not in before.values():
        return None  # stopped before any tensor was placed: there is nothing to compare
    differing = sum(1 for tensor in seen.tensors if before.get(tensor.key) != tensor.status)
    if differing:
        return f"The headers placed {differing} of {len(seen.tensors)} tensors otherwise than the dry run."
    return None


def left_to_dry_run(report: LoadReport, base: Base | None, loader: str) -> LoadReport:
    """The header report's modules without its answer, which holds for PeftModel.from_pretrained alone."""
    return replace(
        report,
        loader=loader,
        loader_version=made_with()[loader],
        loads=None,
        tensors=tuple(
            row._replace(status=Status.UNKNOWN, slot=None, expected=None) for row in report.tensors
        ),
        missing=(),
        error=None,
        unknown_because=report.unknown_because
        if base is None
        else "Headers are judged for the peft loader only; this one needs a dry run.",
        base_class=None,
    )
