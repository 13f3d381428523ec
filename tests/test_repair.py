"""The repaired copy: a new folder, whole or not at all, proven before it appears; the original untouched."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from inspector import pipeline
from inspector.cli import main
from inspector.compat.inspection import Evidence, Inspection, LoadReport, Status
from inspector.compat.repairs.proposal import Cause, RenameProposal, Verified
from inspector.errors import Cancelled, InspectorError, UsageError
from inspector.files.adapter import read_adapter
from inspector.files.records import Adapter, TensorInfo
from inspector.files.repair import check_target, copy_companions, read_number, write_tensors
from inspector.files.safetensors import read_header
from inspector.files.tensor_plan import Making, Source, TensorStep
from inspector.repair import NotRepairable
from inspector.resource import resource_path
from inspector.weights.equality import Unequal, prove_equal

DEMO = resource_path("demo")
ADAPTER, BASE, VISION = DEMO / "support-router-lora", DEMO / "ticket-llama-n", DEMO / "ticket-llama-n1-vision"
WEIGHTS = "adapter_model.safetensors"


class HeadersForWorker:
    """Stands where the worker does: the header engine's answer under the name of a dry run."""

    def __enter__(self) -> HeadersForWorker:
        return self

    def __exit__(self, *_: object) -> None: ...

    def start(self) -> None: ...

    def dry_run(self, adapter: Any, base: Any, **_: Any) -> LoadReport:
        return replace(pipeline.inspect_headers(adapter, base).report, evidence=Evidence.DRY_RUN)


class Refusing(HeadersForWorker):
    """A worker to whom nothing ever lands."""

    def dry_run(self, adapter: Any, base: Any, **_: Any) -> LoadReport:
        report = super().dry_run(adapter, base)
        lost = tuple(row._replace(status=Status.ORPHANED, slot=None) for row in report.tensors)
        return replace(report, tensors=lost)


WORKER: Any = HeadersForWorker()


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """The example's adapter as a compiled model would have saved it."""
    folder = tmp_path / "router"
    shutil.copytree(ADAPTER, folder)
    tensors = load_file(folder / WEIGHTS)
    renamed = {key.replace("model.layers", "model._orig_mod.layers"): value for key, value in tensors.items()}
    save_file(renamed, folder / WEIGHTS, metadata={"maker": "somebody"})
    return folder


def inspected(folder: Path, base: Path = BASE) -> Inspection:
    return pipeline.inspect_headers(pipeline.open_adapter(folder), pipeline.open_base(base))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_copy_is_the_adapter_under_its_right_names(damaged: Path, tmp_path: Path) -> None:
    before = bytes_of(damaged)
    result = pipeline.repair(inspected(damaged), tmp_path / "copy", worker=WORKER)
    assert bytes_of(damaged) == before
    assert result.compared == 56 and result.inspection.counts.landed == 56
    wanted, found = load_file(ADAPTER / WEIGHTS), load_file(result.folder / WEIGHTS)
    assert wanted.keys() == found.keys()
    assert all(numpy.array_equal(wanted[key], found[key]) for key in wanted)
    assert read_header(result.folder / WEIGHTS).metadata == {"format": "pt", "maker": "somebody"}
    config = json.loads((result.folder / "adapter_config.json").read_text())
    assert config == json.loads((damaged / "adapter_config.json").read_text())


def test_the_same_repair_writes_the_same_bytes(damaged: Path, tmp_path: Path) -> None:
    copies = [
        pipeline.repair(inspected(damaged), tmp_path / name, worker=WORKER).folder for name in ("one", "two")
    ]
    assert bytes_of(copies[0]) == bytes_of(copies[1])


