"""Methods that train inside the singular vectors of a weight: PSOFT and OSF (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import ANY_KIND, LayerMethod, Part, Target
from inspector.compat.methods.options import Options, refuse


def _check_psoft(options: Options) -> None:
    if options.whole("r", 32) <= 0:
        raise refuse(f"`r` must be a positive integer; got {options.whole('r', 32)}.")
    if options.word("ab_svd_init", "psoft_init") not in ("psoft_init", "pissa_init"):
        raise Uncertain("ab_svd_init in adapter_config.json is a start that this table does not know.")
    if options.word("psoft_svd", "full") != "full" or options.flag("use_cayley_neumann"):
        raise Uncertain("This way of PSOFT is left to the real loader.")


def _rotation(target: Target, options: Options) -> Iterator[Part]:
    """One rotation of size r, as its upper triangle, and a scale on either side."""
    rank = target.rank
    if rank > min(target.ins, target.outs):
        raise refuse(
            f"`r` ({rank}) must be less than or equal to min(in_features, out_features) "
            f"({target.ins}, {target.outs})"
        )
    yield "psoft_R.weight", (rank * (rank - 1) // 2,) if options.flag("psoft_orth", True) else (rank, rank)
    if options.flag("psoft_mag_b", True):
        yield "psoft_R.vector_b", (rank,)
    if options.flag("psoft_mag_a", True):
        yield "psoft_R.vector_a", (rank,)


PSOFT = LayerMethod(
    fields=Fields(rank=("r", 32)),
    kinds=("Linear",),
    parts=_rotation,
    unsupported="ValueError",
    check=_check_psoft,
)


def _check_osf(options: Options) -> None:
    if options.raw("rank_pattern") or options.raw("target_modules") is None:
        raise Uncertain("OSF chooses modules and ranks in its own way here.")


def _remainder(target: Target, options: Options) -> Iterator[Part]:
    """The singular triplets behind the first `effective_rank`, which stay frozen."""
    if target.kind != "Linear":
        raise Uncertain(f"OSF passes over {target.path}, which is no linear layer.")
    narrow = min(target.ins, target.outs)
    wanted = options.raw("effective_rank")
    if wanted is None:
        rank = narrow // 2
    elif isinstance(wanted, float) and 0 < wanted <= 1:
        rank = int(narrow * wanted)
    else:
        rank = options.whole("effective_rank", 0)
    rank = max(min(narrow, rank), 0)
    if rank == 0:
        raise refuse("`effective_rank` should be a positive integer value but the value passed is 0")
    u_columns, v_rows = narrow - rank, narrow - rank
    yield "osf_svd_params.U_low", (target.outs, u_columns)
    yield "osf_svd_params.S_low", (narrow - rank,)
    yield "osf_svd_params.V_low", (v_rows, target.ins)


OSF = LayerMethod(
    fields=Fields(excludes=False, layers=False),
    kinds=ANY_KIND,
    parts=_remainder,
    check=_check_osf,
)
