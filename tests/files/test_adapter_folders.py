"""Adapter folders: what is read, and the sentence for everything that is no adapter or not only one."""

from __future__ import annotations

from pathlib import Path

import pytest
from container_files import (
    LFS_POINTER,
    LLAMA,
    LORA,
    LORA_CONFIG,
    Q_A,
    Q_B,
    write_adapter,
    write_base,
    write_json,
    write_tensors,
)

from inspector.errors import UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.files.records import Adapter


def refusal(path: Path | str) -> UnreadableInput:
    with pytest.raises(UnreadableInput) as caught:
        read_adapter(path)
    assert caught.value.path and caught.value.hint
    return caught.value


def rules(adapter: Adapter) -> list[str]:
    return [note.rule for note in adapter.notes]


@pytest.mark.parametrize("inside", ["", "adapter_config.json", "adapter_model.safetensors"])
def test_folder_config_and_weights_lead_to_the_same_adapter(tmp_path: Path, inside: str) -> None:
    folder = write_adapter(tmp_path / "router")
    adapter = read_adapter(folder / inside)
    assert adapter.path == folder and adapter.name == "router"
    assert {key: tensor.shape for key, tensor in adapter.tensors.items()} == LORA
    assert (adapter.format, adapter.container, adapter.rank) == ("peft", "safetensors", 4)
    assert adapter.weights_bytes == (folder / "adapter_model.safetensors").stat().st_size
    assert adapter.notes == ()


def test_a_relative_path_gets_the_folders_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_adapter(tmp_path / "router"))
    assert read_adapter(".").name == "router"


def test_pickled_weights_are_read_with_a_note(tmp_path: Path) -> None:
    import torch

    write_json(tmp_path / "adapter_config.json", LORA_CONFIG)
    torch.save({Q_A: torch.zeros(4, 16)}, tmp_path / "adapter_model.bin")
    adapter = read_adapter(tmp_path)
    assert adapter.container == "torch-zip" and list(adapter.tensors) == [Q_A]
    assert rules(adapter) == ["ADP007"]


def test_safetensors_comes_before_bin_and_a_different_bin_is_noted(tmp_path: Path) -> None:
    import torch

    folder = write_adapter(tmp_path)
    state = {key: torch.zeros(shape) for key, shape in LORA.items()}
    torch.save(state, folder / "adapter_model.bin")
    assert rules(read_adapter(folder)) == []
    torch.save({Q_A: state[Q_A]}, folder / "adapter_model.bin")
    adapter = read_adapter(folder)
    assert adapter.container == "safetensors" and rules(adapter) == ["ADP005"]
    assert "differs in 1 tensors" in adapter.notes[0].message
    (folder / "adapter_model.bin").write_bytes(LFS_POINTER)
    assert "Git LFS pointer" in read_adapter(folder).notes[0].message


def test_an_adapter_without_tensors_is_read_and_noted(tmp_path: Path) -> None:
    adapter = read_adapter(write_adapter(tmp_path, {}))
    assert adapter.tensors == {} and rules(adapter) == ["ADP004"]


def test_mostly_full_tensors_are_noted(tmp_path: Path) -> None:
    head = "base_model.model.lm_head.weight"
    adapter = read_adapter(write_adapter(tmp_path, LORA | {head: (32, 16)}))
    assert rules(adapter) == ["ADP008"] and head in adapter.notes[0].message


def test_a_folder_that_is_also_a_model_or_holds_others_is_noted(tmp_path: Path) -> None:
    write_adapter(tmp_path)
    write_json(tmp_path / "config.json", {})
    write_adapter(tmp_path / "checkpoint-400")
    adapter = read_adapter(tmp_path)
    assert rules(adapter) == ["ADP005", "ADP005"]
    assert "checkpoint-400" in adapter.notes[1].message