def test_what_belongs_to_the_adapter_comes_along_and_nothing_else(damaged: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")
    (damaged / "tokenizer.json").write_text("{}")
    (damaged / "LICENSE").write_text("free")
    (damaged / "optimizer.pt").write_bytes(b"\x80\x02")
    (damaged / "adapter_model.bin").write_bytes(b"\x80\x02")
    (damaged / "link.txt").symlink_to(secret)
    (damaged / "checkpoint-1").mkdir()
    result = pipeline.repair(inspected(damaged), tmp_path / "copy", worker=WORKER)
    assert sorted(bytes_of(result.folder)) == [
        "LICENSE", "README.md", "adapter_config.json", WEIGHTS, "tokenizer.json"
    ]  # fmt: skip
    assert set(result.left_out) == {"checkpoint-1/", "link.txt", "optimizer.pt"}
    text = (result.folder / "README.md").read_text()
    assert "model._orig_mod" in text and "optimizer.pt" in text and str(tmp_path) not in text
    assert text.startswith("---\n"), "the model card's front matter stays first"


@pytest.mark.parametrize(
    "place", [".", "inside", "../router", "../base", "../full", "../file", "../no/where"]
)
def test_places_that_are_refused(place: str, damaged: Path, tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "base")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("years")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        pipeline.repair(inspected(damaged, tmp_path / "base"), damaged / place, worker=WORKER)
    assert (tmp_path / "full" / "thesis.tex").read_text() == "years"


def test_an_empty_folder_may_be_filled_and_a_link_to_the_original_is_seen_through(
    damaged: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert pipeline.repair(inspected(damaged), tmp_path / "empty", worker=WORKER).folder.is_dir()
    (tmp_path / "alias").symlink_to(damaged, target_is_directory=True)
    with pytest.raises(UsageError):
        check_target(tmp_path / "alias" / "copy", original=damaged, base=BASE)


def leaves_nothing(tmp_path: Path, damaged: Path, inspection: Inspection, **options: Any) -> InspectorError:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InspectorError) as caught:
        pipeline.repair(inspection, tmp_path / "copy", **{"worker": WORKER, **options})
    assert sorted(tmp_path.rglob("*")) == before
    return caught.value


def test_a_copy_that_the_loader_does_not_take_never_appears(damaged: Path, tmp_path: Path) -> None:
    error = leaves_nothing(tmp_path, damaged, inspected(damaged), worker=Refusing())
    assert isinstance(error, NotRepairable)


def test_cancelling_leaves_nothing(damaged: Path, tmp_path: Path) -> None:
    cancel = Event()
    cancel.set()
    assert isinstance(leaves_nothing(tmp_path, damaged, inspected(damaged), cancel=cancel), Cancelled)


def test_a_file_that_shrinks_meanwhile_leaves_nothing(damaged: Path, tmp_path: Path) -> None:
    inspection = inspected(damaged)
    os.truncate(damaged / WEIGHTS, 9000)
    assert "shorter" in leaves_nothing(tmp_path, damaged, inspection).message


def test_a_pickle_is_not_opened_for_copying(damaged: Path, tmp_path: Path) -> None:
    inspection = inspected(damaged)
    pickled = replace(inspection, adapter=replace(inspection.adapter, container="torch-zip"))
    assert "pickle" in leaves_nothing(tmp_path, damaged, pickled).message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_that_cannot_be_written_to_is_a_sentence(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(UsageError):
        pipeline.repair(inspected(damaged), tmp_path / "closed" / "copy", worker=WORKER)


def test_what_headers_cannot_tell_is_tried_out_before_it_is_offered(damaged: Path) -> None:
    inspection = inspected(damaged)
    assert inspection.proposal is not None
    waiting = replace(inspection.proposal, verified=Verified.NOT_YET)
    from inspector.repair import try_out

    assert inspection.base is not None
    for worker, verified in ((WORKER, Verified.DRY_RUN), (Refusing(), Verified.REFUTED)):
        tried = try_out(inspection.adapter, inspection.base, waiting, worker=worker)
        assert tried.verified is verified


# making tensors


def made(
    tmp_path: Path, arrays: dict[str, Any], steps: list[TensorStep], **config: Any
) -> tuple[Adapter, Adapter]:
    """The original and the copy that the steps make of it."""
    folder, copy = tmp_path / "original", tmp_path / "copy"
    folder.mkdir()
    copy.mkdir()
    save_file(arrays, folder / WEIGHTS)
    text = json.dumps({"peft_type": "LORA", "r": 2, "lora_alpha": 4, **config})
    for place in (folder, copy):
        (place / "adapter_config.json").write_text(text)
    original = read_adapter(folder)
    write_tensors(original, steps, copy)
    return original, read_adapter(copy)


def proposal(steps: list[TensorStep], **config: Any) -> RenameProposal:
    return RenameProposal(
        causes=(Cause.FUSED,), rules=(), steps=tuple(steps), config={"lora_alpha": 4, "r": 2, **config}
    )


def fused_steps() -> list[TensorStep]:
    a = tuple(Source(f"{name}.lora_A.weight") for name in "qv")
    b = (Source("q.lora_B.weight", at=0), Source("v.lora_B.weight", at=5))
    return [
        TensorStep("qkv.lora_A.weight", (4, 3), "F32", Making.ROWS, a),
        TensorStep("qkv.lora_B.weight", (7, 4), "F32", Making.DIAGONAL, b),
    ]


def halves() -> dict[str, Any]:
    chance = numpy.random.default_rng(1)
    shapes = {"q.lora_A": (2, 3), "q.lora_B": (3, 2), "v.lora_A": (2, 3), "v.lora_B": (2, 2)}
    return {
        f"{name}.weight": chance.standard_normal(shape).astype("float32") for name, shape in shapes.items()
    }


def test_blocks_stand_at_their_rows_and_columns(tmp_path: Path) -> None:
    arrays, steps = halves(), fused_steps()
    original, copy = made(tmp_path, arrays, steps)
    found = load_file(tmp_path / "copy" / WEIGHTS)
    b, v = found["qkv.lora_B.weight"], arrays["v.lora_B.weight"]
    assert numpy.array_equal(b[:3, :2], arrays["q.lora_B.weight"]) and numpy.array_equal(b[5:, 2:], v)
    assert not b[3:5].any() and not b[:3, 2:].any() and not b[5:, :2].any()
    assert prove_equal(original, copy, proposal(steps, lora_alpha=8)) == 2


@pytest.mark.parametrize("fault", ["alpha", "value", "stray", "lost"])
def test_the_proof_sees_what_is_not_equal(fault: str, tmp_path: Path) -> None:
    steps = fused_steps()
    original, copy = made(tmp_path, halves(), steps)
    tensors = load_file(tmp_path / "copy" / WEIGHTS)
    if fault == "value":
        tensors["qkv.lora_A.weight"][0, 0] += 0.01
    elif fault == "stray":
        tensors["qkv.lora_B.weight"][4, 0] = 1e-6
    elif fault == "lost":
        del tensors["qkv.lora_A.weight"]
    save_file(tensors, tmp_path / "copy" / WEIGHTS)
    wrong_scale = {"lora_alpha": 4} if fault == "alpha" else {"lora_alpha": 8}
    with pytest.raises(Unequal):
        prove_equal(original, read_adapter(copy.path), proposal(steps, **wrong_scale))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8"])
@pytest.mark.parametrize("shape", [(3, 5), (1, 7), (0, 4), (6, 1)])
def test_transposing_and_cutting_move_every_value(dtype: str, shape: tuple[int, int], tmp_path: Path) -> None:
    values = numpy.arange(shape[0] * shape[1]).reshape(shape).astype(dtype)
    code = {"float16": "F16", "float32": "F32", "float64": "F64", "int8": "I8"}[dtype]
    steps = [
        TensorStep("t.lora_A.weight", shape[::-1], code, Making.TRANSPOSE, (Source("x.lora_A"),)),
        TensorStep("c.lora_A.weight", (shape[0] // 2, shape[1]), code, Making.ROWS,
                   (Source("x.lora_A", 0, shape[0] // 2),)),
    ]  # fmt: skip
    made(tmp_path, {"x.lora_A": values}, steps[: 2 if shape[0] else 1])
    found = load_file(tmp_path / "copy" / WEIGHTS)
    assert numpy.array_equal(found["t.lora_A.weight"], values.T)
    if shape[0]:
        assert numpy.array_equal(found["c.lora_A.weight"], values[: shape[0] // 2])


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8).filter(lambda key: key != "__metadata__" and key.isprintable()),
        st.sampled_from([("F32", (2, 3)), ("F16", (5,)), ("U8", (3,)), ("F64", ()), ("F32", (0, 2))]),
        min_size=1,
        max_size=6,
    )
)
def test_the_library_reads_what_is_written(
    tmp_path_factory: pytest.TempPathFactory, kinds: dict[str, tuple[str, tuple[int, ...]]]
) -> None:
    names = {"F32": "float32", "F16": "float16", "U8": "uint8", "F64": "float64"}
    folder = tmp_path_factory.mktemp("any")
    arrays = {
        key: numpy.full(shape, number, dtype=names[code])
        for number, (key, (code, shape)) in enumerate(kinds.items())
    }
    save_file(arrays, folder / "old.safetensors")
    header = read_header(folder / "old.safetensors")
    source = Adapter(path=folder, config={}, tensors=header.tensors, weights_file=folder / "old.safetensors")
    steps = [
        TensorStep(f"new.{key}", info.shape, info.dtype, Making.COPY, (Source(key),))
        for key, info in header.tensors.items()
    ]
    path = write_tensors(source, steps, folder)
    assert read_header(path).tensors.keys() == {step.key for step in steps}
    found = load_file(path)
    assert all(numpy.array_equal(found[f"new.{key}"], value) for key, value in arrays.items())


def test_dtypes_that_share_bytes_are_not_taken_apart(tmp_path: Path) -> None:
    info = TensorInfo("x", (2, 2), "F4", "w", 0, 2)
    (tmp_path / "w").write_bytes(b"\0\0")
    source = Adapter(path=tmp_path, config={}, tensors={"x": info}, weights_file=tmp_path / "w")
    step = TensorStep("y", (2, 2), "F4", Making.TRANSPOSE, (Source("x"),))
    with pytest.raises(UsageError):
        write_tensors(source, [step], tmp_path)


def test_kohyas_alpha_is_read_in_its_own_dtype(tmp_path: Path) -> None:
    arrays = {"f": numpy.array(1.5, dtype="float16"), "i": numpy.array([8]), "many": numpy.zeros(3)}
    save_file(arrays, tmp_path / "w.safetensors")
    header = read_header(tmp_path / "w.safetensors")
    source = Adapter(
        path=tmp_path, config={}, tensors=header.tensors, weights_file=tmp_path / "w.safetensors"
    )
    assert (read_number(source, "f"), read_number(source, "i")) == (1.5, 8.0)
    with pytest.raises(UsageError):
        read_number(source, "many")


def test_large_files_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    with (tmp_path / "old" / "tokenizer.json").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert copy_companions(tmp_path / "old", tmp_path / "new") == ("tokenizer.json",)
    assert not list((tmp_path / "new").iterdir())


# the terminal, with the real worker


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.mark.usefixtures("commands_share_worker")
def test_the_command_repairs_the_example_for_the_renamed_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A base whose names only the dry run knows: found, tried out, written, and then it fits."""
    copy = tmp_path / "copy"
    assert run("repair", ADAPTER, "--base", VISION, "--output", copy) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{copy}\n"
    assert "model → model.language_model" in captured.err and "all 56 tensors land" in captured.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]


def test_exit_codes_of_what_cannot_be_repaired(
    damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.worker.client.Worker", HeadersForWorker)
    assert run("repair", ADAPTER, "--base", BASE, "--output", tmp_path / "copy") == 2
    assert "nothing to repair" in capsys.readouterr().err
    narrow = DEMO / "ticket-llama-n1-gqa"
    assert run("repair", damaged, "--base", narrow, "--output", tmp_path / "copy") == 1
    assert run("repair", damaged, "--base", BASE, "--output", damaged / "copy") == 2
    assert run("repair", damaged, "--base", BASE) == 2
    assert run("repair", damaged, "--base", BASE, "--base", narrow, "--output", tmp_path / "copy") == 2
    assert not (tmp_path / "copy").exists()


def test_check_shows_the_proposal(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from jsonschema import Draft202012Validator

    assert run("check", damaged, "--base", BASE, "--quick") == 1
    text = capsys.readouterr().out
    assert "model._orig_mod → model · 56 keys" in text
    assert f"adapter-inspector repair {damaged} --base" in text
    assert run("check", damaged, "--base", BASE, "--quick", "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(resource_path("schema/inspection.schema.json").read_text())).validate(
        document
    )
    shown = document["inspections"][0]["proposal"]
    assert (shown["verified"], shown["rules"]) == (
        "headers", [{"from": "model._orig_mod", "to": "model", "keys": 56}]
    )  # fmt: skip
    assert len(shown["tensors"]) == 56 and shown["config"] == {}
