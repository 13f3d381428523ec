"""The wheel: complete with its resources, and it works from where it is installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, unpacked as an installer would lay them out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, check=True, cwd=ROOT, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_resource_is_in_it_and_no_litter(installed: Path) -> None:
    shipped = {
        p.relative_to(installed / "inspector/_resources")
        for p in (installed / "inspector/_resources").rglob("*")
    }
    kept = subprocess.run(
        ["git", "ls-files", "resources"], check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    missing = {name for name in kept if Path(name).relative_to("resources") not in shipped}
    assert not missing
    assert not [path for path in installed.rglob("*") if "__pycache__" in path.parts]


def test_it_runs_from_there(installed: Path, tmp_path: Path) -> None:
    demo = installed / "inspector/_resources/demo"
    command = [sys.executable, "-P", "-m", "inspector", "check", str(demo / "support-router-lora")]
    command += ["--base", str(demo / "ticket-llama-n"), "--quick", "--format", "json"]
    # The checkout is installed for development, so the unpacked wheel has to come first.
    ran = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["inspections"][0]["verdict"] == "fits"
