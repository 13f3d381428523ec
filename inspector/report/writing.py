"""Reports on disk: whole or not at all, with one clear sentence when it cannot be done."""

from __future__ import annotations

import os
from pathlib import Path

from inspector.errors import InspectorError
from inspector.files import whole_file
from inspector.report.printable import printable


def check_folder(path: Path) -> None:
    """Raise InspectorError before any work is done when `path` can't be written for a plain reason."""
    folder = path.parent
    if not folder.is_dir():
        raise InspectorError(
            f"The folder {printable(str(folder))!r} does not exist.", "Make it first, or choose another."
        )
    if path.is_dir():
        raise InspectorError(f"{printable(str(path))!r} is a folder.", "Give the report a file name.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _not_writable(path, "permission denied")


def write_whole(path: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises InspectorError when the disk says no."""
    try:
        whole_file.write_whole(path, content)
    except OSError as error:
        raise _not_writable(path, error.strerror or str(error)) from error


def _not_writable(path: Path, why: str) -> InspectorError:
    return InspectorError(
        f"The report cannot be written to {printable(str(path))!r}: {why.lower()}.",
        "Choose a folder that you may write to.",
    )
