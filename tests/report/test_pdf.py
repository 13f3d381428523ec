"""The PDF: what it says can be found, read by machines, and made again byte for byte."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from inspections import inspection, lora_keys, narrow_heads, orphaned, probed, write_adapter, write_base
from pypdf import PdfReader

from inspector.compat.inspection import Inspection, Status
from inspector.errors import InspectorError, WorkerError
from inspector.report import pdf, render
from inspector.report.pdf import ATTACHMENT, render_pdf, report_day

DAY = date(2026, 11, 22)
_COLUMN = 92
"""Letters of 7 pt JetBrains Mono (0.6 em wide) in the 387 pt that the key column leaves inside its cell."""


def read(*inspections: Inspection) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(inspections, day=DAY)))


def words(reader: PdfReader) -> str:
    """All text without white space: a key may be broken over lines."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def tall(tmp_path_factory: pytest.TempPathFactory) -> Inspection:
    """Ninety layers: 180 keys that do not fit, several pages of them."""
    folder = tmp_path_factory.mktemp("tall")
    return inspection(
        write_adapter(folder / "adapter", lora_keys(90)), write_base(folder / "base"), narrow_heads, layers=90
    )


@pytest.fixture(scope="module")
def tall_pdf(tall: Inspection) -> PdfReader:
    return read(tall)


def test_the_headline_and_every_mismatched_key_can_be_found(tall: Inspection, tall_pdf: PdfReader) -> None:
    text = words(tall_pdf)
    assert squeezed(tall.headline) in text
    mismatched = [tensor.key for tensor in tall.report.tensors if tensor.status is Status.MISMATCHED]
    assert len(mismatched) == 180
    assert [key for key in mismatched if key not in text] == []


def test_every_key_that_landed_can_be_found(fitting: Inspection) -> None:
    text = words(read(fitting))
    landed = [tensor.key for tensor in fitting.report.tensors if tensor.status is Status.LANDED]
    assert landed and [key for key in landed if key not in text] == []


