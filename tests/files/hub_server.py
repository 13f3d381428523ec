"""A Hub on loopback: the API and the files of huggingface.co as far as headers need them, and a CDN.

Answers as the Hub answers (huggingface_hub 2.4, `hf_api`, `file_download`, `hf_raise_for_status`). A `Fault`
replaces the answer for the paths that it matches, on the Hub or on the CDN.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

TOKEN = "hf_SecretSecretSecretSecretSecret"


class Request(NamedTuple):
    """One request that arrived: at the `hub` or at the `cdn`."""

    site: str
    path: str
    headers: dict[str, str]


@dataclass(kw_only=True)
class Commit:
    files: dict[str, bytes]
    title: str = "Upload"
    date: str = "2026-01-01T00:00:00.000Z"

    @property
    def sha(self) -> str:
        digest = hashlib.sha1(f"{self.title}{self.date}".encode())
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()


@dataclass(kw_only=True)
class Repository:
    """`commits` oldest first; `main` is the last of them. `refs`: other branches, by name."""

    commits: list[Commit]
    refs: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    gated: bool = False
    private: bool = False

    def find(self, revision: str) -> Commit | None:
        wanted = {"main": self.commits[-1].sha, **self.refs, **self.tags}.get(revision, revision)
        return next((commit for commit in self.commits if commit.sha == wanted), None)


Answer = Callable[["_Handler", bytes], None]


@dataclass(kw_only=True)
class Fault:
    """`answer(handler, body)` stands in for the proper answer to the next `times` requests that match."""

    path: str
    answer: Answer
    times: int = 1_000
    site: str = "any"


class HubServer:
    """Two servers on two ports. `url` is what HF_ENDPOINT should be."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.released = threading.Event()
        self._servers = [self._serve("hub"), self._serve("cdn")]
        self.url, self.cdn_url = (f"http://127.0.0.1:{server.server_port}" for server in self._servers)

    def _serve(self, site: str) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"hub": self, "site": site})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server

    def add(self, repo_id: str, *folders: Path, **options: Any) -> Repository:
        """A repository with a commit a folder, the last one newest."""
        commits = [
            Commit(
                files={
                    path.relative_to(folder).as_posix(): path.read_bytes()
                    for path in sorted(folder.rglob("*"))
                    if path.is_file()
                },
                title=f"Upload {number}",
                date=f"2026-01-{number + 1:02}T00:00:00.000Z",
            )
            for number, folder in enumerate(folders)
        ]
        self.repositories[repo_id] = Repository(commits=commits, **options)
        return self.repositories[repo_id]

    def fail(self, path: str, answer: Answer, **options: Any) -> None:
        self.faults.append(Fault(path=path, answer=answer, **options))

    def asked(self, site: str = "any") -> list[str]:
        return [request.path for request in self.requests if site in ("any", request.site)]

    def close(self) -> None:
        self.released.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()


@contextmanager
def hub_server() -> Iterator[HubServer]:
    server = HubServer()
    try:
        yield server
    finally:
        server.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: HubServer
    site: str

    def log_message(self, *_: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):  # the other side has read enough, or has left
            super().handle()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append(Request(self.site, path, {k.lower(): v for k, v in self.headers.items()}))
        for fault in self.hub.faults:
            if fault.times and fault.site in ("any", self.site) and re.search(fault.path, path):
                fault.times -= 1
                fault.answer(self, self._content(path))
                return
        if self.site == "cdn":
            self.send_part(self._content(path))
        elif path.startswith("/api/models/"):
            self._answer_api(path.removeprefix("/api/models/"))
        else:
            self._answer_file(path)

    def _content(self, path: str) -> bytes:
        """The bytes that a path of either site stands for; of an API path none."""
        match = re.fullmatch(r"/(?:lfs/)?(.+?)/resolve/([^/]+)/(.+)", path)
        repository = self.hub.repositories.get(match[1]) if match else None
        commit = repository.find(match[2]) if match and repository else None
        return commit.files.get(match[3], b"") if match and commit else b""

    def _answer_api(self, path: str) -> None:
        match = re.fullmatch(r"(.+?)/(revision|commits|refs)(?:/(.+))?", path)
        repository = self._permitted(match[1]) if match else None
        if match is None or repository is None:
            return
        if match[2] == "refs":
            tips = {"main": repository.commits[-1].sha, **repository.refs}
            self.send_json(
                {kind: [{"name": n, "ref": n, "targetCommit": c} for n, c in refs.items()]
                 for kind, refs in (("branches", tips), ("tags", repository.tags), ("converts", {}))}
            )  # fmt: skip
            return
        commit = repository.find(match[3])
        if commit is None:
            self.refuse(404, "RevisionNotFound")
        elif match[2] == "commits":
            until = repository.commits.index(commit) + 1
            self.send_json(
                [{"id": c.sha, "title": c.title, "message": "", "date": c.date, "authors": []}
                 for c in reversed(repository.commits[:until])]
            )  # fmt: skip
        else:
            siblings = [_sibling(name, content) for name, content in commit.files.items()]
            self.send_json({"sha": commit.sha, "lastModified": commit.date, "siblings": siblings})

    def _answer_file(self, path: str) -> None:
        repo_id, _, rest = path.removeprefix("/").partition("/resolve/")
        repository = self._permitted(repo_id, file=True)
        if repository is None:
            return
        revision, _, name = rest.partition("/")
        commit = repository.find(revision)
        if commit is None:
            self.refuse(404, "RevisionNotFound")
        elif name not in commit.files:
            self.refuse(404, "EntryNotFound")
        elif is_lfs(name):
            content = commit.files[name]
            self.send(302, b"", {
                "Location": f"{self.hub.cdn_url}/lfs{self.path}?X-Amz-Signature=secret",
                "X-Repo-Commit": commit.sha,
                "X-Linked-Size": str(len(content)),
                "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
            })  # fmt: skip
        else:
            self.send_part(commit.files[name], {"X-Repo-Commit": commit.sha})

    def _permitted(self, repo_id: str, *, file: bool = False) -> Repository | None:
        """The repository, or None after a refusal as the Hub words it."""
        repository = self.hub.repositories.get(repo_id)
        said = self.headers.get("Authorization")
        if said not in (None, f"Bearer {TOKEN}"):
            self.refuse(401, message="Invalid credentials in Authorization header")
        elif repository is None or (repository.private and said is None):
            self.refuse(401 if said is None else 404, "" if said is None else "RepoNotFound")
        elif repository.gated and file:
            self.refuse(401 if said is None else 403, "GatedRepo")
        else:
            return repository
        return None

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_json(self, document: Any) -> None:
        self.send(200, json.dumps(document).encode(), {"Content-Type": "application/json"})

    def send_part(self, body: bytes, headers: dict[str, str] | None = None) -> None:
        """The range that was asked for, or all of it."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if not asked:
            self.send(200, body, headers)
            return
        first, last = int(asked[1]), min(int(asked[2]), len(body) - 1)
        said = {"Content-Range": f"bytes {first}-{last}/{len(body)}", **(headers or {})}
        self.send(206, body[first : last + 1], said)

    def refuse(self, status: int, code: str = "", message: str = "") -> None:
        self.send(status, b"{}", {"X-Error-Code": code, "X-Error-Message": message or "No."})


def is_lfs(name: str) -> bool:
    return name.endswith((".safetensors", ".bin", ".gguf")) or name == "tokenizer.json"


def _sibling(name: str, content: bytes) -> dict[str, Any]:
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
    entry: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": blob}
    if is_lfs(name):
        sha256 = hashlib.sha256(content).hexdigest()
        entry["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
    return entry
