"""Golden sets from strangers: every form that is documented is read, everything else is one sentence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import UnreadableInput, UsageError
from inspector.files import golden
from inspector.files.golden import GoldenExample, Match, Message, read_golden

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


def write(folder: Path, *lines: object) -> Path:
    path = folder / "golden.jsonl"
    rows = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def test_every_documented_form(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"prompt": "2 + 2 =", "expected": "4", "id": "kept by nobody"},
        b"",
        {"prompt": "Say it.", "expected": "it", "match": "contains"},
        {"prompt": "A or B?", "choices": ["A", "B"], "answer": 1},
        {"prompt": "A or B?", "choices": ["A", "B"], "answer": "A", "match": "choice"},
        {"messages": [{"role": "user", "content": "Hi"}], "expected": r"^[Hh]ello\b", "match": "regex"},
    )
    found = read_golden(path)
    assert found.examples == (
        GoldenExample(1, "2 + 2 =", "4"),
        GoldenExample(3, "Say it.", "it", Match.CONTAINS),
        GoldenExample(4, "A or B?", "B", Match.CHOICE, ("A", "B")),
        GoldenExample(5, "A or B?", "A", Match.CHOICE, ("A", "B")),
        GoldenExample(6, "Hi", r"^[Hh]ello\b", Match.REGEX, (), (Message("user", "Hi"),)),
    )
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


ASKED = {"prompt": "p", "expected": "e"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "is not JSON (Expecting property name"),
        (b"\xff", "is not UTF-8 text"),
        (b"[" * 100_000, "is not JSON that can be read here"),
        (b"1" * 5000, "is not JSON that can be read here"),
        (["prompt"], "is not a JSON object"),
        ({"expected": "e"}, 'has no "prompt"'),
        ({"prompt": "p"}, 'has no "expected"'),
        ({"prompt": 1, "expected": "e"}, 'has "prompt" that is not a text'),
        ({"prompt": "p", "expected": " \n"}, 'has "expected" that is empty'),
        ({"prompt": "p", "expected": "e" * 4001}, 'has "expected" of 4,001 characters'),
        ({"prompt": "\ud800", "expected": "e"}, 'has "prompt" with half a Unicode character'),
        ({**ASKED, "match": "fuzzy"}, 'has a "match" that is none of exact, normalised'),
        ({**ASKED, "match": ["exact"]}, 'has a "match" that is none of exact, normalised'),
        ({**ASKED, "match": "choice"}, 'has the match "choice", but no "choices"'),
        ({**ASKED, "match": "regex", "expected": "("}, "has a regular expression that is not valid"),
        ({**ASKED, "match": "regex", "expected": "(a+)+$"}, "has a regular expression that could run"),
        ({**ASKED, "match": "regex", "expected": ".*a.*b.*c.*d"}, "has a regular expression that could run"),
        ({**ASKED, "choices": ["a", "b"], "answer": 0}, 'has "expected" and "choices"'),
        ({"prompt": "p", "choices": ["a"], "answer": 0}, 'has "choices" that are not a list of 2 to 64'),
        ({"prompt": "p", "choices": ["a", " a"], "answer": 0}, "has the same choice twice"),
        ({"prompt": "p", "choices": ["a", "b"], "answer": 2}, 'has an "answer" that is neither'),
        ({"prompt": "p", "choices": ["a", "b"], "answer": True}, 'has an "answer" that is neither'),
        ({"prompt": "p", "choices": ["a", "b"], "answer": 0, "match": "exact"}, 'has "choices", and a'),
        ({**ASKED, "messages": [{"role": "user", "content": "p"}]}, 'has "prompt" and "messages"'),
        ({"messages": [], "expected": "e"}, 'has "messages" that are not a list of 1 to 200'),
        ({"messages": ["p"], "expected": "e"}, 'has "messages" that are not objects'),
        ({"messages": [{"role": "user"}], "expected": "e"}, 'has no "content"'),
    ],
)
def test_a_line_that_is_no_example_is_named_by_its_number(line: object, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_golden(write(tmp_path, ASKED, b"", line))
    assert caught.value.message.startswith(f"Line 3 of golden.jsonl {words}")
    assert "expected" in caught.value.hint


def test_null_is_the_same_as_nothing(tmp_path: Path) -> None:
    nulls = {"messages": None, "match": None, "choices": None, "answer": None}
    chat = {"messages": [{"role": "user", "content": "a"}], "prompt": None, "expected": "b"}
    choice = {"prompt": "a", "expected": None, "choices": ["x", "y"], "answer": 0, "match": None}
    rows = [{"prompt": "a", "expected": "b"} | nulls, chat, choice]
    path = tmp_path / "g.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert [example.match for example in read_golden(path).examples] == ["exact", "exact", "choice"]


def test_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"Line 2 of golden\.jsonl is longer than 256 kB"):
        read_golden(write(tmp_path, ASKED, b" " * 300_000))
    with pytest.raises(UsageError, match="holds no examples"):
        read_golden(write(tmp_path, b"", b"  "))
    monkeypatch.setattr(golden, "MAX_EXAMPLES", 2)
    with pytest.raises(UsageError, match="holds more than 2 examples"):
        read_golden(write(tmp_path, ASKED, ASKED, ASKED))
    monkeypatch.setattr(golden, "MAX_BYTES", 10)
    with pytest.raises(UsageError, match="a golden set may have 16 MB"):
        read_golden(write(tmp_path, ASKED))
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        read_golden(tmp_path / "nothing.jsonl")


@given(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(["exact", "normalised", "contains"])), min_size=1))
@settings(max_examples=50)
def test_what_is_written_is_read(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    lines = [{"prompt": prompt, "expected": wanted, "match": how} for prompt, wanted, how in rows]
    found = read_golden(write(tmp_path, *lines)).examples
    assert [(row.prompt, row.expected, row.match) for row in found] == rows
    assert [row.number for row in found] == list(range(1, len(rows) + 1))


FIELDS = st.sampled_from(["prompt", "expected", "match", "choices", "answer", "messages"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=7), inner, max_size=3),
    max_leaves=6,
)


@given(st.binary(max_size=60) | st.dictionaries(FIELDS, VALUES).map(lambda row: json.dumps(row).encode()))
@settings(max_examples=200)
def test_anything_else_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_bytes(content)
    try:
        assert read_golden(path).examples
    except UsageError as error:
        assert error.message.endswith(".") and error.hint
