"""What the pages promise is there: links, files, rules, make targets, and every command that they quote."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from inspector.cli import _build_parser
from inspector.commands.verbs import VERBS
from inspector.compat.rules import registered
from inspector.ui.actions import ACTIONS

ROOT = Path(__file__).parent.parent
PLACES = ("resources", "packaging", "tests")
PAGES = sorted([ROOT / "README.md", *(page for place in PLACES for page in (ROOT / place).rglob("*.md"))])
OURS = [page for page in PAGES if "demo" not in page.parts and page.name != "THIRD_PARTY.md"]

_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`((?:inspector|resources|tests|packaging)/[\w./-]+)`")
_KEY = re.compile(r"\b(?:Ctrl|Shift)(?:\+Shift)?\+(?:[A-Z]\b|[/,]|F\d+|PgDn|PgUp)|\bF\d{1,2}\b")


each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def prose(page: Path) -> str:
    """Without code blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(page: Path) -> list[list[str]]:
    """The words after `adapter-inspector` on every line of a shell block, comments left out."""
    found = []
    for language, block in _FENCE.findall(page.read_text(encoding="utf-8")):
        if language != "sh":
            continue
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["adapter-inspector"]:
                found.append([word for word in words[1:] if not re.fullmatch(r"\[.*|.*…\]", word)])
    return found


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for target in _LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            lost.append(target)
    assert lost == []


@each_page
def test_quoted_commands_are_understood(page: Path) -> None:
    for words in commands(page):
        _build_parser(words[0]).parse_args(words)


def test_every_command_is_quoted_somewhere() -> None:
    quoted = {words[0] for page in PAGES for words in commands(page)}
    assert set(VERBS) - quoted <= {"open"}, "`open` is what no command at all does"


def test_rules_that_are_named_exist() -> None:
    known = registered()
    for page in OURS:
        named = set(re.findall(r"\bADP\d{3}\b", page.read_text(encoding="utf-8")))
        assert named <= set(known), page


def test_files_and_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in OURS:
        text = page.read_text(encoding="utf-8")
        gone = [path for path in _PATH.findall(text) if not (ROOT / path).exists()]
        assert gone == [], page
        asked = {word for line in re.findall(r"`?\bmake ((?:[a-z-]+ ?)+)`", text) for word in line.split()}
        assert asked <= targets, page


def test_keys_that_are_named_are_keys() -> None:
    """With what they do in reach of the table of actions: a key that went elsewhere would lead astray."""
    known = {key.replace("PgDown", "PgDn") for spec in ACTIONS for key in spec.shortcuts}
    for page in OURS:
        named = set(_KEY.findall(prose(page)))
        assert named <= known, (page, named - known)


def test_the_index_lists_every_page_of_the_reference() -> None:
    folder = ROOT / "resources" / "reference"
    listed = set(_LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in folder.glob("*.md")} - {"README.md"} <= listed
