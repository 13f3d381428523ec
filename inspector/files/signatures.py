"""What a file really is, judged by its first bytes: for the sentence when it is not what its name says."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from inspector.errors import UnreadableInput

HEAD_BYTES = 1024
"""How much of a file is enough for every function here."""

_LFS_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:ext-[^\n]*\n)*"
    rb"oid sha256:(?P<sha256>[0-9a-f]{64})\r?\nsize (?P<size>\d{1,15})\b"
)

_MAGIC = (
    (b"GGUF", "a GGUF model"),
    (b"PK\x03\x04", "a zip archive, as torch.save writes it"),
    (b"\x80\x02", "a Python pickle"),
    (b"\x80\x04", "a Python pickle"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89HDF\r\n", "an HDF5 file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"{", "a JSON text"),
)


class LfsPointer(NamedTuple):
    """A Git LFS pointer: the true file's `sha256` (hex) and `size` in bytes."""

    sha256: str
    size: int


def lfs_pointer(head: bytes) -> LfsPointer | None:
    """The pointer that `head` is, or None. https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md"""
    match = _LFS_POINTER.match(head)
    return LfsPointer(match["sha256"].decode(), int(match["size"])) if match else None


def is_html(head: bytes) -> bool:
    """Whether a web page was saved in the place of the file (a login, licence or 404 page)."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def describe(head: bytes) -> str | None:
    """`a GGUF model`, `a zip archive, …`: what the bytes look like; None when nothing is recognised."""
    for magic, words in _MAGIC:
        if head.startswith(magic):
            return words
    return None


def short_size(size: int) -> str:
    """`54.6 MB`; decimal units, as the Hub shows them."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return "1 byte" if size == 1 else f"{size} bytes"


def size_in_words(size: int) -> str:
    """`54,560,368 bytes (54.6 MB)`."""
    return f"{size:,} bytes ({short_size(size)})" if size >= 1000 else short_size(size)


def open_regular(path: Path) -> tuple[BinaryIO, int]:
    """Open `path` for reading; gives the file and its size in bytes.

    Raises UnreadableInput (ADP001) when there is no such file, or it may not be read, or it is not a
    regular file: a pipe or a device would block or never end.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableInput(f"{path.name} is not a file.", rule="ADP001", path=path)
        file = path.open("rb")
        return file, os.fstat(file.fileno()).st_size
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableInput(
            f"{path.name} cannot be opened: {reason}.",
            "Check the path and its permissions.",
            rule="ADP001",
            path=path,
        ) from error


def read_head(path: Path) -> bytes:
    """The first `HEAD_BYTES` of a regular file. Raises UnreadableInput (ADP001)."""
    file, _ = open_regular(path)
    with file:
        return file.read(HEAD_BYTES)


def refuse_impostor(path: Path, head: bytes, *, expected: str) -> None:
    """Raise when `head` shows something that is recognisably not `expected` (`a safetensors file`).

    Raises UnreadableInput: ADP002 for a Git LFS pointer, with the true size and hash; ADP003 for an
    empty file, a web page or a file of another kind. Returns when nothing is recognised.
    """
    pointer = lfs_pointer(head)
    if pointer:
        raise UnreadableInput(
            f"{path.name} is a Git LFS pointer, not the file itself, which has "
            f"{size_in_words(pointer.size)} and SHA-256 {pointer.sha256}.",
            "Fetch it: run `git lfs pull` in the repository, or `hf download` for the Hub.",
            rule="ADP002",
            path=path,
        )
    again = "Download the file again; the page that was saved in its place often says why."
    if not head:
        raise UnreadableInput(
            f"{path.name} is empty (0 bytes).", "Download or save it again.", rule="ADP003", path=path
        )
    if is_html(head):
        raise UnreadableInput(
            f"{path.name} is a web page (HTML), not {expected}.", again, rule="ADP003", path=path
        )
    looks_like = describe(head)
    if looks_like:
        raise UnreadableInput(
            f"{path.name} is {looks_like}, not {expected}.",
            "Its name promises something else: rename it, or choose the right file.",
            rule="ADP003",
            path=path,
        )
