"""`--golden`, `--max-negative-flips`, `--resume`: the options of commands that answer a golden set."""

from __future__ import annotations

import argparse
import math
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.compat.flips import as_share
from inspector.errors import UsageError

if TYPE_CHECKING:
    from inspector.compat.flips import GoldenComparison
    from inspector.files.golden import GoldenSet


def add_golden_options(verb: ArgumentParser) -> None:
    """A file of examples, the gate on what may get worse, and where the answers are kept meanwhile."""
    group = verb.add_argument_group("golden set", "examples with a known answer, answered before and after")
    group.add_argument(
        "--golden",
        metavar="FILE",
        help='JSON Lines: {"prompt", "expected", optional "match": exact, normalised, contains or regex}, '
        'or {"prompt", "choices", "answer"}; "messages" in place of "prompt" go through the chat template',
    )
    group.add_argument(
        "--max-negative-flips",
        metavar="SHARE",
        type=share,
        help="exit code 1 where more of all examples got worse: 0.02, or 2%%",
    )
    group.add_argument(
        "--resume",
        metavar="FILE",
        help="keep the answers in this file, and go on from there (default: a file in the user's cache "
        "that is deleted at the end)",
    )


def share(text: str) -> float:
    """A share from 0 to 1, also as a percentage. Raises ArgumentTypeError."""
    number = text.removesuffix("%").strip()
    try:
        value = as_share(float(number)) if text.endswith("%") else float(number)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share between 0 and 1")
    return value


def read_golden_options(options: Namespace) -> GoldenSet | None:
    """The golden set that was asked for. Raises UsageError, UnreadableInput before any model is loaded."""
    if options.golden is None:
        for name in ("max_negative_flips", "resume"):
            if getattr(options, name) is not None:
                option = name.replace("_", "-")
                raise UsageError(f"--{option} needs a golden set.", "Give --golden FILE.")
        return None
    from inspector.files.golden import read_golden

    return read_golden(options.golden)


def resume_file(options: Namespace) -> Path | None:
    return Path(options.resume) if options.resume else None


def gate_failed(golden: GoldenComparison | None) -> bool:
    """Whether more answers got worse than were allowed, whatever else was found."""
    return golden is not None and golden.passes is False
