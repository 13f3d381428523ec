"""PySide's embedded sources are compiled once, and their code is never taken for what does not match."""

from __future__ import annotations

import builtins
import marshal
import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from inspector.ui.kept_code import kept_code

START = """
import builtins, sys
real, compiled = builtins.compile, []
def counting(source, filename, *rest, **options):
    compiled.append(filename)
    return real(source, filename, *rest, **options)
builtins.compile = counting
import inspector.ui.quick_imports
embedded = [name for name in compiled if "shibokensupport" in str(name)]
from PySide6.QtCore import QObject
try:
    QObject().setObjectName([])
except TypeError as error:  # put into words by those very sources
    print(len(embedded), "setObjectName(name: str" in str(error), builtins.compile is counting)
"""


def start(cache: Path, **more: str) -> str:
    environment = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        "ADAPTER_INSPECTOR_CACHE": str(cache),
        "QT_QPA_PLATFORM": "offscreen",
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, env=environment, check=True
    )
    return done.stdout.strip()


def test_the_second_start_compiles_nothing_of_pysides(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert not first.startswith("0 "), "another PySide, which keeps its own code: this can go"
    assert start(tmp_path) == "0 True True"
    assert [file.suffix for file in tmp_path.iterdir()] == [".code"]


def test_nothing_is_kept_where_python_keeps_no_bytecode(tmp_path: Path) -> None:
    start(tmp_path / "none", PYTHONDONTWRITEBYTECODE="1")
    assert not (tmp_path / "none").exists()


def test_a_source_that_differs_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "deep" / "kept"
    for source, value in ((b"x = 1", 1), (b"x = 2", 2), (b"x = 1", 1)):
        with kept_code(file):
            code = compile(source, "one.py", "exec")
        found: dict[str, int] = {}
        exec(code, found)
        assert found["x"] == value
    assert len(marshal.loads(file.read_bytes()[len(MAGIC_NUMBER) :])) == 2


@pytest.mark.parametrize(
    "contents",
    [b"", b"x", MAGIC_NUMBER, MAGIC_NUMBER + b"\xff\xff", MAGIC_NUMBER + marshal.dumps([1]), b"\0\0\0\0{0"],
)
def test_a_damaged_file_is_done_without(contents: bytes, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(contents)
    with kept_code(file):
        assert eval(compile(b"7", "seven.py", "eval")) == 7
        exec(compile(b"y = 1", "y.py", "exec"), {})


def test_everything_else_is_compiled_as_ever(tmp_path: Path) -> None:
    before = builtins.compile
    with pytest.raises(SyntaxError), kept_code(tmp_path / "kept"):
        compile(b"x =", "broken.py", "exec")
    assert builtins.compile is before
    with kept_code(tmp_path / "kept"):
        assert compile("x = 1", "text.py", "exec", dont_inherit=True) is not None
    assert not (tmp_path / "kept").exists()
