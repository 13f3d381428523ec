"""`python -m inspector.worker`: answers requests on standard input with messages on standard output."""

from __future__ import annotations

import faulthandler
import gc
import os
import queue
import sys
import threading
import traceback
from typing import Any, BinaryIO

from inspector.errors import Cancelled, InspectorError
from inspector.worker.offload_folder import remove_own_folders
from inspector.worker.process import OFFLINE
from inspector.worker.protocol import PROTOCOL, ProtocolError, encode_message, read_messages
from inspector.worker.requirements import what_is_lacking

_MEMORY_ERRORS = ("OutOfMemoryError",)
_NO_MEMORY = "can't allocate memory"
"""What torch's allocator for the CPU says, in a plain RuntimeError."""


class Channel:
    """The way back to the inspector: one message a line, from any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, **message: Any) -> None:
        line = encode_message(message)
        with self._lock:
            self._stream.write(line)
            self._stream.flush()


class Inbox:
    """Reads requests in a thread of its own, so that a cancel or the end of input is noticed at any time."""

    def __init__(self, stream: BinaryIO) -> None:
        self.requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._cancelled: set[Any] = set()
        self._stream = stream
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def is_cancelled(self, number: Any) -> bool:
        return number in self._cancelled

    def _read(self) -> None:
        try:
            for message in read_messages(self._stream):
                if message.get("op") == "cancel":
                    self._cancelled.add(message.get("id"))
                else:
                    self.requests.put(message)
        except ProtocolError as error:
            print(f"worker: {error}", file=sys.stderr, flush=True)
        # The inspector has gone: nobody will read an answer, so no computation may outlive it. torch lets
        # this thread run in the middle of a forward pass.
        remove_own_folders()
        os._exit(0)


class Task:
    """One request under way. Calling it reports progress, and raises Cancelled if that was asked for."""

    def __init__(self, number: Any, channel: Channel, inbox: Inbox) -> None:
        self._number = number
        self._channel = channel
        self._inbox = inbox

    def check(self) -> None:
        """Raise Cancelled if that was asked for; cheap enough for the middle of a forward pass."""
        if self._inbox.is_cancelled(self._number):
            raise Cancelled

    def __call__(self, stage: str, done: int, total: int, text: str) -> None:
        self.check()
        self._channel.send(id=self._number, event="progress", stage=stage, done=done, total=total, text=text)

    def part(self, value: Any) -> None:
        """Hand on a part of the answer that is ready: it stays, whatever becomes of the rest."""
        self._channel.send(id=self._number, event="part", value=value)


def main() -> int:
    """Serve until the input ends or `shutdown` comes; returns the exit status."""
    os.environ.update(OFFLINE)
    faulthandler.enable()  # a crash in native code leaves its Python stack as the last lines
    channel, inbox = Channel(_take_stdout()), Inbox(_take_stdin())
    channel.send(event="started", protocol=PROTOCOL)
    if (lack := what_is_lacking()) is not None:
        channel.send(event="error", id=None, type="WorkerError", message=lack.message, hint=lack.hint)
        return 1
    gc.disable()  # the collector would walk again and again through what the imports only add to
    try:
        from inspector.worker.model_listing import import_models

        import_models()
        from inspector.worker import operations
    except Exception as error:
        traceback.print_exc()
        channel.send(
            event="error",
            id=None,
            type=type(error).__name__,
            message=f"The worker cannot import torch, transformers and peft: {error}.",
            hint="Run `adapter-inspector doctor` to see what is missing.",
        )
        return 1
    # What the imports left behind stays: the collector need not walk through it during every dry run. Nor
    # does it now: to find 9 MB of garbage would be a tenth of the start.
    gc.freeze()
    gc.enable()
    channel.send(event="ready", protocol=PROTOCOL, versions=operations.versions())
    while (request := inbox.requests.get()).get("op") != "shutdown":
        number = request.get("id")
        task = Task(number, channel, inbox)
        try:
            channel.send(event="result", id=number, value=operations.perform(request, task, task.part))
        except InspectorError as error:
            channel.send(
                event="error", id=number, type=type(error).__name__, message=error.message, hint=error.hint
            )
        except Exception as error:
            traceback.print_exc()
            channel.send(
                event="error",
                id=number,
                type=type(error).__name__,
                **in_words(error),
            )
        # Models are full of cycles: the last one goes now, while nobody waits, and not beside the next.
        gc.collect()
    return 0


def in_words(error: Exception) -> dict[str, str]:
    """Message and hint of an error that nobody expected."""
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:400]}".rstrip(": ")
    if isinstance(error, MemoryError) or type(error).__name__ in _MEMORY_ERRORS or _NO_MEMORY in str(error):
        return {
            "message": f"The worker ran out of memory and gave up: {said}.",
            "hint": "Free some memory, take a smaller base or shorter prompts, or measure module by module.",
        }
    return {"message": f"The worker failed: {said}", "hint": ""}


def _take_stdout() -> BinaryIO:
    """Keep the real standard output for the protocol; whatever a library prints goes to standard error."""
    sys.stdout.flush()
    own = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(own, "wb")


def _take_stdin() -> BinaryIO:
    """Keep the real standard input; a library that asks a question reads nothing instead of a request."""
    own = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return os.fdopen(own, "rb")


if __name__ == "__main__":
    status = main()
    remove_own_folders()
    sys.stderr.flush()
    # The inbox thread may sit in a read: leave without waiting for it.
    os._exit(status)
