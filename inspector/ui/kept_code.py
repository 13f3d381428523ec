"""Keeps the code of the Python sources that PySide carries within its libraries, 130 KB in 14 modules.

PySide compiles them at every start, a tenth of the time to the first paint. They are compiled once here, and
kept as Python keeps the code of every other module; a source that differs by one byte is compiled anew.
"""

from __future__ import annotations

import builtins
import contextlib
import marshal
import os
import sys
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

from inspector.files.cache_folder import cache_folder

Known = dict[tuple[str, bytes], Any]
"""Code by the name and the source that it was compiled from."""

LARGEST = 4 << 20
"""Bytes of a file that is read at all."""


@contextlib.contextmanager
def kept_code(file: Path | None = None) -> Iterator[None]:
    """Inside, what is compiled as a module from bytes is taken from `file`, or put into it.

    Nothing is written where Python writes no bytecode, and a file that cannot be read or written is done
    without.
    """
    file = file or cache_folder() / f"pyside-{sys.implementation.cache_tag}.code"
    known = _read(file)
    fresh: Known = {}
    compiled = builtins.compile

    def compile_once(source: Any, filename: Any, mode: str, *rest: Any, **options: Any) -> Any:
        if type(source) is not bytes or type(filename) is not str or mode != "exec" or rest or options:
            return compiled(source, filename, mode, *rest, **options)
        code = known.get((filename, source))
        if code is None:
            code = fresh[filename, source] = compiled(source, filename, mode)
        return code

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = compiled
        if fresh and not sys.dont_write_bytecode:
            _write(file, known | fresh)


def _read(file: Path) -> Known:
    """What is kept; nothing where another Python wrote it, or another person."""
    try:
        with file.open("rb") as opened:
            state = os.fstat(opened.fileno())
            if state.st_size > LARGEST or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
                return {}
            if opened.read(len(MAGIC_NUMBER)) != MAGIC_NUMBER:
                return {}
            found = marshal.load(opened)
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, known: Known) -> None:
    """In one step: a start beside this one finds all of it, or nothing."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(MAGIC_NUMBER + marshal.dumps(known))
        part.replace(file)
