"""The architecture, held by tools: arrows point down, Qt and torch stay in place, start-up is light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("torch", "transformers", "peft", "numpy", "huggingface_hub", "PySide6", "pyqtgraph", "typst")


def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def loaded_after(code: str) -> set[str]:
    """Which of the heavy packages a fresh interpreter has imported once `code` has run."""
    script = f"import sys\n{code}\nprint('LOADED', *[n for n in {HEAVY!r} if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(ran.stdout.splitlines()[-1].split()[1:])


def test_a_quick_check_imports_nothing_heavy() -> None:
    demo = "resources/demo"
    arguments = f"['check', '{demo}/support-router-lora', '--base', '{demo}/ticket-llama-n', '--quick']"
    assert loaded_after(f"from inspector.cli import main; main({arguments})") == set()


def test_every_module_below_the_window_and_the_worker_is_light_to_import() -> None:
    modules = (
        "pipeline, commands, cli, report.as_json, report.text, worker.client, compat.verdict, compat.tree"
    )
    statements = "; ".join(f"import inspector.{name.strip()}" for name in modules.split(","))
    assert loaded_after(statements) == set()
