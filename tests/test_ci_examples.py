"""The examples for other people's CI: valid for their tools, and every command of ours in them runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector.resource import resource_path

ROOT = Path(__file__).parents[1]
WORKFLOW = ROOT / "packaging" / "ci" / "github-actions.yml"
DEMO = resource_path("demo")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository that keeps its adapters in `adapters/`."""
    shutil.copytree(DEMO / "support-router-lora", tmp_path / "adapters" / "support-router-lora")
    return tmp_path


def run(
    script: str, folder: Path, base: str, summary: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """One step as GitHub runs it: bash -e, with our command on the path."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ADAPTER": "adapters/support-router-lora",
        "BASE": str(DEMO / base),
        "GITHUB_STEP_SUMMARY": str(summary or folder / "summary.md"),
    }
    command = ["bash", "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def steps() -> dict[str, dict[str, Any]]:
    job = yaml.safe_load(WORKFLOW.read_text())["jobs"]["check"]
    return {step["name"]: step for step in job["steps"] if "name" in step}


def test_the_workflow_is_valid_for_github() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, str(WORKFLOW)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_steps_run_and_end_as_they_should(checkout: Path) -> None:
    scan = steps()["Every adapter, headers only"]["run"]
    assert run(scan, checkout, "ticket-llama-n").returncode == 0
    checked = run(steps()["The adapter that ships"]["run"], checkout, "ticket-llama-n1-gqa")
    assert checked.returncode == 1, checked.stderr
    assert "## support-router-lora" in (checkout / "summary.md").read_text()
    uploaded = steps()["Findings in the pull request"]["with"]["sarif_file"]
    assert '"version": "2.1.0"' in (checkout / uploaded).read_text()


def test_the_hook_stops_a_commit_that_breaks_an_adapter(checkout: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    changed = "adapters/support-router-lora/adapter_config.json"
    assert run(f"{hook['entry']} --base $BASE {changed}", checkout, "ticket-llama-n").returncode == 0
    stopped = run(f"{hook['entry']} --base $BASE {changed}", checkout, "ticket-llama-n1-gqa")
    assert stopped.returncode == 1 and "fails" in stopped.stdout
