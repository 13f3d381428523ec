"""Reports on disk: whole or not at all, with one clear sentence when it cannot be done."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from inspector.errors import InspectorError
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
    """Write beside the target, then replace it: a reader sees the old file or the new one, never half of it.

    A link is followed, so that it stays a link. Raises InspectorError when the disk says no.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name[:60]}.", suffix=".part", delete=False
        ) as stream:
            temporary = Path(stream.name)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_usual_mode(target))
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise _not_writable(path, error.strerror or str(error)) from error


def _usual_mode(target: Path) -> int:
    """The mode that the file has, or that a new file would get (temporary files are made private)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _not_writable(path: Path, why: str) -> InspectorError:
    return InspectorError(
        f"The report cannot be written to {printable(str(path))!r}: {why.lower()}.",
        "Choose a folder that you may write to.",
    )
