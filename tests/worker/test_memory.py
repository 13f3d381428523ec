"""What a probe needs is told from headers alone, in parts, and what does not fit is refused with numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from factories import make_adapter, make_base

from inspector.compat.probe_result import ProbeResult
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.records import Adapter, Base
from inspector.worker import memory, offload
from inspector.worker.base_model import read_config
from inspector.worker.client import ProbeRefused
from inspector.worker.memory import MemoryNeed, available_bytes, gigabytes, memory_need
from inspector.worker.probe import probe

GB = 1_000_000_000


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Adapter, Base]:
    folder = make_base("llama", tmp_path_factory.mktemp("llama"))
    adapter = make_adapter(folder, tmp_path_factory.mktemp("lora") / "a", target_modules=["q_proj"])
    return read_adapter(adapter), read_base(folder)


def need_of(adapter: Adapter, base: Base, dtype: torch.dtype = torch.float32) -> MemoryNeed:
    return memory_need(adapter, base, config=read_config(base), dtype=dtype)


def llama_70b(folder: Path) -> Base:
    """Llama-3-70B as files: its names, shapes and 141 GB, all of them holes."""
    width, inner, rows = 8192, 28672, 128256
    shapes = {"model.embed_tokens": [rows, width], "lm_head": [rows, width], "model.norm": [width]}
    for layer in (f"model.layers.{number}" for number in range(80)):
        shapes |= {f"{layer}.self_attn.{name}_proj": [width, width] for name in "qo"}
        shapes |= {f"{layer}.self_attn.{name}_proj": [1024, width] for name in "kv"}
        shapes |= {f"{layer}.mlp.{name}_proj": [inner, width] for name in ("gate", "up")}
        shapes |= {f"{layer}.mlp.down_proj": [width, inner]}
        shapes |= {f"{layer}.{name}_layernorm": [width] for name in ("input", "post_attention")}
    header, end = {}, 0
    for name, shape in shapes.items():
        size = 2 * torch.Size(shape).numel()
        header[f"{name}.weight"] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    raw = json.dumps(header).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(len(raw).to_bytes(8, "little") + raw)
        file.truncate(8 + len(raw) + end)
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": width,
        "intermediate_size": inner, "num_hidden_layers": 80, "num_attention_heads": 64,
        "num_key_value_heads": 8, "vocab_size": rows, "torch_dtype": "bfloat16",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    return read_base(folder)


def on_a_machine_with(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda _device: size)
    monkeypatch.setattr(offload, "available_bytes", lambda _device: size)


def test_the_parts_are_those_of_the_files(pair: tuple[Adapter, Base]) -> None:
    adapter, base = pair
    need = need_of(adapter, base)
    assert need.weights == sum(tensor.nbytes for tensor in base.tensors.values())
    assert need.largest == max(tensor.nbytes for tensor in base.tensors.values())
    assert need.adapter == adapter.weights_bytes + 4 * adapter.parameters
    assert need.total == need.weights + need.beside_weights
    config = base.config
    width = config["hidden_size"] // config["num_attention_heads"] * config["num_key_value_heads"]
    assert need.cache == 2 * config["num_hidden_layers"] * width * (128 + 64) * 4


def test_half_precision_files_count_twice_in_float32(pair: tuple[Adapter, Base]) -> None:
    adapter, base = pair
    half = {key: info._replace(dtype="BF16", nbytes=info.nbytes // 2) for key, info in base.tensors.items()}
    halved = replace(base, tensors=half)
    assert need_of(adapter, halved).weights == need_of(adapter, base).weights
    assert 2 * need_of(adapter, base, torch.bfloat16).weights == need_of(adapter, base).weights


def test_packed_weights_stay_as_they_are(pair: tuple[Adapter, Base]) -> None:
    adapter, base = pair
    packed = {key: info._replace(dtype="I32") for key, info in base.tensors.items()}
    assert need_of(adapter, replace(base, tensors=packed), torch.bfloat16).weights == sum(
        info.nbytes for info in packed.values()
    )


def test_this_machine_says_what_is_free() -> None:
    free = available_bytes(torch.device("cpu"))
    assert free is not None and free > 0


@pytest.mark.parametrize(
    ("count", "text"), [(141_100_000_000, "141.1 GB"), (3_200_000, "3.2 MB"), (12_000, "12 KB")]
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert gigabytes(count) == text


def test_70_billion_parameters_on_a_small_machine_are_refused_with_the_numbers_and_an_offer(
    pair: tuple[Adapter, Base], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_machine_with(monkeypatch, 24 * GB)
    with pytest.raises(ProbeRefused) as refusal:
        probe(pair[0], llama_70b(tmp_path), device="cpu")
    assert refusal.value.message.startswith("The base needs about 28")
    assert "of memory in float32, and 24.0 GB are free on cpu (282.2 GB weights, " in refusal.value.message
    hint = refusal.value.hint
    assert "Offloading (--offload) would put" in hint and "GB on disk" in hint
    assert "every forward pass moves 1" in hint and "by estimate" in hint
    assert "written" not in hint  # a plain Llama is read where it lies
    assert "--modules" in hint


def test_where_not_even_a_layer_fits_nothing_is_offered_but_the_modules(
    pair: tuple[Adapter, Base], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_a_machine_with(monkeypatch, 2 * GB)
    with pytest.raises(ProbeRefused, match="Even one layer at a time needs .* GB: .*--modules"):
        probe(pair[0], llama_70b(tmp_path), device="cpu", offload=True)


def test_what_fits_is_not_offloaded(pair: tuple[Adapter, Base]) -> None:
    result: ProbeResult = probe(*pair, device="cpu", prompts=["a"], offload=True)
    assert result.placement == "all on cpu"
