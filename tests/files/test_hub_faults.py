"""A Hub that refuses, stalls, breaks off or lies: one sentence and a hint, nothing lost, nothing hanging."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from container_files import HTML, packed, write_base, write_sharded
from hub_server import TOKEN, HubServer
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import Cancelled, InspectorError, UnreadableInput
from inspector.files import hub_base, hub_wire
from inspector.files.base import read_base
from inspector.files.hub_access import HubAccess, Patience
from inspector.files.hub_errors import HubError, HubFault
from inspector.files.hub_link import HubName
from inspector.files.hub_listing import parse_listing, to_document
from inspector.files.hub_revisions import list_revisions
from inspector.report.as_json import error_document

BRIEF = Patience(connect=2.0, read=0.2, request=0.6, total=5.0, retries=1, pause=0.0)
PATIENT = Patience(connect=600.0, read=600.0, request=600.0, total=600.0)
ACCESS = HubAccess(network=True, patience=BRIEF)
WEIGHTS, LISTING = r"\.safetensors$", "/api/models/"

Handler = Any


def failure(source: str = "org/tiny", access: HubAccess = ACCESS) -> HubError:
    with pytest.raises(HubError) as caught:
        read_base(source, access)
    assert caught.value.message.endswith(".") and "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


@pytest.fixture
def tiny(hub: HubServer, tmp_path: Path) -> HubServer:
    """org/tiny on the Hub, whole."""
    hub.add("org/tiny", write_base(tmp_path / "made"))
    return hub


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"{}") -> Callable[..., None]:
    return lambda handler, content: handler.send(code, body, headers)


def stall(handler: Handler, content: bytes) -> None:
    handler.hub.released.wait()


def stall_inside(handler: Handler, content: bytes) -> None:
    handler.send(200, b"{", {"Content-Length": "100"})
    handler.hub.released.wait()


def drip(handler: Handler, content: bytes) -> None:
    handler.send(200, b"", {"Content-Length": "100000"})
    while not handler.hub.released.wait(0.05):
        handler.wfile.write(b" ")


def break_off(handler: Handler, content: bytes) -> None:
    handler.send(200, content[:50] or b"{", {"Content-Length": "10000"})
    handler.close_connection = True


def endless(handler: Handler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while not handler.hub.released.is_set():
        handler.wfile.write(b"10000\r\n" + b"[" * 0x10000 + b"\r\n")


# --- refusals -----------------------------------------------------------------------------------------------


def test_a_model_that_is_not_there(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    error = failure("org/absent")
    assert error.fault is HubFault.MISSING and "has no model org/absent" in error.message
    assert "hf auth login" in error.hint  # it may be private
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert failure("org/absent").hint == "Check its spelling."


def test_a_private_model_is_there_for_its_owner(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.repositories["org/tiny"].private = True
    assert failure().fault is HubFault.MISSING
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    assert read_base("org/tiny", ACCESS).tensors


def test_a_gated_model_says_where_to_ask(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny.repositories["org/tiny"].gated = True
    for token in (None, TOKEN):
        if token:
            monkeypatch.setenv("HF_TOKEN", token)
        error = failure()
        assert error.fault is HubFault.GATED and f"{tiny.url}/org/tiny" in error.hint
        assert ("hf auth login" in error.hint) is (token is None)


def test_a_password_in_the_address_of_the_site_is_not_shown(
    tiny: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", tiny.url.replace("http://", "http://user:secret@"))
    tiny.repositories["org/tiny"].gated = True
    tiny.fail("", lambda handler, content: handler.refuse(403, "GatedRepo"))
    assert tiny.url in failure().hint and "secret" not in str(failure())
    tiny.faults.clear()
    tiny.fail("", status(500))
    assert "secret" not in str(failure())
    assert not any("secret" in str(path) for path in (tmp_path / "own-cache").rglob("*"))


def test_a_revision_that_is_not_there(tiny: HubServer) -> None:
    for revision in ("v9", "0" * 40):
        error = failure(f"org/tiny@{revision}")
        assert error.fault is HubFault.NO_REVISION and revision in error.message


@pytest.mark.parametrize(
    ("answer", "fault", "said"),
    [
        (status(403), HubFault.DENIED, "does not let this log-in read"),
        (status(404), HubFault.MISSING, "has no model"),
        (status(429, {"Retry-After": "77"}), HubFault.BUSY, "in 77 seconds"),
        (status(429, {"RateLimit": '"api";r=0;t=55'}), HubFault.BUSY, "in 55 seconds"),
        (status(429), HubFault.BUSY, "in a few minutes"),
        (status(500), HubFault.SERVER, "HTTP 500"),
        (status(503), HubFault.SERVER, "HTTP 503"),
        (status(418), HubFault.SERVER, "HTTP 418"),
        (status(204), HubFault.UNTRUE, "HTTP 204"),
        (status(206), HubFault.UNTRUE, "HTTP 206"),
        (status(200, body=HTML), HubFault.UNTRUE, "web page"),
        (status(200, body=b"no"), HubFault.UNTRUE, "not JSON"),
        (status(200, body=b"\xff\xfe"), HubFault.UNTRUE, "not JSON"),
        (status(200, body=b"[" * 200_000), HubFault.UNTRUE, "not JSON"),
        (status(200, body=b"[" + b"{}," * 2_000_000), HubFault.UNTRUE, "more than any repository has"),
        (status(200, body=b"[]"), HubFault.UNTRUE, "not the listing"),
        (status(200, {"Content-Encoding": "gzip"}, gzip.compress(b"{}")), HubFault.UNTRUE, "compressed"),
        (status(200, {"Content-Length": str(10**12)}), HubFault.UNTRUE, "larger than"),
        (status(302, {"Location": "file:///etc/passwd"}), HubFault.UNTRUE, "not secure"),
        (status(302, {"Location": "/api/models/org/tiny"}), HubFault.UNTRUE, "circle"),
        (status(302), HubFault.UNTRUE, "without saying where"),
        (status(304), HubFault.UNTRUE, "without saying where"),
        (status(302, {"Location": "http://[broken"}), HubFault.UNREACHABLE, "could not be asked"),
        (status(200, {f"X-{n}": "x" * 1000 for n in range(2000)}), HubFault.UNREACHABLE, "broke off"),
        (endless, HubFault.UNTRUE, "larger than"),
        (stall, HubFault.TIMEOUT, "in time"),
        (stall_inside, HubFault.TIMEOUT, "in time"),
        (drip, HubFault.TIMEOUT, "in time"),
        (break_off, HubFault.UNREACHABLE, "broke off"),
    ],
)  # fmt: skip
def test_an_api_that_gives_no_answer(
    tiny: HubServer, answer: Any, fault: HubFault, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    tiny.fail(LISTING, answer)
    error = failure()
    assert (error.fault, said in str(error)) == (fault, True), str(error)
    assert TOKEN not in json.dumps(error_document(error))


_FIELDS = st.sampled_from(["rfilename", "size", "blobId", "lfs", "sha256"])

LISTED = {"rfilename": "config.json", "size": 2, "blobId": "0" * 40}


@pytest.mark.parametrize(
    "document",
    [
        {"sha": "main", "siblings": []},
        {"sha": "0" * 40, "siblings": {}},
        *(
            {"sha": "0" * 40, "siblings": [entry]}
            for entry in (
                None,
                {},
                LISTED | {"rfilename": "../../x"},
                LISTED | {"rfilename": "/etc/x"},
                LISTED | {"rfilename": "a\\b"},
                LISTED | {"size": -1},
                LISTED | {"size": True},
                LISTED | {"size": 2**80},
                LISTED | {"blobId": "x"},
                LISTED | {"lfs": {"sha256": "x"}},
            )
        ),
    ],
)
def test_a_listing_that_cannot_be_one(tiny: HubServer, document: Any) -> None:
    tiny.fail(LISTING, lambda handler, content: handler.send_json(document))
    assert failure().fault is HubFault.UNTRUE
    assert failure(f"org/tiny@{'1' * 40}").fault is HubFault.UNTRUE  # also: of another commit


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("0" * 40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_FIELDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["sha", "siblings", "lastModified"]), _JSON) | _JSON)
def test_any_answer_is_a_listing_or_refused(document: Any) -> None:
    try:
        listing = parse_listing(document, HubName("org/tiny"))
    except HubError as error:
        assert error.fault is HubFault.UNTRUE
    else:
        assert parse_listing(to_document(listing), HubName("org/tiny")) == listing


def test_a_moment_of_trouble_is_waited_for(tiny: HubServer) -> None:
    for path, answer in ((LISTING, status(503)), ("config.json", break_off), (WEIGHTS, break_off)):
        tiny.fail(path, answer, times=1)
    assert read_base("org/tiny", ACCESS).tensors


# --- no way to the server -----------------------------------------------------------------------------------


def test_no_server_and_no_such_name(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused.getsockname()[1]}")
        error = failure()
        assert error.fault is HubFault.UNREACHABLE and "could not be reached" in error.message
    monkeypatch.setenv("HF_ENDPOINT", tiny.url.replace("http:", "https:"))
    assert "No secure connection" in failure().message
    monkeypatch.setenv("HF_ENDPOINT", "http://[broken")
    assert "HF_ENDPOINT is not the address" in failure().message

    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "hub.invalid could not be resolved" in failure().message


def test_a_name_server_that_never_answers(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: tiny.released.wait())
    assert failure(access=replace(ACCESS, patience=replace(BRIEF, total=0.2))).fault is HubFault.TIMEOUT


def test_a_proxy_that_leads_nowhere_is_named_without_its_password(
    tiny: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub.utils import close_session

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        proxy = f"127.0.0.1:{unused.getsockname()[1]}"
        monkeypatch.setenv("http_proxy", f"http://user:secret@{proxy}")
        close_session()
        error = failure()
    assert error.fault is HubFault.UNREACHABLE and f"The proxy {proxy}" in error.message
    assert "secret" not in str(error)


# --- untrue files -------------------------------------------------------------------------------------------


def other_part(handler: Handler, content: bytes) -> None:
    handler.send(206, content[8:100], {"Content-Range": f"bytes 8-99/{len(content)}"})


def other_size(handler: Handler, content: bytes) -> None:
    handler.send(206, content, {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content) + 1}"})


def no_range_said(handler: Handler, content: bytes) -> None:
    handler.send(206, content)


def less_than_said(handler: Handler, content: bytes) -> None:
    handler.send(206, content[:100], {"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"})


def shifted(handler: Handler, content: bytes) -> None:
    handler.send_part(b"\0" + content[:-1])


def as_web_page(handler: Handler, content: bytes) -> None:
    handler.send_part(HTML.ljust(len(content)))


def long_header(handler: Handler, content: bytes) -> None:
    handler.send_part((2**40).to_bytes(8, "little") + content[8:])


def header_beyond_the_end(handler: Handler, content: bytes) -> None:
    handler.send_part(len(content).to_bytes(8, "little") + content[8:])


def overlapping(handler: Handler, content: bytes) -> None:
    entry = {"dtype": "F32", "shape": [1], "data_offsets": [0, 8]}
    handler.send_part(packed({"x": entry}).ljust(len(content)))


@pytest.mark.parametrize(
    "answer",
    [
        other_part, other_size, no_range_said, less_than_said, shifted, as_web_page, long_header,
        header_beyond_the_end, overlapping,
    ],
)  # fmt: skip
def test_weights_that_are_not_what_was_asked_for(tiny: HubServer, answer: Any, tmp_path: Path) -> None:
    tiny.fail(WEIGHTS, answer, site="cdn")
    assert failure().fault is HubFault.UNTRUE
    assert not list((tmp_path / "own-cache").rglob("headers/*"))
    tiny.faults.clear()
    assert read_base("org/tiny", ACCESS).tensors


def test_a_server_without_ranges_is_read_as_far_as_needed(hub: HubServer, tmp_path: Path) -> None:
    folder = write_base(tmp_path / "made", {"model.embed_tokens.weight": (2_000, 256)})
    hub.add("org/tiny", folder)
    hub.fail(WEIGHTS, lambda handler, content: handler.send(200, content), site="cdn")
    assert read_base("org/tiny", ACCESS).tensors == read_base(folder).tensors


def test_a_configuration_that_is_not_the_listed_one(tiny: HubServer, tmp_path: Path) -> None:
    tiny.fail("config.json", lambda handler, content: handler.send(200, b"{}".ljust(len(content))))
    assert "another config.json than it lists" in failure().message
    tiny.faults[:] = []
    tiny.fail("config.json", lambda handler, content: handler.send(200, content, {"X-Repo-Commit": "0" * 40}))
    assert "another commit" in failure().message
    assert not list((tmp_path / "own-cache").rglob("config.json"))


def test_the_site_that_a_redirect_leads_to_is_the_one_that_is_blamed(tiny: HubServer) -> None:
    tiny.fail(r"\.safetensors$", status(302, {"Location": "http://127.0.0.1:9/weights"}), site="hub")
    error = failure()
    assert error.fault is HubFault.UNREACHABLE and error.message == "127.0.0.1:9 could not be reached."
    assert "weights" not in error.message


def test_a_redirect_that_promises_other_content(tiny: HubServer) -> None:
    promise = {"Location": tiny.cdn_url, "X-Linked-Etag": f'"{"0" * 64}"'}
    tiny.fail(WEIGHTS, status(302, promise), site="hub")
    assert "another model.safetensors than it lists" in failure().message


def test_an_index_and_shards_that_do_not_belong_together(hub: HubServer, tmp_path: Path) -> None:
    commit = hub.add("org/tiny", write_sharded(tmp_path / "made", 3)).commits[-1]
    other = commit.files["model-00002-of-00003.safetensors"]
    hub.fail("model-00001-of-00003", lambda handler, content: handler.send_part(other), site="cdn")
    with pytest.raises(UnreadableInput, match="do not belong together"):
        read_base("org/tiny", ACCESS)
    del commit.files["model-00003-of-00003.safetensors"]
    with pytest.raises(UnreadableInput, match="1 of 3 weight files"):
        read_base("org/tiny", ACCESS)


def test_two_beginnings_of_one_file(hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_base, "FIRST_BYTES", 64)
    hub.add("org/tiny", write_base(tmp_path / "made"))
    hub.fail(WEIGHTS, lambda handler, content: handler.send_part(content[:9] + b"-" + content[10:]), times=1,
             site="cdn")  # fmt: skip
    assert "two different beginnings" in failure().message
    monkeypatch.setattr(hub_base, "MAX_ALL_HEADERS", 100)
    assert "larger than" in failure().message


def test_a_configuration_larger_than_any(tiny: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_base, "MAX_CONFIG_BYTES", 10)
    assert "config.json is larger than" in failure().message


# --- time, Cancel and what is kept --------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [stall, stall_inside, drip])
@pytest.mark.parametrize("path", [LISTING, "config.json", WEIGHTS])
def test_cancel_acts_wherever_the_server_stalls(tiny: HubServer, path: str, answer: Any) -> None:
    cancel, reached = threading.Event(), threading.Event()

    def stalling(handler: Handler, content: bytes) -> None:
        reached.set()
        answer(handler, content)

    tiny.fail(path, stalling)
    threading.Thread(target=lambda: (reached.wait(), cancel.set()), daemon=True).start()
    with pytest.raises(Cancelled):
        read_base("org/tiny", HubAccess(network=True, patience=PATIENT, cancel=cancel))


def test_what_was_read_before_a_fault_is_not_asked_for_again(hub: HubServer, tmp_path: Path) -> None:
    hub.add("org/tiny", write_sharded(tmp_path / "made", 12))
    hub.fail("model-00012-of-00012", stall, site="cdn")
    assert failure().fault is HubFault.TIMEOUT
    hub.faults.clear()
    hub.requests.clear()
    assert len(read_base("org/tiny", ACCESS).tensors) == 12
    assert len(hub.asked("cdn")) == 1 and not any("config.json" in path for path in hub.asked())


def test_pages_of_commits_that_never_end(tiny: HubServer) -> None:
    link = {"Link": f'<{tiny.url}/api/models/org/tiny/commits/main?p=1>; rel="next"'}
    tiny.fail("/commits/", lambda handler, content: handler.send(200, b"[null]", link))
    listed = list_revisions(HubName("org/tiny"), ACCESS)
    assert (listed.commits, listed.more) == ((), True)
    assert len(tiny.asked()) < 30


def test_a_disk_that_takes_nothing(tiny: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ADAPTER_INSPECTOR_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(InspectorError, match="cannot be kept") as caught:
        read_base("org/tiny", ACCESS)
    assert "ADAPTER_INSPECTOR_CACHE" in caught.value.hint


# --- the log-in ---------------------------------------------------------------------------------------------


def test_the_token_goes_to_the_hub_alone_and_is_kept_nowhere(
    tiny: HubServer, logged_in: str, tmp_path: Path
) -> None:
    tiny.repositories["org/tiny"].private = True
    read_base("org/tiny", ACCESS)
    sent = {site: {r.headers.get("authorization") for r in tiny.requests if r.site == site} for site in
            ("hub", "cdn")}  # fmt: skip
    assert sent == {"hub": {f"Bearer {TOKEN}"}, "cdn": {None}}
    for path in tmp_path.rglob("*"):
        assert TOKEN not in str(path)
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes()


def test_the_token_does_not_come_back_from_another_site(tiny: HubServer, logged_in: str) -> None:
    """From the Hub to the CDN and back again: what the CDN leads to gets no log-in."""
    back = status(302, {"Location": f"{tiny.url}/org/tiny/resolve/main/config.json"})
    tiny.fail(WEIGHTS, back, site="cdn")
    failure()
    assert "authorization" not in tiny.requests[-1].headers


@pytest.mark.parametrize("token", ["hf_wrong", "hf_sécret", "hf_se\x00cret"])
def test_a_token_that_is_refused_or_cannot_be_sent(
    tiny: HubServer, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.get_token", lambda: token)
    error = failure()
    assert token not in str(error) and token not in repr(error) and error.__cause__ is None
    if token == "hf_wrong":
        assert error.fault is HubFault.DENIED and "hf auth login" in error.hint


def test_redirects_keep_to_secure_addresses() -> None:
    wire = hub_wire.Wire(HubName("org/tiny"), patience=BRIEF, stop=threading.Event())
    with pytest.raises(HubError, match="not secure"):
        wire._check_target("https://huggingface.co/x", "http://cdn.example/x")
