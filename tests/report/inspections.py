"""A small builder of inspections: real adapter and base files, and records that say what became of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
from safetensors.numpy import save_file

from inspector.compat.inspection import (
    Answer,
    Counts,
    Evidence,
    Finding,
    Inspection,
    LoadError,
    LoadReport,
    MissingSlot,
    Module,
    NotChecked,
    Severity,
    Status,
    TensorMatch,
    Verdict,
    WeightScan,
)
from inspector.compat.keys import PREFIX, split_key, strip_prefix
from inspector.compat.probe_result import ProbeResult, PromptResult
from inspector.files.records import Adapter, Base, TensorInfo

PROJECTIONS = (
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
)
WIDTH, RANK, NARROW = 16, 2, 4
RAISED = LoadError("RuntimeError", "Error(s) in loading state_dict:\n\tsize mismatch for k_proj")

Fate = tuple[Status, tuple[int, ...] | None]
Judge = Callable[[str], Fate]


def lora_keys(layers: int, projections: tuple[str, ...] = PROJECTIONS) -> list[str]:
    return [
        f"{PREFIX}model.layers.{layer}.{projection}.lora_{side}.weight"
        for layer in range(layers)
        for projection in projections
        for side in "AB"
    ]


def write_adapter(folder: Path, keys: list[str], **config: Any) -> Adapter:
    """An adapter folder with rank-2 tensors of width 16 under `keys`, and the record of it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"peft_type": "LORA", "r": RANK, "base_model_name_or_path": "org/base-n", **config}
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    values = {
        key: numpy.zeros((RANK, WIDTH) if "lora_A" in key else (WIDTH, RANK), numpy.float32) for key in keys
    }
    weights = folder / "adapter_model.safetensors"
    save_file(values, weights)
    return Adapter(
        path=folder,
        config=settings,
        tensors={key: TensorInfo(key, value.shape, "F32", weights.name) for key, value in values.items()},
        weights_file=weights,
        weights_bytes=weights.stat().st_size,
    )


