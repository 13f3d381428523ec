"""Methods with several parts and a choice between them: Poly, Lily, GLoRA, PEANuT (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Shape, Site, Target
from inspector.compat.methods.options import Options, positive_rank, refuse
from inspector.compat.slots import Slot, adapter_slot
from inspector.files.tables import default_targets


def _skills(target: Target, options: Options) -> Iterator[Part]:
    """A bank of LoRAs, cut into splits of the width, and for each task a weight for every one of them."""
    rank = positive_rank(target.rank)
    splits, skills = options.whole("n_splits", 1), options.whole("n_skills", 4)
    if splits <= 0 or skills <= 0 or options.word("poly_type", "poly") != "poly":
        raise Uncertain("A Poly adapter without splits or skills is left to the real loader.")
    yield "poly_lora_A", (splits, skills, target.ins // splits, rank)
    yield "poly_lora_B", (splits, skills, rank, target.outs // splits)
    yield "poly_router.module_logits", (options.whole("n_tasks", 1), splits * skills)


POLY = LayerMethod(fields=Fields(layers=False, rank=("r", 8)), kinds=("Linear",), parts=_skills)


def _check_lily(options: Options) -> None:
    if options.whole("stride_A", 1) < 1:
        raise refuse("`stride_A` must be at least 1.")
    if options.whole("num_B", 2) < 2:
        raise refuse("`num_B` must be at least 2 for the router to be trained.")


def _router(target: Target, options: Options) -> Iterator[Part]:
    yield "lily_router.weight", (options.whole("num_B", 2), positive_rank(target.rank))


def _lily_shared(site: Site) -> Iterator[Slot]:
    """A (r, in) for every `stride_A` layers of one name and shape, B (r · num_B, out) for all of them.

    Each layer has its own key for what it shares; any of them fills it.
    """
    stride, count = site.options.whole("stride_A", 1), site.options.whole("num_B", 2)
    for layers in _alike(site):
        rank = layers[0].rank
        yield _one_for_all(layers, "lily_B.weight", (count * rank, layers[0].outs))
        for start in range(0, len(layers), stride):
            yield _one_for_all(layers[start : start + stride], "lily_A.weight", (rank, layers[0].ins))


def _alike(site: Site) -> list[list[Target]]:
    """Targets by the listed name that they end with, and by shape."""
    names = site.options.raw("target_modules")
    if names is None:
        names = default_targets(site.tree.facts.model_type, "LILY")
    if not isinstance(names, list) or len(names) >= 20:
        raise Uncertain("Lily shares parts between layers by the name that targets them.")
    groups: dict[tuple[str, Shape], list[Target]] = {}
    for target in site.targets:
        found = [name for name in names if target.path.endswith(name)]
        if len(found) != 1:
            raise Uncertain(f"Several names target {target.path}, and Lily may share by any of them.")
        groups.setdefault((found[0], target.shape), []).append(target)
    return list(groups.values())


def _one_for_all(layers: list[Target], part: str, shape: Shape) -> Slot:
    slots = [adapter_slot(target.path, part, shape) for target in layers]
    return slots[0]._replace(keys=tuple(key for slot in slots for key in slot.keys))


LILY = LayerMethod(
    fields=Fields(refused_with_text=(), rank=("r", 32)),
    kinds=("Linear",),
    parts=_router,
    unsupported="NotImplementedError",
    check=_check_lily,
    shared=_lily_shared,
)

_PATHS = {
    "config_A_B": ("lora", ("lora", "vector", "constant", "none")),
    "config_C": ("lora", ("lora", "vector", "none")),
    "config_D_E": ("constant", ("vector", "constant", "none")),
}


def _check_glora(options: Options) -> None:
    for name, (default, allowed) in _PATHS.items():
        if options.word(name, default) not in allowed:
            listed = ", ".join(sorted(allowed))
            raise refuse(f"Invalid {name} value: {options.raw(name)!r}. Valid values are: {listed}.")


def _glora_parts(target: Target, options: Options) -> Iterator[Part]:
    """W(1 + A) + B and b + b·D + E + W·C; the last three only where the base has a bias.

    An unused path still holds zeros of its shape.
    """
    outs, ins, rank = target.outs, target.ins, target.rank
    if rank <= 0:
        raise Uncertain("A rank of zero or less is left to the real loader.")
    parent = target.tree.modules.get(target.path.rpartition(".")[0])
    if parent is not None and parent.kind == "MultiheadAttention":
        raise Uncertain(f"{target.path} is a linear layer of its own kind.")
    biased = f"{target.path}.bias" in target.tree.parameters
    both = options.word("config_A_B", "lora")
    for name in "AB":
        yield from _path(f"glora_{name}", both, (outs, ins), rank)
    yield from _path("glora_C", options.word("config_C", "lora") if biased else "none", (ins, 1), rank)
    last = options.word("config_D_E", "constant") if biased else "none"
    for name in "DE":
        yield from _path(f"glora_{name}", last, (outs,), rank)


def _path(name: str, kind: str, shape: Shape, rank: int) -> Iterator[Part]:
    if kind == "lora":
        yield f"{name}.Xd", (shape[0], rank)
        yield f"{name}.Xu", (rank, shape[1])
    elif kind == "vector":
        yield f"{name}.X", (shape[0], 1) if len(shape) == 2 else shape
    elif kind == "constant":
        yield f"{name}.X", (1,)
    else:
        yield f"{name}.zeros", shape


GLORA = LayerMethod(
    fields=Fields(excludes=False, layers=False, bias=("all", "glora_only"), rank=("r", 8)),
    kinds=("Linear",),
    parts=_glora_parts,
    unsupported="ValueError",
    check=_check_glora,
)


def _check_peanut(options: Options) -> None:
    if options.whole("r", 32) <= 0:
        raise refuse("`r` must be a positive integer.")
    if options.whole("depth", 0) < 0:
        raise refuse("`depth` can only be a non-negative integer.")
    if options.word("act_fn", "relu") not in ("relu", "gelu", "silu", "tanh", "sigmoid"):
        raise Uncertain("Only the real loader knows which activation functions there are.")


def _network(target: Target, options: Options) -> Iterator[Part]:
    """A small network on the weight's columns: (r, out), `depth` pairs of (r, r), (out, r)."""
    rank = target.rank
    yield "peanut_A.weight", (rank, target.outs)
    yield "peanut_B.weight", (target.outs, rank)
    for number in range(options.whole("depth", 0)):
        yield f"peanut_encoders.{number}.weight", (rank, rank)
        yield f"peanut_decoders.{number}.weight", (rank, rank)


PEANUT = LayerMethod(
    fields=Fields(refused_with_text=(), rank=("r", 32)),
    kinds=("Linear",),
    parts=_network,
    unsupported="NotImplementedError",
    check=_check_peanut,
)
