"""`make conformance`: every case before both engines; prints a table, and writes it for the documentation.

python tests/conformance/run_all.py [--write] [--only TEXT] [--limit N] [--jobs N] [--seed N] [--cache FOLDER]
"""

from __future__ import annotations

import os

os.environ.update(HF_HUB_OFFLINE="1", OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

import argparse
import json
import logging
import multiprocessing
import random
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
ROOT = HERE.parent.parent
DOCUMENT = ROOT / "packaging" / "conformance.md"
README = ROOT / "README.md"

from summary import document, printed, with_summary  # noqa: E402

_workplace: dict[str, object] = {}


def main() -> int:
    given = _arguments()
    started = time.monotonic()
    judgements = []
    kept = given.results.open("w", buffering=1) if given.results else None
    for number, judgement in enumerate(_judged(given), start=1):
        judgements.append(judgement)
        if kept is not None:
            kept.write(json.dumps(judgement) + "\n")
        if number % 25 == 0:
            print(
                f"\r{number} pairs, {time.monotonic() - started:.0f} s", end="", file=sys.stderr, flush=True
            )
    print(file=sys.stderr)
    judgements.sort(key=lambda judgement: judgement.id)
    print(printed(judgements))
    if given.write:
        DOCUMENT.write_text(document(judgements, seed=given.seed))
        README.write_text(with_summary(README.read_text(), judgements))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write the page and the README's table")
    parser.add_argument("--only", action="append", default=[], help="cases whose id holds this text")
    parser.add_argument("--limit", type=int, help="this many cases, spread over all")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--seed", type=int, default=0, help="other ranks, targets and values")
    parser.add_argument(
        "--cache", type=Path, default=ROOT / ".conformance", help="where bases and truths are kept"
    )
    parser.add_argument("--results", type=Path, help="write every judgement as JSON lines")
    given = parser.parse_args()
    if given.write and (given.only or given.limit):
        parser.error("--write is for all cases")
    return given


def _chosen(given: argparse.Namespace) -> list[int]:
    from cases import all_cases

    found = [
        number
        for number, case in enumerate(all_cases(given.seed))
        if not given.only or any(text in case.id for text in given.only)
    ]
    if given.limit and given.limit < len(found):
        found = found[:: -(-len(found) // given.limit)]
    random.Random(0).shuffle(found)  # slow and quick ones mixed: the time that is left can be told
    return found


def _judged(given: argparse.Namespace) -> Iterator[object]:
    chosen = _chosen(given)
    print(f"{len(chosen)} pairs, {given.jobs} processes", file=sys.stderr)
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.jobs, initializer=_prepare, initargs=(given.seed, given.cache)) as pool:
        yield from pool.imap_unordered(_judge, chosen, chunksize=8)


def _prepare(seed: int, cache: Path) -> None:
    import torch
    import transformers
    from cases import all_cases
    from workshop import Workshop

    torch.set_num_threads(1)
    transformers.utils.logging.set_verbosity_error()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    _workplace.update(cases=all_cases(seed), workshop=Workshop(cache))


def _judge(number: int) -> object:
    from judging import judge

    return judge(_workplace["cases"][number], _workplace["workshop"])


if __name__ == "__main__":
    sys.exit(main())
