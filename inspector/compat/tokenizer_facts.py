"""What the rules know of an adapter's own tokenizer, held against that of the base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from inspector.compat.tokenizer_comparison import TokenizerComparison
from inspector.compat.tokenizer_templates import template_diff
from inspector.files.tokenizer_record import Tokenizer

MOST_NEW_TOKENS = 1_000
_LONGEST_TEMPLATES = 200_000


class NewToken(NamedTuple):
    """A token of the adapter that the base does not have. `has_row`: the base's embedding reaches its id.

    `is_padding`: nothing is ever predicted or learned from it; `in_template`: every chat uses it.
    """

    token: str
    id: int
    has_row: bool
    is_padding: bool
    in_template: bool


class Ending(NamedTuple):
    """The token that ends a text."""

    token: str
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerFacts:
    """The adapter's tokenizer, and the comparison base → adapter.

    `no_tokenizer` and `not_compared` say why there is none of it, and are else empty. `template_diff` is a
    unified difference base → adapter of the chat templates, None where they were not compared;
    `has_template` tells for base and adapter whether there is one, `ends` how their texts end.
    """

    no_tokenizer: str = ""
    not_compared: str = ""
    comparison: TokenizerComparison | None = None
    new_tokens: tuple[NewToken, ...] = ()
    rows: int | None = None
    stop_ids: tuple[int, ...] = ()
    ends: tuple[Ending | None, Ending | None] = (None, None)
    template_diff: str | None = None
    has_template: tuple[bool, bool] = (False, False)


def tokens_new_to(tokenizer: Tokenizer, base: Tokenizer | None, rows: int | None) -> tuple[NewToken, ...]:
    """The adapter's tokens that its base has not: by the base's tokenizer, else by its number of rows."""
    known = base.vocabulary if base is not None else {}
    new = [
        (token, number)
        for token, number in tokenizer.vocabulary.items()
        if token not in known and (base is not None or (rows is not None and number >= rows))
    ]
    text = "\n".join(tokenizer.templates.values())[:_LONGEST_TEMPLATES]
    padding = tokenizer.roles.get("pad_token")
    return tuple(
        NewToken(token, number, rows is None or number < rows, token == padding, token in text)
        for token, number in sorted(new, key=lambda entry: entry[1])[:MOST_NEW_TOKENS]
    )


def ending(tokenizer: Tokenizer | None) -> Ending | None:
    """The token that ends a text, where the tokenizer's files name one that has an id."""
    number = tokenizer.id_of("eos_token") if tokenizer is not None else None
    return (
        Ending(tokenizer.roles["eos_token"], number) if tokenizer is not None and number is not None else None
    )


def compared_templates(base: Mapping[str, str], adapter: Mapping[str, str]) -> tuple[str, tuple[bool, bool]]:
    """Difference of the usual chat templates, and who has one."""
    difference = template_diff(base.get("default"), adapter.get("default"))
    return difference, ("default" in base, "default" in adapter)
