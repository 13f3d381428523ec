"""What a quick check imports: everything else is a part of its time that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
SCRIPT = """
import sys
from inspector.cli import main
main(sys.argv[1:])
print("\\n".join(sys.modules), file=sys.stderr)
"""
LATER = (
    "torch", "numpy", "huggingface_hub", "tokenizers", "PySide6",
    "shutil", "textwrap", "statistics", "tomllib", "datetime", "threading", "subprocess",
    "inspector.commands.probe", "inspector.commands.window", "inspector.compat.probe_result",
    "inspector.compat.repairs.proposal", "inspector.files.gguf", "inspector.files.hub",
    "inspector.files.hub_access", "inspector.report.as_json", "inspector.report.probe_section",
    "inspector.report.golden_section", "inspector.weights", "inspector.worker",
)  # fmt: skip


def test_a_quick_check_imports_only_what_it_needs(tmp_path: Path) -> None:
    adapter = tmp_path / "adapter"
    # A lock would be compared, which is worth what it imports.
    copytree(DEMO / "support-router-lora", adapter, ignore=ignore_patterns("adapter-lock.json"))
    pair = [str(adapter), "--base", str(DEMO / "ticket-llama-n")]
    command = [sys.executable, "-c", SCRIPT, "check", *pair, "--quick"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    imported = set(ran.stderr.split())
    assert "inspector.compat.match" in imported
    assert imported.isdisjoint(LATER), sorted(imported.intersection(LATER))


def test_a_listing_of_a_header_makes_no_data_classes() -> None:
    script = "import sys, inspector.files.safetensors; print('dataclasses' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
