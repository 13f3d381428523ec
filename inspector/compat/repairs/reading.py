"""What each key of a file means once the shells around its name are taken off, layout by layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from inspector.compat.keys import PREFIX, split_key
from inspector.compat.repairs.proposal import Cause
from inspector.files.records import Adapter, TensorInfo

WRAPPERS = ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module")
"""Names that torch.compile, FSDP and activation checkpointing put into a module's path (torch 2.13)."""

_NAMED_PART = re.compile(
    r"^(lora_A|lora_B|lora_embedding_A|lora_embedding_B|lora_magnitude_vector)\.(?!weight$|bias$)([^.]+)"
    r"(?:\.(weight|bias))?$"
)
_SAVED_PART = re.compile(r"^modules_to_save\.[^.]+\.(.+)$")
"""How a running model names a saved module; a file has the base's own name (`score.weight`)."""

_MLX_PARTS = {"lora_a": "lora_A.weight", "lora_b": "lora_B.weight"}
_KOHYA_KEY = re.compile(r"^lora_(?:unet|te\d?|transformer)_(.+)\.(lora_down\.weight|lora_up\.weight|alpha)$")
_KOHYA_PARTS = {"lora_down.weight": "lora_A.weight", "lora_up.weight": "lora_B.weight", "alpha": "alpha"}
_MAX_SEGMENTS = 64
_MAX_TENSORS = 200_000


class Piece(NamedTuple):
    """One tensor: `module` as the file calls it, without shells; `part` as PEFT writes it.

    `raw_module` still has the wrappers, as `rank_pattern` may name them. `flat` marks kohya names, in which
    underscores stand for dots too. `shape` is the one after the transposition.
    """

    key: str
    module: str
    part: str
    shape: tuple[int, ...]
    dtype: str
    causes: frozenset[Cause] = frozenset()
    transposed: bool = False
    raw_module: str = ""
    flat: bool = False


def read_pieces(adapter: Adapter, paths: Collection[str]) -> list[Piece] | None:
    """Every tensor read, or None where one of them belongs to no layout that is known well enough.

    `paths` are the base's module paths: a segment `module` is a wrapper only where the base has none.
    """
    tensors = adapter.tensors
    if not tensors or len(tensors) > _MAX_TENSORS or any(k.count(".") > _MAX_SEGMENTS for k in tensors):
        return None
    if adapter.format == "mlx":
        pieces = [_read_mlx(key, info) for key, info in tensors.items()]
    elif adapter.format == "kohya":
        pieces = [_read_kohya(key, info) for key, info in tensors.items()]
    elif adapter.format in ("peft", "unknown") and adapter.peft_type is not None:
        has_module = any("module" in path.split(".") for path in paths)
        pieces = [_read_peft(key, info, has_module=has_module) for key, info in tensors.items()]
    else:
        return None
    known = [piece for piece in pieces if piece is not None]
    return known if len(known) == len(pieces) else None


def _read_peft(key: str, info: TensorInfo, *, has_module: bool) -> Piece:
    causes: set[Cause] = set()
    wrappers = WRAPPERS if has_module else (*WRAPPERS, "module")
    segments = [segment for segment in key.split(".") if segment not in wrappers]
    path = ".".join(segments)
    if path != key:
        causes.add(Cause.WRAPPER)
    rest, prefixes = path, 0
    while rest.startswith(PREFIX):
        rest, prefixes = rest[len(PREFIX) :], prefixes + 1
    if prefixes == 0:
        rest = rest.removeprefix("base_model.")
    if prefixes != 1:
        causes.add(Cause.PREFIX)
    module, part, _ = split_key(rest)
    named = _NAMED_PART.match(part)
    if named and named[2] != "default":
        # DoRA's vector has no `.weight` in a file, with or without the adapter's name (peft 0.21.2).
        vector = named[1] == "lora_magnitude_vector"
        part = f"{named[1]}.{named[3]}" if named[3] and not vector else named[1]
        causes.add(Cause.ADAPTER_NAME)
    saved = _SAVED_PART.match(part)
    if saved:
        part = saved[1]
        causes.add(Cause.ADAPTER_NAME)
    raw, _, _ = split_key(key)
    return Piece(key, module, part, info.shape, info.dtype, frozenset(causes), raw_module=raw)


def _read_mlx(key: str, info: TensorInfo) -> Piece | None:
    """mlx-lm keeps A as (in, rank) and B as (rank, out), both transposed to PEFT's."""
    module, _, leaf = key.rpartition(".")
    if leaf not in _MLX_PARTS or len(info.shape) != 2 or not module:
        return None
    shape = (info.shape[1], info.shape[0])
    causes = frozenset({Cause.MLX})
    return Piece(key, module, _MLX_PARTS[leaf], shape, info.dtype, causes, transposed=True, raw_module=module)


def _read_kohya(key: str, info: TensorInfo) -> Piece | None:
    found = _KOHYA_KEY.match(key)
    if found is None:
        return None
    part = _KOHYA_PARTS[found[2]]
    if len(info.shape) != (0 if part == "alpha" else 2) and not (part == "alpha" and info.shape == (1,)):
        return None
    causes = frozenset({Cause.KOHYA})
    return Piece(key, found[1], part, info.shape, info.dtype, causes, raw_module=found[1], flat=True)


def pairs(pieces: list[Piece]) -> dict[str, dict[str, Piece]] | None:
    """Pieces by module and part; None where two are the same part of one module under different keys."""
    found: dict[str, dict[str, Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.module, {})[piece.part] = piece
    return found if sum(map(len, found.values())) == len(pieces) else None


def is_plain_pair(parts: Mapping[str, Piece]) -> bool:
    """Whether a module has exactly an A (r, in) and a B (out, r): what may be fused and split exactly."""
    if set(parts) != {"lora_A.weight", "lora_B.weight"}:
        return False
    a, b = parts["lora_A.weight"], parts["lora_B.weight"]
    return len(a.shape) == 2 and len(b.shape) == 2 and a.shape[0] == b.shape[1] > 0
