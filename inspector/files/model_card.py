"""What a model card (README.md) says about where an adapter comes from: its training data and its owner."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from inspector.errors import UnreadableInput
from inspector.files.folder import is_file, member
from inspector.files.signatures import open_regular

CARD = "README.md"
MOST_BYTES = 200_000
"""Read of a card; the front matter stands at its beginning, and long cards have some 30 kB."""

_MOST_EVENTS = 20_000
_LONGEST_LINE = 2_000
_OWNER_FIELDS = (
    *("author", "authors", "creator", "creators", "developer", "developers", "developed_by"),
    *("maintainer", "maintainers", "organization", "owner", "owners", "shared_by"),
)
_OWNER_LINE = re.compile(r"\*{0,2}(?:developed|shared|maintained|trained|created) by\b[^:]{0,20}:(.*)", re.I)
_TRAINED_ON = re.compile(r" on (?:the|an?) ")
_NOTHING = frozenset({"", "unknown", "none", "n/a", "null", "~", "more information needed", "tbd", "todo"})


class ModelCard(NamedTuple):
    """Whether a card names the data it was trained on, and somebody to ask."""

    names_data: bool
    names_owner: bool


def read_card(folder: Path) -> ModelCard | None:
    """The card of a folder; None where there is none that can be read, or nothing is in it."""
    if not is_file(folder / CARD):
        return None
    try:
        file, _ = open_regular(member(folder, CARD))
        with file:
            text = file.read(MOST_BYTES).decode("utf-8", errors="replace")
    except (UnreadableInput, OSError):
        return None
    return parse_card(text) if text.strip() else None


def parse_card(text: str) -> ModelCard:
    """Judge a card's text: front matter first, then the lines that the Hub's templates have for both.

    Placeholders (`[More Information Needed]`, `unknown`) name nothing.
    """
    matter, body = split_front_matter(text)
    fields = front_matter(matter)
    data = [*fields.get("datasets", ()), *fields.get("dataset", ())]
    data += [tag[8:] for tag in fields.get("tags", ()) if tag.startswith("dataset:")]
    owners = [value for name in _OWNER_FIELDS for value in fields.get(name, ())]
    data_said, owners_said = _said_in(body)
    return ModelCard(any(map(_says, data + data_said)), any(map(_says, owners + owners_said)))


def split_front_matter(text: str) -> tuple[str, str]:
    """What stands between the first two lines `---`, and the rest; without such lines all is the rest."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        return "", text
    for place, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return "\n".join(lines[1:place]), "\n".join(lines[place + 1 :])
    return "", text


def front_matter(text: str) -> dict[str, tuple[str, ...]]:
    """Top-level fields whose value is a text or a list of texts; empty where it is not YAML.

    Read from the parser's events: nothing is constructed, so that neither tags nor aliases (which a card can
    nest to expand without end) do anything.
    """
    if not text.strip():
        return {}
    import yaml  # type: ignore[import-untyped]

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    fields: dict[str, tuple[str, ...]] = {}
    try:
        for name, value in _fields(itertools.islice(yaml.parse(text, Loader=loader), _MOST_EVENTS)):
            fields[name] = (*fields.get(name, ()), value)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return fields


def _fields(events: Iterator[object]) -> Iterator[tuple[str, str]]:
    """(field, text) for each text at the top level, or one level down in a list."""
    depth, name, in_list = 0, None, False
    for event in events:
        kind = type(event).__name__
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            depth += 1
            in_list = depth == 2 and kind == "SequenceStartEvent"
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            depth -= 1
            if depth == 1:
                name, in_list = None, False
            elif depth == 2:
                in_list = False  # a list of records names no texts
        elif kind in ("ScalarEvent", "AliasEvent") and 1 <= depth <= 2:
            value = str(getattr(event, "value", ""))
            if depth == 1 and name is None:
                name = value
            elif depth == 1:
                yield name or "", value
                name = None
            elif in_list and name:
                yield name, value


def _said_in(body: str) -> tuple[list[str], list[str]]:
    """Data and owners that the text names."""
    data, owners, under_data = [], [], False
    for line in _without_comments(body).splitlines():
        line = line[:_LONGEST_LINE].strip()
        if line.startswith("#"):
            heading = line.lstrip("#").strip().casefold()
            under_data = heading.startswith(("training data", "dataset", "data set"))
            continue
        if under_data:
            data.append(line)
        if owner := _OWNER_LINE.search(line):
            owners.append(owner[1])
        if trained := _trained_on(line):
            data.append(trained)
    return data, owners


def _trained_on(line: str) -> str:
    """The data set in the sentence that transformers' Trainer writes (5.23, `modelcard.py`), else ""."""
    _, found, rest = line.partition("fine-tuned version of ")
    place = _TRAINED_ON.search(rest) if found else None
    name, dataset, _ = rest[place.end() :].partition(" dataset") if place else ("", "", "")
    return name if dataset else ""


def _without_comments(text: str) -> str:
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("-->", start)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join(pieces) + text[at:]


def _says(text: str) -> bool:
    return text.strip(" \t*_[]().:-`").casefold() not in _NOTHING
