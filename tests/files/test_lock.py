"""adapter-lock.json: what it holds, and what it says when the base under an adapter has moved."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from container_files import LLAMA, LLAMA_CONFIG, LORA, write_adapter, write_base, write_json, write_tensors
from jsonschema import Draft202012Validator

from inspector.errors import Cancelled, InspectorError, UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.digest import config_digest, header_digest, sha256_of
from inspector.files.lock import LockComparison, compare_lock, make_lock, read_lock, write_lock
from inspector.resource import resource_path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = write_base(
        tmp_path / "base", config=LLAMA_CONFIG | {"rope_theta": 10000.0, "torch_dtype": "float32"}
    )
    (folder / "tokenizer.json").write_text("{}")
    write_json(folder / "tokenizer_config.json", {"chat_template": "{{ messages }}"})
    return folder


@pytest.fixture
def adapter(tmp_path: Path, base: Path) -> Path:
    """An adapter locked to the base."""
    folder = write_adapter(tmp_path / "adapter")
    write_lock(make_lock(read_adapter(folder), read_base(base), {"peft": "0.21.2"}), folder)
    return folder


def compare(adapter: Path, base: Path, *, hash_weights: bool = True) -> LockComparison:
    lock = read_lock(adapter)
    assert lock is not None
    return compare_lock(lock, read_base(base), hash_weights=hash_weights)


def moved(comparison: LockComparison) -> list[str]:
    return [difference.what for difference in comparison.differences]


def test_the_file_says_what_it_should(adapter: Path, base: Path) -> None:
    document = json.loads((adapter / "adapter-lock.json").read_text())
    weights = base / "model.safetensors"
    assert document["schema_version"] == 1
    assert document["versions"] == {"peft": "0.21.2"}
    assert document["base"]["id"] == "base" and document["base"]["config"]["rope_theta"] == 10000.0
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert document["base"]["weights"] == {
        "model.safetensors": {"size": weights.stat().st_size, "sha256": sha256}
    }
    assert document["adapter"]["weights_sha256"] == sha256_of(adapter / "adapter_model.safetensors")
    assert sorted(path.name for path in adapter.iterdir()) == [
        "adapter-lock.json", "adapter_config.json", "adapter_model.safetensors",
    ]  # fmt: skip


def test_the_file_is_what_its_schema_says(adapter: Path) -> None:
    schema = json.loads(resource_path("schema/lock.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    document = json.loads((adapter / "adapter-lock.json").read_text())
    Draft202012Validator(schema).validate(document)
    assert set(document) == set(schema["properties"])
    assert set(document["base"]) == set(schema["properties"]["base"]["properties"])


def test_an_adapter_that_was_trained_since_is_not_the_locked_one(adapter: Path, base: Path) -> None:
    lock = read_lock(adapter)
    assert lock is not None
    found = compare_lock(lock, read_base(base), adapter=read_adapter(adapter), hash_weights=True)
    assert found.state == "same"
    write_tensors(adapter / "adapter_model.safetensors", LORA, value=3.0)
    found = compare_lock(lock, read_base(base), adapter=read_adapter(adapter), hash_weights=True)
    assert found.state == "unknown" and "lock it again" in found.text


def test_an_adapter_that_was_configured_otherwise_since_is_not_the_locked_one(
    adapter: Path, base: Path
) -> None:
    lock = read_lock(adapter)
    assert lock is not None
    config = json.loads((adapter / "adapter_config.json").read_text())
    write_json(adapter / "adapter_config.json", config | {"lora_alpha": 99})
    found = compare_lock(lock, read_base(base), adapter=read_adapter(adapter), hash_weights=False)
    assert found.state == "unknown" and "another configuration of this adapter" in found.text


def test_the_same_base_is_the_same_only_once_its_weights_were_hashed(adapter: Path, base: Path) -> None:
    assert compare(adapter, base).state == "same"
    unhashed = compare(adapter, base, hash_weights=False)
    assert unhashed.state == "unknown" and not unhashed.weights_compared


def test_other_values_in_the_same_shapes_have_moved(adapter: Path, base: Path) -> None:
    write_tensors(base / "model.safetensors", LLAMA, value=2.0)
    assert compare(adapter, base, hash_weights=False).state == "unknown"
    comparison = compare(adapter, base)
    assert comparison.state == "moved" and moved(comparison) == ["weights.model.safetensors"]


def test_a_changed_config_field_is_named_with_both_values(adapter: Path, base: Path) -> None:
    write_json(base / "config.json", LLAMA_CONFIG | {"rope_theta": 5e5, "dtype": "float32"})
    comparison = compare(adapter, base)
    assert comparison.state == "moved"
    assert comparison.differences[0] == ("config.rope_theta", 10000.0, 5e5)
    assert "config.rope_theta" in comparison.text


def test_saving_a_base_again_does_not_move_it(adapter: Path, base: Path) -> None:
    again = {"dtype": "float32", "transformers_version": "9", "_name_or_path": "/x", "rope_theta": 10000.0}
    write_json(base / "config.json", again | LLAMA_CONFIG)
    assert compare(adapter, base).state == "same"


def test_a_base_saved_again_by_transformers_5_does_not_move_it(adapter: Path, base: Path) -> None:
    again = LLAMA_CONFIG | {
        "dtype": "float32",
        "rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"},
        "mlp_bias": False,
        "pretraining_tp": 1,
    }
    write_json(base / "config.json", again)
    assert compare(adapter, base).state == "same"
    write_json(base / "config.json", again | {"rope_parameters": {"rope_theta": 5e5}})
    assert moved(compare(adapter, base)) == ["config.rope_theta"]


def test_inner_configurations_are_watched_by_what_they_mean(base: Path, tmp_path: Path) -> None:
    config = json.loads((base / "config.json").read_text())
    write_json(base / "config.json", config | {"text_config": {"model_type": "llama", "rope_theta": 1e4}})
    folder = write_adapter(tmp_path / "other")
    write_lock(make_lock(read_adapter(folder), read_base(base), {}), folder)
    ropes = {"rope_parameters": {"rope_theta": 1e4, "rope_type": "default"}}
    inner = {"model_type": "llama", "use_cache": False, **ropes}
    write_json(base / "config.json", config | {"text_config": inner})
    assert compare(folder, base).state == "same"
    write_json(base / "config.json", config | {"text_config": {**inner, "hidden_size": 8}})
    assert "config.text_config.hidden_size" in moved(compare(folder, base))


def test_fields_that_nobody_knows_are_watched_too(adapter: Path, base: Path) -> None:
    write_json(base / "config.json", json.loads((base / "config.json").read_text()) | {"novel_field": 1})
    assert moved(compare(adapter, base)) == ["config.novel_field"]


def test_a_configuration_too_long_to_keep_is_watched_by_its_hash(base: Path, tmp_path: Path) -> None:
    config = json.loads((base / "config.json").read_text()) | {"labels": ["a" * 50] * 2000}
    write_json(base / "config.json", config)
    folder = write_adapter(tmp_path / "other")
    write_lock(make_lock(read_adapter(folder), read_base(base), {}), folder)
    assert compare(folder, base).state == "same"
    write_json(base / "config.json", config | {"novel_field": 1})
    assert moved(compare(folder, base)) == ["config"]


def test_tokenizer_and_chat_template_are_watched(adapter: Path, base: Path) -> None:
    (base / "tokenizer.json").write_text('{"version": "1.0"}')
    (base / "chat_template.jinja").write_text("{{ other }}")
    assert moved(compare(adapter, base)) == ["tokenizer", "chat_template"]


TOKEN = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False, "special": True}


@pytest.mark.parametrize(
    "name, content, what",
    [
        ("merges.txt", "#version: 0.2\nb c\na b\n", "tokenizer"),
        ("tokenizer_config.json", {"eos_token": "<pad>", "add_bos_token": True}, "tokenizer.eos_token"),
        ("tokenizer_config.json", {"eos_token": "</s>", "add_bos_token": False}, "tokenizer.add_bos_token"),
        (
            "tokenizer_config.json",
            {"added_tokens_decoder": {"9": {"content": "<new>", **TOKEN}}},
            "tokenizer.added_tokens",
        ),
        ("generation_config.json", {"eos_token_id": [2, 7]}, "stop_ids"),
    ],
)
def test_all_that_decides_about_tokens_is_watched(
    base: Path, tmp_path: Path, name: str, content: str | dict[str, object], what: str
) -> None:
    (base / "tokenizer.json").unlink()
    write_json(base / "vocab.json", {"a": 0, "b": 1, "c": 2})
    (base / "merges.txt").write_text("#version: 0.2\na b\nb c\n")
    write_json(base / "tokenizer_config.json", {"eos_token": "</s>", "add_bos_token": True})
    write_json(base / "generation_config.json", {"eos_token_id": 2})
    folder = write_adapter(tmp_path / "other")
    write_lock(make_lock(read_adapter(folder), read_base(base), {}), folder)
    assert compare(folder, base).state == "same"
    if isinstance(content, str):
        (base / name).write_text(content)
    else:
        write_json(base / name, content)
    assert moved(compare(folder, base)) == [what]


def test_a_sentencepiece_model_of_any_name_is_watched(base: Path, tmp_path: Path) -> None:
    (base / "tokenizer.json").unlink()
    (base / "sentencepiece.bpe.model").write_bytes(b"one")
    folder = write_adapter(tmp_path / "other")
    write_lock(make_lock(read_adapter(folder), read_base(base), {}), folder)
    (base / "sentencepiece.bpe.model").write_bytes(b"another")
    assert moved(compare(folder, base)) == ["tokenizer"]


def test_a_tokenizer_saved_again_by_transformers_5_has_not_moved(base: Path, tmp_path: Path) -> None:
    """It drops add_bos_token and added_tokens_decoder, and moves the template to a file of its own."""
    token = {"content": "</s>", **TOKEN}
    write_json(
        base / "tokenizer.json",
        {"model": {"type": "BPE", "vocab": {"a": 0}}, "added_tokens": [{"id": 1, **token}]},
    )
    saved = {"eos_token": "</s>", "chat_template": "{{ messages }}"}
    more = {"add_bos_token": True, "added_tokens_decoder": {"1": token}}
    write_json(base / "tokenizer_config.json", saved | more)
    folder = write_adapter(tmp_path / "other")
    write_lock(make_lock(read_adapter(folder), read_base(base), {}), folder)
    write_json(
        base / "tokenizer_config.json", {"eos_token": "</s>", "unk_token": "a", "backend": "tokenizers"}
    )
    (base / "chat_template.jinja").write_text("{{ messages }}")
    assert compare(folder, base).state == "same"


def test_an_older_lock_is_compared_as_it_was(adapter: Path, base: Path) -> None:
    document = json.loads((adapter / "adapter-lock.json").read_text())
    del document["base"]["tokenizer"]
    document["base"]["chat_template_sha256"] = config_digest({"chat_template": "{{ messages }}"})
    write_json(adapter / "adapter-lock.json", document)
    assert compare(adapter, base).state == "same"
    write_json(base / "tokenizer_config.json", {})
    (base / "chat_template.jinja").write_text("{{ messages }}")
    assert compare(adapter, base).state == "same"
    (base / "chat_template.jinja").write_text("{{ other }}")
    (base / "tokenizer.json").write_text("[]")
    assert moved(compare(adapter, base)) == ["tokenizer", "chat_template"]


def test_other_shapes_or_another_model_type_are_a_different_base(adapter: Path, base: Path) -> None:
    write_tensors(base / "model.safetensors", LLAMA | {"model.norm.weight": (16,)})
    comparison = compare(adapter, base, hash_weights=False)
    assert comparison.state == "different" and moved(comparison) == ["shapes"]
    write_base(base, config=LLAMA_CONFIG | {"model_type": "qwen2", "rope_theta": 10000.0, "dtype": "float32"})
    assert compare(adapter, base).state == "different"


def test_the_same_shapes_in_another_dtype_have_moved(adapter: Path, base: Path) -> None:
    import numpy as np
    from safetensors.numpy import save_file

    save_file({key: np.ones(shape, np.float16) for key, shape in LLAMA.items()}, base / "model.safetensors")
    assert "dtypes" in moved(compare(adapter, base)) and compare(adapter, base).state == "moved"


def test_a_base_without_weights_stays_unknown(adapter: Path, base: Path) -> None:
    assert compare(adapter, base / "config.json").state == "unknown"


def test_the_hub_cache_knows_its_hashes_without_reading(tmp_path: Path, adapter: Path, base: Path) -> None:
    repository = tmp_path / "models--org--base"
    snapshot = repository / "snapshots" / ("a" * 40)
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    for path in base.iterdir():
        sha256 = sha256_of(path)
        (repository / "blobs" / sha256).write_bytes(path.read_bytes())
        (snapshot / path.name).symlink_to(repository / "blobs" / sha256)
    assert compare(adapter, snapshot, hash_weights=False).state == "same"


def test_a_lock_without_a_name_is_refused(adapter: Path) -> None:
    document = json.loads((adapter / "adapter-lock.json").read_text())
    document["base"]["id"] = None
    write_json(adapter / "adapter-lock.json", document)
    with pytest.raises(UnreadableInput, match="id is missing"):
        read_lock(adapter)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema_version": 2}',
        '{"schema_version": 1, "base": {}}',
        '{"schema_version": 1, "base": 3}',
    ],
)
def test_a_file_that_is_no_lock_is_refused(tmp_path: Path, text: str) -> None:
    assert read_lock(tmp_path) is None
    (tmp_path / "adapter-lock.json").write_text(text)
    with pytest.raises(UnreadableInput) as caught:
        read_lock(tmp_path)
    assert caught.value.rule == "ADP101"


def test_a_place_that_cannot_be_written_is_an_expected_error(tmp_path: Path, adapter: Path) -> None:
    lock = read_lock(adapter)
    assert lock is not None
    with pytest.raises(InspectorError):
        write_lock(lock, tmp_path / "absent" / "adapter-lock.json")


def test_hashing_reports_and_can_be_cancelled(base: Path) -> None:
    path, seen = base / "model.safetensors", list[tuple[int, int]]()
    size = path.stat().st_size
    sha256_of(path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(size, size)]
    with pytest.raises(Cancelled):
        sha256_of(path, cancelled=lambda: True)


def test_the_header_digest_is_of_names_dtypes_and_shapes_alone(tmp_path: Path) -> None:
    one = read_base(write_base(tmp_path / "one")).tensors
    two = read_base(write_base(tmp_path / "two")).tensors
    other = read_base(write_base(tmp_path / "other", LLAMA | {"x": (1,)})).tensors
    assert header_digest(one) == header_digest(dict(reversed(two.items()))) != header_digest(other)
