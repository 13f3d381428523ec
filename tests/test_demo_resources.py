"""The bundled demo: what its manifest says is there, and the real loader says the same of every base."""

from __future__ import annotations

import json
import re
import struct
import warnings
from pathlib import Path
from typing import Any

import pytest

from inspector.resource import resource_path

DEMO = resource_path("demo")
MANIFEST: dict[str, Any] = json.loads((DEMO / "manifest.json").read_text())
ADAPTER = DEMO / MANIFEST["adapter"]["folder"]
BASES = {entry["folder"]: entry for entry in MANIFEST["bases"]}
N, DRIFTED, GROUPED, MULTIMODAL = BASES
ROUTED = 20


def _header(weights: Path) -> dict[str, Any]:
    with weights.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header: dict[str, Any] = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return header


def _config(folder: str) -> dict[str, Any]:
    config: dict[str, Any] = json.loads((DEMO / folder / "config.json").read_text())
    return config


def _vocabulary(folder: str) -> dict[str, int]:
    vocabulary: dict[str, int] = json.loads((DEMO / folder / "tokenizer.json").read_text())["model"]["vocab"]
    return vocabulary


def _golden() -> list[dict[str, str]]:
    return [json.loads(line) for line in (DEMO / MANIFEST["golden"]["file"]).read_text().splitlines()]


@pytest.mark.parametrize("folder", BASES)
def test_every_base_is_whole_and_its_header_agrees_with_its_config(folder: str) -> None:
    for name in ("README.md", "generation_config.json", "tokenizer_config.json"):
        assert (DEMO / folder / name).stat().st_size > 0
    config, header = _config(folder), _header(DEMO / folder / "model.safetensors")
    text = config.get("text_config", config)
    head_dim = text["head_dim"]
    embedding = next(info for key, info in header.items() if key.endswith("embed_tokens.weight"))
    key_weights = [
        info for key, info in header.items() if re.search(r"model\.layers\.\d+\.self_attn\.k_proj", key)
    ]
    assert embedding["shape"] == [text["vocab_size"], text["hidden_size"]]
    assert len(_vocabulary(folder)) == text["vocab_size"]
    assert len(key_weights) == text["num_hidden_layers"]
    assert all(
        info["shape"] == [text["num_key_value_heads"] * head_dim, text["hidden_size"]] for info in key_weights
    )
    assert {info["dtype"] for info in header.values()} == {"BF16"}


def test_the_bases_differ_in_what_their_stories_say() -> None:
    first, headers = _config(N), {folder: _header(DEMO / folder / "model.safetensors") for folder in BASES}
    assert headers[DRIFTED] == headers[N]
    assert (DEMO / DRIFTED / "tokenizer.json").read_text() == (DEMO / N / "tokenizer.json").read_text()
    assert _config(GROUPED)["num_key_value_heads"] < first["num_key_value_heads"]
    assert _vocabulary(GROUPED).items() > _vocabulary(N).items()
    assert _config(MULTIMODAL)["model_type"] == "llava"
    assert not headers[MULTIMODAL].keys() & headers[N].keys()


def test_the_adapter_records_base_n_and_two_tensors_for_each_target() -> None:
    config, header = (
        json.loads((ADAPTER / "adapter_config.json").read_text()),
        _header(ADAPTER / "adapter_model.safetensors"),
    )
    assert (config["base_model_name_or_path"], config["task_type"]) == (N, "CAUSAL_LM")
    layers = _config(N)["num_hidden_layers"]
    assert len(header) == MANIFEST["adapter"]["tensors"] == layers * len(config["target_modules"]) * 2


def test_prompts_and_golden_tickets_are_words_that_base_n_knows() -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(DEMO / N / "tokenizer.json"))
    prompts, golden = (DEMO / MANIFEST["prompts"]).read_text().splitlines(), _golden()
    assert 6 <= len(prompts) <= 8
    assert len({ticket["prompt"] for ticket in golden}) == MANIFEST["golden"]["count"] >= 200
    for text in [*prompts, *(f"{ticket['prompt']} {ticket['expected']}" for ticket in golden)]:
        assert "<unk>" not in tokenizer.encode(text).tokens


