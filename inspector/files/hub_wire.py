"""Bounded requests to the Hub through huggingface_hub's own session: its proxies, certificates and log-in.

The library's higher functions read answers of any size, retry for minutes and do not stop when asked to;
`get_session` and `get_token` are what they themselves stand on (huggingface_hub 2.4).
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from inspector import __version__
from inspector.errors import Cancelled
from inspector.files import hub_errors
from inspector.files.folder import printable
from inspector.files.hub_access import Patience
from inspector.files.hub_errors import HubError, HubFault
from inspector.files.hub_link import HubName, hub_endpoint
from inspector.files.records import RemoteFile
from inspector.files.signatures import HEAD_BYTES, is_html

MAX_API_BYTES = 20_000_000
"""Longest answer of the Hub's API that is read; a listing of 10,000 files has 3 MB."""

MAX_API_MARKS = 2_000_000
"""Brackets and commas that such an answer may hold; keeps hostile JSON from filling memory."""

MAX_REDIRECTS = 5
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_NEXT_PAGE = re.compile(r'<[^<>]*/api/models/[^<>]*?(/commits/[^<>]*)>\s*;\s*rel="next"')
"""Of it only the page is taken: the site and the model stay those that were asked."""

_PASSING = frozenset({500, 502, 503, 504})
_BROKEN_OFF = frozenset({"ReadError", "WriteError", "RemoteProtocolError"})
"""Of httpx and its successors: the connection was there and went away."""


class _Request(NamedTuple):
    """At most `limit` bytes of `url`; `ranged`: its first `limit` bytes alone. `remote`: the file, if one."""

    url: str
    limit: int
    remote: RemoteFile | None = None
    commit: str = ""
    ranged: bool = False

    @property
    def what(self) -> str:
        return printable(self.remote.name) if self.remote is not None else "its answer"


class _Answer(NamedTuple):
    """`size` is the whole file's, in bytes, where the server said it."""

    body: bytes
    headers: Mapping[str, str]
    size: int | None


class _BrokenOff(Exception):
    """The server had a moment's trouble: worth asking again."""

    def __init__(self, error: HubError) -> None:
        self.error = error


class _Unanswered(Exception):
    """A request got no answer from the site of `url`, which a redirect may have led to."""

    def __init__(self, url: str) -> None:
        self.url = url