def write_base(folder: Path, *, layers: int = 2, revision: str | None = None) -> Base:
    """A base folder with a config and one small weight file."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "num_hidden_layers": layers}
    (folder / "config.json").write_text(json.dumps(config))
    weights = folder / "model.safetensors"
    save_file({"model.norm.weight": numpy.ones(WIDTH, numpy.float32)}, weights)
    tensors = {"model.norm.weight": TensorInfo("model.norm.weight", (WIDTH,), "F32", weights.name)}
    return Base(
        source=str(folder),
        path=folder,
        kind="folder",
        config=config,
        tensors=tensors,
        weight_files=(weights,),
        revision=revision,
    )


def landed(_key: str) -> Fate:
    return Status.LANDED, None


def narrow_heads(key: str) -> Fate:
    """What a base with fewer key/value heads does to `lora_B` of k and v."""
    if ("k_proj" in key or "v_proj" in key) and "lora_B" in key:
        return Status.MISMATCHED, (NARROW, RANK)
    return Status.LANDED, None


def orphaned(_key: str) -> Fate:
    return Status.ORPHANED, None


def load_report(
    adapter: Adapter, judge: Judge, *, layers: int, missing: tuple[MissingSlot, ...]
) -> LoadReport:
    tensors = []
    for key, info in adapter.tensors.items():
        status, expected = judge(key)
        module, part, _ = split_key(key)
        tensors.append(
            TensorMatch(
                key=key,
                status=status,
                module=module,
                part=part,
                shape=info.shape,
                dtype=info.dtype,
                slot=PREFIX + strip_prefix(key) if status in (Status.LANDED, Status.MISMATCHED) else None,
                expected=expected or (info.shape if status is Status.LANDED else None),
            )
        )
    raises = any(tensor.status is Status.MISMATCHED for tensor in tensors)
    modules = tuple(
        Module(f"model.layers.{layer}.{projection}", "Linear", WIDTH, WIDTH)
        for layer in range(layers)
        for projection in PROJECTIONS
    )
    return LoadReport(
        evidence=Evidence.DRY_RUN,
        loader="peft",
        loader_version="0.21.2",
        loads=not raises,
        tensors=tuple(tensors),
        missing=missing,
        modules=modules,
        error=RAISED if raises else None,
    )


def inspection(
    adapter: Adapter,
    base: Base | None,
    judge: Judge = landed,
    *,
    layers: int = 2,
    missing: tuple[MissingSlot, ...] = (),
    probe: ProbeResult | None = None,
    findings: tuple[Finding, ...] = (),
) -> Inspection:
    """An inspection whose figures follow from what `judge` says of each key."""
    report = load_report(adapter, judge, layers=layers, missing=missing)
    statuses = [tensor.status for tensor in report.tensors]
    counts = Counts(
        file=len(statuses),
        landed=statuses.count(Status.LANDED),
        mismatched=statuses.count(Status.MISMATCHED),
        orphaned=statuses.count(Status.ORPHANED),
        missing=len(missing),
        overwrites_base=statuses.count(Status.OVERWRITES_BASE),
        unknown=statuses.count(Status.UNKNOWN),
    )
    lost = counts.file - counts.landed
    verdict = Verdict.FITS if not lost else Verdict.FAILS if counts.mismatched else Verdict.INERT
    if base is None:
        verdict = Verdict.UNKNOWN
    headline = {
        Verdict.FITS: f"Fits: all {counts.file} tensors land",
        Verdict.FAILS: f"Fails: {counts.mismatched} of {counts.file} tensors do not fit",
        Verdict.INERT: "Inert: loads without a word and does nothing",
        Verdict.UNKNOWN: "Unknown: no base chosen",
    }[verdict]
    return Inspection(
        adapter=adapter,
        base=base,
        report=report,
        verdict=verdict,
        headline=headline,
        summary=SUMMARIES[verdict],
        answers=answers(counts, report.error, probe),
        findings=findings or FINDINGS.get(verdict, ()),
        not_checked=(NotChecked("ADP503", "base-drift", "No second revision to compare with."),),
        weights=WeightScan(scanned=counts.file),
        probe=probe,
        counts=counts,
    )


def answers(counts: Counts, error: LoadError | None, probe: ProbeResult | None) -> tuple[Answer, ...]:
    lands = "good" if counts.landed == counts.file else "bad"
    loads = f"No. {error.type}: size mismatch for k_proj" if error else "Yes, with peft 0.21.2."
    return (
        Answer("readable", "Is it readable?", "good", "yes", f"{counts.file} tensors, file whole."),
        Answer("loads", "Does it load?", "bad" if error else "good", "no" if error else "yes", loads),
        Answer(
            "lands", "Does it land?", lands, f"{counts.landed} of {counts.file}", f"{counts.landed} landed."
        ),
        Answer("base", "Is this its base?", "unknown", "unknown", "No lock and no commit to compare with."),
        Answer(
            "acts", "Does it act?", "good" if probe else "unknown", "yes" if probe else "not measured", ""
        ),
    )


SUMMARIES = {
    Verdict.FITS: "Every tensor has a slot of its shape, and the outputs change.",
    Verdict.FAILS: "The base has fewer key/value heads than the adapter; the loader raises RuntimeError.",
    Verdict.INERT: "No key has a slot on this base: its modules have other names.",
    Verdict.UNKNOWN: "Without a base only the adapter itself can be judged.",
}
FINDINGS = {
    Verdict.FAILS: (
        Finding(
            rule="ADP104",
            name="base-revision-unpinned",
            severity=Severity.WARNING,
            message="A base is named without a revision.",
            why="The repository can move under the adapter.",
            remedy="Pin the revision in adapter_config.json.",
            where="adapter_config.json",
        ),
        Finding(
            rule="ADP301",
            name="dim-mismatch",
            severity=Severity.ERROR,
            message="File [16, 2], base needs [4, 2]: key/value heads differ.",
            why="The adapter was trained with more key/value heads.",
            remedy="Serve it on the base that it was trained on, or retrain.",
            where="model.layers.{0, 1}.self_attn.{k_proj, v_proj}.lora_B",
            keys=("base_model.model.model.layers.0.self_attn.k_proj.lora_B.weight",),
            evidence={"ratio": float("nan"), "shape": (16, 2), "names": {"b", "a"}},
        ),
    ),
    Verdict.INERT: (
        Finding(
            rule="ADP201",
            name="zero-coverage",
            severity=Severity.ERROR,
            message="No key has a slot on this base.",
            why="The base wraps its modules under another prefix.",
            remedy="Rename the keys to the base's names.",
        ),
    ),
}


def probed(prompts: int = 2) -> ProbeResult:
    rows = tuple(
        PromptResult(
            f"My invoice {i} is wrong, who\ncan help?", 32, 1.25, 0.031, 4, " the the the", " queue: billing"
        )
        for i in range(prompts)
    )
    return ProbeResult(
        device="cpu",
        dtype="float32",
        acts=True,
        noise_floor=0.0,
        max_abs_logit_diff=1.25,
        mean_abs_logit_diff=0.21,
        mean_kl=0.031,
        top1_flip_rate=0.125,
        disabled_equals_pristine=True,
        prompts=rows,
    )
