"""The client must survive everything that a second process can do, and say in one sentence what it was."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.errors import Cancelled, WorkerError
from inspector.files.records import Adapter, Base
from inspector.worker import stopping as stopping_module
from inspector.worker.client import ProbeRefused, Worker
from inspector.worker.protocol import Progress

ADAPTER = Adapter(path=Path("adapter"), config={}, tensors={})
BASE = Base(source="base", path=Path("base"), kind="config", config={}, tensors={})
FAKE = [sys.executable, str(Path(__file__).with_name("fake_worker.py"))]


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(command=FAKE) as worker:
        yield worker


def ask(worker: Worker, how: str, **options: Any) -> Any:
    return worker.dry_run(ADAPTER, BASE, loader=how, **options)


def test_an_answer_comes_with_its_progress(worker: Worker) -> None:
    seen: list[Progress] = []
    report = ask(worker, "well", on_progress=seen.append)
    assert report.loads is True
    assert report.tensors[0].shape == (4, 8)
    assert [step.text for step in seen] == ["Step 0", "Step 1", "Step 2"]
    assert worker.versions() == {"peft": "0"}


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("killed", "The worker was killed (SIGKILL; out of memory?)."),
        (
            "segfault",
            "The worker crashed with signal 11 (SIGSEGV), in native code of one of its libraries.",
        ),
        ("exit", "The worker ended unexpectedly with exit code 3."),
    ],
)
def test_a_crash_is_named_and_the_next_request_is_answered(worker: Worker, how: str, sentence: str) -> None:
    before = ask(worker, "well").base_class
    with pytest.raises(WorkerError) as caught:
        ask(worker, how)
    assert caught.value.message == sentence
    assert ask(worker, "well").base_class != before


def test_the_last_words_of_a_crash_are_kept(worker: Worker) -> None:
    with pytest.raises(WorkerError) as caught:
        ask(worker, "segfault")
    assert "last words" in caught.value.details


def test_a_kill_from_outside_in_mid_request(worker: Worker) -> None:
    def kill(_step: Progress) -> None:
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)

    with pytest.raises(WorkerError, match="SIGKILL"):
        ask(worker, "deaf", on_progress=kill)


def test_garbage_on_the_channel_ends_the_conversation(worker: Worker) -> None:
    with pytest.raises(WorkerError, match="broke off the conversation: not a message: b'Loading checkpoint"):
        ask(worker, "garbage")
    assert ask(worker, "well").loads is True


def test_an_answer_of_the_wrong_shape_is_an_error(worker: Worker) -> None:
    with pytest.raises(WorkerError, match="could not be read"):
        ask(worker, "misfitting")


def test_errors_of_the_worker_keep_their_kind(worker: Worker) -> None:
    with pytest.raises(ProbeRefused, match="No weights. Get some."):
        ask(worker, "refusing")
    with pytest.raises(WorkerError, match="It failed."):
        ask(worker, "failing")


@pytest.mark.parametrize("how", ["cooperative", "deaf", "stubborn"])
def test_cancel_always_ends_the_request(worker: Worker, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever obeys gets the time that a busy machine needs for it.
    for name, seconds in (("TERMINATE_AFTER", 0.1), ("KILL_AFTER", 0.3)):
        monkeypatch.setattr(stopping_module, name, 60 if how == "cooperative" else seconds)
    cancel = threading.Event()
    before = ask(worker, "well").base_class
    with pytest.raises(Cancelled):
        ask(worker, how, cancel=cancel, on_progress=lambda _step: cancel.set())
    survived = ask(worker, "well").base_class == before
    assert survived == (how == "cooperative")


def test_a_cancel_before_the_start_needs_no_worker(worker: Worker) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        ask(worker, "cooperative", cancel=cancel)


def test_closing_frees_whoever_waits(worker: Worker) -> None:
    outcome: list[BaseException] = []
    begun = threading.Event()

    def wait() -> None:
        try:
            ask(worker, "deaf", on_progress=lambda _step: begun.set())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    assert begun.wait(30)
    worker.close()
    thread.join(30)
    assert isinstance(outcome[0], Cancelled)


def test_a_failing_progress_callback_leaves_the_worker_usable(worker: Worker) -> None:
    def fail(_step: Progress) -> None:
        raise RuntimeError("the window is gone")

    with pytest.raises(RuntimeError, match="the window is gone"):
        ask(worker, "well", on_progress=fail)
    assert ask(worker, "well").loads is True


def test_requests_from_several_threads_take_turns(worker: Worker) -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(worker, "well"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [report.loads for report in answers] == [True] * 4
    assert len({report.base_class for report in answers}) == 1


def test_a_missing_interpreter_is_one_sentence() -> None:
    with pytest.raises(WorkerError, match="The worker could not be started: /nowhere/python"):
        Worker("/nowhere/python").start()


def test_the_real_worker_imports_nothing_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "torch.py").write_text("raise SystemExit('a foreign module was imported')")
    with Worker() as worker:
        worker.start()
        assert {"torch", "transformers", "peft"} <= set(worker.versions())
        report = worker.dry_run(ADAPTER, BASE)
        assert report.loads is None
        assert report.unknown_because == "config.json names no model_type, so the model's class is not known."
        with pytest.raises(ProbeRefused, match="without weights"):
            worker.probe(ADAPTER, BASE)
        process = worker._process
    assert process is not None and not process.alive
