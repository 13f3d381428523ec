"""The matrix in words: a cell's glyph, word and badge, its sentence, what rows and columns add up to."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.compat.inspection import Evidence, Inspection
from inspector.compat.matrix import tally
from inspector.ui.engine_words import said, sentences
from inspector.ui.language import tr
from inspector.ui.matrix_rows import CellView, Row, Standing
from inspector.ui.quantities import number
from inspector.ui.words import VERDICT_GLYPH, VERDICT_ROLE, verdict_word


def cell_role(view: CellView) -> str:
    if view.inspection is not None:
        return VERDICT_ROLE[view.inspection.verdict]
    return "bad" if view.error is not None else "idle"


def cell_glyph(view: CellView) -> str:
    if view.inspection is not None:
        return VERDICT_GLYPH[view.inspection.verdict]
    return "✕" if view.error is not None else "·"


def cell_word(view: CellView) -> str:
    """The verdict, or what is in its way."""
    if view.inspection is not None:
        return verdict_word(view.inspection.verdict)
    return {
        Standing.UNREADABLE: tr("unreadable"),
        Standing.NO_BASE: tr("no base"),
        Standing.READING: tr("reading …"),
        Standing.FAILED: tr("not inspected"),
    }.get(view.standing, tr("waiting …"))


def cell_landed(view: CellView) -> str:
    """`48/56`, of the tensors in the file."""
    if view.inspection is None:
        return ""
    counts = view.inspection.counts
    return f"{number(counts.landed)}/{number(counts.file)}"


def cell_badge(view: CellView) -> str:
    """What the verdict stands on, and whether more is under way."""
    if view.inspection is None:
        return ""
    if view.standing is Standing.RUNNING:
        return tr("dry run …")
    if view.standing is Standing.FAILED:
        return tr("dry run failed")
    return tr("dry run") if view.inspection.report.evidence is Evidence.DRY_RUN else tr("headers")


def is_settled(view: CellView) -> bool:
    """Whether the loader itself has had its say."""
    return view.inspection is not None and view.inspection.report.evidence is Evidence.DRY_RUN


def cell_text(view: CellView) -> str:
    """In one line, as it is copied: `✓ fits 56/56 (dry run)`."""
    facts = [cell_glyph(view), cell_word(view), cell_landed(view)]
    badge = cell_badge(view)
    return " ".join(fact for fact in [*facts, f"({badge})" if badge else ""] if fact)


def cell_sentence(adapter: str, base: str, view: CellView) -> str:
    """A cell as a screen reader says it."""
    if view.inspection is None:
        why = said(view.error.message) if view.error is not None else cell_word(view)
        return tr("{} on {}: {}").format(adapter, base, why)
    counts = view.inspection.counts
    words = tr("{} on {}: {}, {} of {} tensors land, by {}").format(
        adapter,
        base,
        verdict_word(view.inspection.verdict),
        number(counts.landed),
        number(counts.file),
        _evidence_words(view.inspection),
    )
    if view.standing is Standing.RUNNING:
        return tr("{}; the dry run is under way").format(words)
    return tr("{}; the dry run failed").format(words) if view.standing is Standing.FAILED else words


def cell_story(view: CellView) -> str:
    """Headline and summary of the record, or why there is none: for the line below the table."""
    error = sentences(view.error.message, view.error.hint) if view.error is not None else ""
    if view.inspection is None:
        return error or cell_word(view)
    headline, summary = said(view.inspection.headline), said(view.inspection.summary)
    story = tr("{}. {}").format(headline, summary) if summary else headline
    return f"{story} {error}".strip()


def adapter_facts(row: Row) -> str:
    """`LoRA · r 8`, as far as it has been read."""
    adapter = row.adapter
    if adapter is None:
        return tr("cannot be read") if row.error is not None else tr("reading …")
    kind = adapter.peft_type or adapter.format
    facts = ["LoRA" if kind == "LORA" else kind]
    return " · ".join([*facts, f"r {adapter.rank}"] if adapter.rank is not None else facts)


def fits_on(cells: Iterable[Inspection | None]) -> str:
    """Of a row: `fits on 2 of 4`; of those that are known, where some are not yet."""
    found = tally(cells)
    if not found.known:
        return ""
    return tr("fits on {} of {}").format(number(found.fits), number(found.known))


def fit_here(cells: Iterable[Inspection | None]) -> str:
    """Of a column: `2 of 3 fit`."""
    found = tally(cells)
    return tr("{} of {} fit").format(number(found.fits), number(found.known)) if found.known else ""


def lead_words(adapters: int, bases: int, cells: Iterable[Inspection | None]) -> str:
    """The page's sentence: `3 adapters on 4 bases: 7 of 12 pairs fit.`"""
    found = tally(cells)
    rows = tr("One adapter") if adapters == 1 else tr("{} adapters").format(number(adapters))
    columns = tr("one base") if bases == 1 else tr("{} bases").format(number(bases))
    if not found.known:
        return tr("{} on {}.").format(rows, columns)
    fit = tr("{} of {} pairs fit.").format(number(found.fits), number(found.total))
    return tr("{} on {}: {}").format(rows, columns, fit)


def _evidence_words(inspection: Inspection) -> str:
    is_dry_run = inspection.report.evidence is Evidence.DRY_RUN
    return tr("a dry run") if is_dry_run else tr("headers alone")
