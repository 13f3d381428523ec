"""Golden examples as tokens: what the model is asked, how long it may answer, and where it stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from inspector.files.golden import GoldenExample, Match
from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused
from inspector.worker.probe_inputs import longest_input, tokenizer_of, vocabulary_size

MOST_NEW_TOKENS = 512
_ROOM = {Match.EXACT: 8, Match.NORMALISED: 8, Match.CONTAINS: 64}
_REGEX_TOKENS = 64

Ids = tuple[int, ...]


class Question(NamedTuple):
    """One example for the model: token ids, and either how to write or what to choose from.

    `new_tokens` is the most that it may write; with `one_line` a line break ends the answer. `options` are
    the choices' continuations of a beginning each, as (beginning, continuation) ids.
    """

    number: int
    ids: Ids
    new_tokens: int = 0
    one_line: bool = False
    choices: tuple[str, ...] = ()
    options: tuple[tuple[Ids, Ids], ...] = ()

    @property
    def length(self) -> int:
        """Tokens of the longest row that the model sees before it writes."""
        return max((len(start) + len(end) for start, end in self.options), default=len(self.ids))


class Questions(NamedTuple):
    """`note` says whose tokenizer split them; `limit` is the most positions of a row, None where unknown."""

    rows: tuple[Question, ...]
    tokenizer: Any
    note: str
    limit: int | None


def make_questions(
    adapter: Adapter, base: Base, examples: Sequence[GoldenExample], *, model: Any, virtual_tokens: int = 0
) -> Questions:
    """All examples as tokens, by the adapter's tokenizer where it has one that fits, else by the base's.

    Raises ProbeRefused when there is no usable tokenizer, no chat template for messages, or when a prompt
    is longer than the model takes.
    """
    vocabulary = vocabulary_size(model)
    longest = longest_input(model)
    limit = None if longest is None else longest - virtual_tokens
    has_chats = any(example.messages for example in examples)
    for source in ("adapter", "base"):
        tokenizer = tokenizer_of(adapter, base, source)
        if tokenizer is None or (has_chats and not tokenizer.chat_template):
            continue
        asker = _Asker(tokenizer, limit)
        rows = tuple(asker.ask(example) for example in examples)
        if max(_largest(row) for row in rows) < vocabulary:
            return Questions(rows, tokenizer, f"Prompts were split by the {source}'s tokenizer.", limit)
    if has_chats:
        raise ProbeRefused(
            "The golden set holds messages, and neither adapter nor base has a chat template for them.",
            "Give prompts as plain text, or put the chat_template.jinja beside the adapter.",
        )
    raise ProbeRefused(
        "Neither the adapter nor the base has a tokenizer whose ids the model knows.",
        "Put the tokenizer's files beside the base's weights.",
    )


class _Asker:
    """Turns examples into questions with one tokenizer, for a model of at most `limit` positions."""

    def __init__(self, tokenizer: Any, limit: int | None) -> None:
        self._tokenizer = tokenizer
        self._limit = limit

    def ask(self, example: GoldenExample) -> Question:
        text, special = example.prompt, True
        if example.messages:
            text, special = self._templated(example), False
        if example.match is Match.CHOICE:
            return self._choosing(example, text, special)
        ids = self._ids(text, special)
        self._check(example, len(ids), 1)
        new = self._new_tokens(example)
        if self._limit is not None:
            new = min(new, self._limit - len(ids))
        one_line = example.match in (Match.EXACT, Match.NORMALISED) and "\n" not in example.expected.strip()
        return Question(example.number, ids, new, one_line)

    def _choosing(self, example: GoldenExample, text: str, special: bool) -> Question:
        """A plain prompt and a choice are parted by one space, unless one of them brings white space.

        Where the prompt ends in white space, that goes to the choice, and the choice's tokens are what the
        whole has beyond the beginning's: as `_encode_pair` of lm-evaluation-harness.
        """
        begin = text.rstrip() if not example.messages else text
        gap = text[len(begin) :] or ("" if example.messages else " ")
        options = []
        for choice in example.choices:
            start = self._ids(begin, special)
            whole = self._ids(begin + (gap if not choice[:1].isspace() else "") + choice, special)
            self._check(example, len(start), len(whole) - len(start))
            if len(whole) <= len(start):
                raise ProbeRefused(f"A choice in line {example.number} is no token of its own: {choice!r}.")
            options.append((start, whole[len(start) :]))
        return Question(example.number, (), choices=example.choices, options=tuple(options))

    def _templated(self, example: GoldenExample) -> str:
        messages = [message._asdict() for message in example.messages]
        try:
            # jinja runs in transformers' sandbox.
            return str(
                self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
            )
        except Exception as error:
            said = " ".join(str(error).split())[:200]
            raise ProbeRefused(
                f"The chat template does not take the messages in line {example.number}: {said}."
            ) from error

    def _ids(self, text: str, special: bool) -> Ids:
        return tuple(self._tokenizer(text, add_special_tokens=special)["input_ids"])

    def _new_tokens(self, example: GoldenExample) -> int:
        if example.match is Match.REGEX:
            return _REGEX_TOKENS
        expected = len(self._ids(example.expected, special=False))
        return min(MOST_NEW_TOKENS, 2 * expected + _ROOM[example.match])

    def _check(self, example: GoldenExample, length: int, room: int) -> None:
        if length == 0:
            raise ProbeRefused(f"Nothing is left of the prompt in line {example.number} as tokens.")
        if self._limit is not None and length + room > self._limit:
            raise ProbeRefused(
                f"The prompt in line {example.number} has {length:,} tokens; the base takes {self._limit:,}.",
                "Shorten it, or leave it out.",
            )


def _largest(question: Question) -> int:
    rows = [question.ids, *(part for option in question.options for part in option)]
    return max(max(row, default=0) for row in rows)
