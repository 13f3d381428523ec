"""Folders, tokens and settings are the suite's own, not those of whoever runs it; there is no network."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from inspector.worker.client import Worker

KEPT = ("ADAPTER_INSPECTOR_KILLS", "ADAPTER_INSPECTOR_SMOLLM2", "ADAPTER_INSPECTOR_TOKENIZERS")
"""What is set by whoever wants the long tests."""

PATIENCE = 60_000
"""Milliseconds that a window may take for anything: pytest-qt grants five seconds, few on a busy machine."""

_OWN = Path(tempfile.mkdtemp(prefix="inspector-tests-"))


def _isolate() -> None:
    """Before any library is imported: huggingface_hub and Qt read the environment once."""
    for name in list(os.environ):
        if name.startswith(("ADAPTER_INSPECTOR_", "HF_", "HUGGING", "TRANSFORMERS_")) and name not in KEPT:
            del os.environ[name]
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"):
        os.environ.pop(name, None)
    for kind in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        folder = _OWN / kind.lower()
        folder.mkdir(mode=0o700)
        os.environ[f"XDG_{kind}"] = str(folder)
    os.environ |= {
        "HF_HOME": str(_OWN / "hf"),
        "HF_HUB_OFFLINE": "1",
        "ADAPTER_INSPECTOR_SETTINGS": str(_OWN / "settings.ini"),
        "ADAPTER_INSPECTOR_LANGUAGE": "en",
        # Tiny models: more threads than one only wait for each other, and busily.
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }


_isolate()

# The same examples every time, however busy the machine is.
settings.register_profile(
    "suite",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_OWN, ignore_errors=True)


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """One real worker for all who need no fresh one: its imports take seconds. A killed one is replaced."""
    from inspector.worker.client import Worker

    with Worker() as started:
        yield started


@pytest.fixture
def commands_share_worker(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process ask the shared worker, and leave it running."""
    monkeypatch.setattr("inspector.worker.client.Worker", lambda: nullcontext(worker))


class PatientBot(QtBot):
    """Waits for what must happen as long as it takes; no test hangs on how fast it came."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE) -> None:  # noqa: N802 (Qt's way)
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, raising: Any = None, **kinds: Any) -> Any:  # noqa: N802
        least = 0 if raising is False else PATIENCE
        return super().waitSignal(signal, timeout=max(timeout, least), raising=raising, **kinds)


@pytest.fixture
def qtbot(qapp: Any, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)
