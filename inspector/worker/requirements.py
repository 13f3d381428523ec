"""What the worker's Python must have, looked at before anything heavy is imported."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

MINIMUM: Mapping[str, str] = {"torch": "2.6", "transformers": "5.0", "peft": "0.19", "accelerate": "1.0"}
"""Oldest versions that the worker is written for, as in pyproject.toml; everything else comes with them."""


class Lack(NamedTuple):
    """What is missing in one sentence, and the command that mends it."""

    message: str
    hint: str


def what_is_lacking(python: str = sys.executable) -> Lack | None:
    """What this interpreter lacks; None where all is there."""
    absent: list[str] = []
    outdated: list[str] = []
    wanted: list[str] = []
    for name, minimum in MINIMUM.items():
        found = _version(name)
        if found is None:
            absent.append(name)
        elif _numbers(found) < _numbers(minimum):
            outdated.append(f"its {name} is {found}, {minimum} or newer is needed")
        else:
            continue
        wanted.append(f"'{name}>={minimum}'")
    if not wanted:
        return None
    told = ([f"it lacks {_listed(absent)}"] if absent else []) + outdated
    return Lack(
        f"No dry run and no probe with {python}: {'; '.join(told)}.",
        f"{python} -m pip install {' '.join(wanted)}",
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _numbers(text: str) -> tuple[int, ...]:
    """The release part of a version (PEP 440), as far as it decides here: `2.6.0+cpu` is (2, 6, 0)."""
    match = re.match(r"\d+(\.\d+)*", text)
    return tuple(map(int, match.group().split("."))) if match else ()


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
