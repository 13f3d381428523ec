"""Killed in the middle of any stage: one sentence, nobody hangs, nothing stays, the next request works.

ADAPTER_INSPECTOR_KILLS=50 kills that many times, at random moments of every stage in turn.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from factories import make_adapter, make_base
from processes import is_running, kill, workers_of
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from inspector.errors import WorkerError
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.golden import GoldenExample
from inspector.files.records import Adapter, Base
from inspector.worker import process as worker_process
from inspector.worker.__main__ import in_words
from inspector.worker.client import Worker
from inspector.worker.obituary import write_obituary

STAGES = ("start", "base", "pristine", "generation", "adapter", "adapted", "scale", "modules", "golden")
KILLS = int(os.environ.get("ADAPTER_INSPECTOR_KILLS", "0"))
IN_THE_SUITE = "adapted"
"""The golden stage is killed in tests/test_golden_run.py, the window's probe in tests/e2e."""

PARENT = """
import sys
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.client import Worker

worker = Worker()
worker.start()
def told(step):
    print(worker.pid, step.stage, flush=True)
prompts = ["the cat sat on the mat"] * 500
worker.probe(read_adapter(sys.argv[1]), read_base(sys.argv[2]), prompts=prompts, on_progress=told)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Adapter, Base]:
    folder = make_base("llama", tmp_path_factory.mktemp("llama"), num_hidden_layers=8)
    words = {"<unk>": 0, **{word: n for n, word in enumerate(("a", "cat", "sat", "on", "the", "mat"), 1)}}
    words |= {f"w{n}": n for n in range(len(words), 64)}
    tokenizer = Tokenizer(WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    adapter = make_adapter(folder, tmp_path_factory.mktemp("a") / "a", target_modules=["q_proj", "down_proj"])
    return read_adapter(adapter), read_base(folder)


@pytest.fixture
def fresh_worker() -> Iterator[Worker]:
    others = workers_of(os.getpid())
    with Worker() as started:
        yield started
    assert workers_of(os.getpid()) == others


def wait_until(happened: Callable[[], bool], *, seconds: float = 120.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.02)
    return False


def ask(worker: Worker, pair: tuple[Adapter, Base], stage: str, told: Callable[[Any], None]) -> None:
    """A request that comes through `stage` and is long enough to be caught in it."""
    prompts = ["the cat sat on the mat"] * 20
    if stage == "golden":
        examples = [GoldenExample(n, "the cat sat on the mat", "cat") for n in range(1, 401)]
        worker.answer(*pair, examples, adapted=True, on_answers=lambda _rows: None, on_progress=told)
    elif stage == "modules":
        worker.probe(*pair, figures="modules", on_progress=told)
    else:
        worker.probe(*pair, prompts=prompts, on_progress=told)


def kill_in(worker: Worker, pair: tuple[Adapter, Base], stage: str, delay: float) -> WorkerError | None:
    """Kill the worker `delay` seconds into the stage; returns what the person is told.

    None where the answer was faster than the kill, which then hits a worker that waits.
    """
    worker.start()
    pid = worker.pid
    assert pid is not None
    pressed = threading.Event()

    def press() -> None:
        if not pressed.is_set():
            pressed.set()
            threading.Timer(delay, kill, (pid,)).start()

    def told(step: Any) -> None:
        # Text is generated at the end of each prompt's pristine turn.
        if step.stage == stage or (stage, step.stage, step.done) == ("generation", "pristine", 1):
            press()

    if stage == "start":
        press()
    error = None
    try:
        ask(worker, pair, stage, told)
    except WorkerError as caught:
        error = caught
    assert pressed.is_set(), f"the stage {stage} never came: {error}"
    # Gone to us, who would ask it else, and to the system: its first thread, its pipe, its last thread.
    assert wait_until(lambda: worker.pid != pid and not is_running(pid))
    return error


def check_told(error: WorkerError | None) -> None:
    assert error is not None and error.message.startswith(
        ("The worker was killed (SIGKILL", "The kernel killed the worker")
    )
    assert error.message.endswith(".") and "\n" not in error.message and error.hint


def test_killed_in_the_middle(fresh_worker: Worker, pair: tuple[Adapter, Base]) -> None:
    error = kill_in(fresh_worker, pair, IN_THE_SUITE, 0.01)
    check_told(error)
    assert error is not None and ", while it said: " in error.message


@pytest.mark.skipif(KILLS == 0, reason="set ADAPTER_INSPECTOR_KILLS to a number to kill that often")
def test_killed_again_and_again(fresh_worker: Worker, pair: tuple[Adapter, Base]) -> None:
    others = workers_of(os.getpid())
    chance = random.Random(0)
    longest = {"start": 2.0, "modules": 0.005}
    killed = 0
    while killed < KILLS:
        stage = STAGES[killed % len(STAGES)]
        delay = chance.uniform(0, longest.get(stage, 0.05))
        error = kill_in(fresh_worker, pair, stage, delay)
        assert workers_of(os.getpid()) == others
        if error is not None:
            check_told(error)
            killed += 1
        print(f"{killed:3} {stage:12} {1000 * delay:6.0f} ms: {error or 'too late'}", flush=True)
    assert fresh_worker.probe(*pair, prompts=["a cat"], figures="basic").acts


@pytest.mark.parametrize("stage", ["start", "pristine"])
def test_a_killed_parent_takes_its_worker_along(pair: tuple[Adapter, Base], stage: str) -> None:
    """The end of its input is noticed in the middle of imports, and of a forward pass."""
    command = [sys.executable, "-c", PARENT, str(pair[0].path), str(pair[1].path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        if stage == "start":
            assert wait_until(lambda: bool(workers_of(parent.pid)))
            orphan = workers_of(parent.pid)[0]
        else:
            orphan = next(int(line.split()[0]) for line in parent.stdout if line.split()[1] == stage)
        parent.kill()
        parent.wait()
        assert wait_until(lambda: not is_running(orphan))


def test_a_worker_without_memory_says_so() -> None:
    said = "[enforce fail at alloc_cpu.cpp:120] DefaultCPUAllocator: can't allocate memory: you tried 8 GB"
    for error in (MemoryError(), RuntimeError(said)):
        words = in_words(error)
        assert words["message"].startswith("The worker ran out of memory and gave up: ") and words["hint"]
    assert in_words(ValueError("no"))["message"] == "The worker failed: ValueError: no"


@pytest.mark.parametrize(
    ("code", "out_of_memory", "sentence"),
    [
        (-9, False, "The worker was killed (SIGKILL; out of memory?), while it said: Loading the base."),
        (-9, True, "The kernel killed the worker because memory ran out (SIGKILL), "
                   "while it said: Loading the base."),
        (-7, False, "The worker crashed with signal 7 (SIGBUS), in native code of one of its libraries, "
                    "while it said: Loading the base."),
        (-15, False, "The worker was ended by signal 15 (SIGTERM), while it said: Loading the base."),
        (1, False, "The worker ended unexpectedly with exit code 1, while it said: Loading the base."),
    ],
)  # fmt: skip
def test_each_end_has_its_sentence(code: int, out_of_memory: bool, sentence: str) -> None:
    error = write_obituary(code, doing="Loading the base", out_of_memory=out_of_memory, last_errors="words")
    assert (error.message, error.details) == (sentence, "words")
    assert error.hint


def test_the_kernel_is_blamed_only_when_it_has_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([3, 4])
    monkeypatch.setattr(worker_process, "out_of_memory_kills", lambda: next(counts))
    ended = worker_process.Process([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    assert ended.obituary().message == "The kernel killed the worker because memory ran out (SIGKILL)."
    ended.end()
