"""Reports on disk: the suffix chooses, the file appears whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from inspector.compat.inspection import Inspection
from inspector.errors import InspectorError, UsageError
from inspector.report import write
from inspector.report.writing import write_whole


@pytest.mark.parametrize(
    ("name", "start"), [("r.pdf", b"%PDF-"), ("r.json", b"{"), ("r.TXT", b"support-router")]
)
def test_the_suffix_chooses_the_format(tmp_path: Path, failing: Inspection, name: str, start: bytes) -> None:
    write([failing], tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert not list(tmp_path.glob("*.part"))


def test_a_named_format_overrules_the_suffix(tmp_path: Path, failing: Inspection) -> None:
    write([failing], tmp_path / "report", format="json")
    assert json.loads((tmp_path / "report").read_text())["schema_version"] == 1


def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path, failing: Inspection) -> None:
    with pytest.raises(UsageError) as caught:
        write([failing], tmp_path / "report.docx")
    assert ".pdf" in caught.value.hint
    assert not (tmp_path / "report.docx").exists()


def test_an_unknown_format_is_refused(tmp_path: Path, failing: Inspection) -> None:
    with pytest.raises(UsageError, match="docx"):
        write([failing], tmp_path / "report.pdf", format="docx")


def test_a_missing_folder_is_named(tmp_path: Path, failing: Inspection) -> None:
    with pytest.raises(InspectorError, match="does not exist"):
        write([failing], tmp_path / "nowhere" / "report.json")


def test_a_folder_is_no_report(tmp_path: Path, failing: Inspection) -> None:
    (tmp_path / "report.json").mkdir()
    with pytest.raises(InspectorError, match="is a folder"):
        write([failing], tmp_path / "report.json")


def test_a_folder_without_write_permission_is_an_expected_error(
    tmp_path: Path, failing: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Said by the system call, since root may write anywhere.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(InspectorError, match="cannot be written"):
        write([failing], tmp_path / "report.json")


def test_a_disk_that_refuses_keeps_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InspectorError, match="no space left"):
        write_whole(target, b"new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_whole(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"
