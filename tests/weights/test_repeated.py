"""Copies of the base's own tensors in an adapter, told from trained ones by value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import peft
import pytest
import torch
from dense_models import llama, save_pair
from safetensors.torch import load_file, save_file

from inspector import pipeline
from inspector.weights.repeated import repeated_tensors

EMBEDDING = "base_model.model.model.embed_tokens.weight"
HEAD = "base_model.model.lm_head.weight"
LORA = peft.LoraConfig(r=2, target_modules=["q_proj"])


@pytest.fixture(params=[False, True], ids=["untied", "tied"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """An adapter that brings the embedding and the head along, of a base that ties them or does not."""
    base, adapter = save_pair(tmp_path, lambda: llama(tie_word_embeddings=request.param), LORA)
    weights = load_file(base / "model.safetensors")
    embedding = weights["model.embed_tokens.weight"]
    edit(adapter, {EMBEDDING: embedding, HEAD: weights.get("lm_head.weight", embedding).clone()})
    return base, adapter


def edit(adapter: Path, changes: dict[str, Any]) -> None:
    path = adapter / "adapter_model.safetensors"
    save_file({**load_file(path), **changes}, path)


def found(base: Path, adapter: Path, **options: Any) -> tuple[str, ...]:
    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    report = pipeline.inspect_headers(opened, chosen).report
    return repeated_tensors(opened, report, chosen, **options)


def test_both_are_found_and_a_tied_head_is_held_against_the_embedding(pair: tuple[Path, Path]) -> None:
    assert set(found(*pair)) == {EMBEDDING, HEAD}
    assert found(*pair, read_base=False) == ()


def test_another_dtype_holds_the_same_numbers(pair: tuple[Path, Path]) -> None:
    embedding = load_file(pair[1] / "adapter_model.safetensors")[EMBEDDING]
    edit(pair[1], {EMBEDDING: embedding.double()})
    assert EMBEDDING in found(*pair)


@pytest.mark.parametrize("row", [0, -1])
def test_one_number_makes_the_difference(row: int, pair: tuple[Path, Path]) -> None:
    embedding = load_file(pair[1] / "adapter_model.safetensors")[EMBEDDING].clone()
    embedding[row, -1] = torch.nextafter(embedding[row, -1], torch.tensor(9.0))
    edit(pair[1], {EMBEDDING: embedding})
    assert set(found(*pair)) == {HEAD}


def test_what_lands_in_a_slot_of_its_own_is_not_compared(pair: tuple[Path, Path]) -> None:
    base, adapter = pair
    settings = adapter / "adapter_config.json"
    settings.write_text(
        settings.read_text().replace(
            '"modules_to_save": null', '"modules_to_save": ["embed_tokens", "lm_head"]'
        )
    )
    assert found(base, adapter) == ()
