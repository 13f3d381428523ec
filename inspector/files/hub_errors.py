"""What goes wrong with the Hub, each in one sentence with a hint; never the text of a stranger's error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from urllib.parse import quote, urlsplit

from inspector.errors import UnreadableInput
from inspector.files.hub_link import HubName, download_command
from inspector.files.signatures import short_size

_LOG_IN = "Log in with `hf auth login`, or set HF_TOKEN."


class HubFault(StrEnum):
    """What kind of failure it was, for whoever offers something to do about it."""

    MISSING = "missing"
    NO_REVISION = "no-revision"
    NO_FILE = "no-file"
    GATED = "gated"
    DENIED = "denied"
    BUSY = "busy"
    SERVER = "server"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    OFFLINE = "offline"
    UNTRUE = "untrue"
    UNSUITABLE = "unsuitable"


class HubError(UnreadableInput):
    """A base on the Hub could not be read. `fault` says why, `rule` is ADP001 (ADP003: damaged or untrue)."""

    def __init__(self, fault: HubFault, message: str, hint: str = "", *, name: HubName) -> None:
        rule = "ADP003" if fault is HubFault.UNTRUE else "ADP001"
        super().__init__(message, hint, rule=rule, path=name.source)
        self.fault = fault


def from_status(
    status: int,
    headers: Mapping[str, str],
    name: HubName,
    *,
    file: str,
    endpoint: str,
    asked: str,
    logged_in: bool,
) -> HubError:
    """The error for an HTTP answer of 400 or more; `headers` with names in any case that `.get` finds.

    `asked` is the address that answered: a redirect may have led to another site than `endpoint`.

    Codes: huggingface_hub 2.4 `hf_raise_for_status` (X-Error-Code: RepoNotFound, RevisionNotFound,
    EntryNotFound, GatedRepo). The Hub answers 401 for what does not exist when nobody is logged in.
    """
    site, code = _host(asked), headers.get("x-error-code", "")
    page = page_of(name, endpoint=endpoint)
    if code == "RevisionNotFound":
        return HubError(
            HubFault.NO_REVISION,
            f"{name.repo_id} has no revision {name.revision or 'main'}.",
            f"`{name.repo_id}@?` lists its revisions; a commit is given with all of its 40 letters.",
            name=name,
        )
    if code == "GatedRepo":
        hint = f"Ask for access at {page}." + ("" if logged_in else f" {_LOG_IN}")
        return HubError(HubFault.GATED, f"{name.repo_id} is gated: access must be granted.", hint, name=name)
    if status == 401 and logged_in and code != "RepoNotFound":
        return HubError(HubFault.DENIED, f"{site} does not accept the log-in kept here.", _LOG_IN, name=name)
    if status == 403:
        return HubError(
            HubFault.DENIED,
            f"{site} does not let this log-in read {name.repo_id}.",
            "A fine-grained token must name the repository; see its settings on the Hub."
            if logged_in
            else _LOG_IN,
            name=name,
        )
    if code == "EntryNotFound" or (status == 404 and file and code != "RepoNotFound"):
        return HubError(HubFault.NO_FILE, f"{name.source} has no file {file}.", f"See {page}.", name=name)
    if status in (401, 404):
        hint = "Check its spelling." if logged_in else f"Check its spelling. If it is private: {_LOG_IN}"
        return HubError(HubFault.MISSING, f"{site} has no model {name.repo_id}.", hint, name=name)
    if status == 429:
        return HubError(HubFault.BUSY, f"{site} refuses more requests for now.", _wait(headers), name=name)
    if status >= 500:
        return HubError(
            HubFault.SERVER,
            f"{site} has trouble of its own (HTTP {status}).",
            "Try again later, or go offline: then what is on this machine is taken.",
            name=name,
        )
    return HubError(
        HubFault.SERVER, f"{site} refused the request (HTTP {status}).", f"Look at {page}.", name=name
    )


def from_exception(error: BaseException, name: HubName, *, endpoint: str) -> HubError:
    """The error for a request to `endpoint`, or to an address on the way from it, that got no answer.

    Judged by class names, which httpx and its successors share; messages may hold a token and stay out.
    """
    site, kinds = _host(endpoint), _kinds(error)
    if "OfflineModeIsEnabled" in kinds:
        return offline(name)
    if "TimeoutException" in kinds:
        return stalled(name, endpoint=endpoint)
    proxy = _proxy(endpoint)
    if "ProxyError" in kinds or ("ConnectError" in kinds and proxy):
        return HubError(
            HubFault.UNREACHABLE,
            f"The proxy {proxy or 'that is set'} does not lead to {site}.",
            "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
            name=name,
        )
    causes = [_kinds(cause) for cause in _causes(error)]
    if any("SSLError" in names for names in causes):
        certificate = any("SSLCertVerificationError" in names for names in causes)
        return HubError(
            HubFault.UNREACHABLE,
            f"The certificate of {site} could not be verified."
            if certificate
            else f"No secure connection to {site} could be made.",
            "Check the clock, or give the certificates of your network in SSL_CERT_FILE.",
            name=name,
        )
    if any("gaierror" in names for names in causes):
        message = f"The name {site} could not be resolved."
    elif "ConnectError" in kinds:
        message = f"{site} could not be reached."
    elif kinds & {"NetworkError", "RemoteProtocolError"}:
        message = f"{site} broke off in the middle of its answer."
    else:
        message = f"{site} could not be asked ({type(error).__name__})."
    return HubError(
        HubFault.UNREACHABLE,
        message,
        "Check the network, or go offline: then what is on this machine is taken.",
        name=name,
    )


def stalled(name: HubName, *, endpoint: str) -> HubError:
    return HubError(
        HubFault.TIMEOUT,
        f"{_host(endpoint)} did not answer in time.",
        "Try again; what was read so far is kept.",
        name=name,
    )


def offline(name: HubName) -> HubError:
    return HubError(
        HubFault.OFFLINE,
        f"{name.source} is not complete in the local Hub cache, and HF_HUB_OFFLINE keeps this offline.",
        f"Unset HF_HUB_OFFLINE, or fetch it with: {download_command(name.source)}",
        name=name,
    )


def untrue(name: HubName, what: str) -> HubError:
    """`what` the server did, as the end of a sentence that begins with the model's name."""
    return HubError(
        HubFault.UNTRUE,
        f"{name.source}: {what}.",
        "Nothing of it was used. Try again; a mirror or proxy on the way may be at fault.",
        name=name,
    )


