"""The record that adapter-lock.json holds, and its way to and from JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from inspector.files.fingerprint import WeightFile

SCHEMA_VERSION = 1

CONFIG_FIELDS = (
    "model_type", "architectures", "hidden_size", "intermediate_size", "num_hidden_layers",
    "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size", "max_position_embeddings",
    "rope_theta", "rope_scaling", "rope_parameters", "sliding_window", "rms_norm_eps", "hidden_act",
    "attention_bias", "tie_word_embeddings", "num_local_experts", "num_experts", "num_experts_per_tok",
    "num_labels", "bos_token_id", "eos_token_id", "pad_token_id", "quantization_config", "dtype",
    "n_embd", "n_head", "n_layer", "n_positions", "d_model", "text_config", "vision_config",
)  # fmt: skip
"""What of config.json is kept word for word, so that a comparison can say what moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedTokenizer:
    """What decides about tokens: SHA-256 of `files` by name, the rest by its meaning.

    `special_tokens` by role (`eos_token`), `flags` of tokenizer_config.json that change ids, `stop_ids` of
    generation_config.json, else of config.json. `added_tokens_sha256` covers the tokens that are written
    beside the vocabulary alone; None for none.
    """

    files: Mapping[str, str]
    special_tokens: Mapping[str, str]
    added_tokens_sha256: str | None
    flags: Mapping[str, bool]
    stop_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedBase:
    """`id` is what the base was called; digests in hex, None where there was no such file.

    `header_digest` covers names, dtypes and shapes, `shapes_digest` names and shapes alone.
    `tokenizer` is None for GGUF and in older locks, which pin its first file alone (`tokenizer_sha256`).
    """

    id: str
    revision: str | None
    config: Mapping[str, Any]
    config_sha256: str
    tokenizer_sha256: str | None
    chat_template_sha256: str | None
    header_digest: str | None
    shapes_digest: str | None
    weights: Mapping[str, WeightFile]
    tokenizer: LockedTokenizer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedAdapter:
    config_sha256: str
    weights_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The contents of adapter-lock.json. `versions` are those of the packages that saw the pair."""

    base: LockedBase
    adapter: LockedAdapter
    versions: Mapping[str, str] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION


_SHA256 = re.compile(r"[0-9a-f]{64}")


def to_document(lock: Lock) -> dict[str, Any]:
    """The lock as JSON values; `schema_version` first."""
    document = asdict(lock)
    if lock.base.tokenizer is None:
        del document["base"]["tokenizer"]  # optional: older readers and locks are without
    document["base"]["weights"] = {name: file._asdict() for name, file in lock.base.weights.items()}
    return {"schema_version": document.pop("schema_version"), **document}


def from_document(document: Mapping[str, Any]) -> Lock:
    """The lock in a parsed adapter-lock.json. Raises ValueError that names the first field that is off."""
    base, adapter = _table(document, "base"), _table(document, "adapter")
    weights = {name: _weight_file(_table(file, "")) for name, file in _table(base, "weights").items()}
    return Lock(
        base=LockedBase(
            id=_required_text(base, "id"),
            revision=_text(base, "revision"),
            config=_table(base, "config"),
            config_sha256=_required_digest(base, "config_sha256"),
            tokenizer_sha256=_digest(base, "tokenizer_sha256"),
            chat_template_sha256=_digest(base, "chat_template_sha256"),
            header_digest=_digest(base, "header_digest"),
            shapes_digest=_digest(base, "shapes_digest"),
            weights=weights,
            tokenizer=_tokenizer(base),
        ),
        adapter=LockedAdapter(
            config_sha256=_required_digest(adapter, "config_sha256"),
            weights_sha256=_digest(adapter, "weights_sha256"),
        ),
        versions={name: str(version)[:80] for name, version in _table(document, "versions").items()},
        schema_version=SCHEMA_VERSION,
    )


def _tokenizer(base: Mapping[str, Any]) -> LockedTokenizer | None:
    if base.get("tokenizer") is None:
        return None
    record = _table(base, "tokenizer")
    files, special, flags = (_table(record, name) for name in ("files", "special_tokens", "flags"))
    stop_ids = record.get("stop_ids")
    if not isinstance(stop_ids, list) or not all(type(number) is int and number >= 0 for number in stop_ids):
        raise ValueError("stop_ids are not a list of token ids")
    if not all(type(value) is bool for value in flags.values()):
        raise ValueError("a flag of the tokenizer is neither true nor false")
    if not all(isinstance(value, str) for value in special.values()):
        raise ValueError("a special token is not a text")
    return LockedTokenizer(
        files={name: _required_digest(files, name) for name in files},
        special_tokens=special,
        added_tokens_sha256=_digest(record, "added_tokens_sha256"),
        flags=flags,
        stop_ids=tuple(stop_ids),
    )


def _table(record: Any, name: str) -> dict[str, Any]:
    value = record.get(name) if name else record
    if not isinstance(value, dict):
        raise ValueError(f"{name or 'a weight file'} is not an object")
    return value


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value


def _required_text(record: Mapping[str, Any], name: str) -> str:
    value = _text(record, name)
    if value is None:
        raise ValueError(f"{name} is missing")
    return value


def _digest(record: Mapping[str, Any], name: str) -> str | None:
    value = _text(record, name)
    if value is not None and not _SHA256.fullmatch(value):
        raise ValueError(f"{name} is not a SHA-256")
    return value


def _required_digest(record: Mapping[str, Any], name: str) -> str:
    value = _digest(record, name)
    if value is None:
        raise ValueError(f"{name} is missing")
    return value


def _weight_file(record: Mapping[str, Any]) -> WeightFile:
    size = record.get("size")
    if type(size) is not int or size < 0:
        raise ValueError("size is not a number of bytes")
    return WeightFile(size, _required_digest(record, "sha256"))
