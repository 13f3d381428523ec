"""One running window: a second start hands its paths over, whoever starts it and whatever they are called."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.ui import second_start
from inspector.ui.settings import Settings
from inspector.ui.single_instance import parse
from inspector.worker.interpreter import PYTHON_VARIABLE

PATIENCE = 60.0


@pytest.fixture
def environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("run")
    folder.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv(PYTHON_VARIABLE, "/bin/false")  # no worker is needed here, and importing torch is slow
    return dict(os.environ)


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `adapter-inspector` as a person would; ends what still runs."""
    started = []

    def start(*words: str, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "inspector", *words]
        started.append(subprocess.Popen(command, env=environment, cwd=cwd))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.wait(PATIENCE)


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def listens() -> bool:
    return second_start.hand_over([])


def opened() -> set[str]:
    """Adapters that a window has opened: it remembers each in its settings file."""
    return {recent.adapter for recent in Settings().recents}


def copy_of(folder: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for file in folder.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    return target


def test_a_second_start_hands_over_and_ends(
    start: Callable[..., subprocess.Popen[bytes]], adapter_folder: Path, tmp_path: Path
) -> None:
    first = start()
    wait_until(listens)
    folder = copy_of(adapter_folder, tmp_path / "höchst eigen 适配器" / "my adapter")
    second = start("my adapter", cwd=folder.parent)  # as it is called from where the caller stands
    assert second.wait(PATIENCE) == 0
    wait_until(lambda: str(folder) in opened())
    assert first.poll() is None
    assert Path(second_start.address() or "").stat().st_mode & 0o077 == 0, "this user's alone"


def test_new_window_is_a_new_window(
    start: Callable[..., subprocess.Popen[bytes]], adapter_folder: Path
) -> None:
    start()
    wait_until(listens)
    second = start("open", "--new-window", str(adapter_folder))
    wait_until(lambda: str(adapter_folder) in opened())
    assert second.poll() is None


def test_of_two_started_together_one_stays(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    both = [start(), start()]
    wait_until(lambda: any(process.poll() is not None for process in both))
    wait_until(listens)
    assert sorted(str(process.poll()) for process in both) == ["0", "None"]


def test_a_window_that_was_killed_leaves_no_trap(start: Callable[..., subprocess.Popen[bytes]]) -> None:
    first = start()
    wait_until(listens)
    first.kill()
    first.wait()
    assert Path(second_start.address() or "").exists() and not listens()
    start()
    wait_until(listens)


def test_a_folder_that_others_may_write_to_is_not_used(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Path(environment["XDG_RUNTIME_DIR"])
    shared.chmod(0o777)
    monkeypatch.setattr(second_start.tempfile, "gettempdir", lambda: str(tmp_path))
    assert Path(second_start.address() or "").parent == tmp_path / f"adapter-inspector-{os.getuid()}"
    (tmp_path / f"adapter-inspector-{os.getuid()}").rmdir()
    (tmp_path / f"adapter-inspector-{os.getuid()}").symlink_to(shared)
    assert second_start.address() is None and not listens()


def test_a_window_that_does_not_answer_is_not_waited_for(environment: dict[str, str]) -> None:
    with socket.socket(socket.AF_UNIX) as stuck:
        stuck.bind(second_start.address() or "")
        stuck.listen()
        assert not second_start.hand_over(["/x"], patience=0.05)


def test_a_second_start_imports_no_qt(environment: dict[str, str]) -> None:
    """Neither Qt nor anything of the window: it is done before those are even looked for."""
    program = (
        "import sys\nfrom inspector.ui.second_start import hand_over\nhand_over(['x'])\n"
        "print([name for name in sys.modules if name.startswith(('PySide6', 'inspector.ui.', 'numpy'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "['inspector.ui.second_start']"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]\n",
        b"\xff\n",
        b"[" * 100_000,
        b'{"version": 2, "paths": []}\n',
        b'{"version": 1, "paths": "/x"}\n',
        b'{"version": 1, "paths": [1]}\n',
        b'{"version": 1, "paths": [""]}\n',
    ],
)
def test_what_is_not_understood_is_refused(line: bytes) -> None:
    assert parse(line) is None


def test_a_request_says_what_it_wants(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token")
    line = second_start.request(["a b", "/é", os.fsdecode(b"\xff")])
    assert line.count(b"\n") == 1 and json.loads(line)["version"] == second_start.VERSION
    asked = parse(line)
    assert asked is not None and asked.activation == "token"
    assert asked.paths == (str(tmp_path / "a b"), "/é", str(tmp_path / os.fsdecode(b"\xff")))


def test_what_a_mac_asks_to_open_is_opened_also_before_there_is_a_window(
    adapter_folder: Path, environment: dict[str, str]
) -> None:
    program = f"""
from PySide6.QtGui import QFileOpenEvent
from inspector.ui.app import make_application, make_window
application = make_application()
application.event(QFileOpenEvent({str(adapter_folder)!r}))
window = make_window(worker_factory=None)
window.session.adapter_opened.connect(lambda adapter: (print(adapter.path), window.close()))
application.show_window(window)
application.exec()
"""
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == str(adapter_folder), done.stderr
