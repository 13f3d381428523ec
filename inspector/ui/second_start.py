"""What a second start does: hand its paths to the window that is there. Without Qt, so it takes no time."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

VERSION = 1
"""Of the request and of the answer, one line of JSON each; a window of another version refuses."""

PATIENCE = 3.0
"""Seconds to wait for the running window. One that takes longer is stuck: better a new one."""

LONGEST = 1 << 20
"""Bytes of a request."""

_DISPLAYS = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM", "ADAPTER_INSPECTOR_SETTINGS")
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def address() -> str | None:
    """Where this user's window on this display listens: a socket's path, on Windows a pipe's.

    Windows on other displays and with other settings are others. None where no folder is this user's alone.
    """
    where = "\n".join(os.environ.get(name, "") for name in _DISPLAYS)
    name = f"adapter-inspector-{zlib.crc32(where.encode(errors='surrogateescape')):08x}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}-{os.environ.get('USERNAME', '')}"
    folder = _own_folder()
    return str(folder / name) if folder is not None else None


def request(paths: Sequence[str]) -> bytes:
    """The line that asks a running window to open `paths`, made absolute from the working folder here."""
    absolute = [os.path.abspath(os.path.expanduser(path)) for path in paths]  # noqa: PTH100, PTH111 (any OS)
    token = next((os.environ[name] for name in _TOKENS if os.environ.get(name)), "")
    return json.dumps({"version": VERSION, "paths": absolute, "activation": token}).encode() + b"\n"


def hand_over(paths: Sequence[str], *, patience: float = PATIENCE) -> bool:
    """Whether a running window took `paths` (none: it only comes to the front)."""
    where, line = address(), request(paths)
    if where is None or len(line) > LONGEST:
        return False
    try:
        answer = _ask_pipe(where, line) if sys.platform == "win32" else _ask_socket(where, line, patience)
        said: Any = json.loads(answer)
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("version") == VERSION and said.get("taken") is True


def _ask_socket(where: str, line: bytes, patience: float) -> bytes:
    if not os.path.exists(where):  # noqa: PTH110 (most starts end here, and import nothing more)
        raise FileNotFoundError(where)
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        connection.connect(where)
        connection.sendall(line)
        with connection.makefile("rb") as stream:
            return stream.readline(LONGEST)


def _ask_pipe(where: str, line: bytes) -> bytes:
    with open(where, "r+b", buffering=0) as pipe:  # noqa: PTH123 (a pipe is no file)
        pipe.write(line)
        return pipe.readline(LONGEST)


def _own_folder() -> Path | None:
    """A folder that nobody else can write to: the session's, or one of our own below the temporary files."""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), ""):
        if not folder and hasattr(os, "getuid"):
            folder = str(Path(tempfile.gettempdir()) / f"adapter-inspector-{os.getuid()}")
            with contextlib.suppress(OSError):
                Path(folder).mkdir(mode=0o700)
        with contextlib.suppress(OSError):
            found = os.lstat(folder)
            if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022:
                return Path(folder)
    return None
