"""`--loader transformers`: judged by its own dry run, and never by headers, which hold for peft alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from factories import PREFIX, make_adapter, make_base, rewrite_tensors

from inspector import pipeline
from inspector.cli import main
from inspector.compat.engines import LOADERS
from inspector.compat.inspection import Status, Verdict
from inspector.errors import UsageError
from inspector.worker.dry_run import dry_run


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A Llama and a LoRA on it whose keys lack PEFT's prefix: peft places none, transformers all."""
    folder = tmp_path_factory.mktemp("pair")
    base = make_base("llama", folder / "base")
    adapter = make_adapter(base, folder / "adapter", target_modules=["q_proj"], task_type="CAUSAL_LM")
    rewrite_tensors(adapter, lambda tensors: {key.removeprefix(PREFIX): tensors[key] for key in tensors})
    return adapter, base


def test_headers_do_not_judge_it(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    adapter, base = map(str, pair)
    status = main(
        ["check", adapter, "--base", base, "--quick", "--loader", "transformers", "--format", "json"]
    )
    (found,) = json.loads(capsys.readouterr().out)["inspections"]
    assert status == 3
    assert (found["verdict"], found["loads"], found["loader"]) == ("unknown", None, "transformers")
    assert {tensor["status"] for tensor in found["tensors"]} == {"unknown"}


def test_the_loaders_differ_on_the_same_files(pair: tuple[Path, Path]) -> None:
    adapter, base = pipeline.open_adapter(pair[0]), pipeline.open_base(pair[1])
    landed = {}
    for loader in LOADERS:
        inspection = pipeline.inspect_headers(adapter, base, loader=loader)
        report = dry_run(adapter, base, loader=loader)
        landed[loader] = {row.status for row in report.tensors}
        assert pipeline.disagreement(inspection.report, report) is None
    assert landed == {"peft": {Status.ORPHANED}, "transformers": {Status.LANDED}}


def test_the_summary_names_the_call(pair: tuple[Path, Path]) -> None:
    from inspector.compat.verdict import conclude

    adapter, base = pipeline.open_adapter(pair[0]), pipeline.open_base(pair[1])
    ours = conclude(adapter, base, dry_run(adapter, base, loader="transformers"))
    theirs = conclude(adapter, base, dry_run(adapter, base))
    assert "model.load_adapter" in ours.summary and "PeftModel.from_pretrained" in theirs.summary
    assert (ours.verdict, theirs.verdict) == (Verdict.FITS, Verdict.INERT)


def test_an_unknown_loader_is_refused(pair: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="not vllm"):
        pipeline.inspect_headers(pipeline.open_adapter(pair[0]), None, loader="vllm")
