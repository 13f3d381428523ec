"""Writes the desktop integration for all users into a package's data folder.

    python packaging/stage_desktop_files.py FOLDER     (FOLDER becomes /usr/share)

The same files as `adapter-inspector desktop install` puts there for one user, but for Nautilus' script:
scripts are looked for in a user's own folder only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from inspector.desktop.pieces import pieces

COMMAND = "adapter-inspector open"
OF_ONE_USER = "nautilus/"


def stage(folder: Path) -> None:
    for piece in pieces(COMMAND):
        if piece.target.startswith(OF_ONE_USER):
            continue
        target = folder / piece.target
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(piece.content)
        target.chmod(0o644)  # below /usr a service menu is trusted as it is


if __name__ == "__main__":
    stage(Path(sys.argv[1]))
