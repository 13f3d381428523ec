"""Which rules count: what a project's settings file says, before anybody holds it against the rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from inspector.errors import UsageError

SETTINGS_FILE = "adapter-inspector.toml"
_TABLE = "adapter-inspector"
_LARGEST = 1_000_000
_FIELDS = ("select", "ignore", "severity")


class RuleChoice(NamedTuple):
    """`select` and `ignore` are ids (`ADP104`), groups (`ADP1`), names (`dim-mismatch`) or `ALL`.

    `severity` is pairs of such a word and `error`, `warning` or `info`. `source` is the settings file's
    path, empty where there was none.
    """

    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    source: str = ""


def find_choice(start: Path) -> RuleChoice:
    """The nearest `adapter-inspector.toml`, or `pyproject.toml` with our table, from `start` upwards.

    `start` is the working folder, never an adapter's: a stranger's adapter must not silence its findings.
    Raises UsageError for a file that cannot be used.
    """
    for folder in (start, *start.parents):
        own, project = folder / SETTINGS_FILE, folder / "pyproject.toml"
        if own.is_file():
            return read_choice(own)
        if _mentions_us(project) and _TABLE in _read(project).get("tool", {}):
            return read_choice(project)
    return RuleChoice()


def read_choice(path: Path) -> RuleChoice:
    """The choice in one TOML file. Raises UsageError for what is no TOML, or holds unknown fields."""
    content = _read(path)
    table = content.get("tool", {}).get(_TABLE, {}) if path.name == "pyproject.toml" else content
    unknown = [name for name in table if name not in _FIELDS]
    if unknown:
        raise UsageError(
            f"{path.name} has a field {unknown[0]!r} that means nothing here.",
            f"Known fields: {', '.join(_FIELDS)}.",
        )
    severity = table.get("severity", {})
    if not isinstance(severity, Mapping) or not all(isinstance(level, str) for level in severity.values()):
        raise UsageError(f"`severity` in {path.name} is no table.", 'Write severity = {ADP104 = "info"}.')
    return RuleChoice(
        select=_words(table, "select", path) or ("ALL",),
        ignore=_words(table, "ignore", path),
        severity=tuple((str(word), str(level)) for word, level in severity.items()),
        source=str(path),
    )


def _mentions_us(project: Path) -> bool:
    """Whether the file may hold our table: most projects' files need not be parsed."""
    try:
        return project.stat().st_size <= _LARGEST and _TABLE.encode() in project.read_bytes()
    except OSError:
        return False


def _words(table: Mapping[str, Any], name: str, path: Path) -> tuple[str, ...]:
    words = table.get(name, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise UsageError(f"`{name}` in {path.name} is no list of rules.", f'Write {name} = ["ADP104"].')
    return tuple(words)


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # a project without settings does without it

    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path.name} is larger than 1 MB.", "It holds a few lines at most.")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.", "Give a UTF-8 TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no valid TOML: {error}.", "Correct that line.") from error
