"""Whether an answer is right: five ways of holding it against what was expected."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from inspector.files.golden import REGEX_SEES, GoldenExample, Match


class GoldenText(NamedTuple):
    """What a model said to the example of that number, not judged yet."""

    number: int
    text: str


class Answer(NamedTuple):
    """What a model said to one example, and whether that is right."""

    text: str
    right: bool


def judge(example: GoldenExample, text: str) -> Answer:
    """The answer, judged. White space around an answer never counts.

    `exact` and `choice`: the same text. `normalised`: the same after `normalise`. `contains`: the expected
    text stands somewhere in the answer, letter for letter. `regex`: the expression is found in the answer's
    first 256 characters (`re.search`).
    """
    return Answer(text, _is_right(example, text.strip()))


def _is_right(example: GoldenExample, text: str) -> bool:
    expected = example.expected.strip()
    match example.match:
        case Match.NORMALISED:
            return normalise(text) == normalise(expected)
        case Match.CONTAINS:
            return expected in text
        case Match.REGEX:
            return re.search(example.expected, text[:REGEX_SEES]) is not None
        case _:
            return text == expected


def normalise(text: str) -> str:
    """Without case, punctuation and repeated white space, in Unicode's form NFKC.

    As `normalize_answer` of the SQuAD v1.1 evaluation (Rajpurkar et al. 2016), for any language: English
    articles stay.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = unicodedata.normalize("NFKC", folded)  # folding can undo it
    kept = "".join(" " if unicodedata.category(letter).startswith("P") else letter for letter in plain)
    return " ".join(kept.split())


class GoldenRun(NamedTuple):
    """How one side was answered: `answered` examples in this run, on which device and in which dtype.

    `note` says whose tokenizer split the prompts; `placement` what was spread over several devices.
    """

    answered: int
    device: str
    dtype: str
    note: str
    placement: str = ""
