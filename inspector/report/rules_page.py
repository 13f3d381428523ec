"""The rules as a reference page: made from the rules themselves, so that it cannot be wrong about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from inspector.compat.rules import registered
from inspector.compat.rules.registry import Rule

GROUPS = {
    "0": "Container: the files themselves",
    "1": "Configuration: adapter_config.json",
    "2": "Names: keys and modules",
    "3": "Shapes",
    "4": "Numbers: the adapter's values",
    "5": "Base: is this the one?",
    "6": "Tokenizer and head",
    "7": "Runtime: other loaders and servers",
    "8": "Composition of adapters",
    "9": "Probe: what was measured",
}
"""First digit of a rule's id → what the group is about."""


class Passage(NamedTuple):
    title: str
    text: str


def rule_page(entry: Rule) -> tuple[Passage, ...]:
    """A rule's page: what it means, why it matters, how to fix it, what it needs, where it comes from."""
    return (
        Passage("What", entry.what),
        Passage("Why", entry.why),
        Passage("Fix", entry.fix),
        Passage("Needs", ", ".join(need.value for need in entry.needs)),
        Passage("Source", entry.source),
    )


def rule_text(entry: Rule) -> str:
    """The page as the terminal shows it."""
    head = f"{entry.id} {entry.name} ({entry.severity})"
    *said, needs, source = (f"{title}: {text}" for title, text in rule_page(entry))
    return "\n\n".join((head, *said, f"{needs}\n{source}"))


def rules_markdown() -> str:
    """Every rule with its page, grouped, as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Made from the code by `make reference`. Ids are stable: never renumbered, and never used again."
    yield "A rule whose needs are not met is listed as *not checked*, never as passed."
    group = ""
    for entry in registered().values():
        if entry.id[3] != group:
            group = entry.id[3]
            yield from ("", f"## {entry.id[:4]}xx {GROUPS[group]}")
        yield from _page(entry)


def _page(entry: Rule) -> Iterator[str]:
    yield from ("", f"### {entry.id} {entry.name}", "")
    yield f"**{entry.severity.value.capitalize()}.** {entry.what}"
    yield from ("", f"*Why.* {entry.why}", "", f"*Fix.* {entry.fix}", "")
    needs = ", ".join(need.value for need in entry.needs)
    yield f"Needs: {needs}. Source: {entry.source}."