class Wire:
    """Requests about one model to the site of HF_ENDPOINT. `stop` ends what is under way: Cancelled.

    Raises HubError when HF_ENDPOINT is no address.
    """

    def __init__(self, name: HubName, *, patience: Patience, stop: threading.Event) -> None:
        self.name, self.patience, self.stop = name, patience, stop
        self.endpoint = hub_endpoint()
        if not _is_site(self.endpoint):
            raise HubError(
                HubFault.UNREACHABLE,
                "HF_ENDPOINT is not the address of a site.",
                "It should look like https://huggingface.co; unset it to take that.",
                name=name,
            )

    def ask(self, path: str) -> tuple[Any, str | None]:
        """The JSON that the API gives for `/api/models/<repo><path>`, and the path of the next page if any.

        Raises HubError, Cancelled.
        """
        url = f"{self.endpoint}/api/models/{self.name.repo_id}{path}"
        answer = self._get(_Request(url, MAX_API_BYTES))
        following = _NEXT_PAGE.search(answer.headers.get("link", ""))
        return self._parsed(answer.body), following[1] if following else None

    def whole(self, remote: RemoteFile, commit: str, *, limit: int) -> bytes:
        """A file's content. Raises HubError (also above `limit` bytes), Cancelled."""
        if remote.size > limit:
            raise hub_errors.too_large(self.name, printable(remote.name), limit)
        request = _Request(self._address(remote, commit), limit, remote, commit)
        body = self._get(request).body
        self._expect(remote.size, len(body), request)
        return body

    def start(self, remote: RemoteFile, commit: str, *, count: int) -> bytes:
        """The first `count` bytes of a file, by a range request; all of it where it is shorter.

        A server that knows no ranges sends the whole file; only its beginning is read. Raises HubError when
        the server sends another part than it was asked for, or a file of another size; Cancelled.
        """
        count = min(count, remote.size)
        request = _Request(self._address(remote, commit), count, remote, commit, ranged=True)
        answer = self._get(request)
        self._expect(remote.size, answer.size, request)
        if len(answer.body) < count:
            raise hub_errors.untrue(self.name, f"the server sent less of {request.what} than it announced")
        return answer.body

    def _expect(self, size: int, found: int | None, request: _Request) -> None:
        if found != size:
            raise hub_errors.untrue(
                self.name, f"{request.what} did not come with the size that it is listed with"
            )

    def _address(self, remote: RemoteFile, commit: str) -> str:
        from huggingface_hub import hf_hub_url

        return str(hf_hub_url(self.name.repo_id, remote.name, revision=commit, endpoint=self.endpoint))

    def _get(self, request: _Request) -> _Answer:
        for remaining in range(self.patience.retries, -1, -1):
            try:
                return self._follow(request)
            except _BrokenOff as broken:
                told = broken.error
            except _Unanswered as unanswered:
                error = unanswered.__cause__
                assert error is not None
                # Its text may hold the request's headers, and they the token.
                told = hub_errors.from_exception(error, self.name, endpoint=unanswered.url)
                if not {kind.__name__ for kind in type(error).__mro__} & _BROKEN_OFF:
                    raise told from None
            if not remaining:
                raise told
            if self.stop.wait(self.patience.pause):
                raise Cancelled
        raise AssertionError("unreachable")

    def _follow(self, request: _Request) -> _Answer:
        """One request and its redirects. The log-in goes to the first site alone (its scheme, host, port)."""
        from huggingface_hub import get_session

        patience, url, headers = self.patience, request.url, _headers(request)
        logged_in = "authorization" in headers
        deadline = time.monotonic() + patience.request
        timeout = (patience.connect, patience.read, patience.read, patience.connect)
        for _ in range(MAX_REDIRECTS + 1):
            try:
                with get_session().stream(
                    "GET", url, headers=headers, timeout=timeout, follow_redirects=False
                ) as response:
                    if response.status_code >= 400:
                        raise self._refusal(response, request, url=url, logged_in=logged_in)
                    self._check_promises(response.headers, request)
                    if not 300 <= response.status_code < 400:
                        return self._read(response, request, url=url, deadline=deadline)
                    target = self._target(response, url)
            except (HubError, _BrokenOff, Cancelled):
                raise
            except Exception as error:
                raise _Unanswered(url) from error
            if _origin(target) != _origin(url):
                headers.pop("authorization", None)
                self._check_target(url, target)
            url = target
        raise hub_errors.untrue(self.name, "the server leads round in a circle of redirects")

    def _target(self, response: Any, url: str) -> str:
        """Where a redirect leads."""
        location = response.headers.get("location", "")
        if not location:
            raise hub_errors.untrue(
                self.name, f"the server leads on without saying where (HTTP {response.status_code})"
            )
        return urljoin(url, str(location))

    def _refusal(self, response: Any, request: _Request, *, url: str, logged_in: bool) -> Exception:
        error = hub_errors.from_status(
            response.status_code,
            response.headers,
            self.name,
            file=request.what if request.remote is not None else "",
            endpoint=self.endpoint,
            asked=url,
            logged_in=logged_in,
        )
        return _BrokenOff(error) if response.status_code in _PASSING else error

    def _check_target(self, url: str, target: str) -> None:
        scheme = urlsplit(target).scheme
        if scheme not in ("http", "https") or (urlsplit(url).scheme == "https" and scheme == "http"):
            raise hub_errors.untrue(self.name, "the server leads away to an address that is not secure")

    def _check_promises(self, headers: Mapping[str, str], request: _Request) -> None:
        """The Hub says which commit and which LFS content it sends; both are known from the listing.

        Headers: huggingface_hub 2.4 `constants` (X-Repo-Commit, X-Linked-Etag).
        """
        remote, commit = request.remote, headers.get("x-repo-commit")
        if remote is None:
            return
        if commit and commit != request.commit:
            raise hub_errors.untrue(self.name, f"the server sent {request.what} of another commit")
        content = headers.get("x-linked-etag", "").removeprefix("W/").strip('"')
        if content and remote.sha256 and content != remote.sha256:
            raise hub_errors.untrue(self.name, f"the server sent another {request.what} than it lists")

    def _read(self, response: Any, request: _Request, *, url: str, deadline: float) -> _Answer:
        what, limit, headers = request.what, request.limit, response.headers
        if headers.get("content-encoding", "identity") != "identity":
            raise hub_errors.untrue(self.name, f"{what} came compressed, which was not asked for")
        length = headers.get("content-length", "")
        size = int(length) if length.isdecimal() and len(length) < 19 else None
        wanted = limit
        if response.status_code == 206 and request.ranged:
            size, wanted = self._range(headers.get("content-range", ""), limit, what)
        elif response.status_code != 200:
            raise hub_errors.untrue(self.name, f"{what} came with HTTP {response.status_code}")
        elif not request.ranged and size is not None and size > limit:
            raise hub_errors.too_large(self.name, what, limit)
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if self.stop.is_set():
                raise Cancelled
            if time.monotonic() > deadline:
                raise hub_errors.stalled(self.name, endpoint=url)
            if request.ranged and len(body) >= wanted:
                return _Answer(bytes(body[:wanted]), headers, size)
            if len(body) > limit:
                raise hub_errors.too_large(self.name, what, limit)
        return _Answer(bytes(body), headers, size)

    def _range(self, said: str, limit: int, what: str) -> tuple[int, int]:
        """The file's size and the part's length, from Content-Range. Raises HubError for another part."""
        match = _CONTENT_RANGE.fullmatch(said.strip())
        first, last, size = (int(number) for number in match.groups()) if match else (-1, -1, -1)
        if first != 0 or last != min(limit, size) - 1:
            raise hub_errors.untrue(
                self.name, f"the server sent another part of {what} than it was asked for"
            )
        return size, last + 1

    def _parsed(self, raw: bytes) -> Any:
        if sum(raw.count(mark) for mark in (b"{", b"[", b",")) > MAX_API_MARKS:
            raise hub_errors.untrue(self.name, "the server's answer holds more than any repository has")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            pass
        if is_html(raw[:HEAD_BYTES]):
            raise HubError(
                HubFault.UNTRUE,
                f"A web page came instead of an answer about {self.name.repo_id}.",
                "The network may want a log-in of its own first: open any page in a browser.",
                name=self.name,
            )
        raise hub_errors.untrue(self.name, "the server's answer is not JSON")


