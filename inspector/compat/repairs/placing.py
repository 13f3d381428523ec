"""Puts every module of the file at its place in the base, fused or split where that is exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from inspector.compat.inspection import Module
from inspector.compat.keys import PREFIX
from inspector.compat.repairs.places import Places
from inspector.compat.repairs.proposal import Cause
from inspector.compat.repairs.reading import Piece, is_plain_pair, pairs
from inspector.files.tensor_plan import Making, Source, TensorStep

FUSED = {"qkv_proj": ("q_proj", "k_proj", "v_proj"), "gate_up_proj": ("gate_proj", "up_proj")}
"""Projections whose rows stand one below the other in this order (transformers 5.23: Phi3Attention,
Phi3MLP, GlmMLP). Others that share a name interleave heads (CodeGen's qkv_proj), hence the next two."""

_FUSED_IN = frozenset({"phi3", "glm", "glm4"})
_PARENTS = frozenset({"self_attn", "mlp"})
_PRODUCT_DTYPES = frozenset({"F64", "F32", "F16", "BF16"})


@dataclass
class Placement:
    """`steps` make the new tensors; `ranks` gives each new LoRA module's rank, `alphas` the key of its alpha.

    `origins` says from which modules it came, each under every name that the configuration may call it by.
    """

    steps: list[TensorStep] = field(default_factory=list)
    causes: set[Cause] = field(default_factory=set)
    origins: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    alphas: dict[str, str] = field(default_factory=dict)
    is_sure: bool = True


def place(
    pieces: list[Piece],
    modules: Mapping[str, Module],
    *,
    model_type: str | None,
    landed: frozenset[str],
) -> Placement | None:
    """The placement of every piece, or None where one has no place, or where two want the same.

    Keys in `landed` stay as they are. `is_sure` is False where a name was kept that only the loader itself
    can place (it converts some names).
    """
    places = Places(modules)
    made = Placement()
    groups = pairs(pieces)
    if groups is None:
        return None
    done: set[str] = set()
    for module, parts in groups.items():
        if module in done:
            continue
        fused = _fuse(module, groups, places, modules, model_type, made)
        if fused:
            done.update(fused)
        elif not (
            _keep(parts, landed, made) or _move(parts, places, made) or _split(parts, places, modules, made)
        ):
            return None
    keys = [step.key for step in made.steps]
    return made if len(keys) == len(set(keys)) else None


def _keep(parts: Mapping[str, Piece], landed: frozenset[str], made: Placement) -> bool:
    if not all(piece.key in landed for piece in parts.values()):
        return False
    for piece in parts.values():
        made.steps.append(TensorStep(piece.key, piece.shape, piece.dtype, Making.COPY, (Source(piece.key),)))
    _note(next(iter(parts.values())).module, parts, made)
    return True


def _move(parts: Mapping[str, Piece], places: Places, made: Placement) -> bool:
    first = next(iter(parts.values()))
    find: Callable[[str], str | None] = places.find_flat if first.flat else places.find
    path = find(first.module)
    causes = set().union(*(piece.causes for piece in parts.values()))
    if path is None and not first.flat:
        path = places.find_old(first.module)
        if path is not None:
            causes.add(Cause.OLD_NAMES)
    elif path != first.module and not first.flat and Cause.PREFIX not in causes:
        causes.add(Cause.MOVED)
    if path is None:
        renamed = causes & {Cause.WRAPPER, Cause.PREFIX, Cause.ADAPTER_NAME}
        if not renamed or _has_fused_name(first.module):
            return False
        path, made.is_sure = first.module, False
    for piece in parts.values():
        if piece.part == "alpha":
            made.alphas[path] = piece.key
            continue
        making = Making.TRANSPOSE if piece.transposed else Making.COPY
        key = f"{PREFIX}{path}.{piece.part}" if path else f"{PREFIX}{piece.part}"
        made.steps.append(TensorStep(key, piece.shape, piece.dtype, making, (Source(piece.key),)))
    made.causes |= causes
    _note(path, parts, made)
    return True


def _note(path: str, parts: Mapping[str, Piece], made: Placement) -> None:
    """Remember the rank and where it came from, of modules that LoRA wraps."""
    a = parts.get("lora_A.weight") or parts.get("lora_embedding_A")
    if a is not None and a.shape:
        made.ranks[path] = a.shape[0]
        made.origins[path] = ((a.raw_module, a.module, path),)


def _has_fused_name(module: str) -> bool:
    return module.rpartition(".")[2] in FUSED or any(
        module.rpartition(".")[2] in names for names in FUSED.values()
    )


def _split(
    parts: Mapping[str, Piece], places: Places, modules: Mapping[str, Module], made: Placement
) -> bool:
    """A fused projection's adapter for split ones: A for each, and the rows of B that are its own."""
    module = next(iter(parts.values())).module
    parent, _, leaf = module.rpartition(".")
    if leaf not in FUSED or parent.rpartition(".")[2] not in _PARENTS or not is_plain_pair(parts):
        return False
    paths = [places.find(f"{parent}.{name}") for name in FUSED[leaf]]
    a, b = parts["lora_A.weight"], parts["lora_B.weight"]
    heights = [modules[path].out_features for path in paths if path is not None]
    rows = [height for height in heights if height]
    if len(rows) != len(FUSED[leaf]) or sum(rows) != b.shape[0] or a.transposed or a.flat:
        return False
    starts = [0, *accumulate(rows)]
    for path, start, height in zip(paths, starts, rows, strict=False):
        assert path is not None
        made.steps.append(
            TensorStep(f"{PREFIX}{path}.lora_A.weight", a.shape, a.dtype, Making.COPY, (Source(a.key),))
        )
        part = Source(b.key, start, start + height)
        shape = (height, b.shape[1])
        made.steps.append(TensorStep(f"{PREFIX}{path}.lora_B.weight", shape, b.dtype, Making.ROWS, (part,)))
        made.ranks[path], made.origins[path] = a.shape[0], ((a.raw_module, a.module),)
    made.causes |= {Cause.SPLIT, *a.causes}
    return True


def _fuse(
    module: str,
    groups: Mapping[str, Mapping[str, Piece]],
    places: Places,
    modules: Mapping[str, Module],
    model_type: str | None,
    made: Placement,
) -> tuple[str, ...]:
    """Split projections' adapters for a fused one: all A one below the other, B block-diagonal.

    One of the parts may be untrained: its rows of B stay zero. Returns the modules that were used up.
    """
    parent, _, leaf = module.rpartition(".")
    fused = next((name for name, parts in FUSED.items() if leaf in parts), None)
    if fused is None or model_type not in _FUSED_IN or parent.rpartition(".")[2] not in _PARENTS:
        return ()
    path = places.find(f"{parent}.{fused}")
    names = [f"{parent}.{name}" for name in FUSED[fused]]
    there = [name for name in names if name in groups]
    if path is None or len(there) < len(names) - 1 or not all(is_plain_pair(groups[n]) for n in there):
        return ()
    found = [(groups[name]["lora_A.weight"], groups[name]["lora_B.weight"]) for name in there]
    height = modules[path].out_features or 0
    starts = _starts(names, {name: b.shape[0] for name, (_, b) in zip(there, found, strict=True)}, height)
    like = found[0][0]
    same = all(a.dtype == b.dtype == like.dtype and a.shape[1] == like.shape[1] for a, b in found)
    if starts is None or not same or like.dtype not in _PRODUCT_DTYPES or like.transposed or like.flat:
        return ()
    rank = sum(a.shape[0] for a, _ in found)
    stacked = tuple(Source(a.key) for a, _ in found)
    made.steps.append(
        TensorStep(f"{PREFIX}{path}.lora_A.weight", (rank, like.shape[1]), like.dtype, Making.ROWS, stacked)
    )
    blocks = tuple(Source(b.key, at=starts[name]) for name, (_, b) in zip(there, found, strict=True))
    made.steps.append(
        TensorStep(f"{PREFIX}{path}.lora_B.weight", (height, rank), like.dtype, Making.DIAGONAL, blocks)
    )
    made.ranks[path] = rank
    made.origins[path] = tuple((a.raw_module, a.module) for a, _ in found)
    made.causes |= {Cause.FUSED, *(cause for a, _ in found for cause in a.causes)}
    return tuple(there)


def _starts(names: list[str], rows: Mapping[str, int], height: int) -> dict[str, int] | None:
    """The first row of each part in the fused projection; None where the rows do not add up."""
    rest = height - sum(rows.values())
    missing = len(names) - len(rows)
    if rest != 0 if missing == 0 else rest <= 0:
        return None
    heights = [rows.get(name, rest) for name in names]
    return dict(zip(names, [0, *accumulate(heights)], strict=False))
