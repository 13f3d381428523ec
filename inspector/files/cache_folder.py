"""Where the program keeps what may be deleted at any time."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """ADAPTER_INSPECTOR_CACHE, else the system's folder for caches. It may be deleted at any time."""
    own = os.environ.get("ADAPTER_INSPECTOR_CACHE")
    if own:
        return Path(own).expanduser()
    if sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local")
    elif sys.platform == "darwin":
        root = Path("~/Library/Caches")
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    return root.expanduser() / "adapter-inspector"
