"""A proposal in words: from → to patterns, one sentence, and the section for the copy's README."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from itertools import islice

from inspector.compat.repairs.proposal import Cause, Rename, RenameProposal
from inspector.compat.repairs.reading import Piece
from inspector.files.records import Adapter, Base
from inspector.files.tensor_plan import Making, TensorStep

_NUMBER = re.compile(r"(?<![^.])\d+(?![^.])")
_SHOWN = 3
_COMPARED = 500
"""Pairs of folded names that are compared; a real adapter has some dozens, a hostile one any number."""

CAUSE_WORDS = {
    Cause.WRAPPER: "a wrapper's name is taken out of the keys",
    Cause.PREFIX: "the prefix base_model.model is written exactly once",
    Cause.ADAPTER_NAME: "the adapter's name is taken out of the keys",
    Cause.MOVED: "modules are named by the path that they have in this base",
    Cause.OLD_NAMES: "names of an older transformers are replaced by today's",
    Cause.MLX: "MLX's matrices are transposed and get PEFT's names",
    Cause.KOHYA: "kohya's flat names are resolved to this base's modules",
    Cause.FUSED: "split projections become the fused one of this base, with the same product B·A",
    Cause.SPLIT: "the fused projection becomes the split ones of this base, with the same product B·A",
}


_MORE_THAN_NAMES = frozenset({Cause.MLX, Cause.KOHYA, Cause.FUSED, Cause.SPLIT})


def rename_rules(steps: Sequence[TensorStep], pieces: Sequence[Piece]) -> tuple[Rename, ...]:
    """What changes in the names, most keys first; numbers are folded to `*`."""
    folded: dict[tuple[str, str], set[str]] = {}
    for step in steps:
        for source in step.sources:
            if source.key != step.key:
                folded.setdefault((_fold(source.key), _fold(step.key)), set()).add(source.key)
    flat = {piece.key for piece in pieces if piece.flat}
    rules: dict[tuple[str, str], set[str]] = {}
    for (old, new), keys in islice(folded.items(), _COMPARED):
        for change in [("lora_…_<flat name>", "<module>")] if keys <= flat else _changes(old, new):
            rules.setdefault(change, set()).update(keys)
    found = [Rename(old, new, len(keys)) for (old, new), keys in rules.items()]
    return tuple(sorted(found, key=lambda rule: -rule.keys))


def _fold(key: str) -> str:
    return _NUMBER.sub("*", key)


def _changes(old: str, new: str) -> list[tuple[str, str]]:
    """Segments that differ, each with a neighbour where one side would be empty."""
    before, after = old.split("."), new.split(".")
    changes = []
    from difflib import SequenceMatcher  # only a proposal needs it, and most checks make none

    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if i == j or k == n:
            if i > 0 and k > 0:
                i, k = i - 1, k - 1
            else:
                j, n = min(j + 1, len(before)), min(n + 1, len(after))
        changes.append((".".join(before[i:j]), ".".join(after[k:n])))
    return changes


def explain(causes: Sequence[Cause], rules: Sequence[Rename], tensors: int) -> str:
    """One sentence: under which names every tensor lands, and what else has to be done for it."""
    more = [CAUSE_WORDS[cause] for cause in causes if cause in _MORE_THAN_NAMES]
    also = f"; {'; '.join(more)}" if more else ""
    return (
        f"All {tensors} tensors have a place in this base under other names: {rules_in_words(rules)}{also}."
    )


def rules_in_words(rules: Sequence[Rename]) -> str:
    """`model.layers → model.language_model.layers and 2 more`."""
    shown = [
        f"{rule.from_pattern or '(nothing)'} → {rule.to_pattern or '(nothing)'}" for rule in rules[:_SHOWN]
    ]
    more = len(rules) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def command_line(adapter: Adapter, base: Base) -> str:
    """The command that writes the repaired copy."""
    folder = f"{adapter.name}-repaired"
    words = ["adapter-inspector", "repair", str(adapter.path), "--base", base.source, "--output", folder]
    return shlex.join(words)


_MADE = {
    Making.TRANSPOSE: "transposed",
    Making.ROWS: "cut from or put together by rows",
    Making.DIAGONAL: "put together block by block, zeros elsewhere",
}


def readme(
    original: str,
    proposal: RenameProposal,
    *,
    adapter: Adapter,
    base: Base,
    version: str,
    left_out: Sequence[str],
) -> str:
    """The copy's README: front matter first, then what was done, then the original text.

    Without a date or a path of this machine, so that the same repair writes the same file.
    """
    front, text = _front_matter(original)
    lines = [
        "## Repaired copy",
        "",
        f"Written by Adapter Inspector {version} from `{_plain(adapter.name)}` for the base "
        f"`{_plain(base.name)}`. The original was not changed.",
        "",
        *(f"- {CAUSE_WORDS[cause][:1].upper()}{CAUSE_WORDS[cause][1:]}." for cause in proposal.causes),
        "",
        "| from | to | keys |",
        "|---|---|---:|",
        *(
            f"| `{_plain(rule.from_pattern) or ' '}` | `{_plain(rule.to_pattern) or ' '}` | {rule.keys} |"
            for rule in proposal.rules
        ),
        "",
        *_made(proposal),
        f"- {len(adapter.tensors)} tensors in the original, {len(proposal.steps)} in the copy. Every one "
        "lands in a dry run of the real loader, with values equal to the original's.",
    ]
    if proposal.config_changes:
        lines.append(f"- Changed in adapter_config.json: {', '.join(map(_plain, proposal.config_changes))}.")
    if left_out:
        lines.append(f"- Not copied: {', '.join(map(_plain, left_out))}.")
    return front + "\n".join(lines) + "\n" + (f"\n{text.lstrip()}" if text.strip() else "")


def _made(proposal: RenameProposal) -> list[str]:
    counts: dict[Making, int] = {}
    for step in proposal.steps:
        counts[step.making] = counts.get(step.making, 0) + 1
    return [f"- {counts[making]} tensors {words}." for making, words in _MADE.items() if making in counts]


def _front_matter(text: str) -> tuple[str, str]:
    """The YAML block that the Hub reads at the top of a model card, and what follows it."""
    found = re.match(r"---\r?\n.*?\r?\n---[ \t]*\r?\n", text, re.DOTALL)
    return (found[0] + "\n", text[found.end() :]) if found else ("", text)


def _plain(name: str) -> str:
    """A stranger's name inside Markdown: no control characters, no back-ticks or bars that end the cell."""
    return "".join(c for c in name if c.isprintable() and c not in "`|<>")[:200]
