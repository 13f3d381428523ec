"""A borrowed Python: it runs the inspector's own source, and what it lacks is said in one sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from inspector.errors import WorkerError
from inspector.worker import interpreter, requirements
from inspector.worker.client import Worker
from inspector.worker.interpreter import PYTHON_VARIABLE, NoPython, program_of, worker_command

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing in it."""
    folder = tmp_path_factory.mktemp("envs") / "bare env"
    venv.create(folder, with_pip=False, symlinks=True)
    return folder


def add_package(environment: Path, name: str, version: str) -> None:
    site = next((environment / "lib").glob("python*")) / "site-packages"
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


def test_what_a_python_lacks_is_one_sentence_and_a_command(bare: Path) -> None:
    with Worker(str(bare / "bin/python")) as worker, pytest.raises(WorkerError) as caught:
        worker.versions()
    python = bare / "bin/python"
    assert caught.value.message == (
        f"No dry run and no probe with {python}: it lacks torch, transformers, peft and accelerate."
    )
    assert caught.value.hint.startswith(f"{python} -m pip install 'torch>=")


def test_packages_that_are_too_old_are_named(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(bare, tmp_path / "old", symlinks=True)
    for name, version in {
        "torch": "2.13.0+cpu",
        "transformers": "4.57.1",
        "peft": "0.21.2",
        "accelerate": "1.0.0.dev0",
    }.items():
        add_package(tmp_path / "old", name, version)
    with Worker(str(tmp_path / "old/bin/python")) as worker, pytest.raises(WorkerError) as caught:
        worker.versions()
    assert "its transformers is 4.57.1, 5.0 or newer is needed" in caught.value.message
    assert "torch" not in caught.value.message


def test_a_python_that_is_no_python_is_an_error_with_a_name(tmp_path: Path) -> None:
    with Worker(str(tmp_path / "nowhere")) as worker, pytest.raises(WorkerError, match="nowhere"):
        worker.versions()


def test_a_python_that_is_too_old_can_still_say_so(tmp_path: Path) -> None:
    """There is none here to try, so this one is told that it is."""
    launcher = Path(interpreter.__file__).with_name("launch.py").read_text()
    changed = launcher.replace("(3, 11)", "(4, 0)")
    (tmp_path / "launch.py").write_text(changed)
    command = [sys.executable, str(tmp_path / "launch.py")]
    with Worker(command=command) as worker, pytest.raises(WorkerError) as caught:
        worker.versions()
    assert caught.value.message.startswith(f"{sys.executable} is Python 3.")
    compile(launcher, "launch.py", "exec", dont_inherit=True)
    assert "f'" not in launcher and 'f"' not in launcher and "annotations" not in launcher


def test_a_borrowed_python_sees_our_source_and_its_own_packages(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is this interpreter here, reached by another name: the real libraries answer."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "torch.py").write_text("raise SystemError('a stranger was imported')")
    (tmp_path / "inspector.py").write_text("raise SystemError('a stranger was imported')")
    shell = tmp_path / "python"
    shell.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    shell.chmod(0o755)
    monkeypatch.setenv(PYTHON_VARIABLE, str(shell))
    with Worker() as worker:
        assert set(worker.versions()) >= {"torch", "transformers", "peft", "python"}


def test_the_environments_folder_will_do(bare: Path) -> None:
    assert program_of(str(bare)) == str(bare / "bin/python3")
    assert program_of("/usr/bin/python3.13") == "/usr/bin/python3.13"


def test_our_own_python_starts_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    assert worker_command() == [sys.executable, "-P", "-m", "inspector.worker"]


def test_a_viewer_without_a_python_says_that_it_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PYTHON_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with Worker() as worker, pytest.raises(NoPython) as caught:
        worker.versions()
    assert PYTHON_VARIABLE in caught.value.hint


def test_nothing_is_written_beside_the_source(bare: Path, tmp_path: Path) -> None:
    """What an administrator starts must not litter /usr/lib: a package has to come off without a trace."""
    source = tmp_path / "inspector"
    root = Path(interpreter.__file__).resolve().parent.parent
    shutil.copytree(root, source, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [bare / "bin/python", source / "worker/launch.py"], stdin=subprocess.DEVNULL, capture_output=True
    )
    assert not list(source.rglob("__pycache__"))


def test_the_oldest_versions_are_those_of_the_package() -> None:
    dependencies = tomllib.loads(PROJECT.read_text())["project"]["dependencies"]
    for name, version in requirements.MINIMUM.items():
        assert f"{name}>={version}" in dependencies
