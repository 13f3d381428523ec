"""What the engine says, in the window's language.

The engine speaks English, and its words are the same in the window, the terminal and every report. A window
in another language recognises its sentences: whole ones, and those put together with figures and names by
the templates that `make translations` finds in the engine's code. What it does not know stays English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from inspector.resource import resource_path
from inspector.ui.language import CHINESE, ENGLISH, spoken, tr, tr_engine

_FIELD = re.compile(r"\{(\w+)\}")
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z0-9\"'`(])")
_NAMES = re.compile(
    r"(name|key|module|recorded|path|stack|base_name|before_name|after_name|mine|theirs|most)s?\d*"
)
"""What is called so in a template was read from somewhere: a folder called `moved` stays one."""

_SIDES = ("before_name", "after_name")

_PERCENT = re.compile(r"(?<=\d) %")
"""A figure and its sign stay on one line."""

_LONGEST = 4000
"""Letters of a text that is looked at: a loader's own error may be a page."""


class Template(NamedTuple):
    """A sentence with places to fill in; `first` and `last` are what it begins and ends with."""

    text: str
    pattern: re.Pattern[str]
    first: str
    last: str


def said(text: str) -> str:
    """A text of the engine in the window's language; the text itself where that is English or not known."""
    language = spoken()
    known = text if language == ENGLISH or not text or len(text) > _LONGEST else _said(text, language)
    return _PERCENT.sub("\u00a0%", known)


def side_name(name: str) -> str:
    """What answered a golden set: `lora on base`, `base alone`; another name as it is."""
    adapter, on, base = name.rpartition(" on ")
    if on:
        return tr("{} on {}", "an adapter on a base").format(adapter, base)
    alone = name.removesuffix(" alone")
    return tr("{} alone", "a base without an adapter").format(alone) if alone != name else name


def sentences(*texts: str) -> str:
    """Sentences of the engine one after the other; between Chinese ones stands no space."""
    return ("" if spoken() == CHINESE else " ").join(said(text) for text in texts if text)


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return ("、" if spoken() == CHINESE else ", ").join(names)


@lru_cache(maxsize=4096)
def _said(text: str, language: str) -> str:
    """`language` is only there to be told apart by the cache."""
    return _known(text) or _by_pieces(text)


def _known(text: str) -> str:
    """A whole sentence, word or filled-in template; empty where it is none."""
    whole = tr_engine(text)
    if whole != text:
        return whole
    pieces = _SENTENCES.split(text)
    if len(pieces) > 1 and all(told := [_known(piece) for piece in pieces]):
        return "".join(told)
    small = text[:1].lower() + text[1:]
    again = _known(small) if small != text else ""
    return next(_filled(text), "") or _listed(text) or again or _of_a_file(text)


def _filled(text: str) -> Iterator[str]:
    """By each template that the text can be, those with most words of their own first."""
    for template in _templates():
        if text.startswith(template.first) and text.endswith(template.last):
            found = template.pattern.fullmatch(text)
            translation = tr_engine(template.text)
            if found is not None and translation != template.text and not _runs_on(found):
                values = {name: _value(name, value) for name, value in found.groupdict().items()}
                yield translation.format(**values)


def _runs_on(found: re.Match[str]) -> bool:
    """Whether a name would hold the end of one sentence and the next one: then it is no name."""
    values = found.groupdict().items()
    return any(_NAMES.fullmatch(name) and _SENTENCES.search(value) for name, value in values)


def _value(name: str, text: str) -> str:
    """What was filled in: words of the engine are translated, names and figures stay."""
    if name in _SIDES:
        return side_name(text)
    if _NAMES.fullmatch(name) or not re.search(r"[a-z]", text):
        return text
    known = _known(text) or _by_pieces(text)
    parts = text.split(", ") if known == text and not re.search(r"[(\[]", text) else []
    told = [_known(part) or part for part in parts]
    return "、".join(told) if told != parts else known


def _listed(text: str) -> str:
    """`48 landed, 8 missing.`: every part on its own, if all of them are known."""
    parts = text.removesuffix(".").split(", ")
    told = [_known(part) for part in parts] if len(parts) > 1 else []
    return "，".join(told) + ("。" if text.endswith(".") else "") if told and all(told) else ""


def _of_a_file(text: str) -> str:
    """`model.safetensors is cut off: …`: a file's name, and what is wrong with it."""
    name, _, fault = text.removesuffix(".").partition(" ")
    told = _known(fault) if "." in name and fault else ""
    return f"{name} {told}" + ("。" if text.endswith(".") else "") if told else ""


def _by_pieces(text: str) -> str:
    """Sentence by sentence; what is not known stays as it is."""
    pieces = _SENTENCES.split(text)
    return " ".join(_known(piece) or piece for piece in pieces) if len(pieces) > 1 else text


@cache
def _templates() -> tuple[Template, ...]:
    rows = json.loads(resource_path("translations/engine.json").read_text(encoding="utf-8"))
    # One that begins with words of its own first: a value at the beginning may be anything.
    return tuple(
        sorted(map(_template, rows), key=lambda row: (not row.first, -len(_FIELD.sub("", row.text))))
    )


def _template(text: str) -> Template:
    """With few words of its own a template takes no values of several words: it would take everything.

    But for what stands at the end behind words of its own: there a loader's own error is told.
    """
    literals = [piece.replace("{{", "{").replace("}}", "}") for piece in _FIELD.split(text)[::2]]
    names = _FIELD.findall(text)
    few = len(re.findall(r"[A-Za-z]{2,}", " ".join(literals))) < 2
    value = r"\S+?" if few else r".*?"
    known: set[str] = set()
    pattern = re.escape(literals[0])
    for place, (name, literal) in enumerate(zip(names, literals[1:], strict=True), 1):
        at_end = place == len(names) and not literal and bool(literals[0])
        form = r".*?" if at_end else value
        pattern += f"(?P={name})" if name in known else f"(?P<{name}>{form})"
        pattern += re.escape(literal)
        known.add(name)
    return Template(text, re.compile(pattern, re.DOTALL), literals[0], literals[-1])
