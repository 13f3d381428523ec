"""The local Hub cache, by its folder layout alone: no network, no library.

Layout (huggingface_hub 2.4, `file_download`): models--ORG--NAME/refs/REVISION holds a commit hash,
snapshots/COMMIT/ links to blobs/ETAG; for LFS files the ETag is the SHA-256.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

_REPO_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9_][\w.-]{0,95})?")
_REVISION = re.compile(r"[A-Za-z0-9][\w./-]{0,199}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class RepoReference(NamedTuple):
    """`org/name@revision`; `revision` is None when none was given."""

    repo_id: str
    revision: str | None


def parse_reference(text: str) -> RepoReference | None:
    """The Hub repository that `text` names, or None when it cannot be one (a path, a file name)."""
    repo_id, at, revision = text.partition("@")
    if not _REPO_ID.fullmatch(repo_id) or any(part in repo_id for part in ("..", "--")):
        return None
    if at and (not _REVISION.fullmatch(revision) or ".." in revision):
        return None
    return RepoReference(repo_id, revision if at else None)


def cache_folder() -> Path:
    """Where huggingface_hub keeps its snapshots: HF_HUB_CACHE, else HF_HOME/hub, else its default."""
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if os.environ.get(name):
            return Path(os.environ[name]).expanduser()
    home = os.environ.get("HF_HOME")
    if home:
        return Path(home).expanduser() / "hub"
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "huggingface" / "hub"


def cached_snapshot(repo_id: str, revision: str | None = None) -> Path | None:
    """The snapshot folder of a repository in the local cache, or None when it is not there.

    `revision` is a branch, a tag or a full commit hash; None means `main`. Nothing is downloaded.
    """
    if parse_reference(f"{repo_id}@{revision}" if revision else repo_id) is None:
        return None
    repository = cache_folder() / f"models--{repo_id.replace('/', '--')}"
    commit = revision or "main"
    try:
        if not _COMMIT.fullmatch(commit):
            with (repository / "refs" / commit).open(encoding="ascii") as file:
                commit = file.read(64).strip()
        snapshot = repository / "snapshots" / commit
        return snapshot if _COMMIT.fullmatch(commit) and snapshot.is_dir() else None
    except (OSError, ValueError):
        return None


def commit_of(folder: Path) -> str | None:
    """The commit hash, when `folder` is a snapshot in a Hub cache."""
    try:
        resolved = folder.resolve()
    except (OSError, RuntimeError):
        return None
    in_cache = resolved.parent.name == "snapshots" and resolved.parent.parent.name.startswith("models--")
    return resolved.name if in_cache and _COMMIT.fullmatch(resolved.name) else None


def recorded_sha256(path: Path) -> str | None:
    """The SHA-256 that the cache keeps as the blob's name, for an LFS file in a snapshot; else None."""
    try:
        target = path.resolve()
    except (OSError, RuntimeError):
        return None
    is_blob = target.parent.name == "blobs" and target.parent.parent.name.startswith("models--")
    return target.name if is_blob and _SHA256.fullmatch(target.name) else None
