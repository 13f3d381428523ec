"""The probe: beside a plain PEFT script, beside dlm-sway, and a second time in one worker."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from setting import Setting
from timing import ROOT, ratio

WORDS = "the order of a red cup came late and we asked for another one before noon today please".split()  # noqa: SIM905
PROMPTS = tuple(" ".join(WORDS[(start + n) % len(WORDS)] for n in range(24)) for start in range(10))
DEMO = ROOT / "resources" / "demo"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


def measure(setting: Setting) -> None:
    os.environ |= ONE_THREAD
    base, adapter = setting.real_pair
    _step(adapter, base)
    _warm("demo", DEMO / "support-router-lora", DEMO / "ticket-llama-n", "full")
    for figures in ("full", "basic"):
        _warm("46M Llama", adapter, base, figures)
    sway = setting.peers / "bin" / "sway" if setting.peers is not None else None
    if sway is None or not sway.is_file():
        print("probe, cold : sway check (dlm-sway): not measured, dlm-sway is not installed")
        return
    pair = [str(adapter), "--base", str(base)]
    for label, options in (
        ("as it is called", []),
        ("with written text", ["--figures", "full"]),
        ("outputs alone", ["--figures", "basic"]),
    ):
        ratio(
            f"probe, 46M Llama, cold, {label} : sway check (dlm-sway)",
            _cold([sys.executable, "-m", "inspector", "probe", *pair, *options]),
            _cold([str(sway), "check", *pair]),
        )


def _step(adapter: Path, base: Path) -> None:
    """CPU time of loading both and of saying what the script says, which goes prompt by prompt."""
    import torch

    from inspector import pipeline
    from inspector.worker.probe import probe

    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    opened, chosen = pipeline.open_adapter(str(adapter)), pipeline.open_base(str(base))
    ratio(
        "probe step, 46M Llama, 10 prompts : a plain PEFT script",
        lambda: _cpu_time(lambda: probe(opened, chosen, prompts=PROMPTS, device="cpu", figures="basic")),
        lambda: _cpu_time(lambda: plain_script(adapter, base)),
    )


def plain_script(adapter: Path, base: Path) -> tuple[float, float, int]:
    """What somebody would write: largest |Δlogit|, KL and flips; the base twice, for what noise there is."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, attn_implementation="eager")
    rows = [tokenizer(prompt, return_tensors="pt") for prompt in PROMPTS]
    largest, divergence, flips = 0.0, 0.0, 0
    with torch.no_grad():
        pristine = [model(**row).logits[0] for row in rows]
        for row, before in zip(rows, pristine, strict=True):
            assert torch.equal(model(**row).logits[0], before)
        adapted = PeftModel.from_pretrained(model, str(adapter)).eval()
        for row, before in zip(rows, pristine, strict=True):
            after = adapted(**row).logits[0]
            with adapted.disable_adapter():
                assert torch.equal(adapted(**row).logits[0], before)
            largest = max(largest, float((after - before).abs().max()))
            log_before, log_after = before.log_softmax(-1), after.log_softmax(-1)
            divergence += float((log_before.exp() * (log_before - log_after)).sum())
            flips += int((before.argmax(-1) != after.argmax(-1)).sum())
    return largest, divergence, flips


def _warm(label: str, adapter: Path, base: Path, figures: str) -> None:
    """A probe in a worker that has just made one, beside the first, which waits for its imports."""
    from inspector import pipeline
    from inspector.worker.client import Worker

    opened, chosen = pipeline.open_adapter(str(adapter)), pipeline.open_base(str(base))
    first = 0.0

    def second() -> float:
        nonlocal first
        with Worker() as worker:
            first = _wall_time(lambda: worker.probe(opened, chosen, figures=figures))
            return _wall_time(lambda: worker.probe(opened, chosen, figures=figures))

    ratio(f"second probe, {figures}, warm worker, {label} : the first with its start", second, lambda: first)


def _cold(command: list[str]) -> Callable[[], float]:
    """Start to exit, with nothing in its cache, and with the packages of this environment."""

    def run() -> float:
        with tempfile.TemporaryDirectory() as cache:
            environment = {**os.environ, "XDG_CACHE_HOME": cache, "PYTHONPATH": sysconfig.get_path("purelib")}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            start = time.perf_counter()
            subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=environment)
            return time.perf_counter() - start

    return run


def _cpu_time(work: Callable[[], object]) -> float:
    gc.collect()  # the other side's models are not to be cleared away on this side's time
    start = time.process_time()
    work()
    return time.process_time() - start


def _wall_time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
