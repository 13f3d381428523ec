"""What the Hub says about a repository: the files of one commit, and its commits, branches and tags."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from inspector.files import hub_errors
from inspector.files.hub_link import HubName
from inspector.files.hub_wire import Wire, quoted
from inspector.files.records import RemoteFile

_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_TITLE = 200
_MOST_PAGES = 20


class Listing(NamedTuple):
    """The files of one commit. `blobs` holds their Git object ids (hex), by file name."""

    commit: str
    date: datetime | None
    files: Mapping[str, RemoteFile]
    blobs: Mapping[str, str]

    def is_content_of(self, name: str, content: bytes) -> bool:
        """Whether `content` is the file's, by its SHA-256 (LFS) or its Git object id."""
        sha256 = self.files[name].sha256
        if sha256 is not None:
            return hashlib.sha256(content).hexdigest() == sha256
        framed = b"blob %d\0%b" % (len(content), content)
        return hashlib.sha1(framed, usedforsecurity=False).hexdigest() == self.blobs[name]

    def content_id(self, name: str) -> str:
        """What names the content wherever it appears: SHA-256 for LFS files, else the Git object id."""
        return self.files[name].sha256 or self.blobs[name]


class HubRevision(NamedTuple):
    """One commit: `refs` are the branches and tags that point at it. The title is a stranger's text."""

    commit: str
    date: datetime | None
    title: str
    refs: tuple[str, ...] = ()


class HubRevisions(NamedTuple):
    """`commits` of one branch, newest first (`more`: there are older ones); all branches and tags by name."""

    commits: tuple[HubRevision, ...]
    branches: Mapping[str, str]
    tags: Mapping[str, str]
    more: bool = False


def ask_listing(wire: Wire) -> tuple[Listing, Any]:
    """The files of the revision that `wire` is about, and the document that says so. Raises HubError."""
    document, _ = wire.ask(f"/revision/{quoted(wire.name.revision or 'main')}?blobs=true")
    return parse_listing(document, wire.name), document


def parse_listing(document: Any, name: HubName) -> Listing:
    """The listing in an answer of `/api/models/<repo>/revision/<revision>?blobs=true`.

    Fields: huggingface_hub 2.4, `ModelInfo` and `RepoSibling`. Raises HubError when it is none, when it is of
    another commit than was asked for, and when it names files outside the repository.
    """
    siblings = document.get("siblings") if isinstance(document, dict) else None
    commit = document.get("sha") if isinstance(document, dict) else None
    if not isinstance(siblings, list) or not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        raise hub_errors.untrue(name, "the server's answer is not the listing of a repository")
    if name.revision and _COMMIT.fullmatch(name.revision) and name.revision != commit:
        raise hub_errors.untrue(
            name, f"the server listed another commit ({commit[:7]}) than it was asked for"
        )
    files, blobs = {}, {}
    for entry in siblings:
        remote, blob = _file(entry, name)
        files[remote.name], blobs[remote.name] = remote, blob
    return Listing(commit, _date(document.get("lastModified")), files, blobs)


def to_document(listing: Listing) -> dict[str, Any]:
    """The listing in the Hub's own form, as `parse_listing` reads it."""
    siblings = []
    for remote in listing.files.values():
        entry = {"rfilename": remote.name, "size": remote.size, "blobId": listing.blobs[remote.name]}
        if remote.sha256 is not None:
            entry["lfs"] = {"sha256": remote.sha256, "size": remote.size}
        siblings.append(entry)
    date = listing.date.isoformat() if listing.date is not None else None
    return {"sha": listing.commit, "lastModified": date, "siblings": siblings}


def _file(entry: Any, name: HubName) -> tuple[RemoteFile, str]:
    fields = entry if isinstance(entry, dict) else {}
    file, size, blob, lfs = (fields.get(key) for key in ("rfilename", "size", "blobId", "lfs"))
    sha256 = lfs.get("sha256") if isinstance(lfs, dict) else None
    sound = (
        isinstance(file, str)
        and _is_inside(file)
        and type(size) is int
        and 0 <= size < 2**63
        and isinstance(blob, str)
        and _COMMIT.fullmatch(blob)
        and (not lfs or (isinstance(sha256, str) and _SHA256.fullmatch(sha256)))
    )
    if not sound:
        raise hub_errors.untrue(
            name, "the server's listing has an entry without a usable name, size and hash"
        )
    assert isinstance(file, str) and isinstance(size, int) and isinstance(blob, str)
    return RemoteFile(file, size, sha256), blob


def _is_inside(file: str) -> bool:
    path = PurePosixPath(file)
    return bool(file) and not path.is_absolute() and ".." not in path.parts and not set(file) & set("\\\0")


def ask_revisions(wire: Wire, *, at_most: int) -> HubRevisions:
    """Commits of the branch that `wire` is about, newest first, with all branches and tags. Raises HubError.

    Fields: huggingface_hub 2.4, `list_repo_refs` and `list_repo_commits`.
    """
    refs, _ = wire.ask("/refs")
    branches, tags = _refs(refs, "branches", wire.name), _refs(refs, "tags", wire.name)
    pointing: dict[str, tuple[str, ...]] = {}
    for ref, commit in (*branches.items(), *tags.items()):
        pointing[commit] = (*pointing.get(commit, ()), ref)
    commits: list[HubRevision] = []
    page: str | None = f"/commits/{quoted(wire.name.revision or 'main')}"
    for _ in range(_MOST_PAGES):
        if page is None or len(commits) >= at_most:
            break
        document, page = wire.ask(page)
        found = [_revision(entry, pointing) for entry in document] if isinstance(document, list) else []
        commits += [revision for revision in found if revision is not None]
    more = page is not None or len(commits) > at_most
    return HubRevisions(tuple(commits[:at_most]), branches, tags, more)


def _refs(document: Any, kind: str, name: HubName) -> dict[str, str]:
    entries = document.get(kind) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise hub_errors.untrue(name, f"the server's answer does not list {kind}")
    pairs = [(e.get("name"), e.get("targetCommit")) for e in entries if isinstance(e, dict)]
    return {
        ref: commit
        for ref, commit in pairs
        if isinstance(ref, str) and isinstance(commit, str) and _COMMIT.fullmatch(commit)
    }


def _revision(entry: Any, pointing: Mapping[str, tuple[str, ...]]) -> HubRevision | None:
    commit = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        return None
    title = entry.get("title")
    shown = " ".join(title.split())[:_LONGEST_TITLE] if isinstance(title, str) else ""
    return HubRevision(commit, _date(entry.get("date")), shown, pointing.get(commit, ()))


def _date(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
