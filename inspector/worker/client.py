"""What the rest of the inspector holds of the worker: ask it for a dry run or a probe, cancel, survive it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

from inspector.compat.golden_answers import GoldenRun, GoldenText
from inspector.compat.inspection import LoadReport
from inspector.compat.probe_result import ProbeResult
from inspector.errors import Cancelled, WorkerError
from inspector.files.golden import GoldenExample
from inspector.files.records import Adapter, Base
from inspector.worker.interpreter import worker_command
from inspector.worker.process import Process
from inspector.worker.protocol import Progress, ProtocolError, decode_record, encode_record
from inspector.worker.stopping import Stopping

OnProgress = Callable[[Progress], None]
OnPart = Callable[[Any], None]
OnAnswers = Callable[[Sequence[GoldenText]], None]
Prompt = str | Sequence[dict[str, str]]
"""A text, or a chat: messages with `role` and `content`, which go through the chat template."""

_TICK = 0.05


class ProbeRefused(WorkerError):
    """The probe would not mean anything here (re-initialised base, too little memory); `message` says why."""


class Worker:
    """The second process, one request at a time; further threads wait for their turn.

    A worker that crashed, or that had to be killed, is replaced by a fresh one at the next request.
    """

    def __init__(self, python: str | None = None, *, command: Sequence[str] | None = None) -> None:
        self._python, self._command = python, command
        self._turn = threading.Lock()
        self._starting = threading.Lock()
        self._process: Process | None = None
        self._versions: dict[str, str] = {}
        self._last_id = 0
        self._closing = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the running worker; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.alive else None

    def start(self) -> None:
        """Start the process, whose imports then go on in the background. Returns at once.

        Raises WorkerError when the interpreter cannot be run, NoPython where there is none to run.
        """
        with self._starting:
            if self._process is not None and self._process.alive:
                return
            if self._process is not None:
                self._process.end()
            self._closing = False
            self._versions = {}
            self._process = Process(self._command or worker_command(self._python))

    def close(self) -> None:
        """End the process; a request under way in another thread raises Cancelled."""
        with self._starting:
            self._closing = True
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def versions(self) -> Mapping[str, str]:
        """Versions of torch, transformers, peft and Python in the worker; waits for its imports."""
        if not self._versions:
            self._request("versions", {})
        return dict(self._versions)

    def dry_run(
        self,
        adapter: Adapter,
        base: Base,
        *,
        loader: str = "peft",
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> LoadReport:
        """Let the real loader load the adapter on a weightless base.

        Raises WorkerError when the worker fails, Cancelled after `cancel` was set. What the *loader*
        raises is not an exception here but part of the report.
        """
        payload = {
            "adapter": encode_record(adapter),
            # The dry run reads config.json alone; the headers of a large base would only be carried along.
            "base": encode_record(replace(base, tensors={})),
            "loader": loader,
        }
        return self._record(LoadReport, self._request("dry_run", payload, on_progress, cancel))

    def probe(
        self,
        adapter: Adapter,
        base: Base,
        *,
        prompts: Sequence[Prompt] | None = None,
        device: str = "auto",
        text: str | None = None,
        figures: str = "full",
        offload: bool = False,
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> ProbeResult:
        """Run the base with and without the adapter and measure what changes.

        `text` is one to take the perplexity of. `figures` is `basic` for the outputs alone, `numbers`
        for layers, modules, scale curve and chat template too, `full` for these and written text, or
        `modules`: each module by itself, with no model in memory. With `offload`, what does not fit on the
        device is spread over memory and disk, and the figures are basic.

        Raises ProbeRefused when a measurement would mislead, WorkerError when the worker fails,
        Cancelled after `cancel` was set.
        """
        payload = {
            "adapter": encode_record(adapter),
            "base": encode_record(base),
            "prompts": list(prompts) if prompts is not None else None,
            "device": device,
            "text": text,
            "figures": figures,
            "offload": offload,
        }
        return self._record(ProbeResult, self._request("probe", payload, on_progress, cancel))

    def answer(
        self,
        adapter: Adapter,
        base: Base,
        examples: Sequence[GoldenExample],
        *,
        adapted: bool,
        on_answers: OnAnswers,
        done: Collection[int] = (),
        device: str = "auto",
        offload: bool = False,
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
    ) -> GoldenRun:
        """Answer golden examples with the base, alone or `adapted`; those numbered in `done` are left out.

        `on_answers` is called in this thread after every batch, also when a later one fails. Raises
        ProbeRefused when the pair cannot answer, WorkerError when the worker fails, Cancelled.
        """
        payload = {
            "adapter": encode_record(adapter),
            "base": encode_record(base),
            "examples": encode_record(examples),
            "adapted": adapted,
            "done": sorted(done),
            "device": device,
            "offload": offload,
        }

        def on_part(rows: Any) -> None:
            on_answers(self._record(tuple[GoldenText, ...], rows))

        return self._record(GoldenRun, self._request("golden", payload, on_progress, cancel, on_part))

    def _record(self, kind: Any, data: Any) -> Any:
        try:
            return decode_record(kind, data)
        except ProtocolError as error:
            raise WorkerError(f"The worker's answer could not be read: {error}.") from error

    def _request(
        self,
        op: str,
        payload: Mapping[str, Any],
        on_progress: OnProgress | None = None,
        cancel: threading.Event | None = None,
        on_part: OnPart | None = None,
    ) -> Any:
        self._take_turn(cancel)
        try:
            self.start()
            process = self._process
            if process is None:
                raise Cancelled
            self._last_id += 1
            number = self._last_id
            try:
                process.send({"id": number, "op": op, **payload})
            except ProtocolError as error:
                raise WorkerError(f"The request is too large for the worker: {error}.") from error
            return self._await_answer(process, number, on_progress, cancel, on_part)
        finally:
            self._turn.release()

    def _take_turn(self, cancel: threading.Event | None) -> None:
        while not self._turn.acquire(timeout=_TICK):
            if cancel is not None and cancel.is_set():
                raise Cancelled

    def _await_answer(
        self,
        process: Process,
        number: int,
        on_progress: OnProgress | None,
        cancel: threading.Event | None,
        on_part: OnPart | None,
    ) -> Any:
        stopping = Stopping(process, number)
        finished = False
        try:
            while True:
                if cancel is not None and cancel.is_set():
                    stopping.press()
                try:
                    message = process.messages.get(timeout=_TICK)
                except queue.Empty:
                    continue
                if message is None:
                    finished = True
                    raise Cancelled if stopping.pressed or self._closing else process.obituary()
                if message.get("event") == "ready":
                    self._versions = dict(message.get("versions") or {})
                if message.get("id") not in (number, None):
                    continue
                if message.get("event") == "progress" and on_progress is not None and not stopping.pressed:
                    on_progress(_progress(message))
                if message.get("event") == "part" and on_part is not None:
                    on_part(message.get("value"))
                if message.get("event") in ("result", "error"):
                    finished = True
                    if stopping.pressed:
                        raise Cancelled
                    return _answer(message, process)
        finally:
            if not finished:
                stopping.press()


def _progress(message: Mapping[str, Any]) -> Progress:
    return Progress(
        str(message.get("stage", "")),
        int(message.get("done", 0)),
        int(message.get("total", 0)),
        str(message.get("text", "")),
    )


def _answer(message: Mapping[str, Any], process: Process) -> Any:
    if message["event"] == "result":
        return message.get("value")
    kind = str(message.get("type", "Error"))
    text, hint = str(message.get("message", "")), str(message.get("hint", ""))
    if kind == "Cancelled":
        raise Cancelled
    if kind == "ProbeRefused":
        raise ProbeRefused(text, hint)
    raise WorkerError(text, hint, details=process.last_errors)
