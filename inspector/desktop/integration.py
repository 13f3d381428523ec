"""Install, remove and look at the desktop integration of the current user; a list of what was put where."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from inspector.desktop import thunar
from inspector.desktop.pieces import launcher, pieces
from inspector.errors import InspectorError, UsageError

_RECORD = "adapter-inspector/desktop.json"
_CACHES = {
    "applications": ("update-desktop-database", ("applications/mimeinfo.cache",)),
    "mime": ("update-mime-database", ("mime",)),
    "icons/hicolor": ("gtk-update-icon-cache", ("icons/hicolor/icon-theme.cache",)),
}
"""Folder → the tool that indexes it, and what that tool may leave behind in a folder that was not there."""


class Record(NamedTuple):
    """What installing did: each file with the hash of its content, and the folders that were not there."""

    files: dict[str, str]
    folders: list[str]


class Step(NamedTuple):
    """One file and what became of it: `installed`, `removed`, `kept` (changed since), `missing`, `there`."""

    path: Path
    what: str


def data_home() -> Path:
    """`$XDG_DATA_HOME`, or `~/.local/share` (XDG Base Directory Specification 0.8)."""
    chosen = os.environ.get("XDG_DATA_HOME", "")
    return Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".local" / "share"


def install(*, refresh: bool = True) -> list[Step]:
    """Put every file in its place for the current user. Doing it again brings them up to date.

    Raises UsageError on systems other than Linux, InspectorError where a file cannot be written.
    """
    _need_linux()
    home, steps = data_home(), []
    before = _read_record(home)
    record = Record({}, list(dict.fromkeys([*before.folders, *_missing_folders(home)])))
    try:
        for piece in pieces(launcher()):
            target = home / piece.target
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(piece.content)
            target.chmod(0o755 if piece.is_program else 0o644)
            record.files[piece.target] = hashlib.sha256(piece.content).hexdigest()
            steps.append(Step(target, "installed"))
        _write_record(home, record)
        if thunar.is_used():
            steps.append(Step(thunar.add_action(launcher()), "installed"))
    except OSError as error:
        raise InspectorError(
            f"{error.filename or home} cannot be written: {error.strerror}.",
            "Check the folder's permissions.",
        ) from error
    if refresh:
        _refresh(home)
    return steps


def uninstall(*, refresh: bool = True) -> list[Step]:
    """Take away what `install` put there, and the folders that it made. A file changed since is kept."""
    _need_linux()
    home, steps = data_home(), []
    record = _read_record(home)
    for name, digest in record.files.items():
        steps.append(Step(home / name, _remove(home / name, digest)))
    changed = thunar.remove_action()
    if changed is not None:
        steps.append(Step(changed, "removed"))
    (home / _RECORD).unlink(missing_ok=True)
    if refresh and steps:
        _refresh(home)
    _clear(home, record.folders)
    return steps


def status() -> list[Step]:
    """Every file of the integration: `there`, `kept` (there, but changed or from another installation),
    or `missing`."""
    _need_linux()
    home = data_home()
    steps = []
    for piece in pieces(launcher()):
        path = home / piece.target
        same = path.is_file() and path.read_bytes() == piece.content
        steps.append(Step(path, "there" if same else "kept" if path.is_file() else "missing"))
    return steps


def _need_linux() -> None:
    if not sys.platform.startswith("linux"):
        raise UsageError(
            "The desktop integration is made for Linux.", "packaging/ holds recipes for Windows and macOS."
        )


def _remove(path: Path, digest: str) -> str:
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return "kept"
        path.unlink()
    except OSError:
        return "missing"
    return "removed"


def _missing_folders(home: Path) -> list[str]:
    """Folders that installing will make, innermost last; uninstalling takes away only these."""
    found = []
    for name in (*(piece.target for piece in pieces("")), _RECORD):
        for parent in reversed(Path(name).parents):
            if str(parent) != "." and not (home / parent).exists():
                found.append(str(parent))
    return list(dict.fromkeys(found))


def _refresh(home: Path) -> None:
    """Let the desktop's indexes know, where their tools are installed; else it finds out by itself."""
    for folder, (tool, _) in _CACHES.items():
        program = shutil.which(tool)
        if program is None or not (home / folder).is_dir():
            continue
        options = ["--ignore-theme-index", "--quiet"] if tool.startswith("gtk") else []
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run([program, *options, str(home / folder)], capture_output=True, timeout=60)


def _clear(home: Path, folders: list[str]) -> None:
    """Remove the folders that installing had made, with what the indexing tools left in them."""
    for folder, (_, left) in _CACHES.items():
        for name in left:
            if folder in folders and name == folder:
                shutil.rmtree(home / name, ignore_errors=True)  # nothing but indexes of an empty folder
            elif folder in folders:
                (home / name).unlink(missing_ok=True)
    for name in sorted(folders, key=len, reverse=True):
        with suppress(OSError):  # something else lies there by now
            (home / name).rmdir()


def _write_record(home: Path, record: Record) -> None:
    target = home / _RECORD
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(record._asdict(), indent=1), encoding="utf-8")


def _read_record(home: Path) -> Record:
    try:
        found = json.loads((home / _RECORD).read_text(encoding="utf-8"))
        files, folders = dict(found["files"]), list(found["folders"])
    except (OSError, ValueError, TypeError, KeyError):
        return Record({}, [])
    paths = {name: Path(name) for name in (*files, *folders)}
    inside = {n for n, path in paths.items() if ".." not in path.parts and not path.is_absolute()}
    return Record(
        {name: digest for name, digest in files.items() if name in inside},
        [name for name in folders if name in inside],
    )
