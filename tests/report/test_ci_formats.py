"""JUnit, CSV and Markdown: what a CI, a spreadsheet and a pull request make of an inspection."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as Xml

from inspector.compat.inspection import Finding, Inspection, Severity, Status, Verdict
from inspector.compat.rules import registered
from inspector.report.as_csv import COLUMNS, render_csv
from inspector.report.as_junit import render_junit
from inspector.report.as_markdown import render_markdown


def junit_cases(inspection: Inspection) -> dict[str, Xml.Element]:
    root = Xml.fromstring(render_junit([inspection]))
    (suite,) = root
    cases = {case.get("name", ""): case for case in suite.iter("testcase")}
    assert int(suite.get("tests", "")) == len(cases) == len(registered()) + 1
    for kind, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert int(suite.get(count, "")) == len(list(suite.iter(kind)))
    return cases


def test_junit_fails_on_the_verdict_and_on_errors_but_not_on_warnings(failing: Inspection) -> None:
    cases = junit_cases(failing)
    assert cases["verdict"].find("failure") is not None
    assert cases["ADP301 dim-mismatch"].find("failure") is not None
    warned = cases["ADP104 base-revision-unpinned"]
    assert warned.find("failure") is None
    assert "Pin the revision" in (warned.findtext("system-out") or "")


def test_junit_skips_what_was_not_checked_and_errs_where_nothing_could_be_told(baseless: Inspection) -> None:
    cases = junit_cases(baseless)
    skipped = cases["ADP503 base-drift"].find("skipped")
    assert skipped is not None and "No second revision" in skipped.get("message", "")
    assert cases["verdict"].find("error") is not None


def test_junit_passes_where_it_fits(fitting: Inspection) -> None:
    assert not list(Xml.fromstring(render_junit([fitting])).iter("failure"))


def test_csv_has_a_line_for_every_key_of_every_base(failing: Inspection, inert: Inspection) -> None:
    header, *rows = csv.reader(io.StringIO(render_csv([failing, inert])))
    assert tuple(header) == COLUMNS
    assert len(rows) == len(failing.report.tensors) + len(inert.report.tensors)
    by_key = {(row[0], row[4]): row for row in rows}
    for tensor in failing.report.tensors:
        row = by_key["base-n1-heads", tensor.key]
        assert row[3] == tensor.status.value
        if tensor.status is Status.MISMATCHED:
            assert (row[6], row[7]) == ("[16, 2]", "[4, 2]")


def test_csv_makes_no_formula_of_a_strangers_key(fitting: Inspection) -> None:
    hostile = fitting.report.tensors[0]._replace(key='=HYPERLINK("http://evil")')
    report = replace(fitting.report, tensors=(hostile,))
    (_, row) = csv.reader(io.StringIO(render_csv([replace(fitting, report=report)])))
    assert row[4].startswith("'=")


def test_markdown_leads_with_the_verdict_and_folds_the_rest(failing: Inspection, fitting: Inspection) -> None:
    text = render_markdown([failing, fitting])
    assert "| base-n1-heads | ✕ **fails** |" in text
    assert text.index("✕ **fails**") < text.index("<details>")
    assert text.count("<details>") == text.count("</details>")
    assert "`model.layers.{0, 1}.self_attn.{k_proj, v_proj}.lora_B" in text
    assert "adapter-inspector probe" in text  # the command that makes it again


def test_markdown_makes_no_markup_of_a_strangers_words(fitting: Inspection) -> None:
    hostile = Finding(
        rule="ADP203",
        name="orphan-tensors",
        severity=Severity.ERROR,
        message="<img src=x> [click](http://evil) @everyone | cell",
        where="a`b``c|d",
    )
    text = render_markdown([replace(fitting, verdict=Verdict.DEGRADED, findings=(hostile,))])
    assert "<img" not in text.replace("\\<img", "")
    assert "[click]" not in text.replace("\\[click\\]", "")
    assert "@everyone" not in text
    assert "```a`b``c\\|d```" in text
