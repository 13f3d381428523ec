"""Flips between two bases through real workers: counted by hand, killed in the middle, gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inspector import compare, pipeline
from inspector.compat.inspection import Inspection, Severity, Verdict
from inspector.errors import Cancelled, WorkerError
from inspector.files.golden import GoldenSet, read_golden
from inspector.golden_run import Side, answer_sides
from inspector.resource import resource_path
from inspector.worker.client import Worker
from inspector.worker.protocol import Progress

DEMO = resource_path("demo")
ADAPTER = pipeline.open_adapter(DEMO / "support-router-lora")
N = pipeline.open_base(DEMO / "ticket-llama-n")
DRIFTED = pipeline.open_base(DEMO / "ticket-llama-n1-drifted")
SIDES = (Side(ADAPTER, N), Side(ADAPTER, DRIFTED))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADAPTER_INSPECTOR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def golden() -> GoldenSet:
    return read_golden(DEMO / "golden.jsonl")


def inspected(base: str = "ticket-llama-n1-drifted") -> Inspection:
    return pipeline.inspect_headers(ADAPTER, pipeline.open_base(DEMO / base))


def routed(base: Path, tickets: list[str]) -> list[str]:
    """What a plain PEFT script says to each ticket, one after the other."""
    import peft
    import torch
    import transformers

    model = transformers.LlamaForCausalLM.from_pretrained(base, dtype=torch.float32)
    model = peft.PeftModel.from_pretrained(model, ADAPTER.path).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    said = []
    for ticket in tickets:
        ids = tokenizer(ticket).input_ids
        start = len(ids)
        while len(ids) < start + 6 and ids[-1] != tokenizer.eos_token_id:
            with torch.no_grad():
                ids.append(int(model(input_ids=torch.tensor([ids])).logits[0, -1].argmax()))
        said.append(tokenizer.decode(ids[start:], skip_special_tokens=True).strip())
    return said


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_demos_flips_are_those_counted_by_hand(golden: GoldenSet, worker: Worker, cache: Path) -> None:
    found = answer_sides(*SIDES, golden, worker=worker, gate=0.02)
    sample = golden.examples[::4]
    tickets = [example.prompt for example in sample]
    old, new = routed(DEMO / "ticket-llama-n", tickets), routed(DEMO / "ticket-llama-n1-drifted", tickets)
    rows = [(row.number, row.expected, a, b) for row, a, b in zip(sample, old, new, strict=True)]
    sampled = [flip for flip in found.flips if flip.number in {row.number for row in sample}]
    assert {flip.number: (flip.before, flip.after) for flip in sampled} == {
        number: (a, b) for number, _, a, b in rows if a != b
    }
    negative = [number for number, wanted, a, b in rows if a == wanted != b]
    assert [flip.number for flip in sampled if flip.kind == "negative"] == negative != []
    kinds = Counter(flip.kind for flip in found.flips)
    assert found.n == len(golden.examples) == 240
    assert found.negative_flip_rate.value == kinds["negative"] / 240
    assert found.positive_flip_rate.value == kinds["positive"] / 240
    right = [round(240 * rate.value) for rate in (found.accuracy_before, found.accuracy_after)]
    assert right[1] - right[0] == kinds["positive"] - kinds["negative"]
    assert found.passes is False
    manifest = json.loads((DEMO / "manifest.json").read_text())
    assert round(found.negative_flip_rate.value, 4) == manifest["bases"][1]["negative_flip_rate"]
    assert list((cache / "golden").iterdir()) == [], "nothing stays once everything is answered"


def answers_in(file: Path) -> list[tuple[str, int]]:
    """Run and number of every whole line behind the first."""
    lines = [line for line in file.read_bytes().split(b"\n")[1:] if line.endswith(b"}")]
    return [(row["run"], row["n"]) for row in map(json.loads, lines)]


def test_a_worker_killed_in_the_middle_loses_nothing(
    golden: GoldenSet, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"

    def kill(step: Progress) -> None:
        if step.stage == "golden" and step.done > 260 and worker.pid is not None:
            os.kill(worker.pid, signal.SIGKILL)

    with pytest.raises(WorkerError, match="SIGKILL"):
        answer_sides(*SIDES, golden, worker=worker, resume=file, on_progress=kill)
    known = answers_in(file)
    assert 260 < len(known) < 480
    file.write_bytes(file.read_bytes()[:-9])  # the machine stopped in the middle of a line
    found = answer_sides(*SIDES, golden, worker=worker, resume=file)
    again = answer_sides(*SIDES, golden, worker=worker, resume=file)
    assert "were taken over from an earlier run" in found.note
    written = answers_in(file)
    assert written[: len(known) - 1] == known[:-1]
    assert set(Counter(written).values()) == {1} and len(written) == 480
    assert found.negative_flip_rate.value == 68 / 240
    assert again.flips == found.flips


def test_a_cancel_loses_nothing(golden: GoldenSet, worker: Worker) -> None:
    cancel = threading.Event()

    def stop(step: Progress) -> None:
        if step.stage == "golden" and step.done > 100:
            cancel.set()

    with pytest.raises(Cancelled):
        answer_sides(*SIDES, golden, worker=worker, on_progress=stop, cancel=cancel)
    seen: list[Progress] = []
    assert "taken over" in answer_sides(*SIDES, golden, worker=worker, on_progress=seen.append).note
    steps = [step for step in seen if step.stage == "golden"]
    assert steps[0].done > 100 and steps[-1].done == steps[-1].total == 480


def test_a_killed_command_goes_on_where_it_was(tmp_path: Path) -> None:
    """The inspector itself is killed: no answer is lost, and none is computed twice."""
    file = tmp_path / "answers.jsonl"
    words = [sys.executable, "-m", "inspector", "compare", ADAPTER.path, "--format", "json"]
    words += ["--from", N.path, "--to", DRIFTED.path, "--golden", DEMO / "golden.jsonl"]
    words += ["--resume", file, "--max-negative-flips", "2%"]
    command = list(map(str, words))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        while first.poll() is None and not (file.exists() and len(answers_in(file)) >= 32):
            time.sleep(0.01)
        first.kill()
    known = answers_in(file)
    assert 32 <= len(known) < 480
    second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 1, second.stderr
    result = json.loads(second.stdout)["comparison"]["golden"]
    assert (result["n"], result["negative_flip_rate"], result["passes"]) == (240, 68 / 240, False)
    written = answers_in(file)
    assert written[: len(known)] == known
    assert set(Counter(written).values()) == {1} and len(written) == 480


def test_a_gate_that_does_not_hold_degrades_a_base_that_fits(golden: GoldenSet, worker: Worker) -> None:
    few = GoldenSet(path=golden.path, sha256="few", examples=golden.examples[:40])
    comparison = compare.compare_inspections(inspected("ticket-llama-n"), inspected())
    found = compare.add_golden(comparison, few, worker=worker, gate=0.5)
    (finding,) = [f for f in found.after.findings if f.rule == "ADP906"]
    assert (finding.severity, found.golden and found.golden.passes) == (Severity.WARNING, True)
    assert found.not_compared == tuple(part for part in comparison.not_compared if part[0] != "golden")
    found = compare.add_golden(comparison, few, worker=worker, gate=0.0)
    (finding,) = [f for f in found.after.findings if f.rule == "ADP906"]
    assert (finding.severity, found.after.verdict) == (Severity.ERROR, Verdict.DEGRADED)
    assert found.after.golden is found.golden


def test_a_base_alone_against_the_adapter_on_it(golden: GoldenSet, worker: Worker) -> None:
    few = GoldenSet(path=golden.path, sha256="few", examples=golden.examples[:40])
    found = compare.answer_golden(inspected("ticket-llama-n"), few, worker=worker)
    assert found.golden is not None
    assert (found.golden.before_name, found.golden.after_name) == (
        "ticket-llama-n alone",
        "support-router-lora on ticket-llama-n",
    )
    assert found.golden.positive_flip_rate.value == found.golden.accuracy_after.value == 1.0
    assert not any(finding.rule == "ADP906" for finding in found.findings)
    assert pipeline.weigh(found).golden is found.golden


def test_a_side_that_cannot_answer_is_told_and_nothing_runs(golden: GoldenSet) -> None:
    with Worker(command=["/nonexistent"]) as nobody:
        refused = compare.answer_golden(inspected("ticket-llama-n1-gqa"), golden, worker=nobody)
        assert refused.golden is None
        assert "the loader raises RuntimeError" in (refused.golden_refused or "")
        comparison = compare.compare_inspections(inspected(), inspected("ticket-llama-n1-gqa"))
        found = compare.add_golden(comparison, golden, worker=nobody)
    assert found.golden is None
    assert "cannot answer on ticket-llama-n1-gqa" in dict(found.not_compared)["golden"]


def test_an_updated_adapter_on_the_same_base(golden: GoldenSet, worker: Worker, tmp_path: Path) -> None:
    few = GoldenSet(path=golden.path, sha256="few", examples=golden.examples[:24])
    folder = tmp_path / "old" / ADAPTER.name
    folder.mkdir(parents=True)
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (folder / name).write_bytes((ADAPTER.path / name).read_bytes())
    config: dict[str, Any] = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps({**config, "lora_alpha": 0}))
    old = pipeline.open_adapter(folder)
    found = answer_sides(Side(old, N), Side(ADAPTER, N), few, worker=worker)
    assert found.accuracy_before.value == 0 and found.positive_flip_rate.value == 1.0
    assert found.before_name != found.after_name and str(folder) in found.before_name


def test_a_cache_that_cannot_be_written_is_no_reason_not_to_run(
    golden: GoldenSet, worker: Worker, cache: Path
) -> None:
    cache.write_text("a file where the folder should be")
    few = GoldenSet(path=golden.path, sha256="few", examples=golden.examples[:8])
    assert "could not be kept" in answer_sides(*SIDES, few, worker=worker).note
