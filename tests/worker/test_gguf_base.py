"""A GGUF base must be what transformers makes of the file: configuration, names, shapes, landing."""

from __future__ import annotations

import importlib.util
import json
import warnings
from pathlib import Path
from typing import Any

import gguf
import pytest
import torch
import transformers
from factories import make_adapter
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

from inspector import pipeline
from inspector.compat.inspection import Status
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.resource import resource_path
from inspector.worker.dry_run import dry_run
from inspector.worker.probe import probe

TABLE = json.loads(resource_path("tables/gguf.json").read_text())
SIZES = {
    "vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "n_layer": 2,
    "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 64, "head_dim": 8,
    "n_embd": 32, "n_head": 4, "n_ctx": 64, "n_positions": 64, "pad_token_id": 0, "bos_token_id": 1,
    "eos_token_id": 2, "num_experts": 4, "num_experts_per_tok": 2, "sliding_window": 16,
}  # fmt: skip
TARGETS = {
    "gpt2": ["c_attn"], "bloom": ["query_key_value"], "falcon": ["query_key_value"], "phi3": ["qkv_proj"],
}  # fmt: skip
UNSTATED = {"qwen3": {"head_dim": 128}, "gpt2": {"n_positions": 1024}, "falcon": {"ffn_hidden_size": 128}}
"""Settings that the conversion leaves at transformers' own value, whatever the file says."""

DENSE = [name for name in TABLE["architectures"] if name not in ("mamba", "nemotron", "qwen2moe", "qwen3moe")]


def write_model(name: str, folder: Path) -> Path:
    """A tiny random model of a GGUF architecture: as a transformers folder, and beside it as tiny.gguf."""
    facts = TABLE["architectures"][name]
    config = CONFIG_MAPPING[facts["model_type"]]()
    for field, value in {**SIZES, **UNSTATED.get(name, {})}.items():
        if field in vars(config) or field in facts["config"].values():
            setattr(config, field, value)
    if isinstance(vars(config).get("layer_types"), list):
        config.layer_types = config.layer_types[:2]
    torch.manual_seed(0)
    model = getattr(transformers, facts["architecture"])(config)
    model.save_pretrained(folder)
    _write_gguf(name, facts, model, folder / "tiny.gguf")
    return folder


def _write_gguf(name: str, facts: dict[str, Any], model: Any, path: Path) -> None:
    writer = gguf.GGUFWriter(path, name)
    for key, field in facts["config"].items():
        value = getattr(model.config, field, SIZES.get(field))
        if isinstance(value, bool | str) or value is None:
            continue
        add = writer.add_float32 if isinstance(value, float) else writer.add_uint32
        add(f"{name}.{key}", value)
    writer.add_token_list([f"token {number}" for number in range(64)])
    writer.add_bos_token_id(1)
    writer.add_pad_token_id(0)
    parameters = model.state_dict()
    tied = {"lm_head.weight"} if model.config.tie_word_embeddings else set()
    for pattern, target in facts["tensors"].items():
        for layer in range(2) if "*" in pattern else (0,):
            key = target.replace("*", str(layer), 1)
            if key in parameters and key not in tied:
                values = parameters[key].numpy()
                turned = values.T.copy() if pattern in facts["transposed"] else values
                writer.add_tensor(pattern.replace("*", str(layer)), turned)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize("name", DENSE)
def test_it_is_what_transformers_makes_of_the_file(name: str, tmp_path: Path) -> None:
    folder = write_model(name, tmp_path / "base")
    base = read_base(folder / "tiny.gguf")
    theirs = transformers.AutoConfig.from_pretrained(folder, gguf_file="tiny.gguf")
    ours = CONFIG_MAPPING[str(base.model_type)].from_dict(dict(base.config))
    assert _compared(ours) == _compared(theirs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model, loading = getattr(transformers, str(base.architecture)).from_pretrained(
            folder, gguf_file="tiny.gguf", output_loading_info=True
        )
    assert loading["missing_keys"] == set()
    shapes = {key: tuple(tensor.shape) for key, tensor in model.state_dict().items()}
    assert {key: tensor.shape for key, tensor in base.tensors.items()}.items() <= shapes.items()
    untold = shapes.keys() - base.tensors.keys()
    assert untold <= {"lm_head.weight"}

    adapter = make_adapter(folder, tmp_path / "adapter", target_modules=TARGETS.get(name, ["q_proj"]))
    report = dry_run(read_adapter(adapter), base)
    assert report.loads is True and {row.status for row in report.tensors} == {Status.LANDED}
    predicted = pipeline.inspect_headers(read_adapter(adapter), base).report
    assert predicted.loads is not False
    if predicted.loads:
        assert {row.slot for row in predicted.tensors} == {row.slot for row in report.tensors}


def _compared(config: Any) -> dict[str, Any]:
    """The settings, without where they came from."""
    kept = config.to_dict()
    for field in ("architectures", "_name_or_path", "_model_name_or_path", "transformers_version"):
        kept.pop(field, None)
    return kept


def test_the_probe_runs_on_it(tmp_path: Path) -> None:
    folder = write_model("llama", tmp_path / "base")
    adapter = make_adapter(folder, tmp_path / "adapter", target_modules=["q_proj"])
    result = probe(read_adapter(adapter), read_base(folder / "tiny.gguf"), device="cpu")
    assert result.acts is True and result.noise_floor == 0.0


def test_an_architecture_that_is_not_converted_is_unknown(tmp_path: Path) -> None:
    folder = write_model("llama", tmp_path / "base")
    adapter = make_adapter(folder, tmp_path / "adapter", target_modules=["q_proj"])
    writer = gguf.GGUFWriter(tmp_path / "other.gguf", "command-r")
    for step in (writer.write_header_to_file, writer.write_kv_data_to_file, writer.write_tensors_to_file):
        step()
    writer.close()
    base = read_base(tmp_path / "other.gguf")
    report = dry_run(read_adapter(adapter), base)
    assert report.loads is None and "architecture 'command-r'" in (report.unknown_because or "")
    assert pipeline.inspect_headers(read_adapter(adapter), base).report.loads is None


def test_the_table_is_what_its_script_makes_of_the_packages_installed_here() -> None:
    path = resource_path("tables/make_gguf_table.py")
    spec = importlib.util.spec_from_file_location("make_gguf_table", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        spec.loader.exec_module(script)
        assert script.make_table() == TABLE