def test_nothing_there(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", "org/name", "~nobody-at-all/", "a\0b", "x" * 5000):
        assert refusal(path).rule == "ADP001"


def test_an_empty_folder_and_a_folder_of_other_things(tmp_path: Path) -> None:
    assert "empty folder" in refusal(tmp_path).message
    for name in ("README.md", "a.txt", "b.txt", "c.txt", "d.txt", "e.txt"):
        (tmp_path / name).write_text("")
    assert "only README.md, a.txt, b.txt, c.txt and 2 more" in refusal(tmp_path).message


def test_adapters_in_child_folders_are_named(tmp_path: Path) -> None:
    for name in ("default", "reward"):
        write_adapter(tmp_path / name)
    error = refusal(tmp_path)
    assert "2 adapters in sub-folders" in error.message and "default, reward" in error.hint


@pytest.mark.parametrize("name", ["trainer_state.json", "optimizer.pt", "global_step400/mp_rank_00.pt"])
def test_a_trainer_checkpoint_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("{}")
    error = refusal(tmp_path)
    assert "training checkpoint" in error.message and "save_pretrained" in error.hint


def test_a_base_model_is_named(tmp_path: Path) -> None:
    error = refusal(write_base(tmp_path))
    assert "is a base model" in error.message and "as the base" in error.hint


def test_weights_without_configuration_and_configuration_without_weights(tmp_path: Path) -> None:
    write_tensors(tmp_path / "a" / "adapter_model.safetensors", LORA)
    assert "adapter_model.safetensors but no adapter_config.json" in refusal(tmp_path / "a").message
    write_json(tmp_path / "b" / "adapter_config.json", LORA_CONFIG)
    (tmp_path / "b" / "README.md").write_text("")
    assert "only README.md" in refusal(tmp_path / "b").message
    write_adapter(tmp_path / "b" / "child")
    assert "child" in refusal(tmp_path / "b").hint


def test_lfs_pointers_in_place_of_weights_and_configuration(tmp_path: Path) -> None:
    for name in ("adapter_model.safetensors", "adapter_config.json"):
        (write_adapter(tmp_path) / name).write_bytes(LFS_POINTER)
        error = refusal(tmp_path)
        assert error.rule == "ADP002" and name in error.message and "ab" * 32 in error.message


@pytest.mark.parametrize("text", ["{", "[]", '"LORA"', "{" * 5000])
def test_a_configuration_that_is_no_object(tmp_path: Path, text: str) -> None:
    (write_adapter(tmp_path) / "adapter_config.json").write_text(text)
    assert refusal(tmp_path).rule == "ADP101"


MLX = {"model.layers.0.self_attn.q_proj.lora_a": (16, 4), "model.layers.0.self_attn.q_proj.lora_b": (4, 16)}
KOHYA = {
    "lora_unet_mid_block_attn.lora_down.weight": (4, 16), "lora_unet_mid_block_attn.lora_up.weight": (16, 4),
    "lora_unet_mid_block_attn.alpha": (),
}  # fmt: skip
DIFFUSERS = {
    "unet.mid_block.attn1.to_q.lora_A.weight": (4, 16),
    "unet.mid_block.attn1.to_q.lora_B.weight": (16, 4),
}
COMFY = {"diffusion_model.blocks.0.attn.to_q.lora_A.weight": (4, 16)}


@pytest.mark.parametrize(
    ("layout", "name", "shapes"),
    [
        ("mlx", "adapters.safetensors", MLX),
        ("kohya", "style-v2.safetensors", KOHYA),
        ("kohya", "pytorch_lora_weights.safetensors", KOHYA),
        ("diffusers", "pytorch_lora_weights.safetensors", DIFFUSERS),
        ("diffusers", "style.safetensors", DIFFUSERS),
        ("comfy", "style.safetensors", COMFY),
    ],
)
def test_foreign_layouts_are_read_under_their_names(
    tmp_path: Path, layout: str, name: str, shapes: dict[str, tuple[int, ...]]
) -> None:
    path = write_tensors(tmp_path / name, shapes)
    for given in (tmp_path, path):
        adapter = read_adapter(given)
        assert adapter.format == layout and adapter.config == {}
        assert len(adapter.tensors) == len(shapes)
        assert rules(adapter) == ["ADP006"] and adapter.notes[0].hint


def test_mlx_is_told_by_its_configuration_too(tmp_path: Path) -> None:
    write_json(tmp_path / "adapter_config.json", {"fine_tune_type": "lora", "lora_parameters": {"rank": 4}})
    write_tensors(tmp_path / "adapters.safetensors", MLX)
    adapter = read_adapter(tmp_path)
    assert adapter.format == "mlx" and adapter.config["fine_tune_type"] == "lora"


def test_a_foreign_layout_under_pefts_names_is_told_by_its_keys(tmp_path: Path) -> None:
    assert read_adapter(write_adapter(tmp_path, MLX, {})).format == "mlx"


def test_loralib_is_told_by_enable_lora_or_a_three_dimensional_lora_b(tmp_path: Path) -> None:
    merged = read_adapter(write_adapter(tmp_path / "a", {Q_A: (8, 16), Q_B: (32, 4, 1)}))
    flagged = read_adapter(
        write_adapter(tmp_path / "b", LORA, LORA_CONFIG | {"enable_lora": [True, False, True]})
    )
    assert merged.format == flagged.format == "loralib"
    old = read_adapter(write_adapter(tmp_path / "c", LORA, LORA_CONFIG | {"enable_lora": None}))
    conv1d = read_adapter(write_adapter(tmp_path / "d", {Q_A: (4, 16, 3), Q_B: (16, 4, 1)}))
    assert old.format == conv1d.format == "peft"


def test_a_lone_file_is_told_what_it_lacks(tmp_path: Path) -> None:
    assert "adapter_config.json beside it" in refusal(write_tensors(tmp_path / "lora.safetensors", LORA)).hint
    assert "no adapter" in refusal(write_tensors(tmp_path / "model.safetensors", LLAMA)).message
    assert "not part of an adapter" in refusal(write_json(tmp_path / "notes.json", {})).message


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret = write_tensors(tmp_path / "elsewhere" / "secret.safetensors", LORA)
    folder = write_adapter(tmp_path / "adapter")
    (folder / "adapter_model.safetensors").unlink()
    (folder / "adapter_model.safetensors").symlink_to(secret)
    assert "outside the folder" in refusal(folder).message
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "adapter_model.safetensors").unlink()
    (folder / "adapter_model.safetensors").symlink_to("loop")
    assert "no weights" in refusal(folder).message


def test_links_into_the_hub_cache_are_followed(tmp_path: Path) -> None:
    repository = tmp_path / "models--org--adapter"
    blob = write_tensors(repository / "blobs" / ("cd" * 32), LORA)
    snapshot = repository / "snapshots" / ("0" * 40)
    write_json(snapshot / "adapter_config.json", LORA_CONFIG)
    (snapshot / "adapter_model.safetensors").symlink_to(blob)
    assert len(read_adapter(snapshot).tensors) == 2
