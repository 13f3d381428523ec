"""Every architecture × every method beside its own base, and every trainer's layout: what is above *info*.

python tests/conformance/run_alarms.py [--only TEXT] [--jobs N] [--seed N] [--cache FOLDER]

Ends with 1 where a finding has no reason in alarms.DESERVED.
"""

from __future__ import annotations

import os

os.environ.update(HF_HUB_OFFLINE="1", OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "worker")]

_workplace: dict[str, Any] = {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", action="append", default=[], help="cases whose id holds this text")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--seed", type=int, default=0, help="other ranks and targets")
    parser.add_argument("--cache", type=Path, default=HERE.parent.parent / ".conformance")
    given = parser.parse_args()
    started = time.monotonic()
    found, deserved, tried = _go_through(given)
    print(f"{tried} adapters beside their own base, {time.monotonic() - started:.0f} s")
    for (rule, part, why), count in sorted(deserved.items()):
        print(f"{count:5}  {rule} {part}  {why}")
    for name, alarm in found:
        print(f"FALSE  {name}: {alarm.stage}, {alarm.rule or 'verdict'}: {alarm.message}")
    print("No false alarm." if not found else f"{len(found)} without a reason.")
    return 1 if found else 0


def _go_through(given: argparse.Namespace) -> tuple[list[tuple[str, Any]], Counter[Any], int]:
    from alarms import DESERVED, own_base_cases, unexplained

    ids = [case.id for case in own_base_cases(given.seed)]
    jobs: list[int | str] = [n for n, name in enumerate(ids) if _is_meant(name, given.only)]
    jobs += [name for name in _layouts() if _is_meant(name, given.only)]
    false: list[tuple[str, Any]] = []
    deserved: Counter[Any] = Counter()
    tried = 0
    context = multiprocessing.get_context("spawn")
    with context.Pool(given.jobs, initializer=_prepare, initargs=(given.seed, given.cache)) as pool:
        for number, (name, alarms) in enumerate(pool.imap_unordered(_judge, jobs, chunksize=4), start=1):
            if number % 25 == 0:
                print(f"\r{number} of {len(jobs)}", end="", file=sys.stderr, flush=True)
            tried += alarms is not None
            false += [(name, alarm) for alarm in unexplained(name, alarms or ())]
            deserved.update(
                reason
                for reason in DESERVED
                if any(a.rule == reason[0] and reason[1] in name for a in alarms or ())
            )
    print(file=sys.stderr)
    return false, deserved, tried


def _is_meant(name: str, only: list[str]) -> bool:
    return not only or any(text in name for text in only)


def _layouts() -> list[str]:
    from layouts import LAYOUTS

    return list(LAYOUTS)


def _prepare(seed: int, cache: Path) -> None:
    import logging
    import warnings

    import torch
    import transformers
    from alarms import own_base_cases
    from workshop import Workshop

    torch.set_num_threads(1)
    transformers.utils.logging.set_verbosity_error()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    _workplace.update(cases=own_base_cases(seed), workshop=Workshop(cache))


def _judge(job: int | str) -> tuple[str, Any]:
    from alarms import alarms, judged

    from inspector.worker.dry_run import dry_run

    if isinstance(job, int):
        case = _workplace["cases"][job]
        return case.id, judged(case, _workplace["workshop"], dry_run)
    from factories import make_base
    from layouts import make_layout
    from worded_tokenizer import TEMPLATE, add_tokenizer

    with tempfile.TemporaryDirectory() as scratch:
        base = make_base("llama", Path(scratch) / "base", eos_token_id=0)
        add_tokenizer(base, chat_template=TEMPLATE)
        adapter = make_layout(job, base, Path(scratch) / "adapter")
        return job, list(alarms(adapter, base, dry_run))


if __name__ == "__main__":
    sys.exit(main())