def too_large(name: HubName, file: str, limit: int) -> HubError:
    return untrue(name, f"{file} is larger than the {short_size(limit)} that any such answer needs")


def page_of(name: HubName, *, endpoint: str) -> str:
    """The model's page in a browser; a password in the endpoint stays out."""
    scheme, _, rest = endpoint.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}/{quote(name.repo_id)}"


def _host(endpoint: str) -> str:
    try:
        split = urlsplit(endpoint)
        host = split.hostname or "the Hub"
        return f"{host}:{split.port}" if split.port else host
    except ValueError:  # HF_ENDPOINT is no address
        return "the Hub"


def _proxy(endpoint: str) -> str | None:
    """`host:port` of the proxy that the environment sets for this site; a password in it stays out."""
    from urllib.request import getproxies, proxy_bypass

    split = urlsplit(endpoint)
    proxies = getproxies()
    proxy = proxies.get(split.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(split.hostname or ""):
        return None
    return _host(proxy if "://" in proxy else f"http://{proxy}")


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(20):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _wait(headers: Mapping[str, str]) -> str:
    seconds = headers.get("retry-after", "")
    pieces = dict(piece.strip().partition("=")[::2] for piece in headers.get("ratelimit", "").split(";"))
    seconds = seconds if seconds.isdecimal() else pieces.get("t", "")
    when = f"in {int(seconds[:6])} seconds" if seconds.isdecimal() else "in a few minutes"
    return f"Try again {when}; those who are logged in may ask more often."
