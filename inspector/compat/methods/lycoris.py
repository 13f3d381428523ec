"""LoHa and LoKr (peft 0.21.2, tuners/loha, tuners/lokr, tuners/lycoris_utils.py)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Target
from inspector.compat.methods.options import Options, positive_rank

_FIELDS = Fields(refused_with_text=(), rank=("r", 8), rank_pattern=True)
_KINDS = ("Conv2d", "Conv1d", "Linear")


def _hadamard_parts(target: Target, options: Options) -> Iterator[Part]:
    """Two products of low rank: w1_a (out, r) w1_b (r, in), and the same again.

    A convolution is flattened to (out, in · kernel), or with `use_effective_conv2d` has a core of its own
    (r, r, kernel), for which both sides are stored with the rank first. A kernel of 1 has no core.
    """
    rank = positive_rank(target.rank)
    ins, kernel = target.ins, target.kernel
    if _has_core(target, options):
        core = (rank, rank, *kernel) if len(kernel) == 2 else (rank, rank, *kernel, 1)
        for number in "12":
            yield f"hada_w{number}_a", (rank, target.outs)
            yield f"hada_w{number}_b", (rank, ins)
            yield f"hada_t{number}", core
        return
    for extent in kernel:
        ins *= extent
    for number in "12":
        yield f"hada_w{number}_a", (target.outs, rank)
        yield f"hada_w{number}_b", (rank, ins)


def _has_core(target: Target, options: Options) -> bool:
    return options.flag("use_effective_conv2d") and any(extent != 1 for extent in target.kernel)


LOHA = LayerMethod(fields=_FIELDS, kinds=_KINDS, parts=_hadamard_parts)


def factorization(dimension: int, factor: int) -> tuple[int, int]:
    """The two factors that LoKr splits a width into, the smaller first (peft `factorization`).

    `factor` > 0 is taken where it divides the width; -1 asks for the factors nearest to the root.
    """
    if factor > 0 and dimension % factor == 0:
        return factor, dimension // factor
    limit = dimension if factor == -1 else factor
    small, large = 1, dimension
    length = small + large
    while small < large:
        candidate = small + 1
        while dimension % candidate:
            candidate += 1
        if candidate + dimension // candidate > length or candidate > limit:
            break
        small, large = candidate, dimension // candidate
    return min(small, large), max(small, large)


def _kronecker_parts(target: Target, options: Options) -> Iterator[Part]:
    """W = w1 ⊗ w2, each whole or as a product of rank r, whichever is smaller (peft `use_w1`, `use_w2`)."""
    rank = positive_rank(target.rank)
    factor = options.whole("decompose_factor", -1)
    if target.ins > 1 << 20 or target.outs > 1 << 20:
        raise Uncertain(f"{target.path} is too wide to factorise here.")
    in_m, in_n = factorization(target.ins, factor)
    out_l, out_k = factorization(target.outs, factor)
    kernel = target.kernel
    if options.flag("decompose_both") and rank < max(out_l, in_m) / 2:
        yield "lokr_w1_a", (out_l, rank)
        yield "lokr_w1_b", (rank, in_m)
    else:
        yield "lokr_w1", (out_l, in_m)
    if rank >= max(out_k, in_n) / 2:
        yield "lokr_w2", (out_k, in_n, *kernel)
    elif _has_core(target, options):
        yield "lokr_w2_a", (rank, out_k)
        yield "lokr_w2_b", (rank, in_n)
        yield "lokr_t2", (rank, rank, *kernel) if len(kernel) == 2 else (rank, rank, *kernel, 1)
    else:
        for extent in kernel:
            in_n *= extent
        yield "lokr_w2_a", (out_k, rank)
        yield "lokr_w2_b", (rank, in_n)


LOKR = LayerMethod(fields=_FIELDS, kinds=_KINDS, parts=_kronecker_parts)
