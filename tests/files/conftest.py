"""Fixtures of the file readers' tests: a Hub on loopback, and caches of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import TOKEN, HubServer, hub_server

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A Hub that HF_ENDPOINT points at; nobody is logged in, and nothing is cached."""
    from huggingface_hub import constants
    from huggingface_hub.utils import close_session

    for name in (*_PROXIES, *map(str.lower, _PROXIES), "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_IMPLICIT_TOKEN", False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    monkeypatch.setenv("ADAPTER_INSPECTOR_CACHE", str(tmp_path / "own-cache"))
    monkeypatch.chdir(tmp_path)
    close_session()
    with hub_server() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server
    close_session()


@pytest.fixture
def logged_in(monkeypatch: pytest.MonkeyPatch) -> str:
    """huggingface_hub has a token; gives it."""
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return TOKEN
