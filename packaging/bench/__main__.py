"""`make bench`: what users wait for, as ratios to the least that the same machine needs for it.

    python packaging/bench [PEERS_VENV] [--topic TOPIC ...]

A topic is a module here with `measure(setting)`, and a word in TOPICS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from setting import Setting

TOPICS = (
    "faults",
    "checks",
    "matching",
    "dry_run",
    "probing",
    "vocabularies",
    "weights",
    "window",
    "window_scale",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.split("\n", 1)[0])
    parser.add_argument("peers", nargs="?", type=Path, help="a virtual environment with the other tools")
    parser.add_argument("--topic", dest="topics", action="append", choices=TOPICS, help="default: all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        setting = Setting(Path(scratch), options.peers)
        for topic in options.topics or TOPICS:
            import_module(topic).measure(setting)
    return 0


if __name__ == "__main__":
    sys.exit(main())
