"""The local Hub cache, by its folder layout alone: no network, no library.

Layout (huggingface_hub 2.4, `file_download`): models--ORG--NAME/refs/REVISION holds a commit hash,
snapshots/COMMIT/ links to blobs/ETAG; for LFS files the ETag is the SHA-256.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inspector.errors import UnreadableInput
from inspector.files.checkpoint import weight_map
from inspector.files.folder import is_file, member
from inspector.files.hub_link import parse_reference
from inspector.files.snapshot import COMMIT

if TYPE_CHECKING:
    from datetime import datetime

_SHORT_COMMIT = re.compile(r"[0-9a-f]{7,39}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST_ENTRIES = 10_000
_INDICES = ("model.safetensors.index.json", "pytorch_model.bin.index.json")


class CachedRevision(NamedTuple):
    """A commit that is here. `refs` are the branches and tags that stood for it when they were fetched.

    `fetched` is when it came here (UTC). `has_weights`: all weight files are here, so that values can be
    read and the model run; `has_headers`: names and shapes are known.
    """

    commit: str
    refs: tuple[str, ...]
    fetched: datetime
    has_weights: bool
    has_headers: bool
    folder: Path


def cache_folder() -> Path:
    """Where huggingface_hub keeps its snapshots: HF_HUB_CACHE, else HF_HOME/hub, else its default."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(name):
            return Path(os.environ[name]).expanduser()
    home = os.environ.get("HF_HOME")
    if home:
        return Path(home).expanduser() / "hub"
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "huggingface" / "hub"


def repository_folder(repo_id: str, *, cache: Path | None = None) -> Path:
    """Where a cache keeps a model: `models--ORG--NAME`."""
    return (cache or cache_folder()) / f"models--{repo_id.replace('/', '--')}"


def cached_snapshot(repo_id: str, revision: str | None = None, *, cache: Path | None = None) -> Path | None:
    """The snapshot folder of a repository in the local cache, or None when it is not there.

    `revision` is a branch, a tag or a commit (the first 7 letters or more); None means `main`. Nothing is
    downloaded. `cache` is another cache than huggingface_hub's own, of the same layout.
    """
    if parse_reference(f"{repo_id}@{revision}" if revision else repo_id) is None:
        return None
    repository = repository_folder(repo_id, cache=cache)
    commit = revision or "main"
    try:
        if not COMMIT.fullmatch(commit):
            commit = _read_ref(repository / "refs" / commit) or _only_commit(repository, commit)
        snapshot = repository / "snapshots" / commit
        return snapshot if COMMIT.fullmatch(commit) and snapshot.is_dir() else None
    except (OSError, ValueError):
        return None


def revisions_in(cache: Path, repo_id: str) -> tuple[CachedRevision, ...]:
    """Every commit of a model in a cache, the latest to come first."""
    from datetime import UTC, datetime

    if parse_reference(repo_id) is None:
        return ()
    repository = repository_folder(repo_id, cache=cache)
    refs: dict[str, tuple[str, ...]] = {}
    for path in itertools.islice(_files_below(repository / "refs"), _MOST_ENTRIES):
        commit = _read_ref(path)
        name = path.relative_to(repository / "refs").as_posix()
        refs[commit] = tuple(sorted((*refs.get(commit, ()), name)))
    revisions = []
    for commit in _commits(repository):
        folder = repository / "snapshots" / commit
        with suppress(OSError):
            fetched = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            whole = has_weights(folder)
            revisions.append(CachedRevision(commit, refs.get(commit, ()), fetched, whole, whole, folder))
    return tuple(sorted(revisions, key=lambda found: found.fetched, reverse=True))


def has_weights(snapshot: Path) -> bool:
    """Whether the weights that transformers would load are all here: one file, or every one of its index."""
    for name in ("model.safetensors", "pytorch_model.bin"):
        if is_file(snapshot / name):
            return True
    for index in _INDICES:
        if is_file(snapshot / index):
            with suppress(UnreadableInput):
                return all(
                    is_file(member(snapshot, name)) for name in set(weight_map(snapshot, index).values())
                )
            return False
    return False


def _read_ref(path: Path) -> str:
    try:
        with path.open(encoding="ascii") as file:
            return file.read(64).strip()
    except (OSError, ValueError):
        return ""


def _only_commit(repository: Path, start: str) -> str:
    """The one commit that is here and begins so; a branch may be called so too, and comes before it."""
    found = [commit for commit in _commits(repository) if commit.startswith(start)]
    return found[0] if _SHORT_COMMIT.fullmatch(start) and len(found) == 1 else ""


def _commits(repository: Path) -> list[str]:
    try:
        with os.scandir(repository / "snapshots") as entries:
            names = [entry.name for entry in itertools.islice(entries, _MOST_ENTRIES)]
    except OSError:
        return []
    return [name for name in names if COMMIT.fullmatch(name)]


def _files_below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def recorded_sha256(path: Path) -> str | None:
    """The SHA-256 that the cache keeps as the blob's name, for an LFS file in a snapshot; else None."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):
        return None
    is_blob = target.parent.name == "blobs" and target.parent.parent.name.startswith("models--")
    return target.name if is_blob and _SHA256.fullmatch(target.name) else None
