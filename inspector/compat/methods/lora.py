"""LoRA and AdaLoRA (peft 0.21.2, tuners/lora/layer.py and tuners/adalora)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.lora_config import LORA_FIELDS, Fields, Uncertain
from inspector.compat.methods.method import CONVOLUTIONS, LayerMethod, Part, Target
from inspector.compat.methods.options import Options, positive_rank, refuse

# Initialisations that leave the shapes as they are; the others compute something when they are loaded.
_PLAIN_STARTS = (True, False, "gaussian", "orthogonal", "eva")
_DECOMPOSED_STARTS = ("pissa", "olora")


def _parts(target: Target, options: Options) -> Iterator[Part]:
    """Linear and Conv1D: A (r, in), B (out, r); Embedding: A (r, rows), B (dimension, r) as bare parameters.

    A convolution's A has its kernel, its B is pointwise. DoRA adds one magnitude an output.
    """
    rank = positive_rank(target.rank)
    _check_start(target, rank, options)
    dora, bias = target.settings.use_dora, target.settings.lora_bias
    if target.kind == "Embedding":
        if dora or bias:
            raise Uncertain("DoRA or a bias on an embedding is left to the real loader.")
        yield "lora_embedding_A", (rank, target.ins)
        yield "lora_embedding_B", (target.outs, rank)
        return
    ones = (1,) * len(target.kernel)
    yield "lora_A.weight", (rank, target.ins, *target.kernel)
    yield "lora_B.weight", (target.outs, rank, *ones)
    if bias:
        yield "lora_B.bias", (target.outs,)
    if dora:
        yield "lora_magnitude_vector.weight", (1, target.outs, *ones) if ones else (target.outs,)


def _check_start(target: Target, rank: int, options: Options) -> None:
    start = options.raw("init_lora_weights", True)
    if start in _PLAIN_STARTS and isinstance(start, (bool, str)):
        if start == "orthogonal" and rank % 2:
            raise Uncertain("An orthogonal start needs an even rank.")
        return
    linear = target.kind in ("Linear", "Conv1D") and rank <= min(target.ins, target.outs)
    quick = isinstance(start, str) and re.fullmatch(r"pissa_niter_\d+", start)
    if linear and (start in _DECOMPOSED_STARTS or quick):
        return
    raise Uncertain(f"init_lora_weights={start!r} is computed when the adapter is loaded.")


LORA = LayerMethod(
    fields=LORA_FIELDS,
    kinds=("Linear", "Conv1D", "Embedding", *CONVOLUTIONS),
    parts=_parts,
    unsupported="ValueError",
)


def _check_schedule(options: Options) -> None:
    """AdaLoRA's configuration refuses a schedule without steps, even for inference."""
    if options.raw("use_dora"):
        raise refuse("ADALORA does not support DoRA.")
    if options.raw("loftq_config"):
        raise refuse("ADALORA does not support LOFTQ.")
    total = options.optional_whole("total_step")
    if total is None or total <= 0:
        raise refuse("AdaLoRA does not work when `total_step` is None, supply a value > 0.")
    if options.whole("tinit", 0) >= total - options.whole("tfinal", 0):
        raise refuse(
            "The supplied schedule values don't allow for a budgeting phase. Decrease `tfinal`/`tinit` or "
            "increase `total_step`."
        )
    if options.raw("orth_reg_weight", 0.5) != 0.5 or options.raw("init_lora_weights", True) not in (
        True,
        False,
    ):
        raise Uncertain("The adapter sets orth_reg_weight or init_lora_weights, which AdaLoRA checks itself.")
    if options.raw("rank_pattern") is not None:
        raise Uncertain("AdaLoRA resizes its layers by rank_pattern when they are loaded.")
    if options.raw("lora_bias") or options.raw("trainable_token_indices") or options.raw("target_parameters"):
        raise Uncertain("The adapter uses an option of LoRA that AdaLoRA treats in its own way.")


def _singular_parts(target: Target, options: Options) -> Iterator[Part]:
    """Bare parameters A (r, in), E (r, 1), B (out, r) of the initial rank; rank 0 is allowed."""
    rank = options.whole("init_r", 12)
    if rank < 0:
        raise refuse(f"`r` should be a positive integer or 0, but the value passed is {rank}")
    if target.kind == "Conv2d":
        raise Uncertain("AdaLoRA on a convolution is left to the real loader.")
    yield "lora_A", (rank, target.ins)
    yield "lora_E", (rank, 1)
    yield "lora_B", (target.outs, rank)


ADALORA = LayerMethod(
    fields=Fields(bias=("all", "lora_only")),
    kinds=("Linear", "Conv1D", "Conv2d"),
    parts=_singular_parts,
    unsupported="ValueError",
    check=_check_schedule,
)
