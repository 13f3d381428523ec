"""Each table of a comparison against a slow, plain computation on the same files by other readers."""

from __future__ import annotations

import json
import os
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import peft
import pytest
import torch
from dense_models import llama, save_pair
from real_load import quiet
from safetensors.torch import load_file
from smollm2 import FOLDER, WHY_NOT, write_smollm2
from tokenizer_files import add_tokens, byte_level, write_tokenizer
from tokenizers import Tokenizer as Engine
from transformers import AutoModelForCausalLM

from inspector.compare import add_values, compare_inspections
from inspector.compat.revisions import Comparison
from inspector.compat.tokenizer_comparison import TokenizerComparison
from inspector.files.records import Base
from inspector.files.tokenizer_samples import SAMPLE_TEXTS
from inspector.pipeline import inspect_headers, open_adapter, open_base
from inspector.resource import resource_path
from inspector.tokenizer_check import compare_base_tokenizers

DEMO = resource_path("demo")
TOKENIZERS = [
    Path(folder) for folder in os.environ.get("ADAPTER_INSPECTOR_TOKENIZERS", "").split(os.pathsep) if folder
]
BOOKKEEPING = {"transformers_version", "dtype", "use_cache"}


class Case(NamedTuple):
    adapter: Path
    before: Path
    after: Path
    found: Comparison


def demo(name: str) -> tuple[Path, Path, Path]:
    return DEMO / "support-router-lora", DEMO / "ticket-llama-n", DEMO / name


def fine_tuned(folder: Path) -> tuple[Path, Path, Path]:
    """As SmolLM2 is made: tied embeddings, grouped heads, bfloat16; the copy is trained for three steps."""
    engine = byte_level(vocabulary=300)
    shape = {
        "hidden_size": 96, "intermediate_size": 160, "num_attention_heads": 6, "num_key_value_heads": 2,
        "tie_word_embeddings": True, "vocab_size": 320,
        "rope_parameters": {"rope_theta": 1e5, "rope_type": "default"},
    }  # fmt: skip
    lora = peft.LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"])
    before, adapter = save_pair(folder, lambda: llama(**shape).bfloat16(), lora)
    write_tokenizer(before, engine, eos_token="<|endoftext|>")
    model = llama(**shape).bfloat16()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(3):
        tokens = torch.randint(0, 320, (4, 16))
        optimiser.zero_grad()
        model(input_ids=tokens, labels=tokens).loss.backward()
        optimiser.step()
    after = folder / "after"
    model.save_pretrained(after)
    settings = json.loads((after / "config.json").read_text())
    settings |= {"rms_norm_eps": 1e-5, "eos_token_id": 0, "attention_dropout": 0.1}
    (after / "config.json").write_text(json.dumps(settings))
    write_tokenizer(after, add_tokens(byte_level(vocabulary=310), "<call>"), eos_token="<|endoftext|>")
    return adapter, before, after


def smollm2(folder: Path) -> tuple[Path, Path, Path]:
    """The real one in bfloat16, and a copy that is trained for two steps."""
    before, after, adapter = (folder / name for name in ("before", "after", "adapter"))
    write_smollm2(before, torch.bfloat16)
    with quiet():
        model = AutoModelForCausalLM.from_pretrained(before, dtype=torch.bfloat16, local_files_only=True)
        optimiser = torch.optim.SGD(model.parameters(), lr=0.5)
        for _ in range(2):
            tokens = torch.randint(0, 49152, (1, 16), generator=torch.Generator().manual_seed(0))
            optimiser.zero_grad()
            model(input_ids=tokens, labels=tokens).loss.backward()
            optimiser.step()
        model.save_pretrained(after)
        write_tokenizer(after, add_tokens(Engine.from_file(str(before / "tokenizer.json")), "<call>"))
        lora = peft.LoraConfig(r=8, lora_alpha=16, target_modules=["q_proj", "v_proj", "down_proj"])
        adapted = peft.get_peft_model(model, lora)
        for name, parameter in adapted.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(parameter, std=0.02)
        adapted.save_pretrained(str(adapter))
    return adapter, before, after


MADE = {"fine-tuned": fine_tuned, "SmolLM2": smollm2}
NAMES = (
    "ticket-llama-n1-drifted",
    "ticket-llama-n1-gqa",
    "fine-tuned",
    pytest.param("SmolLM2", marks=pytest.mark.skipif(not FOLDER, reason=WHY_NOT)),
)


