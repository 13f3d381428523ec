"""`--select`, `--ignore`, `--severity`: which rules count, by the settings file and the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from inspector.errors import UsageError
from inspector.files.rule_choice import RuleChoice, find_choice, read_choice


def add_rule_options(verb: ArgumentParser) -> None:
    """The options of every command that judges. Lists are separated by commas."""
    group = verb.add_argument_group(
        "rules", "by id (ADP104), group (ADP1), name or ALL; also in adapter-inspector.toml or pyproject.toml"
    )
    group.add_argument("--select", metavar="RULES", help="only these count")
    group.add_argument("--ignore", metavar="RULES", help="these do not count, but are told")
    group.add_argument("--severity", metavar="RULE=LEVEL", help="judge a rule as error, warning or info")
    group.add_argument("--settings", metavar="FILE", help="the settings file, instead of the nearest one")


def chosen_rules(options: Namespace) -> RuleChoice | None:
    """The choice that holds for this run; None where every rule counts as it is.

    What the command line says replaces the same field of the settings file. Raises UsageError for an
    unknown rule, level or field.
    """
    found = read_choice(Path(options.settings)) if options.settings else find_choice(Path.cwd())
    chosen = found._replace(
        select=_split(options.select) or found.select,
        ignore=_split(options.ignore) or found.ignore,
        severity=tuple(map(_level, _split(options.severity))) or found.severity,
    )
    if chosen._replace(source="") == RuleChoice():
        return None
    from inspector.compat.rules.choice import check_choice

    return check_choice(chosen)


def _split(words: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (words or "").split(",") if word.strip())


def _level(pair: str) -> tuple[str, str]:
    rule, equals, level = pair.partition("=")
    if not equals:
        raise UsageError(f"{pair!r} names no level.", "Write --severity ADP104=info.")
    return rule, level
