"""Methods that read all layers' updates out of a few shared vectors: Uni-LoRA, TinyLoRA (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Site, Target, shared_slot
from inspector.compat.methods.options import Options, refuse
from inspector.compat.slots import Slot

_MATRICES = ("Linear", "Conv1D")


def _check_unilora(options: Options) -> None:
    for name, default in (("r", 4), ("theta_d_length", 256)):
        if options.whole(name, default) <= 0:
            raise refuse(f"`{name}` should be a positive integer, got {options.whole(name, default)}.")
    if options.flag("save_indices"):
        raise Uncertain("The file holds Uni-LoRA's indices, which are left to the real loader.")
    if options.raw("unilora_dropout", 0.0) != 0.0 or options.raw("init_theta_d_bound", 0.02) != 0.02:
        raise Uncertain("unilora_dropout and init_theta_d_bound are checked by the real loader.")


def _no_parts(_target: Target, _options: Options) -> Iterator[Part]:
    yield from ()


def _theta(site: Site) -> Iterator[Slot]:
    yield shared_slot(site, "unilora_theta_d", (site.options.whole("theta_d_length", 256),))


UNILORA = LayerMethod(
    fields=Fields(excludes=False, pattern_needs_layers=False, bias=("all", "unilora_only"), rank=("r", 4)),
    kinds=_MATRICES,
    parts=_no_parts,
    check=_check_unilora,
    shared=_theta,
)


def _check_tiny(options: Options) -> None:
    for name, default in (("r", 2), ("u", 64)):
        if options.whole(name, default) <= 0:
            raise refuse(
                f"`{name}` should be a positive integer value but the value passed is "
                f"{options.whole(name, default)}"
            )
    tying = options.raw("weight_tying", 0.0)
    if isinstance(tying, bool) or not isinstance(tying, (int, float)):
        raise Uncertain("weight_tying in adapter_config.json is not a number.")
    if not 0.0 <= tying <= 1.0:
        raise refuse(f"`weight_tying` should be a float between 0.0 and 1.0 but the value passed is {tying}")


def _triplets(target: Target, options: Options) -> Iterator[Part]:
    """The weight's first r singular triplets as buffers, and u random r × r matrices."""
    rank = min(options.whole("r", 2), target.ins, target.outs)
    yield "tinylora_A", (rank, target.ins)
    yield "tinylora_B", (target.outs, rank)
    if options.flag("save_projection", True):
        yield "tinylora_P", (options.whole("u", 64), rank, rank)


def _vectors(site: Site) -> Iterator[Slot]:
    """One vector of u coefficients for every group of layers, fewer groups the more weights are tied.

    peft puts the adapter's name into every key that holds `.tinylora_v.`, so none may carry it already.
    """
    count = len(site.targets)
    groups = max(1, round(count * (1.0 - site.options.raw("weight_tying", 0.0))))
    size = max(1, count // groups)
    used = {min(number // size, groups - 1) for number in range(count)}
    for group in sorted(used):
        name = f"tinylora_v.{group}"
        plain = f"base_model.{name}"
        keys = (plain, *(f"{PREFIX}{target.path}.{name}" for target in site.targets))
        runtime = f"base_model.tinylora_v.default.{group}"
        yield Slot(plain, "", name, (site.options.whole("u", 64),), keys, runtime=runtime)


TINYLORA = LayerMethod(
    fields=Fields(excludes=False, refused_with_text=(), bias=("all", "tinylora_only"), rank=("r", 2)),
    kinds=_MATRICES,
    parts=_triplets,
    check=_check_tiny,
    shared=_vectors,
)