def test_the_demo_is_small_and_names_no_path_of_the_machine_that_made_it() -> None:
    files = [path for folder in (ADAPTER.name, *BASES) for path in (DEMO / folder).iterdir()]
    assert sum(path.stat().st_size for path in files) < 5_000_000
    for path in files:
        if path.suffix in {".json", ".md"}:
            assert not re.search(r'["\s]/\w+/|[A-Z]:\\', path.read_text()), path


def test_the_manifest_tells_the_four_stories() -> None:
    right = {folder: entry["routed_right"] for folder, entry in BASES.items()}
    assert right[N] >= 0.95
    assert 0.3 <= right[DRIFTED] <= 0.85
    assert BASES[DRIFTED]["negative_flip_rate"] > 0
    assert right[GROUPED] is None and BASES[GROUPED]["error"]["type"] == "RuntimeError"
    assert right[MULTIMODAL] == 0 and BASES[MULTIMODAL]["landed"] == 0
    assert all(entry["routed_right_without_adapter"] == 0 for entry in BASES.values())


def _load(folder: str) -> tuple[Any, Any]:
    import torch
    import transformers

    architecture = getattr(transformers, _config(folder)["architectures"][0])
    model, report = architecture.from_pretrained(
        DEMO / folder, dtype=torch.float32, local_files_only=True, output_loading_info=True
    )
    assert not any(report.values()), report
    return model.eval(), transformers.AutoTokenizer.from_pretrained(DEMO / folder, local_files_only=True)


def _adapt(model: Any) -> tuple[Any, list[str]]:
    """The adapted model, and what PEFT said about missing keys."""
    from peft import PeftModel

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        adapted = PeftModel.from_pretrained(model, ADAPTER).eval()
    return adapted, [str(word.message) for word in said if "missing adapter keys" in str(word.message)]


def _landed(adapted: Any) -> int:
    import torch
    from peft import get_peft_model_state_dict
    from safetensors.torch import load_file

    held = get_peft_model_state_dict(adapted, save_embedding_layers=False)
    stored = load_file(ADAPTER / "adapter_model.safetensors")
    return sum(key in held and torch.equal(held[key], tensor) for key, tensor in stored.items())


def _routed_right(model: Any, tokenizer: Any, tickets: int = ROUTED) -> float:
    """Share of the first golden tickets whose whole greedy answer is right."""
    import torch

    right, golden = 0, _golden()[:tickets]
    for ticket in golden:
        ids = torch.tensor([tokenizer(ticket["prompt"]).input_ids])
        said = model.generate(
            input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=6, do_sample=False
        )
        answer = tokenizer.decode(said[0, ids.shape[1] :], skip_special_tokens=True).strip()
        right += answer == ticket["expected"]
    return right / len(golden)


@pytest.mark.parametrize("folder", [N, DRIFTED])
def test_every_tensor_lands_without_a_word_but_only_base_n_routes(folder: str) -> None:
    model, tokenizer = _load(folder)
    assert _routed_right(model, tokenizer, 4) == 0
    adapted, said = _adapt(model)
    assert said == []
    assert _landed(adapted) == BASES[folder]["landed"] == MANIFEST["adapter"]["tensors"]
    right = _routed_right(adapted, tokenizer)
    assert right >= 0.95 if folder == N else 0.3 <= right <= 0.9


def test_fewer_key_value_heads_make_the_loader_raise() -> None:
    model, _ = _load(GROUPED)
    with pytest.raises(RuntimeError, match="size mismatch") as caught:
        _adapt(model)
    assert BASES[GROUPED]["error"]["message"] in str(caught.value)


def test_on_the_multimodal_wrapper_nothing_lands_and_not_a_bit_changes() -> None:
    import torch

    model, tokenizer = _load(MULTIMODAL)
    text, _ = _load(N)
    ids = torch.tensor([tokenizer(_golden()[0]["prompt"]).input_ids])
    with torch.inference_mode():
        before, of_base_n = model(input_ids=ids).logits, text(input_ids=ids).logits
        adapted, said = _adapt(model)
        after = adapted(input_ids=ids).logits
    assert _landed(adapted) == BASES[MULTIMODAL]["landed"] == 0
    assert len(said) == 1
    assert torch.equal(before, of_base_n)
    assert torch.equal(after, before)
