"""The result of a conformance run as tables: by what was tried, by architecture family, by method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from typing import Any

from judging import CRASHED, RIGHT, UNKNOWN, WRONG, Judgement, folded

_HEADINGS = ("pairs", "dry run agrees", "headers certain", "certain and wrong")
MARK = "<!-- conformance -->"
LORA_FAMILY = ("LORA", "ADALORA", "LOHA", "LOKR")


def printed(judgements: Sequence[Judgement]) -> str:
    """For the terminal: the tables, why headers were unknown, and every disagreement."""
    made = [judgement for judgement in judgements if not judgement.not_made]
    parts = [_overall(made), *_tables(made), _reasons(made), *disagreements(made)]
    return "\n".join(parts)


def document(judgements: Sequence[Judgement], *, seed: int) -> str:
    """The page for the documentation."""
    made = [judgement for judgement in judgements if not judgement.not_made]
    versions = ", ".join(f"{name} {version(name)}" for name in ("peft", "transformers", "torch"))
    unmade = Counter(judgement.method for judgement in judgements if judgement.not_made)
    lines = [
        "# Conformance",
        "",
        f"Written by `make conformance` (seed {seed}; {versions}).",
        "Each pair is an adapter and a base, tiny but real: the truth is a real `PeftModel.from_pretrained`",
        "with real weights, and every landed tensor was looked for in the model by value. *Agrees* means the",
        "outcome, the error's class, where each tensor went, both shapes of a mismatch and every slot that",
        "stayed empty. *Certain* is a header answer that is not *unknown*.",
        "",
        _overall(made),
        "",
        *_tables(made),
        "## Why headers leave it to the dry run",
        "",
        _reasons(made),
        "## Disagreements",
        "",
        *([f"- {line}" for line in disagreements(made)] or ["None."]),
        "",
        f"{sum(unmade.values())} further pairs are not possible: PEFT makes no such adapter on that base.",
        "",
    ]
    return "\n".join(lines)


def with_summary(readme: str, judgements: Sequence[Judgement]) -> str:
    """The text with the overall table between its two `<!-- conformance -->` marks."""
    before, _, rest = readme.partition(MARK)
    _, mark, after = rest.partition(MARK)
    table = _overall([judgement for judgement in judgements if not judgement.not_made])
    return f"{before}{MARK}\n{table}\n{MARK}{after}" if mark else readme


def disagreements(judgements: Iterable[Judgement]) -> list[str]:
    """One line each: case, engine, what was really so, what was said."""
    lines = []
    for judgement in judgements:
        for engine, answer in (("dry run", judgement.dry_run), ("headers", judgement.headers)):
            if answer.kind in (WRONG, CRASHED) or (engine == "dry run" and answer.kind == UNKNOWN):
                lines.append(f"{engine} {answer.kind}: {judgement.id} [{judgement.really}] {answer.text}")
    return sorted(lines)


def _overall(made: Sequence[Judgement]) -> str:
    rows = [("all", made)]
    rows.append(("LoRA", [j for j in made if j.method == "LORA"]))
    rows.append(("LoRA, AdaLoRA, LoHa, LoKr", [j for j in made if j.method in LORA_FAMILY]))
    return _table("", rows)


def _tables(made: Sequence[Judgement]) -> list[str]:
    kinds: tuple[tuple[str, Callable[[Judgement], str]], ...] = (
        ("tried", lambda judgement: judgement.group),
        ("base", lambda judgement: judgement.family),
        ("method", lambda judgement: judgement.method),
    )
    return [f"{_table(title, _grouped(made, kind))}\n" for title, kind in kinds]


def _grouped(
    made: Sequence[Judgement], kind: Callable[[Judgement], str]
) -> list[tuple[str, list[Judgement]]]:
    groups: dict[str, list[Judgement]] = {}
    for judgement in made:
        groups.setdefault(kind(judgement), []).append(judgement)
    return sorted(groups.items(), key=lambda entry: -len(entry[1]))


def _table(title: str, rows: Iterable[tuple[str, Sequence[Judgement]]]) -> str:
    lines = [f"| {title} | {' | '.join(_HEADINGS)} |", "|---" + "|--:" * len(_HEADINGS) + "|"]
    lines += [f"| {name} | {' | '.join(_figures(group))} |" for name, group in rows if group]
    return "\n".join(lines)


def _figures(group: Sequence[Judgement]) -> list[str]:
    dry = sum(judgement.dry_run.kind == RIGHT for judgement in group)
    certain = sum(judgement.headers.kind in (RIGHT, WRONG) for judgement in group)
    wrong = sum(judgement.headers.kind in (WRONG, CRASHED) for judgement in group)
    return [f"{len(group):,}", _percent(dry, len(group)), _percent(certain, len(group)), str(wrong)]


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100 % means all."""
    return f"{int(1000 * part / whole) / 10:.1f} %"


def _reasons(made: Iterable[Judgement]) -> str:
    counted: Counter[Any] = Counter(
        folded(judgement.headers.text) for judgement in made if judgement.headers.kind == UNKNOWN
    )
    lines = [f"| {count} | {reason} |" for reason, count in counted.most_common(25)]
    return "\n".join(["| pairs | reason |", "|--:|---|", *lines, ""])