@pytest.fixture(scope="module", params=NAMES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    name: str = request.param
    paths = MADE[name](tmp_path_factory.mktemp(name)) if name in MADE else demo(name)
    adapter = open_adapter(paths[0])
    before, after = (inspect_headers(adapter, open_base(base)) for base in paths[1:])
    return Case(*paths, add_values(compare_inspections(before, after)))


def test_modules(case: Case) -> None:
    factors = load_file(case.adapter / "adapter_model.safetensors")
    old, new = (load_file(base / "model.safetensors") for base in (case.before, case.after))
    settings = json.loads((case.adapter / "adapter_config.json").read_text())
    ends = (".lora_A.weight", ".lora_B.weight")
    modules = {key.removeprefix("base_model.model.").rpartition(".lora_")[0] for key in factors}
    rows = {row.module: row for row in case.found.modules or ()}
    assert rows.keys() == modules
    for module, row in rows.items():
        one, other = old[f"{module}.weight"], new[f"{module}.weight"]
        down, up = (factors[f"base_model.model.{module}{end}"].double() for end in ends)
        assert (row.shape_from, row.shape_to) == (tuple(one.shape), tuple(other.shape))
        assert {row.dtype_from, row.dtype_to} == {{torch.float32: "F32", torch.bfloat16: "BF16"}[one.dtype]}
        for weight, status in ((one, row.status_from), (other, row.status_to)):
            lands = tuple(weight.shape) == (len(up), down.shape[1])
            assert status == ("landed" if lands else "mismatched")
        if one.shape != other.shape:
            assert row.kind == "shape" and row.relative_change is None
            continue
        one, moved = one.double(), other.double() - one.double()
        delta = settings["lora_alpha"] / settings["r"] * up @ down
        figures = moved.norm() / one.norm(), delta.norm() / one.norm(), moved.abs().max()
        told = row.relative_change, row.relative_delta, row.max_change
        for said, figure in zip(told, figures, strict=True):
            assert said == pytest.approx(float(figure), rel=1e-6)
        assert (row.kind == "same") is (float(moved.norm()) == 0)
    assert any(row.kind != "same" for row in rows.values())


def test_config(case: Case) -> None:
    old, new = (json.loads((base / "config.json").read_text()) for base in (case.before, case.after))
    plain: dict[str, tuple[Any, Any]] = {}
    for name in {*old, *new} - BOOKKEEPING:
        if old.get(name) != new.get(name):
            plain[name] = old.get(name), new.get(name)
    rows = {row.field: (row.before, row.after) for row in case.found.config or ()}
    assert {name: values for name, values in rows.items() if name not in BOOKKEEPING} == plain
    assert all(row.effect for row in case.found.config or () if row.matters)


def check_tokenizer(before: Path, after: Path, found: TokenizerComparison | None) -> None:
    """Against the engine's own vocabulary and encoding, one token and one text after the other."""
    engines = [Engine.from_file(str(base / "tokenizer.json")) for base in (before, after)]
    for engine in engines:
        engine.no_truncation()
        engine.no_padding()
    old, new = (engine.get_vocab(with_added_tokens=True) for engine in engines)
    added = removed = moved = 0
    for token in {*old, *new}:
        added += token not in old
        removed += token not in new
        moved += token in old and token in new and old[token] != new[token]
    assert found is not None
    assert (found.vocab_before, found.vocab_after) == (len(old), len(new))
    assert (found.added, found.removed, found.moved) == (added, removed, moved)
    differing = [
        text
        for text in SAMPLE_TEXTS
        if engines[0].encode(text, add_special_tokens=False).ids
        != engines[1].encode(text, add_special_tokens=False).ids
    ]
    assert found.sample_disagreement == len(differing) / len(SAMPLE_TEXTS)
    assert [change.text for change in found.sample_changes] == differing[: len(found.sample_changes)]


def test_tokenizer(case: Case) -> None:
    check_tokenizer(case.before, case.after, case.found.tokenizer)


@pytest.mark.skipif(not TOKENIZERS, reason="ADAPTER_INSPECTOR_TOKENIZERS names no folders to compare")
@pytest.mark.parametrize(
    "pair", list(combinations(TOKENIZERS, 2)), ids=lambda pair: f"{pair[0].name}-{pair[1].name}"
)
def test_tokenizers_of_ones_own(pair: tuple[Path, Path]) -> None:
    """Any that lie on the disk: ADAPTER_INSPECTOR_TOKENIZERS=FOLDER:FOLDER:…, each with a tokenizer.json."""
    sides = [Base(source=str(path), path=path, kind="folder", config={}, tensors={}) for path in pair]
    found, why_not = compare_base_tokenizers(*sides)
    assert not why_not
    check_tokenizer(*pair, found)
