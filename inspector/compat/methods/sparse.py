"""Methods that learn single entries of a weight: SHiRA and Super-Tuning (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Site, Target
from inspector.compat.methods.options import Options, positive_rank, refuse
from inspector.compat.slots import Slot

_PLAIN = Fields(excludes=False, layers=False, alpha_may_be_null=True)


def _entries(target: Target, _options: Options) -> Iterator[Part]:
    """As many entries as a LoRA of this rank has parameters."""
    rank, whole = positive_rank(target.rank), target.ins * target.outs
    count = rank * (target.ins + target.outs)
    if count > whole:
        raise refuse(
            f"The set rank {rank} results in more shira params than the total number of params in the base "
            f"layer {whole} and this is not allowed."
        )
    yield "shira_weight", (count,)


def _indices(site: Site) -> Iterator[Slot]:
    """Where the entries stand: taken from the file as they are, whatever their shape."""
    for target in site.targets:
        key = f"{PREFIX}{target.path}.shira_indices"
        if key in site.tensors:
            yield Slot(key, target.path, "shira_indices", site.tensors[key].shape, (key,))


SHIRA = LayerMethod(
    fields=Fields(excludes=False, layers=False, rank=("r", 32)),
    kinds=("Linear",),
    parts=_entries,
    shared=_indices,
)


def _check_support(options: Options) -> None:
    sparsity, rank = options.raw("sparsity", 0.99), options.raw("r")
    if isinstance(sparsity, bool) or not isinstance(sparsity, (int, float)):
        raise Uncertain("sparsity in adapter_config.json is not a number.")
    if not 0.0 <= sparsity < 1.0:
        raise refuse(f"sparsity must be in [0.0, 1.0), got {sparsity}")
    if rank is None and options.raw("lora_alpha") is not None:
        raise refuse("lora_alpha is set but r is None — Supra mode requires an explicit r.")
    if rank is not None and options.whole("r", 0) <= 0:
        raise refuse(f"r must be a positive integer or None, got {rank!r}")


def _support(target: Target, options: Options) -> Iterator[Part]:
    """The largest entries of the weight and where they stand; with a rank, a LoRA beside them."""
    sparsity = options.raw("sparsity", 0.99)
    count = int(target.ins * target.outs * (1 - sparsity))
    if count < 1:
        raise refuse(
            f"sparsity={sparsity} leaves no trainable entries for a weight with {target.ins * target.outs} "
            "elements — no parameter would be adapted. Lower the sparsity so at least one entry is trainable."
        )
    yield "supertuning_values", (count,)
    if options.flag("save_precomputed_indices", True):
        yield "supertuning_indices", (count,)
    rank = options.optional_whole("r")
    if rank is not None:
        yield "supertuning_lora_A.weight", (rank, target.ins)
        yield "supertuning_lora_B.weight", (target.outs, rank)


SUPERTUNING = LayerMethod(fields=_PLAIN, kinds=("Linear",), parts=_support, check=_check_support)
