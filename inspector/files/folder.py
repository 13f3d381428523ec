"""What lies in a folder: its listing in words, the adapters below it, and which links may be followed."""

from __future__ import annotations

import itertools
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from inspector.errors import UnreadableInput

ADAPTER_CONFIG = "adapter_config.json"
ADAPTER_WEIGHTS = ("adapter_model.safetensors", "adapter_model.bin")
"""In the order in which PEFT looks for them (peft 0.21.2, `load_peft_weights`)."""

MAX_ENTRIES = 20_000
_CHECKPOINT_FILES = frozenset(
    {"trainer_state.json", "optimizer.pt", "optimizer.bin", "scheduler.pt", "rng_state.pth"}
)


class Contents(NamedTuple):
    """Names in a folder, sorted; broken links and what is neither file nor folder are left out."""

    files: tuple[str, ...]
    folders: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """`README.md, LICENSE and 3 more`; `nothing` for an empty folder. Hidden names come last."""
        names = sorted((*self.files, *(f"{name}/" for name in self.folders)), key=lambda name: name[0] == ".")
        shown = ", ".join(printable(name) for name in names[:4])
        return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown or "nothing"


def printable(name: str) -> str:
    """A stranger's name, cut to 80 characters and free of control characters and undecodable bytes."""
    text = "".join(letter if letter.isprintable() else "�" for letter in name)
    return text if len(text) <= 80 else f"{text[:79]}…"


def existing(path: str | Path) -> Path | None:
    """The absolute path (links kept, dots removed), or None when nothing is there."""
    if not str(path):
        return None
    try:
        absolute = Path(os.path.abspath(Path(path).expanduser()))  # noqa: PTH100  (resolve follows links)
        return absolute if absolute.exists() else None
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, no home folder
        return None


def placed(source: str) -> str:
    """The source as it can be named from any working folder: what lies here by its absolute path.

    What is there no file or folder by that name stays as it is: a name on the Hub.
    """
    try:
        path = Path(source).expanduser()
    except RuntimeError:  # no such home folder
        return source
    if path.is_absolute():  # without a look at the disk, which may take its time
        return os.path.abspath(path)  # noqa: PTH100  (resolve follows links)
    there = existing(source)
    return str(there) if there is not None else source


def is_file(path: Path) -> bool:
    """Whether a file is there and can be seen; Path.is_file raises for names too long and closed folders."""
    try:
        return path.is_file()
    except OSError:
        return False


def list_folder(folder: Path) -> Contents:
    """Raises UnreadableInput (ADP001) when the folder cannot be listed."""
    files, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in itertools.islice(entries, MAX_ENTRIES):
                with suppress(OSError):  # a link in a circle, or into a folder that may not be entered
                    if entry.is_dir():
                        folders.append(entry.name)
                    elif entry.is_file():
                        files.append(entry.name)
    except OSError as error:
        raise UnreadableInput(
            f"{printable(folder.name)} cannot be opened: {error.strerror}.",
            "Check its permissions.",
            rule="ADP001",
            path=folder,
        ) from error
    return Contents(tuple(sorted(files)), tuple(sorted(folders)))


def adapters_below(folder: Path, contents: Contents) -> tuple[str, ...]:
    """The child folders that hold an adapter_config.json."""
    return tuple(name for name in contents.folders if is_file(folder / name / ADAPTER_CONFIG))


def is_trainer_checkpoint(contents: Contents) -> bool:
    """Whether a Trainer or DeepSpeed left its state here."""
    return bool(_CHECKPOINT_FILES & set(contents.files)) or any(
        name.startswith("global_step") for name in contents.folders
    )


def is_base_model(contents: Contents) -> bool:
    return "config.json" in contents.files


def member(folder: Path, name: str) -> Path:
    """The path of `name` in `folder`, which may lie in a sub-folder but must stay inside.

    Links may lead to the Hub cache's own `blobs`, and nowhere else outside. Raises UnreadableInput
    (ADP003) for absolute names, `..`, and links that leave the folder.
    """
    pure = PurePosixPath(name)
    if not name or pure.is_absolute() or ".." in pure.parts or set(name) & {"\\", ":", "\0"}:
        raise UnreadableInput(
            f"A file name leads out of the folder: {printable(name)}.",
            "Nothing outside the folder is read; correct the index.",
            rule="ADP003",
            path=folder,
        )
    path = folder / name
    try:
        target, root = path.resolve(), folder.resolve()
    except (OSError, RuntimeError) as error:
        raise UnreadableInput(
            f"{printable(name)} is a link that leads nowhere.", rule="ADP001", path=path
        ) from error
    if not target.is_relative_to(root) and not _is_hub_blob(target):
        raise UnreadableInput(
            f"{printable(name)} is a link to a file outside the folder, and was not followed.",
            "Copy the file into the folder, or choose the folder in which it really lies.",
            rule="ADP003",
            path=path,
        )
    return path


def _is_hub_blob(target: Path) -> bool:
    return target.parent.name == "blobs" and target.parent.parent.name.startswith(("models--", "datasets--"))
