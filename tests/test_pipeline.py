"""The stages: each hands on a better Inspection, and a worker's end is an answer or a clear error."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from inspector import pipeline
from inspector.compat.inspection import Evidence, Inspection, LoadReport, Status, Verdict
from inspector.errors import Cancelled, UsageError
from inspector.resource import resource_path
from inspector.worker.client import ProbeRefused

DEMO = resource_path("demo")
ADAPTER, BASE = DEMO / "support-router-lora", DEMO / "ticket-llama-n"


class Answering:
    """Stands where the worker does and gives a prepared answer: these tests are about what is made of it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def dry_run(self, *_: Any, **__: Any) -> Any:
        return self._give()

    def probe(self, *_: Any, **__: Any) -> Any:
        return self._give()

    def _give(self) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def headers() -> Inspection:
    return pipeline.inspect_headers(pipeline.open_adapter(ADAPTER), pipeline.open_base(BASE))


def test_values_are_read_in_the_second_stage() -> None:
    first, second = pipeline.stages(pipeline.open_adapter(ADAPTER), pipeline.open_base(BASE), worker=None)
    assert first.weights is None and second.weights is not None
    assert second.weights.scanned == 56
    assert "ADP401" in {skipped.rule for skipped in first.not_checked}
    assert "ADP401" not in {skipped.rule for skipped in second.not_checked}


def test_the_dry_run_overrules_the_headers_and_the_disagreement_is_shown() -> None:
    first = headers()
    dropped = tuple(tensor._replace(status=Status.ORPHANED, slot=None) for tensor in first.report.tensors)
    seen: LoadReport = replace(first.report, evidence=Evidence.DRY_RUN, tensors=dropped)
    second = pipeline.confirm(first, worker=Answering(seen))  # type: ignore[arg-type]
    assert (first.verdict, second.verdict) == (Verdict.FITS, Verdict.INERT)
    assert second.disagreement == "The headers placed 56 of 56 tensors otherwise than the dry run."


def test_a_refused_probe_is_an_answer() -> None:
    refusal = ProbeRefused("3 weights of the base were re-initialised.", "Use the whole base.")
    measured = pipeline.measure(headers(), worker=Answering(refusal))  # type: ignore[arg-type]
    assert measured.probe is None
    assert measured.probe_refused == "3 weights of the base were re-initialised. Use the whole base."
    assert measured.answers[-1].word == "not probed"


def test_what_cannot_be_loaded_is_not_probed() -> None:
    adapter = pipeline.open_adapter(ADAPTER)
    failing = pipeline.inspect_headers(adapter, pipeline.open_base(DEMO / "ticket-llama-n1-gqa"))
    measured = pipeline.measure(failing, worker=Answering(AssertionError()))  # type: ignore[arg-type]
    assert measured.probe_refused is not None and "RuntimeError" in measured.probe_refused
    with pytest.raises(UsageError):
        pipeline.measure(pipeline.inspect_headers(adapter, None), worker=Answering(None))  # type: ignore[arg-type]


def test_a_cancelled_road_ends_between_two_stages() -> None:
    cancel = Event()
    road = pipeline.stages(
        pipeline.open_adapter(ADAPTER), pipeline.open_base(BASE), worker=None, cancel=cancel
    )
    next(road)
    cancel.set()
    with pytest.raises(Cancelled):
        next(road)


def test_the_recorded_base_is_taken_from_the_local_cache_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    adapter = pipeline.open_adapter(ADAPTER)
    named = replace(adapter, config={**adapter.config, "base_model_name_or_path": "maker/base"})
    assert pipeline.recorded_base(named) is None
    commit = "0" * 39 + "1"
    repository = tmp_path / "models--maker--base"
    shutil.copytree(BASE, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    base = pipeline.recorded_base(named)
    assert base is not None and (base.kind, base.revision) == ("hub", commit)


def test_nothing_is_ever_written_into_the_adapters_folder(tmp_path: Path) -> None:
    folder = tmp_path / "adapter"
    shutil.copytree(ADAPTER, folder)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    folder.chmod(0o555)
    try:
        *_, last = pipeline.stages(pipeline.open_adapter(folder), pipeline.open_base(BASE), worker=None)
    finally:
        folder.chmod(0o755)
    assert last.verdict is Verdict.FITS
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
