"""A comparison in the formats of pull requests, spreadsheets and browsers: the same facts as the record."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from inspector.compat.flips import Flip, GoldenComparison, Rate
from inspector.compat.inspection import Inspection
from inspector.compat.revisions import Comparison, FieldChange, ModuleChange
from inspector.report.comparison import FORMATS, render_comparison
from inspector.report.comparison_files import COLUMNS

MOVED = ModuleChange(
    "model.layers.0.q_proj", "model.layers.0.q_proj", (16, 16), (16, 16), "F32", "BF16", "landed", "landed",
    relative_change=0.125, relative_delta=0.5, kind="moved",
)  # fmt: skip
SHAPE = ModuleChange("=cmd", None, (16, 2), None, "F32", None, "landed", "orphaned", kind="absent")
GOLDEN = GoldenComparison(
    n=4,
    before_name="old",
    after_name="new",
    accuracy_before=Rate(1.0, 0.5, 1.0, 4),
    accuracy_after=Rate(0.75, 0.3, 0.95, 4),
    negative_flip_rate=Rate(0.25, 0.05, 0.7, 4),
    positive_flip_rate=Rate(0.0, 0.0, 0.5, 4),
    changed_both_wrong=Rate(0.0, 0.0, 0.5, 4),
    flips=(Flip(3, "negative", "who <b>are</b> you", "me", "me", "`them`"),),
    gate=0.1,
    source="golden.jsonl",
)


@pytest.fixture
def comparison(fitting: Inspection, failing: Inspection) -> Comparison:
    return Comparison(
        before=fitting,
        after=replace(failing, golden=GOLDEN),
        headline="Fits on base-n; fails on base-n1-heads.",
        modules=(MOVED, SHAPE),
        config=(FieldChange("num_key_value_heads", 4, 2, "Fewer key/value heads."),),
        golden=GOLDEN,
        not_compared=(("tokenizer", "No tokenizer lies beside base-n."),),
    )


@pytest.mark.parametrize("format", ["md", "html", "text"])
def test_every_part_is_told(comparison: Comparison, format: str) -> None:
    text = render_comparison(comparison, format)
    assert isinstance(text, str)
    told = (
        "Fits on base-n; fails on base-n1-heads.", "0.125", "num_key_value_heads", "Fewer key/value heads.",
        "25.0 %", "not passed", "No tokenizer lies beside base-n.",
    )  # fmt: skip
    for fact in told:
        assert fact in text, fact
    assert "<b>are" not in text.replace("\\<b\\>are", "") or format == "text"


def test_markdown_holds_new_findings_and_the_notes_of_modules(comparison: Comparison) -> None:
    noted = MOVED._replace(note="The adapter is in it.")
    text = render_comparison(replace(comparison, modules=(noted, SHAPE)), "md")
    assert isinstance(text, str) and "ADP301" in text and "The adapter is in it." in text


def test_one_head_line_names_both_adapters(comparison: Comparison) -> None:
    older = replace(comparison.before.adapter, path=comparison.before.adapter.path / "older")
    updated = replace(comparison, before=replace(comparison.before, adapter=older))
    first = str(render_comparison(updated, "text")).splitlines()[0]
    assert first == f"older → {comparison.after.adapter.path.name}"


def test_csv_has_a_line_a_module_with_numbers_in_full(comparison: Comparison) -> None:
    header, first, second = csv.reader(io.StringIO(str(render_comparison(comparison, "csv"))))
    assert tuple(header) == COLUMNS
    row = dict(zip(header, first, strict=True))
    assert (row["relative_change"], row["dtype_to"], row["kind"]) == ("0.125", "BF16", "moved")
    assert second[0] == "'=cmd"  # no formula of a stranger's


@pytest.mark.parametrize("format", ["sarif", "junit"])
def test_findings_are_those_of_the_newer_side(comparison: Comparison, format: str) -> None:
    text = render_comparison(comparison, format)
    assert isinstance(text, str) and "ADP301" in text
    assert "base-n1-heads" in text


def test_every_format_of_a_check_is_one_of_a_comparison() -> None:
    from inspector.report import FORMATS as CHECK

    assert set(FORMATS) == set(CHECK.values())
