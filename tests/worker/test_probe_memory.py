"""A second probe of the same base does not run it without the adapter again, and says what a first would."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from factories import make_adapter, make_base
from safetensors.torch import load_file, save_file
from worded_tokenizer import WORDS, add_tokenizer

from inspector.compat.probe_result import ProbeResult
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.worker.probe import probe
from inspector.worker.probe_memory import PristineMemory

PROMPTS = ("the cat sat", "the cat sat on the mat", "a cat")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = make_base("llama", tmp_path / "llama")
    add_tokenizer(folder, {word: number for number, word in enumerate(WORDS)})
    return folder


@pytest.fixture
def adapter(base: Path, tmp_path: Path) -> Path:
    return make_adapter(base, tmp_path / "adapter", target_modules=["q_proj", "down_proj"])


class Probing:
    """Probes with one memory; `pristine` are the prompts that the base alone was run on in the last one."""

    def __init__(self, memory: PristineMemory | None = None) -> None:
        self.memory = memory or PristineMemory()
        self.pristine: list[str] = []

    def __call__(self, adapter: Path, base: Path, **how: Any) -> ProbeResult:
        self.pristine.clear()
        how = {"prompts": PROMPTS, "text": "the cat sat on the mat", **how}
        result = probe(
            read_adapter(adapter), read_base(base), device="cpu", report=self.told, memory=self.memory, **how
        )
        return replace(result, seconds=0.0)

    def told(self, stage: str, _done: int, _total: int, text: str) -> None:
        if stage == "pristine" and text.startswith("Without the adapter: ") and "as measured" not in text:
            self.pristine.append(text)


def change_weights(path: Path, change: Callable[[dict[str, torch.Tensor]], None], *, keep_time: bool) -> None:
    stat, tensors = path.stat(), {key: value.clone() for key, value in load_file(path).items()}
    change(tensors)
    with path.open("r+b") as file:  # the same file, not another in its place
        file.write(_as_bytes(tensors, path))
    if keep_time:
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _as_bytes(tensors: dict[str, torch.Tensor], path: Path) -> bytes:
    other = path.with_suffix(".other")
    save_file(tensors, other, metadata={"format": "pt"})
    raw = other.read_bytes()
    other.unlink()
    return raw


def scale_down_proj(tensors: dict[str, torch.Tensor]) -> None:
    for key, value in tensors.items():
        if "down_proj" in key:
            value.mul_(1.5)


def test_the_second_is_the_first_without_running_the_base_alone(adapter: Path, base: Path) -> None:
    probing = Probing()
    first = probing(adapter, base)
    assert len(probing.pristine) == len(PROMPTS)
    assert first.prompts[0].base_text is not None and first.layers and first.base_perplexity
    second = probing(adapter, base)
    assert probing.pristine == []
    assert second == first


def test_another_adapter_is_measured_as_if_it_were_the_first(
    adapter: Path, base: Path, tmp_path: Path
) -> None:
    other = make_adapter(base, tmp_path / "other", target_modules=["v_proj"], r=2)
    probing = Probing()
    probing(adapter, base)
    remembered = probing(other, base)
    assert probing.pristine == []
    assert remembered == Probing()(other, base)


@pytest.mark.parametrize(
    "how",
    [{"prompts": ("the mat",)}, {"text": "a cat"}, {"figures": "basic"}],
    ids=["prompts", "text", "figures"],
)
def test_other_questions_are_asked_anew(adapter: Path, base: Path, how: dict[str, Any]) -> None:
    probing = Probing()
    probing(adapter, base)
    asked = probing(adapter, base, **how)
    assert probing.pristine
    assert asked == Probing()(adapter, base, **how)


def test_a_base_that_was_written_meanwhile_is_run_again(adapter: Path, base: Path) -> None:
    probing = Probing()
    before = probing(adapter, base)
    change_weights(base / "model.safetensors", scale_down_proj, keep_time=False)
    after = probing(adapter, base)
    assert len(probing.pristine) == len(PROMPTS)
    assert after != before and after == Probing()(adapter, base)


def test_a_base_that_hides_its_change_is_found_out_by_its_outputs(adapter: Path, base: Path) -> None:
    """Size, inode and time are what they were: the disabled adapter does not give what is remembered."""
    probing = Probing()
    probing(adapter, base)
    change_weights(base / "model.safetensors", scale_down_proj, keep_time=True)
    after = probing(adapter, base)
    assert len(probing.pristine) == len(PROMPTS)
    assert after.disabled_equals_pristine and after == Probing()(adapter, base)


def test_an_adapter_that_changes_the_base_for_good_is_told_as_ever(adapter: Path, base: Path) -> None:
    probing = Probing()
    probing(adapter, base)
    path = adapter / "adapter_model.safetensors"
    tensors = load_file(path)
    embedding = load_file(base / "model.safetensors")["model.embed_tokens.weight"]
    tensors["base_model.model.model.embed_tokens.weight"] = embedding * 2
    save_file(tensors, path, metadata={"format": "pt"})
    result = probing(adapter, base)
    assert not result.disabled_equals_pristine
    assert result == Probing()(adapter, base)


def test_no_more_is_remembered_than_there_is_room_for(adapter: Path, base: Path) -> None:
    probing = Probing(PristineMemory(most_bytes=1000))
    probing(adapter, base)
    probing(adapter, base)
    assert len(probing.pristine) == len(PROMPTS)
