"""What a folder's place in a Hub cache says by itself, without looking into the cache."""

from __future__ import annotations

import re
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40}")


def commit_of(folder: Path) -> str | None:
    """The commit hash, when `folder` is a snapshot in a Hub cache."""
    try:
        resolved = folder.resolve()
    except (OSError, RuntimeError):
        return None
    in_cache = resolved.parent.name == "snapshots" and resolved.parent.parent.name.startswith("models--")
    return resolved.name if in_cache and COMMIT.fullmatch(resolved.name) else None
