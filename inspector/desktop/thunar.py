"""Thunar keeps all custom actions of a user in one file: an entry of ours goes in, and comes out again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from xml.etree import ElementTree as Xml

_ID = "adapter-inspector-inspect"
_FILE = "Thunar/uca.xml"
_LARGEST = 1_000_000


def is_used() -> bool:
    """Whether Thunar is installed here, or has been used by this user."""
    return shutil.which("thunar") is not None or _own().exists()


def add_action(command: str) -> Path:
    """Add or renew our entry; everybody else's stay. Returns the file. Raises OSError."""
    root = _read()
    if root is None:
        root = Xml.Element("actions")
    _take_out(root)
    action = Xml.SubElement(root, "action")
    for name, text in (
        ("icon", "adapter-inspector"),
        ("name", "Inspect adapter"),
        ("unique-id", _ID),
        ("command", f"{command} %f"),
        ("description", "Does this adapter fit its base?"),
        ("patterns", "*"),
    ):
        Xml.SubElement(action, name).text = text
    Xml.SubElement(action, "directories")
    own = _own()
    own.parent.mkdir(parents=True, exist_ok=True)
    Xml.ElementTree(root).write(own, encoding="UTF-8", xml_declaration=True)
    return own


def remove_action() -> Path | None:
    """Take our entry out. A file that held nothing beside what the system brings goes away with it."""
    own = _own()
    root = _parse(own)
    if root is None or not _take_out(root):
        return None
    if not len(root) or _same(root, _parse(_system())):
        own.unlink()
    else:
        Xml.ElementTree(root).write(own, encoding="UTF-8", xml_declaration=True)
    return own


def _take_out(root: Xml.Element) -> bool:
    mine = [action for action in root.findall("action") if action.findtext("unique-id") == _ID]
    for action in mine:
        root.remove(action)
    return bool(mine)


def _same(root: Xml.Element, other: Xml.Element | None) -> bool:
    return other is not None and [_facts(action) for action in root] == [_facts(action) for action in other]


def _facts(action: Xml.Element) -> list[tuple[str, str]]:
    return [(part.tag, (part.text or "").strip()) for part in action]


def _read() -> Xml.Element | None:
    """The user's actions, or those that the system brings: a file of the user's own would hide them."""
    own = _parse(_own())
    return own if own is not None else _parse(_system())


def _parse(path: Path) -> Xml.Element | None:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return Xml.parse(path).getroot()
    except (OSError, Xml.ParseError):
        return None


def _own() -> Path:
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    home = Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".config"
    return home / _FILE


def _system() -> Path:
    return Path("/etc/xdg") / _FILE
