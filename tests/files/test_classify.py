"""What is dropped on the window: an adapter, a base, or a refusal with its reason."""

from __future__ import annotations

from pathlib import Path

from container_files import LLAMA, LORA, write_adapter, write_base, write_json, write_sharded, write_tensors

from inspector.files.classify import classify


def test_adapters(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "a")
    lone = write_tensors(tmp_path / "lora.safetensors", LORA)
    style = write_tensors(tmp_path / "s" / "style.safetensors", {"lora_unet_x.lora_down.weight": (4, 4)})
    for path in (
        folder,
        folder / "adapter_config.json",
        folder / "adapter_model.safetensors",
        lone,
        style,
        style.parent,
    ):
        assert classify(path).kind == "adapter"
    write_json(folder / "config.json", {})
    both = classify(folder)
    assert both.kind == "adapter" and "config.json" in both.reason


def test_bases(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "b")
    sharded = write_sharded(tmp_path / "c", 2)
    single = write_tensors(tmp_path / "weights.safetensors", LLAMA)
    config = write_json(tmp_path / "llama.json", {"model_type": "llama"})
    index = sharded / "model.safetensors.index.json"
    for path in (folder, folder / "config.json", sharded, index, single, config):
        assert classify(path).kind == "base"


def test_a_file_without_tensors_could_be_either(tmp_path: Path) -> None:
    assert classify(write_tensors(tmp_path / "x.safetensors", {})).kind == "ambiguous"


def refused(path: Path) -> str:
    dropped = classify(path)
    assert dropped.kind == "refused"
    return dropped.reason


def test_refusals_give_their_reason(tmp_path: Path) -> None:
    assert "nothing at" in refused(tmp_path / "absent")
    assert "empty folder" in refused(tmp_path)
    for name, words in {
        "photo.PNG": "an image", "notes.md": "a text file", "model.gguf": "is empty", "a.zip": "unpack it",
        "run.py": "program", "x.json": "is empty", "broken.safetensors": "is empty", "what": "not a file of",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(b"")
        assert words in refused(tmp_path / name)
    assert "loaders know only" in refused(write_json(tmp_path / "lora.json", {"peft_type": "LORA"}))
    assert "no configuration" in refused(write_json(tmp_path / "other.json", {}))


def test_folders_that_hold_something_to_drop_name_it(tmp_path: Path) -> None:
    write_adapter(tmp_path / "runs" / "checkpoint-1")
    assert "checkpoint-1" in refused(tmp_path / "runs")
    write_base(tmp_path / "models" / "tiny")
    assert "tiny" in refused(tmp_path / "models")
    write_tensors(tmp_path / "bare" / "adapter_model.safetensors", LORA)
    assert "no adapter_config.json" in refused(tmp_path / "bare")
    write_tensors(tmp_path / "half" / "model.safetensors", LLAMA)
    assert "no config.json" in refused(tmp_path / "half")
