"""What a report is about: one adapter, and the bases by names that tell them apart."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.compat.inspection import Inspection
from inspector.errors import UsageError
from inspector.files.records import Adapter, Base
from inspector.report.printable import printable, shorten

_COMMIT_LENGTH = 40


def subject(inspections: Sequence[Inspection]) -> Adapter:
    """The one adapter of a report. Raises UsageError for no inspection, or for more than one adapter."""
    if not inspections:
        raise UsageError("There is no inspection to report on.", "Open an adapter first.")
    adapter = inspections[0].adapter
    if any(inspection.adapter.path != adapter.path for inspection in inspections):
        raise UsageError("A report is about one adapter.", "Write one report for each adapter.")
    return adapter


def adapter_name(adapter: Adapter) -> str:
    """The folder's name, also when the path was given as `.`."""
    path = adapter.path
    return printable(shorten(path.name or path.resolve().name, 100))


def base_names(inspections: Sequence[Inspection]) -> list[str]:
    """Names of the bases; where two would read alike, their sources as they were given."""
    return names_of_bases([inspection.base for inspection in inspections])


def names_of_bases(bases: Sequence[Base | None]) -> list[str]:
    """As `base_names`, for bases; "" where there is none."""
    plain = [("", None) if base is None else (base.name, base.revision) for base in bases]
    return [
        ""
        if base is None
        else printable(shorten(base.source if plain.count(name) > 1 else base.name or base.source, 100))
        for base, name in zip(bases, plain, strict=True)
    ]


def revision_text(revision: str | None) -> str:
    """A commit in eight digits, a branch or tag as it is."""
    if revision is None:
        return ""
    return revision[:8] if len(revision) == _COMMIT_LENGTH and revision.isalnum() else printable(revision)