def test_chinese_names_are_set_in_a_bundled_font(fitting: Inspection) -> None:
    """On a machine without such a font they would be boxes, which nobody can read or find."""
    renamed = replace(fitting, headline="基座模型-七十亿: all 8 tensors land")
    reader = read(renamed)
    assert squeezed(renamed.headline) in words(reader)
    fonts = {str(font) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert any("DroidSansFallback" in font for font in fonts)


def test_each_page_is_numbered_and_repeats_the_tables_header(tall_pdf: PdfReader) -> None:
    pages = [page.extract_text() for page in tall_pdf.pages]
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert f"{number} of {len(pages)}" in text
    of_keys = [text for text in pages if "k_proj.lora_B.weight" in text]
    assert len(of_keys) > 2
    assert all("in the file" in text and "base needs" in text for text in of_keys)


def test_words_with_fi_are_found_letter_by_letter(fitting: Inspection) -> None:
    changed = replace(fitting, summary="The first findings: files, affine, != and -> in config.")
    assert squeezed(changed.summary) in words(read(changed))


def test_the_json_is_attached(failing: Inspection, fitting: Inspection) -> None:
    (content,) = read(failing, fitting).attachments[ATTACHMENT]
    assert json.loads(content) == json.loads(render([failing, fitting], "json"))


def test_it_is_tagged_and_carries_title_language_and_bookmarks(failing: Inspection) -> None:
    reader = read(failing)
    root = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "support-router-lora on base-n1-heads"
    assert (reader.metadata.author or "").startswith("adapter-inspector")
    titles = str(reader.outline)
    assert all(title in titles for title in ("Five questions", "Findings", "Appendix"))


def test_fonts_are_embedded(failing: Inspection) -> None:
    reader = read(failing)
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    names = {font["/BaseFont"].split("+")[-1].split("-")[0] for font in fonts}
    assert names == {"/Inter", "Inter", "JetBrainsMono"} - {"/Inter"}
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_the_same_inspection_gives_the_same_bytes(failing: Inspection, fitting: Inspection) -> None:
    first = render_pdf([failing, fitting], day=DAY)
    assert first == render_pdf([failing, fitting], day=DAY)
    assert first != render_pdf([failing, fitting], day=date(2026, 11, 23))


def test_source_date_epoch_sets_the_date(failing: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert report_day() == date(1970, 1, 1)
    assert "1January1970" in words(PdfReader(BytesIO(render_pdf([failing]))))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InspectorError, match="SOURCE_DATE_EPOCH"):
        report_day()


MARKUP = (
    "= head", '#panic("x")', "*bold*_slant_", "`tick`", '"quoted"', "$y$ @ref <lab>", r"\u{41}", "]#[",
    "// gone",
)  # fmt: skip


def test_markup_in_names_is_shown_as_it_is(tmp_path: Path) -> None:
    keys = [*lora_keys(1), *(f"base_model.model.{piece}.lora_A.weight" for piece in MARKUP)]
    found = inspection(write_adapter(tmp_path / "a", keys), write_base(tmp_path / "b"), orphaned)
    every = " ".join(MARKUP)
    text = words(read(replace(found, headline=every, summary=every, probe=probed(1))))
    assert text.count(squeezed(every)) >= 2
    assert [piece for piece in MARKUP if text.count(squeezed(piece)) < 3] == []


def test_line_ends_and_escapes_in_names_become_visible(tmp_path: Path) -> None:
    keys = [*lora_keys(1), "base_model.model.one\ntwo\x1b[31m.lora_A.weight"]
    found = inspection(write_adapter(tmp_path / "a", keys), write_base(tmp_path / "b"), orphaned)
    assert r"one\ntwo\x1b[31m" in words(read(found))


def test_an_endless_name_wraps_inside_its_column(tmp_path: Path) -> None:
    endless = "base_model.model." + "x" * 400 + ".lora_A.weight"
    found = inspection(write_adapter(tmp_path / "a", [endless]), write_base(tmp_path / "b"), orphaned)
    reader = read(found)
    assert endless in words(reader)
    lines = [line for page in reader.pages for line in page.extract_text().splitlines() if "xxx" in line]
    assert max(line.count("x") for line in lines) <= _COLUMN


def test_pages_for_probe_several_bases_and_no_base(
    failing: Inspection, fitting: Inspection, inert: Inspection, baseless: Inspection
) -> None:
    text = words(read(failing, fitting, inert))
    assert "Comparedwith" in text
    assert "queue:billing" in text
    assert "basen1names" in text.replace("-", "")
    alone = words(read(baseless))
    assert "nobasechosen" in alone
    assert "Comparedwith" not in alone


def test_appendix_names_hashes_versions_and_the_command(failing: Inspection) -> None:
    import hashlib

    assert failing.adapter.weights_file is not None
    digest = hashlib.sha256(failing.adapter.weights_file.read_bytes()).hexdigest()
    text = words(read(failing))
    assert digest in text
    assert squeezed("peft 0.21.2") in text
    assert squeezed(f"adapter-inspector check {failing.adapter.path} --base") in text
    assert squeezed("No second revision to compare with.") in text


def test_a_report_survives_files_that_are_gone(failing: Inspection) -> None:
    assert failing.adapter.weights_file is not None
    failing.adapter.weights_file.unlink()
    assert squeezed(failing.headline) in words(read(failing))


def test_a_worker_that_takes_too_long_is_stopped_with_a_sentence(failing: Inspection) -> None:
    with pytest.raises(WorkerError, match="longer than"):
        render_pdf([failing], day=DAY, timeout=0.0001)


def test_a_worker_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, failing: Inspection) -> None:
    monkeypatch.setattr(pdf, "pdf_data", lambda *_args, **_kinds: {"nothing": "to show"})
    with pytest.raises(WorkerError, match="could not be set") as caught:
        render_pdf([failing], day=DAY)
    assert "Traceback" not in str(caught.value)


def test_typst_stays_out_of_the_callers_process() -> None:
    code = "import sys, inspector.report.pdf, inspector.report.text; assert 'typst' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
