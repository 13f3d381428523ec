"""Choosing the Python that dry run and probe run in: asked for, tried, remembered."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.errors import InspectorError
from inspector.ui.lane import Lane
from inspector.ui.settings import Settings
from inspector.worker.interpreter import PYTHON_VARIABLE, program_of

_SHOWN = ("torch", "transformers", "peft")


class PythonChoice(QObject):
    """`chosen` carries path and versions in words, once that Python can; `failed` why it cannot."""

    trying = Signal(str)
    chosen = Signal(str, str)
    failed = Signal(object)

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._lane = Lane("python", self)

    def ask(self) -> None:
        """A dialog for the interpreter; does nothing where it is dismissed."""
        start = os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX") or str(Path.home())
        kinds = self.tr("Python (python*);;All files (*)")
        title = self.tr("Choose a Python that has torch, transformers and peft")
        # A link stays a link: resolved, an environment's python would forget the environment.
        options = QFileDialog.Option.DontResolveSymlinks
        path, _ = QFileDialog.getOpenFileName(self._window, title, start, kinds, options=options)
        if path:
            self.take(path)

    def take(self, path: str) -> None:
        """Start a worker in it; where that works it is the one from now on, here and at the next start."""
        program = program_of(path)

        def try_it() -> Mapping[str, str]:
            from inspector.worker.client import Worker

            with Worker(program) as worker:
                return worker.versions()

        def works(versions: Mapping[str, str]) -> None:
            self._settings.python = program
            os.environ[PYTHON_VARIABLE] = program
            words = ", ".join(f"{name} {versions[name]}" for name in _SHOWN if name in versions)
            self.chosen.emit(program, words)

        def does_not(error: InspectorError) -> None:
            self.failed.emit(error)

        self.trying.emit(program)
        self._lane.run(try_it, works, does_not)

    def close(self) -> None:
        self._lane.close()


def adopt_chosen_python(settings: Settings) -> None:
    """Let what was chosen in the window hold for this process; the environment variable comes first."""
    python = settings.python
    if python and python != sys.executable:
        os.environ.setdefault(PYTHON_VARIABLE, python)