def _headers(request: _Request) -> dict[str, str]:
    """Who asks, with huggingface_hub's own log-in. Its `build_hf_headers` would ask the Hub for a list first,
    to tell it which program this runs in."""
    from huggingface_hub import __version__ as hub_version
    from huggingface_hub import constants, get_token

    headers = {
        "user-agent": f"adapter-inspector/{__version__}; hf_hub/{hub_version}",
        "accept-encoding": "identity",  # ranges count plain bytes, and nothing can unfold in memory
    }
    if request.ranged:
        headers["range"] = f"bytes=0-{request.limit - 1}"
    token = None if constants.HF_HUB_DISABLE_IMPLICIT_TOKEN else get_token()
    return headers | ({"authorization": f"Bearer {token}"} if token else {})


def _is_site(endpoint: str) -> bool:
    try:
        split = urlsplit(endpoint)
        return split.scheme in ("http", "https") and bool(split.hostname) and split.port != 0
    except ValueError:  # half an IPv6 address, a port that is no number
        return False


def _origin(url: str) -> tuple[str, str | None, int | None]:
    split = urlsplit(url)
    return split.scheme, split.hostname, split.port or {"http": 80, "https": 443}.get(split.scheme)


def quoted(revision: str) -> str:
    """A revision as one segment of a path."""
    return quote(revision, safe="")
