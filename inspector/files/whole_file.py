"""Files that appear whole or not at all: written beside the target, then put in its place."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """A reader sees the old file or the new one, never half of it. A link is followed, so that it stays one.

    The file keeps its mode; a new one gets the usual one. Raises OSError, and then nothing has changed.
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
    except OSError:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise


def _usual_mode(target: Path) -> int:
    """The mode that the file has, or that a new file would get (temporary files are made private)."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
