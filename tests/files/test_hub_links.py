"""What names a model on the Hub, typed or pasted; and what does not."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspector.files.hub_link import HubName, download_command, is_link, parse_hub_link

COMMIT = "0123456789abcdef" * 2 + "01234567"

names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True).filter(
    lambda name: ".." not in name and "--" not in name and not name.endswith(".git")
)
owners = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}", fullmatch=True).filter(
    lambda name: "--" not in name and name not in ("settings", "new", "models", "api", "docs", "learn")
)
revisions = st.one_of(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True).filter(lambda text: ".." not in text),
    st.sampled_from(["refs/pr/7", "refs/convert/parquet", "feature/x", COMMIT]),
)


@given(owners, names, st.none() | revisions)
def test_a_name_is_its_own_normal_form(owner: str, name: str, revision: str | None) -> None:
    found = parse_hub_link(f"{owner}/{name}" + (f"@{revision}" if revision else ""))
    assert found == HubName(f"{owner}/{name}", revision)
    assert parse_hub_link(found.source) == found


@given(
    owners,
    names,
    revisions,
    st.sampled_from(
        ["https://huggingface.co/", "http://hf.co/", "huggingface.co/", "https://www.huggingface.co/"]
    ),
    st.sampled_from(["tree", "blob", "resolve", "raw", "commit", "commits"]),
    st.sampled_from(["", "?library=transformers", "#files", "/"]),
    st.sampled_from(["{}", " {}\n", "<{}>"]),
)
def test_a_link_says_the_same_as_the_name(
    owner: str, name: str, revision: str, site: str, route: str, tail: str, around: str
) -> None:
    assume(owner not in ("tree", "blob"))
    link = f"{site}{owner}/{name}/{route}/{quote(revision, safe='')}{tail}"
    assert parse_hub_link(around.format(link)) == HubName(f"{owner}/{name}", revision)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://huggingface.co/org/name", HubName("org/name")),
        ("https://huggingface.co/org/name.git", HubName("org/name")),
        ("https://huggingface.co/gpt2", HubName("gpt2")),
        ("https://huggingface.co/gpt2/tree/main", HubName("gpt2", "main")),
        ("https://huggingface.co/org/name/discussions/3", HubName("org/name")),
        ("https://huggingface.co/org/name/tree/refs/pr/7", HubName("org/name", "refs/pr/7")),
        ("https://huggingface.co/org/name/blob/v1/config.json", HubName("org/name", "v1", "config.json")),
        ("https://huggingface.co/org/name/tree/main/a/b", HubName("org/name", "main", "a/b")),
        (f"https://hf.co/org/name/commit/{COMMIT}", HubName("org/name", COMMIT)),
        ("https://user:hf_secret@huggingface.co/org/name", HubName("org/name")),
        ("hf://org/name@v1/config.json", HubName("org/name", "v1", "config.json")),
        ("hf://models/org/name", HubName("org/name")),
        ("https://huggingface.co/datasets/org/name", None),
        ("https://huggingface.co/spaces/org/name", None),
        ("hf://datasets/org/name", None),
        ("https://huggingface.co/", None),
        ("https://huggingface.co/org/name/unknown/page", None),
        ("https://huggingface.co.evil.example/org/name", None),
        ("https://evil.example/huggingface.co/org/name", None),
        ("https://huggingface.co/org/..%2Fname", None),
        ("https://huggingface.co/org/name/tree/..%2F..%2Fx", None),
        ("ftp://huggingface.co/org/name", None),
        ("https://[huggingface.co/org/name", None),
        ("https://huggingface.co:port/org/name", None),
        ("org/name/more", None),
        ("./folder", None),
        ("x" * 5_000, None),
    ],
)
def test_links_as_people_paste_them(text: str, found: HubName | None) -> None:
    assert parse_hub_link(text) == found


@given(st.text() | st.text().map("https://huggingface.co/{}".format) | st.text().map("hf://{}".format))
def test_whatever_is_pasted_nothing_leads_out(text: str) -> None:
    found = parse_hub_link(text)
    if found is not None:
        assert ".." not in found.source and found.source.isascii() and found.source.isprintable()
        assert not found.repo_id.startswith(("/", ".")) and found.repo_id.count("/") <= 1


def test_links_to_the_site_that_hf_endpoint_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example:8080/hub/")
    assert parse_hub_link("http://mirror.example:8080/hub/org/name/tree/v1") == HubName("org/name", "v1")
    assert parse_hub_link("http://mirror.example:9090/hub/org/name") is None
    assert parse_hub_link("https://huggingface.co/org/name") == HubName("org/name")
    monkeypatch.setenv("HF_ENDPOINT", "http://[broken")
    assert parse_hub_link("https://huggingface.co/org/name") is None


def test_what_to_type_to_fetch_it() -> None:
    assert download_command("org/name") == "hf download org/name"
    assert download_command("org/name@v1") == "hf download org/name --revision v1"
    assert download_command("org/name@v1", COMMIT) == f"hf download org/name --revision {COMMIT}"
    assert is_link(" https://x") and not is_link("org/name")
