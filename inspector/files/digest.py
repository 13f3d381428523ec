"""Hashes: of whole files, streamed, and of what the headers say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from inspector.errors import Cancelled
from inspector.files.records import TensorInfo
from inspector.files.signatures import open_regular

BLOCK_BYTES = 4 * 1024 * 1024

VOLATILE_FIELDS = frozenset({"transformers_version", "_name_or_path", "_commit_hash"})
"""Fields of config.json that a mere save changes."""


def sha256_of(
    path: Path,
    *,
    progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> str:
    """SHA-256 (hex) of a file, read in blocks of 4 MiB.

    `progress(done, total)` is called after each block, in bytes; `cancelled()` is asked before each.
    Raises UnreadableInput (ADP001) when it cannot be opened, Cancelled when `cancelled` says so.
    """
    file, total = open_regular(path)
    digest, done = hashlib.sha256(), 0
    with file:
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            block = file.read(BLOCK_BYTES)
            if not block:
                return digest.hexdigest()
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(done, total)


def header_digest(tensors: Mapping[str, TensorInfo]) -> str:
    """SHA-256 (hex) over the sorted names, dtypes and shapes; not over files, offsets or values."""
    return _digest_rows((key, tensors[key].dtype, tensors[key].shape) for key in sorted(tensors))


def shapes_digest(tensors: Mapping[str, TensorInfo]) -> str:
    """SHA-256 (hex) over the sorted names and shapes alone: a model cast to another dtype keeps it."""
    return _digest_rows((key, tensors[key].shape) for key in sorted(tensors))


def _digest_rows(rows: Iterable[tuple[Any, ...]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row).encode("ascii") + b"\n")
    return digest.hexdigest()


def canonical(config: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration without `VOLATILE_FIELDS`, and with `torch_dtype` under its newer name, `dtype`."""
    kept = {key: value for key, value in config.items() if key not in VOLATILE_FIELDS}
    if "torch_dtype" in kept:
        kept.setdefault("dtype", kept.pop("torch_dtype"))
    return kept


def config_digest(config: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a configuration as canonical JSON with sorted keys."""
    text = json.dumps(canonical(config), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
