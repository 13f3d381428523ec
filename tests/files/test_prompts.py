"""Prompts from a file: text or JSON Lines, and what is refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.errors import InspectorError, UsageError
from inspector.files.prompts import MAX_BYTES, MAX_PROMPTS, read_prompts, read_prompts_and_chats


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_file_holds_a_prompt_a_line(tmp_path: Path) -> None:
    path = write(tmp_path, "prompts.txt", "\ufeffone\n\n  two words \r\n{}\n")
    assert read_prompts(path) == ("one", "two words", "{}")


def test_json_lines_hold_strings_or_objects_and_keep_their_line_breaks(tmp_path: Path) -> None:
    path = write(tmp_path, "p.jsonl", '{"prompt": "one\\ntwo", "id": 3}\n\n{"text": "three"}\n"four"\n')
    assert read_prompts(path) == ("one\ntwo", "three", "four")


def test_a_line_separator_inside_a_json_string_ends_no_line(tmp_path: Path) -> None:
    assert read_prompts(write(tmp_path, "p.jsonl", '"one\u2028two"\n')) == ("one\u2028two",)


def test_chats_are_messages_with_role_and_content(tmp_path: Path) -> None:
    chat = '{"messages": [{"role": "user", "content": "hello", "name": "x"}]}'
    path = write(tmp_path, "p.jsonl", f'"text"\n{chat}\n')
    assert read_prompts_and_chats(path) == ("text", [{"role": "user", "content": "hello"}])
    with pytest.raises(UsageError, match="holds chats"):
        read_prompts(path)


@pytest.mark.parametrize(
    "messages", ["[]", "3", '[{"role": "user"}]', '[{"role": 1, "content": "a"}]', "[[]]"]
)
def test_messages_of_another_form_are_refused_with_their_line(tmp_path: Path, messages: str) -> None:
    path = write(tmp_path, "p.jsonl", f'{{"messages": {messages}}}\n')
    with pytest.raises(UsageError, match="Line 1 of .* holds no chat"):
        read_prompts_and_chats(path)


@pytest.mark.parametrize(
    "line", ["{", "[1]", '{"question": "what?"}', '{"prompt": 3}', '{"prompt": " "}', "[" * 100_000]
)
def test_a_line_that_is_no_prompt_is_named(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, "p.jsonl", f'"good"\n{line}\n')
    with pytest.raises(UsageError, match="Line 2 of"):
        read_prompts(path)


@pytest.mark.parametrize(
    "line",
    [r'"a \ud800"', r'{"prompt": "\udc00"}', r'{"messages": [{"role": "user", "content": "\ud83d"}]}'],
)
def test_half_a_character_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, "p.jsonl", f'"whole \\ud83d\\ude00"\n{line}\n')
    with pytest.raises(UsageError, match="Line 2 of .* half a Unicode character"):
        read_prompts_and_chats(path)


@pytest.mark.parametrize("text", ["", "\n \n", "x\n" * (MAX_PROMPTS + 1), "x" * (MAX_BYTES + 1)])
def test_none_and_too_many_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        read_prompts(write(tmp_path, "p.txt", text))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "p.txt", tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(InspectorError):
            read_prompts(path)
