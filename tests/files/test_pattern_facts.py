"""An expression made for small letters fits what the one that was typed fits, and its facts hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inspector.files.pattern_facts import PatternFacts, for_small_letters

ATOMS = [
    "a",
    "K",
    "p",
    "_",
    "1",
    r"\.",
    ".",
    "[ab]",
    "[^.]",
    "[^a]",
    "[A-Z]",
    "[A-z]",
    "[ -_]",
    r"\x41",
    r"\d",
    r"\W",
]
ATOMS += [r"\D", r"(?:a|K\.)", "(a)", "$", "^", r"\b", "(?=a)", "(?<!_)", "(?i:k)", "[^A-K]", r"\\", "|"]
ENDINGS = ["", "*", "+", "?", "{2}", "*?"]
PATHS = ["a", "k", "a.k_p", "h.1.ak.a_p.b", "kk.aa", "_._", "ab\\.p", "a.", "", "z1.k"]


@given(st.lists(st.tuples(st.sampled_from(ATOMS), st.sampled_from(ENDINGS)), max_size=5))
@example([("[A-z]", "")])
@example([(".", "*"), ("K", ""), (".", "*")])
@example([(r"\\", ""), (".", "*")])
def test_it_fits_what_was_typed(pieces: list[tuple[str, str]]) -> None:
    text = "".join(atom + ending for atom, ending in pieces)
    try:
        typed = re.compile(text, re.IGNORECASE)
    except re.error:
        return
    pattern, facts = for_small_letters(text)
    for path in PATHS:
        fits = pattern.search(path) is not None
        assert fits == (typed.search(path) is not None), path
        assert not fits or facts.literal in path
        if facts.in_one_name:
            names = path.split(".")
            assert fits == any(pattern.search(name) for name in (names[0], *(f".{n}" for n in names[1:])))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("K_proj", PatternFacts("k_proj", True)),
        (r".*\.lora_[AB].*", PatternFacts(".lora_", True)),
        (r"layers\.(1|2)\d\.self", PatternFacts("layers.", False)),
        ("(q|k)_proj", PatternFacts("_proj", True)),
        (r"(?:up_)+[^.]+x$", PatternFacts("up_", False)),
        ("(?i)abc", PatternFacts("", True)),
        ("(?P<Name>abc)", PatternFacts("", False)),
    ],
)
def test_facts(text: str, facts: PatternFacts) -> None:
    assert for_small_letters(text)[1] == facts
