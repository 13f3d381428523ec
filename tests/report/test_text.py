"""The terminal's report says what the record says, and nothing of a file reaches the terminal raw."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from inspections import inspection, lora_keys, orphaned, write_adapter, write_base

from inspector.compat.inspection import Inspection
from inspector.report.printable import printable, printable_lines
from inspector.report.text import render_text


def report(*inspections: Inspection, width: int = 100) -> str:
    return render_text(inspections, colour=False, width=width)


def test_the_verdict_and_the_five_questions_come_first(failing: Inspection) -> None:
    text = report(failing)
    assert "✕ Fails: 4 of 28 tensors do not fit" in text
    assert failing.summary in " ".join(text.split())
    for answer in failing.answers:
        assert re.search(rf"{re.escape(answer.question)} +{re.escape(answer.text or answer.word)}", text)
    assert text.index("Fails:") < text.index("Is it readable?") < text.index("Findings")


def test_findings_say_what_why_and_what_to_do_gravest_first(failing: Inspection) -> None:
    text = report(failing)
    assert text.index("ADP301") < text.index("ADP104")
    assert "File [16, 2], base needs [4, 2]" in text
    assert "Why: The adapter was trained with more key/value heads." in text
    assert "What to do: Serve it on the base that it was trained on, or retrain." in text


def test_keys_that_do_not_land_fold_into_patterns(failing: Inspection) -> None:
    text = report(failing)
    assert "model.layers.{0, 1}.self_attn.{k_proj, v_proj}.lora_B.weight" in text
    assert "4 × file [16, 2], base needs [4, 2]" in text


def test_probe_figures_are_shown_once_measured(fitting: Inspection, failing: Inspection) -> None:
    text = report(fitting)
    assert re.search(r"Mean KL, base ‖ adapted +0\.031 nats", text)
    assert "My invoice 0 is wrong, who ↵ can help?" in text
    assert "Probe\n" not in report(failing)


def with_texts(inspection: Inspection, base: str, adapted: str) -> Inspection:
    assert inspection.probe is not None
    prompts = tuple(row._replace(base_text=base, adapted_text=adapted) for row in inspection.probe.prompts)
    return replace(inspection, probe=replace(inspection.probe, prompts=prompts))


def test_what_the_model_writes_is_shown_once_where_the_adapter_changes_none_of_it(
    fitting: Inspection,
) -> None:
    prompt = "  My invoice 0 is wrong, who ↵ can help?\n"
    assert f"{prompt}    base     the the the\n    adapted  queue: billing\n" in report(fitting)
    assert f"{prompt}    both     a\n" in report(with_texts(fitting, "a", "a"))
    for silent in ("", "  "):
        assert f"{prompt}    base     a\n    adapted  nothing\n" in report(with_texts(fitting, "a", silent))
    assert "what the model writes" not in report(with_texts(fitting, "", ""))


def test_what_was_not_checked_is_named(fitting: Inspection) -> None:
    assert "Not checked\n  No second revision to compare with: ADP503 base-drift\n" in report(fitting)


def test_several_bases_begin_with_a_table(
    failing: Inspection, fitting: Inspection, inert: Inspection
) -> None:
    text = report(failing, fitting, inert)
    table = text[: text.index("── on")]
    assert re.search(r"base-n1-heads +✕ fails +24 / 28 ", table)
    assert re.search(r"base-n 01c7f730 +✓ fits +28 / 28 ", table)
    assert re.search(r"base-n1-names +○ inert +0 / 28 ", table)
    assert text.count("── on") == 3


def test_without_a_base_it_says_why_it_cannot_tell(baseless: Inspection) -> None:
    text = report(baseless)
    assert "? Unknown: no base chosen" in text
    assert "No base was chosen." in text


def test_lines_keep_to_the_width(failing: Inspection, fitting: Inspection) -> None:
    assert max(map(len, report(failing, fitting, width=80).splitlines())) <= 80


def test_colour_adds_nothing_but_colour(failing: Inspection, fitting: Inspection) -> None:
    coloured = render_text([failing, fitting], colour=True, width=100)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == report(failing, fitting)


def test_control_characters_of_a_stranger_are_shown_not_obeyed(tmp_path: Path) -> None:
    keys = [*lora_keys(1), "base_model.model.\x1b]0;owned\x07.\x9b31m.\u202eevil.lora_A.weight"]
    found = inspection(write_adapter(tmp_path / "a\x1b[2J", keys), write_base(tmp_path / "b"), orphaned)
    found = replace(found, summary="cut\x1b[31m\r\nhere")
    text = report(found)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert r"\x1b]0;owned\x07" in text
    assert r"\x9b31m" in text
    assert r"\u{202e}evil" in text


def test_printable_keeps_other_languages_whole() -> None:
    assert printable("Überprüfung · 日本語 · ≠") == "Überprüfung · 日本語 · ≠"
    assert printable("a\u200bb\ud800\ue000") == r"a\u{200b}b\u{d800}\u{e000}"
    assert printable_lines("one\r\n\ttwo\x1b\n") == "one\n  two\\x1b"
