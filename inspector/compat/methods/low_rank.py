"""Relatives of LoRA with factors of their own: HiRA, DeLoRA, DEFT, GraLoRA, GLoRA, MiSS (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import CONVOLUTIONS, LayerMethod, Part, Target
from inspector.compat.methods.options import Options, positive_rank, refuse

_MATRICES = ("Linear", "Conv1D")


def _hira_parts(target: Target, _options: Options) -> Iterator[Part]:
    """LoRA's shapes as bare parameters."""
    rank = positive_rank(target.rank)
    name = "hira_embedding" if target.kind == "Embedding" else "hira"
    yield f"{name}_A", (rank, target.ins, *target.kernel)
    yield f"{name}_B", (target.outs, rank, *(1 for _ in target.kernel))


HIRA = LayerMethod(
    fields=Fields(pattern_needs_layers=False, rank=("r", 32), rank_pattern=True),
    kinds=(*_MATRICES, "Embedding", *CONVOLUTIONS),
    parts=_hira_parts,
    unsupported="ValueError",
)


def _check_delora(options: Options) -> None:
    if options.whole("r", 8) <= 0:
        raise refuse(f"`r` must be a positive integer; got {options.whole('r', 8)}.")


def _delora_parts(target: Target, _options: Options) -> Iterator[Part]:
    """LoRA's factors, one strength, and the base weight's column norms as a buffer."""
    rank = positive_rank(target.rank)
    yield "delora_A", (rank, target.ins)
    yield "delora_B", (target.outs, rank)
    yield "delora_lambda", (1,)
    yield "delora_w_norm", (target.ins,)


DELORA = LayerMethod(
    fields=Fields(
        refused_with_text=("layers_to_transform",),
        bias=("all", "delora_only"),
        rank=("r", 8),
        rank_pattern=True,
    ),
    kinds=("Linear",),
    parts=_delora_parts,
    check=_check_delora,
)


def _check_deft(options: Options) -> None:
    method = options.word("decomposition_method", "relu")
    if method not in ("qr", "relu"):
        raise refuse(f"Unknown decomposition_method '{method}', must be one of ['qr', 'relu'].")


def _deft_parts(target: Target, options: Options) -> Iterator[Part]:
    """P (out, r) and, unless `para`, R (r, in); the rank is at most the number of outputs."""
    rank = min(positive_rank(target.rank), target.outs)
    yield "deft_P", (target.outs, rank)
    if not options.flag("para"):
        yield "deft_R", (rank, target.ins)


DEFT = LayerMethod(
    fields=Fields(bias=("all", "deft_only"), rank=("r", 8), alpha_may_be_null=True),
    kinds=_MATRICES,
    parts=_deft_parts,
    check=_check_deft,
)


def _check_gralora(options: Options) -> None:
    rank, blocks = options.whole("r", 32), options.whole("gralora_k", 2)
    if blocks <= 0:
        raise refuse(f"`gralora_k` should be a positive integer value but the value passed is {blocks}")
    if rank % blocks:
        raise refuse(f"r should be divisible by gralora_k, but got {rank} and {blocks}")


def _gralora_parts(target: Target, options: Options) -> Iterator[Part]:
    """k × k blocks: A (k, in/k, r), B (k, r, out/k); with `hybrid_r` a plain LoRA beside them."""
    rank, blocks = positive_rank(target.rank), options.whole("gralora_k", 2)
    hybrid = options.whole("hybrid_r", 0)
    if hybrid < 0:
        raise refuse(f"`hybrid_r` should be a non-negative integer value but the value passed is {hybrid}")
    for name, width in (("in_features", target.ins), ("out_features", target.outs)):
        if width % blocks:
            raise refuse(f"{name} should be divisible by gralora_k, but got {width} and {blocks}")
    yield "gralora_A", (blocks, target.ins // blocks, rank)
    yield "gralora_B", (blocks, rank, target.outs // blocks)
    if hybrid:
        yield "gralora_A_general.weight", (hybrid, target.ins)
        yield "gralora_B_general.weight", (target.outs, hybrid)


GRALORA = LayerMethod(
    fields=Fields(
        excludes=False,
        refused_with_text=(),
        pattern_needs_layers=False,
        bias=("all", "gralora_only"),
        rank=("r", 32),
    ),
    kinds=_MATRICES,
    parts=_gralora_parts,
    check=_check_gralora,
)


def _check_miss(options: Options) -> None:
    if options.raw("init_weights", True) not in (True, False, "bat", "mini"):
        raise Uncertain("init_weights in adapter_config.json is a start that this table does not know.")


def _miss_parts(target: Target, options: Options) -> Iterator[Part]:
    """One block (r, out); (out/r, r, r) as `bat`, (r, mini_r) as `mini`."""
    rank, start = positive_rank(target.rank), options.raw("init_weights", True)
    if rank > target.ins:
        raise refuse(f"`r` ({rank}) must be less than or equal to in_features ({target.ins})")
    if start == "bat":
        if target.ins % rank or target.outs % rank:
            raise refuse("The weight matrix must be fully divisible into [r, r] blocks.")
        yield "miss_block", (target.outs // rank, rank, rank)
    elif start == "mini":
        small = options.whole("mini_r", 1)
        if small <= 0 or target.outs % small:
            raise Uncertain("mini_r does not divide the number of outputs.")
        yield "miss_block", (rank, small)
    else:
        yield "miss_block", (rank, target.outs)


MISS = LayerMethod(
    fields=Fields(pattern_needs_layers=False, bias=("all", "miss_only"), rank=("r", 64)),
    kinds=("Linear",),
    parts=_miss_parts,
    check=_check_miss,
)
