"""Where a project's choice of rules is found, and what a broken one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import UsageError
from inspector.files.rule_choice import RuleChoice, find_choice, read_choice

OWN = 'ignore = ["ADP104"]\nseverity = {ADP503 = "error"}\n'


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.adapter-inspector]\nselect = ["ADP3"]\n')
    assert find_choice(below).select == ("ADP3",)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")  # says nothing about us
    assert find_choice(below).select == ("ADP3",)
    (tmp_path / "a" / "adapter-inspector.toml").write_text(OWN)
    found = find_choice(below)
    assert found == RuleChoice(
        ("ALL",), ("ADP104",), (("ADP503", "error"),), str(tmp_path / "a" / "adapter-inspector.toml")
    )


def test_without_a_file_every_rule_counts(tmp_path: Path) -> None:
    assert find_choice(tmp_path) == RuleChoice()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ignore = ADP104", "no valid TOML"),
        ('ignores = ["ADP104"]', "'ignores'"),
        ('ignore = "ADP104"', "no list of rules"),
        ("severity = [1]", "no table"),
        ("severity = {ADP104 = 1}", "no table"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "adapter-inspector.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_choice(file)


def test_a_file_that_is_not_there_is_an_expected_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_choice(tmp_path / "nowhere.toml")
