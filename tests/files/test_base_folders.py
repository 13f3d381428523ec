"""Base models: folders, single files, bare configs and the Hub cache; and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from container_files import (
    LFS_POINTER,
    LLAMA,
    LLAMA_CONFIG,
    LORA,
    write_adapter,
    write_base,
    write_json,
    write_sharded,
    write_tensors,
)

from inspector.errors import UnreadableInput
from inspector.files import safetensors as reader
from inspector.files.base import read_base

COMMIT = "0123456789" * 4


def refusal(source: Path | str) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_base(source)
    return caught.value


def test_a_folder_with_one_weight_file(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "tiny")
    base = read_base(folder)
    assert (base.kind, base.name, base.model_type, base.architecture) == (
        "folder",
        "tiny",
        "llama",
        "LlamaForCausalLM",
    )
    assert {key: tensor.shape for key, tensor in base.tensors.items()} == LLAMA
    assert base.weight_files == (folder / "model.safetensors",)
    assert base.notes == () and base.revision is None


def test_a_sharded_folder_reads_each_header_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_sharded(tmp_path, 30)
    opened: list[str] = []
    original = reader.open_regular
    monkeypatch.setattr(reader, "open_regular", lambda path: (opened.append(path.name), original(path))[1])
    for source in (folder, folder / "model.safetensors.index.json"):
        base = read_base(source)
        assert len(base.tensors) == len(base.weight_files) == 30
        assert base.tensors["model.layers.7.mlp.up_proj.weight"].file == "model-00008-of-00030.safetensors"
    assert len(opened) == 2 * 30


def test_one_file_comes_before_an_index_and_safetensors_before_bin(tmp_path: Path) -> None:
    folder = write_base(write_sharded(tmp_path, 2))
    (folder / "pytorch_model.bin").write_bytes(b"never opened")
    assert set(read_base(folder).tensors) == set(LLAMA)


def test_pytorch_model_bin_is_read_without_unpickling(tmp_path: Path) -> None:
    import torch

    write_json(tmp_path / "config.json", LLAMA_CONFIG)
    torch.save({key: torch.zeros(shape) for key, shape in LLAMA.items()}, tmp_path / "pytorch_model.bin")
    assert {key: tensor.shape for key, tensor in read_base(tmp_path).tensors.items()} == LLAMA


def test_a_single_file_takes_the_config_beside_it(tmp_path: Path) -> None:
    path = write_tensors(tmp_path / "weights.safetensors", LLAMA)
    base = read_base(path)
    assert (base.kind, base.path, base.folder, base.config) == ("file", path, tmp_path, {})
    write_json(tmp_path / "config.json", LLAMA_CONFIG)
    assert read_base(path).model_type == "llama"


def test_a_bare_config_and_a_folder_without_weights(tmp_path: Path) -> None:
    path = write_json(tmp_path / "llama.config.json", LLAMA_CONFIG)
    base = read_base(path)
    assert (base.kind, base.path, base.tensors) == ("config", path, {})
    write_json(tmp_path / "empty" / "config.json", LLAMA_CONFIG)
    base = read_base(tmp_path / "empty")
    assert (base.kind, base.tensors, base.notes[0].rule) == ("folder", {}, "ADP001")


def test_missing_shards_are_named(tmp_path: Path) -> None:
    folder = write_sharded(tmp_path, 4)
    (folder / "model-00002-of-00004.safetensors").unlink()
    error = refusal(folder)
    assert error.rule == "ADP003"
    assert "1 of 4" in error.message and "model-00002-of-00004.safetensors" in error.message


def test_a_shard_that_is_an_lfs_pointer_is_named(tmp_path: Path) -> None:
    (write_sharded(tmp_path, 3) / "model-00003-of-00003.safetensors").write_bytes(LFS_POINTER)
    error = refusal(tmp_path)
    assert error.rule == "ADP002" and "model-00003" in error.message


def test_an_index_that_names_tensors_its_shards_do_not_hold(tmp_path: Path) -> None:
    index = write_sharded(tmp_path, 2) / "model.safetensors.index.json"
    document = json.loads(index.read_text())
    document["weight_map"]["model.norm.weight"] = "model-00001-of-00002.safetensors"
    index.write_text(json.dumps(document))
    error = refusal(tmp_path)
    assert error.rule == "ADP003" and "model.norm.weight" in error.message


@pytest.mark.parametrize(
    "shard", ["../outside.safetensors", "/etc/passwd", "a/../../b", "..\\b", "C:b", "a\x00b"]
)
def test_an_index_cannot_lead_out_of_the_folder(tmp_path: Path, shard: str) -> None:
    write_tensors(tmp_path / "outside.safetensors", LLAMA)
    write_json(tmp_path / "base" / "config.json", LLAMA_CONFIG)
    write_json(tmp_path / "base" / "model.safetensors.index.json", {"weight_map": {"a": shard}})
    error = refusal(tmp_path / "base")
    assert error.rule == "ADP003" and "out of the folder" in error.message


@pytest.mark.parametrize("index", [{}, {"weight_map": {}}, {"weight_map": []}, {"weight_map": {"a": 1}}])
def test_an_index_without_a_weight_map(tmp_path: Path, index: object) -> None:
    write_json(tmp_path / "config.json", LLAMA_CONFIG)
    write_json(tmp_path / "model.safetensors.index.json", index)
    assert refusal(tmp_path).rule == "ADP003"


def test_an_adapter_is_no_base(tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "adapter")
    lone = write_tensors(tmp_path / "lone" / "lora.safetensors", LORA)
    for source in (folder, folder / "adapter_config.json", folder / "adapter_model.safetensors", lone):
        error = refusal(source)
        assert "is an adapter, not a base model" in error.message and "trained on" in error.hint


def test_a_model_that_holds_an_adapter_as_well_is_read_with_a_note(tmp_path: Path) -> None:
    base = read_base(write_base(write_adapter(tmp_path)))
    assert set(base.tensors) == set(LLAMA)
    assert [note.rule for note in base.notes] == ["ADP005"]


def test_gguf_is_named_by_suffix_and_by_magic(tmp_path: Path) -> None:
    for name in ("model.gguf", "model.bin"):
        (tmp_path / name).write_bytes(b"GGUF" + bytes(60))
        error = refusal(tmp_path / name)
        assert error.rule == "ADP006" and "GGUF of version 0" in error.message
    assert "GGUF" in refusal(tmp_path).message


def test_folders_that_are_no_base_say_why(tmp_path: Path) -> None:
    assert "empty folder" in refusal(tmp_path).message
    write_json(tmp_path / "pipeline" / "model_index.json", {})
    write_base(tmp_path / "pipeline" / "unet")
    assert "diffusers pipeline" in refusal(tmp_path / "pipeline").message
    write_tensors(tmp_path / "weights" / "model.safetensors", LLAMA)
    assert "no config.json" in refusal(tmp_path / "weights").message
    write_base(tmp_path / "models" / "tiny")
    assert "tiny" in refusal(tmp_path / "models").message
    assert "no model_type" in refusal(write_json(tmp_path / "tokenizer.json", {"version": "1.0"})).message
    (tmp_path / "config.json").write_text("{")
    assert refusal(tmp_path).rule == "ADP101"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Hub cache with org/tiny at `main` and at the branch `refs/pr/1`, as huggingface_hub lays it out."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.chdir(tmp_path)
    repository = tmp_path / "hub" / "models--org--tiny"
    snapshot, blobs = repository / "snapshots" / COMMIT, repository / "blobs"
    write_base(blobs)
    snapshot.mkdir(parents=True)
    for name in ("config.json", "model.safetensors"):
        (snapshot / name).symlink_to(Path("../../blobs") / name)
    for revision in ("main", "refs/pr/1"):
        (repository / "refs" / revision).parent.mkdir(parents=True, exist_ok=True)
        (repository / "refs" / revision).write_text(COMMIT)
    return tmp_path / "hub"


@pytest.mark.parametrize("revision", ["", "@main", "@refs/pr/1", f"@{COMMIT}"])
def test_a_cached_repository_is_read_with_its_commit(cache: Path, revision: str) -> None:
    base = read_base(f"org/tiny{revision}")
    assert (base.kind, base.revision, base.source) == ("hub", COMMIT, f"org/tiny{revision}")
    assert set(base.tensors) == set(LLAMA)


def test_the_cache_layout_is_that_of_huggingface_hub(cache: Path) -> None:
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache("org/tiny", "config.json", cache_dir=cache)
    assert found == str(read_base("org/tiny").path / "config.json")


def test_a_snapshot_given_as_a_folder_has_its_revision(cache: Path) -> None:
    base = read_base(cache / "models--org--tiny" / "snapshots" / COMMIT)
    assert (base.kind, base.revision) == ("folder", COMMIT)


@pytest.mark.parametrize("source", ["org/other", "org/tiny@v2", "org/tiny@refs/pr/2"])
def test_what_is_not_cached_is_not_downloaded(cache: Path, source: str) -> None:
    error = refusal(source)
    assert error.rule == "ADP001" and f"hf download {source.split('@')[0]}" in error.hint


@pytest.mark.parametrize(
    "source", ["org/../tiny", "../tiny", "org/tiny@../main", "a/b/c", "", "x\0", "org/t.json"]
)
def test_what_can_be_no_repository_is_a_missing_path(cache: Path, source: str) -> None:
    assert refusal(source).message.startswith("There is nothing at")


def test_a_path_comes_before_a_repository_of_the_same_name(cache: Path) -> None:
    write_base(Path("org/tiny"), config={"model_type": "gpt2"})
    assert read_base("org/tiny").model_type == "gpt2"
