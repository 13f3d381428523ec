"""The worker process seen from outside: its pipes, the last words on its standard error, and its end."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector.errors import WorkerError
from inspector.worker.interpreter import is_borrowed
from inspector.worker.obituary import out_of_memory_kills, write_obituary
from inspector.worker.offload_folder import sweep_abandoned
from inspector.worker.protocol import ProtocolError, encode_message, read_messages

LAST_LINES = 50
"""How many lines of the worker's standard error are kept for the person who asks why it died."""

_LONGEST_ERROR_LINE = 8192
_LONGEST_END = 5.0


class Process:
    """One running worker. Messages that it sends arrive in `messages`; None there means that it ended.

    Raises WorkerError when the interpreter cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._kills_before = out_of_memory_kills()
        try:
            self._popen = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(command[0]),
            )
        except OSError as error:
            raise WorkerError(
                f"The worker could not be started: {command[0]}: {error.strerror or error}.",
                "Check that this Python interpreter exists and may be run.",
            ) from error
        self.messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.garbage: str | None = None
        self._silent = False
        self._doing = ""
        self._errors: deque[str] = deque(maxlen=LAST_LINES)
        self._writing = threading.Lock()
        self._readers = [
            threading.Thread(target=reader, name=f"worker-{reader.__name__}", daemon=True)
            for reader in (self._read_messages, self._read_errors)
        ]
        for thread in self._readers:
            thread.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def alive(self) -> bool:
        # The pipe closes a moment before the process counts as ended.
        return not self._silent and self._popen.poll() is None

    @property
    def last_errors(self) -> str:
        """The last lines that the worker wrote to standard error."""
        return "\n".join(self._errors)

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one message; a worker that has ended shows in `messages`, not here."""
        line = encode_message(message)
        assert self._popen.stdin is not None
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._popen.stdin.write(line)
            self._popen.stdin.flush()

    def terminate(self) -> None:
        self._popen.terminate()

    def kill(self) -> None:
        self._popen.kill()

    def end(self, *, patience: float = 1.0) -> None:
        """Close its input, which ends a healthy worker at once; else terminate, then kill. Waits."""
        assert self._popen.stdin is not None
        with contextlib.suppress(OSError):
            self._popen.stdin.close()
        # Its output closes as it ends. Waiting for the process with a limit only looks now and then.
        self._readers[0].join(patience)
        for harder in (self._popen.terminate, self._popen.kill):
            try:
                self._popen.wait(patience)
                break
            except subprocess.TimeoutExpired:
                harder()
        self._popen.wait()
        for thread in self._readers:
            thread.join(patience)
        if self._popen.returncode != 0:
            sweep_abandoned()

    def obituary(self) -> WorkerError:
        """Why it ended, in one sentence, with its last words as details. Waits for the exit status."""
        if self.garbage is not None:
            self.kill()
        try:
            self._popen.wait(_LONGEST_END)
        except subprocess.TimeoutExpired:  # it closed its output and lives on
            self.kill()
            self._popen.wait()
        self._readers[1].join(1.0)
        sweep_abandoned()
        if self.garbage is not None:
            return WorkerError(
                f"The worker broke off the conversation: {self.garbage}.",
                "The next request starts a fresh one.",
                details=self.last_errors,
            )
        return write_obituary(
            self._popen.returncode,
            doing=self._doing,
            out_of_memory=out_of_memory_kills() > self._kills_before,
            last_errors=self.last_errors,
        )

    def _read_messages(self) -> None:
        assert self._popen.stdout is not None
        try:
            for message in read_messages(self._popen.stdout):
                event = message.get("event")
                if event in ("progress", "result", "error"):
                    self._doing = str(message.get("text", ""))
                self.messages.put(message)
        except ProtocolError as error:
            self.garbage = str(error)
        except (OSError, ValueError):
            pass
        finally:
            self._silent = True
            self.messages.put(None)
            self._popen.stdout.close()

    def _read_errors(self) -> None:
        assert self._popen.stderr is not None
        with contextlib.suppress(OSError, ValueError), self._popen.stderr as stream:
            while line := stream.readline(_LONGEST_ERROR_LINE):
                self._errors.append(line.decode("utf-8", "replace").rstrip())


def _environment(program: str) -> dict[str, str]:
    """The parent's environment with the network shut and, for our own Python, this package importable."""
    if is_borrowed(program):
        return {**os.environ, **OFFLINE}
    package_parent = str(Path(__file__).resolve().parents[2])
    search_path = [part for part in (os.environ.get("PYTHONPATH"), package_parent) if part]
    return {**os.environ, **OFFLINE, "PYTHONPATH": os.pathsep.join(search_path)}


OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONUNBUFFERED": "1",
}
"""What the worker's environment says before any library is imported."""
