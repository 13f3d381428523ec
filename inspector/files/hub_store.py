"""A small cache of our own for what was read from the Hub: headers and small files, never weights.

Laid out as huggingface_hub lays out its cache (refs, snapshots), so that `hub.cached_snapshot` reads both;
beside them `listings/COMMIT.json` and `headers/CONTENT-ID`, which revisions with the same file share.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

from inspector.errors import InspectorError
from inspector.files import hub
from inspector.files.cache_folder import cache_folder
from inspector.files.hub_errors import HubError
from inspector.files.hub_link import HubName
from inspector.files.hub_listing import Listing, parse_listing, to_document
from inspector.files.hub_wire import MAX_API_BYTES
from inspector.files.safetensors import MAX_HEADER_BYTES
from inspector.files.whole_file import write_whole

_LAYOUT = "hub-1"
_HEX = re.compile(r"[0-9a-f]{40,64}")


class Store:
    """What is kept of one repository of one site: another HF_ENDPOINT has a store of its own."""

    def __init__(self, name: HubName, *, endpoint: str) -> None:
        self.name = name
        self.site = cache_folder() / _LAYOUT / _as_folder(endpoint)
        self.repository = hub.repository_folder(name.repo_id, cache=self.site)

    def snapshot(self, commit: str) -> Path:
        """Where the small files of a commit lie, under their own names."""
        return self.repository / "snapshots" / commit

    def commit_of(self, revision: str | None) -> str | None:
        """The commit that a revision was when it was last asked for."""
        found = hub.cached_snapshot(self.name.repo_id, revision, cache=self.site)
        return found.name if found is not None else None

    def listing(self, commit: str) -> Listing | None:
        """The listing of a commit; None when there is none, or it is damaged."""
        raw = self._read(Path("listings", f"{commit}.json"), limit=2 * MAX_API_BYTES)
        try:
            return parse_listing(json.loads(raw), self.name._replace(revision=commit)) if raw else None
        except (HubError, ValueError, RecursionError):
            return None

    def keep_listing(self, listing: Listing, revision: str | None) -> None:
        """Keep a listing, and which commit the revision is now."""
        self._write(Path("listings", f"{listing.commit}.json"), json.dumps(to_document(listing)).encode())
        if revision != listing.commit:
            with suppress(InspectorError):  # `a` was a branch once, and `a/b` is one now
                self._write(Path("refs", revision or "main"), listing.commit.encode())

    def keep_file(self, commit: str, file: str, content: bytes) -> None:
        self._write(Path("snapshots", commit, file), content)

    def header(self, content_id: str) -> bytes | None:
        """The first bytes of a .safetensors file: 8 of length, then the header; unchecked."""
        if not _HEX.fullmatch(content_id):
            return None
        return self._read(Path("headers", content_id), limit=MAX_HEADER_BYTES + 8)

    def keep_header(self, content_id: str, raw: bytes) -> None:
        if _HEX.fullmatch(content_id):
            self._write(Path("headers", content_id), raw)

    def _read(self, relative: Path, *, limit: int) -> bytes | None:
        try:
            with (self.repository / relative).open("rb") as file:
                raw = file.read(limit + 1)
        except OSError:
            return None
        return raw if len(raw) <= limit else None

    def _write(self, relative: Path, content: bytes) -> None:
        """Whole or not at all. Raises InspectorError when the folder cannot be written."""
        target = self.repository / relative
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)
        except OSError as error:
            raise InspectorError(
                f"What the Hub sent cannot be kept in {cache_folder()}: {error.strerror}.",
                "Name a folder that can be written in ADAPTER_INSPECTOR_CACHE.",
            ) from error


def _as_folder(endpoint: str) -> str:
    """The site's address as a folder name; a password in it stays out."""
    try:
        split = urlsplit(endpoint)
    except ValueError:
        return "no-site"
    return quote(f"{split.scheme}-{split.netloc.rpartition('@')[2]}{split.path}", safe="")[:120]
