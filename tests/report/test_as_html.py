"""The HTML report: one file, nothing loaded, nothing executed that came from a stranger."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from inspector.compat.inspection import Finding, Inspection, Severity
from inspector.report.as_html import render_html
from inspector.report.as_json import document

DAY = date(2026, 11, 22)


class Page(HTMLParser):
    """Tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_it_tells_all_that_the_inspection_holds(failing: Inspection, fitting: Inspection) -> None:
    page = Page(render_html([failing, fitting], day=DAY))
    for inspection in (failing, fitting):
        assert inspection.headline in page.text
        for finding in inspection.findings:
            assert finding.message in page.text and finding.remedy in page.text
        for item in inspection.not_checked:
            assert item.why in page.text
    for tensor in failing.report.tensors:
        if tensor.expected and tensor.expected != tensor.shape:
            assert tensor.key in page.text
    assert "My invoice 0 is wrong" in page.text


def test_it_loads_nothing_and_is_the_same_again(failing: Inspection) -> None:
    text = render_html([failing], day=DAY)
    assert text == render_html([failing], day=DAY)
    page = Page(text)
    links = [a for _, a in page.tags if "src" in a or "href" in a]
    assert all((a.get("href") or "").startswith("#") for a in links)
    assert "url(" not in text and "@import" not in text


def test_it_can_be_read_by_a_screen_reader(failing: Inspection, inert: Inspection) -> None:
    page = Page(render_html([failing, inert], day=DAY))
    names = [tag for tag, _ in page.tags]
    assert dict(page.tags)["html"] == {"lang": "en"}
    assert names.count("h1") == 1 and names.count("main") == 1
    assert names.count("table") == names.count("caption") > 4
    assert all(attributes.get("scope") for tag, attributes in page.tags if tag == "th")
    assert all(attributes.get("aria-label") for tag, attributes in page.tags if tag == "svg")
    levels = [int(name[1]) for name in names if re.fullmatch("h[1-6]", name)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_whole_record_travels_with_it(failing: Inspection) -> None:
    text = render_html([failing], day=DAY)
    found = re.search(r'<script type="application/json" id="inspection">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    assert (
        json.loads(found[1])["inspections"][0]["headline"]
        == document([failing])["inspections"][0]["headline"]
    )


def test_nothing_from_a_file_becomes_markup(fitting: Inspection) -> None:
    hostile = Finding(
        rule="ADP203",
        name="orphan-tensors",
        severity=Severity.ERROR,
        message="</script><script>alert(1)</script>",
        where="<b>{{ 7 * 7 }}</b>",
        remedy="Mind `<i>` and `{% raw %}`.",
    )
    page = Page(render_html([replace(fitting, findings=(hostile,))], day=DAY))
    assert [tag for tag, _ in page.tags].count("script") == 2
    assert not {"b", "img"} & {tag for tag, _ in page.tags}
    assert hostile.message in page.text and hostile.where in page.text


def test_written_text_has_columns_where_a_model_wrote(fitting: Inspection) -> None:
    assert fitting.probe is not None
    bare = tuple(row._replace(base_text="", adapted_text="") for row in fitting.probe.prompts)
    silent = replace(fitting, probe=replace(fitting.probe, prompts=bare))
    written, unwritten = (Page(render_html([one])).text for one in (fitting, silent))
    assert "prompt base adapted tokens logit diff." in written
    assert "prompt tokens logit diff." in unwritten
