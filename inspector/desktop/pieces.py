"""What goes where in a data folder of the desktop (XDG base directories), and how the window is started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from inspector.own_process import is_bundled
from inspector.resource import resource_path


class Piece(NamedTuple):
    """One file: `target` is relative to the data folder (`~/.local/share`, `/usr/share`)."""

    target: str
    content: bytes
    is_program: bool = False


_TEXTS = (
    ("adapter-inspector.desktop", "applications/adapter-inspector.desktop", False),
    ("adapter-inspector-mime.xml", "mime/packages/adapter-inspector.xml", False),
    # KIO runs service menus of a user only if they are marked as programs.
    ("kde-service-menu.desktop", "kio/servicemenus/adapter-inspector.desktop", True),
    ("file-manager-action.desktop", "file-manager/actions/adapter-inspector.desktop", False),
    ("nautilus-script.sh", "nautilus/scripts/Inspect adapter", True),
)
_ICON = "icons/hicolor/scalable/apps/adapter-inspector.svg"


def pieces(command: str) -> list[Piece]:
    """Every file, with `command` (already quoted) as what starts the window.

    None of them claims folders (`inode/directory`) for double-click: an application that does becomes the
    system's file manager without being asked (microsoft/vscode#114425).
    """
    found = [
        Piece(target, _text(name).replace("@EXEC@", command).encode(), is_program)
        for name, target, is_program in _TEXTS
    ]
    return [*found, Piece(_ICON, resource_path("icons/adapter-inspector.svg").read_bytes())]


def launcher() -> str:
    """The command of this installation that opens the window, quoted for a desktop file's Exec line."""
    if is_bundled():
        return f"{quoted(sys.executable)} open"
    script = Path(sys.executable).with_name("adapter-inspector-window")
    if script.is_file():
        return quoted(str(script))
    return f"{quoted(sys.executable)} -m inspector open"


def quoted(word: str) -> str:
    r"""Desktop Entry Specification 1.5, Exec key: in double quotes, with \ before `"`, `` ` ``, $ and \."""
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return f'"{escaped}"'.replace("%", "%%")


def _text(name: str) -> str:
    return resource_path(f"desktop/{name}").read_text(encoding="utf-8")
