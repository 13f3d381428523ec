"""What a person types or pastes to name a model on the Hub: `org/name[@revision]`, or a link to it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

DEFAULT_ENDPOINT = "https://huggingface.co"
_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co"})

_REPO_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}(?:/[A-Za-z0-9_][\w.-]{0,95})?", re.ASCII)
_REVISION = re.compile(r"[A-Za-z0-9][\w./+-]{0,199}", re.ASCII)
_LONGEST = 2_000

_AT_REVISION = frozenset({"tree", "blob", "resolve", "raw", "blame", "commit", "commits"})
_BESIDE_REVISION = frozenset({"discussions", "settings", "community"})
_NO_MODELS = frozenset(
    {"datasets", "spaces", "buckets", "kernels", "docs", "blog", "papers", "collections", "organizations"}
    | {"settings", "api", "join", "login", "models", "tasks", "posts", "pricing", "learn", "new", "search"}
)
"""First segments of the site's own pages (huggingface_hub 2.4 `_hf_uris`, and its menus)."""


class HubName(NamedTuple):
    """A model on the Hub. `revision` is a branch, tag or commit, None where none was given.

    `file` is the path inside the repository that a link showed (`""`: the repository itself).
    """

    repo_id: str
    revision: str | None = None
    file: str = ""

    @property
    def source(self) -> str:
        """`org/name[@revision]`."""
        return f"{self.repo_id}@{self.revision}" if self.revision else self.repo_id


def download_command(source: str, revision: str | None = None) -> str:
    """How to fetch the whole model, weights included; `source` is `org/name[@revision]`."""
    repo_id, _, named = source.partition("@")
    wanted = revision or named
    return f"hf download {repo_id}" + (f" --revision {wanted}" if wanted else "")


def hub_endpoint() -> str:
    """The site that is asked: HF_ENDPOINT, else huggingface.co (as huggingface_hub has it)."""
    return (os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/")


def parse_reference(text: str) -> HubName | None:
    """The model that `org/name[@revision]` names, or None when it cannot be one (a path, a file name)."""
    repo_id, at, revision = text.partition("@")
    return _checked(repo_id, revision if at else None)


def parse_hub_link(text: str) -> HubName | None:
    """The model that `text` names: `org/name[@revision]`, a link to its page, or an `hf://` address.

    Links go to huggingface.co, hf.co or HF_ENDPOINT: /org/name, …/tree/REVISION[/FOLDER],
    …/blob/REVISION/FILE, …/commit/COMMIT. None for data sets, spaces, other sites and anything else.
    """
    text = text.strip().strip("<>")
    if len(text) > _LONGEST:
        return None
    scheme, separator, rest = text.partition("://")
    if not separator:
        if text.partition("/")[0].lower() in _HOSTS:
            return _from_url(f"https://{text}")
        return parse_reference(text)
    if scheme.lower() == "hf":
        return _from_address(rest)
    return _from_url(text) if scheme.lower() in ("http", "https") else None


def is_link(text: str) -> bool:
    """Whether `text` is an address of any site, and so neither a path nor `org/name`."""
    return text.strip().strip("<>").lower().startswith(("http://", "https://", "hf://"))


def _from_url(text: str) -> HubName | None:
    try:
        url, endpoint = urlsplit(text), urlsplit(hub_endpoint())
        host, path = (url.hostname or "").lower(), url.path
        is_endpoint = (host, url.port) == (endpoint.hostname, endpoint.port)
    except ValueError:  # a port that is no number, half an IPv6 address
        return None
    if is_endpoint:
        path = path.removeprefix(endpoint.path)
    elif host not in _HOSTS:
        return None
    segments = [unquote(segment) for segment in path.split("/") if segment]
    if not segments or segments[0].lower() in _NO_MODELS:
        return None
    owned = len(segments) > 1 and segments[1] not in _AT_REVISION | _BESIDE_REVISION
    repo_id, rest = "/".join(segments[: 1 + owned]), segments[1 + owned :]
    repo_id = repo_id.removesuffix(".git")
    if not rest or rest[0] in _BESIDE_REVISION:
        return _checked(repo_id, None)
    if rest[0] not in _AT_REVISION:
        return None
    return _at_revision(repo_id, rest[1:])


def _from_address(rest: str) -> HubName | None:
    """`hf://[models/]org/name[@revision][/path]` (huggingface_hub 2.4 `_hf_uris`)."""
    segments = [unquote(segment) for segment in rest.removeprefix("models/").split("/") if segment]
    if len(segments) < 2 or segments[0].lower() in _NO_MODELS:
        return None
    name, at, revision = segments[1].partition("@")
    repo_id = f"{segments[0]}/{name}"
    if at:
        return _at_revision(repo_id, [revision, *segments[2:]])
    return _checked(repo_id, None, file="/".join(segments[2:]))


def _at_revision(repo_id: str, segments: Sequence[str]) -> HubName | None:
    """A revision and the path after it; `refs/pr/7` and `refs/convert/x` are one revision."""
    if not segments:
        return _checked(repo_id, None)
    length = 3 if segments[0] == "refs" and len(segments) > 2 else 1
    return _checked(repo_id, "/".join(segments[:length]), file="/".join(segments[length:]))


def _checked(repo_id: str, revision: str | None, file: str = "") -> HubName | None:
    if not _REPO_ID.fullmatch(repo_id) or any(part in repo_id for part in ("..", "--")):
        return None
    if revision is not None and (not _REVISION.fullmatch(revision) or ".." in revision):
        return None
    return HubName(repo_id, revision, file)
