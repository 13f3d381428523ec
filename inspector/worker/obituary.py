"""Why a worker ended, in one sentence, from its exit status and from what the kernel counts."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

from inspector.errors import WorkerError

_KILLED = "SIGKILL"
_BROKEN_MEMORY = ("SIGSEGV", "SIGBUS", "SIGILL", "SIGABRT", "SIGFPE")


def write_obituary(code: int, *, doing: str, out_of_memory: bool, last_errors: str) -> WorkerError:
    """`code` is the exit code, negative for a signal; `doing` the last step that it told, or empty."""
    hint = "The next request starts a fresh one."
    name = _signal_name(-code) if code < 0 else ""
    if name == _KILLED and out_of_memory:
        text = "The kernel killed the worker because memory ran out (SIGKILL)"
        hint = "Free some memory, take a smaller base or shorter prompts, or measure module by module."
    elif name == _KILLED:
        text = "The worker was killed (SIGKILL; out of memory?)"
        hint = "Free some memory or take a smaller base, then try again."
    elif name in _BROKEN_MEMORY:
        text = f"The worker crashed with signal {-code} ({name}), in native code of one of its libraries"
    elif name:
        text = f"The worker was ended by signal {-code} ({name})"
    else:
        text = f"The worker ended unexpectedly with exit code {code}"
    if doing:
        text += f", while it said: {doing}"
    return WorkerError(f"{text.rstrip('.')}.", hint, details=last_errors)


def out_of_memory_kills() -> int:
    """How often the kernel has killed for memory so far, here or in this container; 0 if unknown."""
    count = 0
    for path, key in (("/proc/vmstat", "oom_kill"), ("/sys/fs/cgroup/memory.events", "oom_kill")):
        with contextlib.suppress(OSError, ValueError):
            for line in Path(path).read_text(encoding="ascii").splitlines():
                name, _, value = line.partition(" ")
                if name == key:
                    count += int(value)
    return count


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown signal"
