"""Methods whose layers share random matrices: VeRA, PVeRA, RandLoRA, VB-LoRA (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Site, Target, largest, shared_slot
from inspector.compat.methods.options import Options, positive_rank, refuse
from inspector.compat.slots import Slot, adapter_slot
from inspector.files.records import Adapter

_MATRICES = ("Linear", "Conv1D")


def _widest(site: Site, label: str) -> tuple[int, int]:
    found = largest(site.targets)
    if found is None:
        raise refuse(
            f"No layers types compatible with {label} were found. Please check `peft_config.target_modules`."
        )
    return found


def _projections(site: Site, name: str, shape_a: tuple[int, ...], shape_b: tuple[int, ...]) -> Iterator[Slot]:
    if site.options.flag("save_projection", True):
        yield shared_slot(site, f"{name}_A", shape_a)
        yield shared_slot(site, f"{name}_B", shape_b)


def _vera(name: str, label: str, doubled: int, unsupported: str) -> LayerMethod:
    """`doubled`: PVeRA learns a mean and a variance where VeRA learns one number."""

    def parts(target: Target, _options: Options) -> Iterator[Part]:
        yield f"{name}_lambda_b", (target.outs,)
        yield f"{name}_lambda_d", (positive_rank(target.rank) * doubled,)

    def before(site: Site) -> None:
        _widest(site, label)

    def refuses(adapter: Adapter) -> str | None:
        wanted = adapter.config.get("save_projection", True)
        if not wanted or any(key in adapter.tensors for key in adapter_slot("", f"{name}_A", None).keys):
            return None
        return f"Specified to load {name}_A and {name}_B from state dictionary however they were not present!"

    def shared(site: Site) -> Iterator[Slot]:
        outs, ins = _widest(site, label)
        rank = site.options.whole("r", 256)
        yield from _projections(site, name, (rank * doubled, ins), (outs, rank))

    return LayerMethod(
        fields=Fields(excludes=False, refused_with_text=(), bias=("all", f"{name}_only"), rank=("r", 256)),
        kinds=_MATRICES,
        parts=parts,
        unsupported=unsupported,
        before=before,
        shared=shared,
        refuses=refuses,
    )


VERA = _vera("vera", "VeRA", 1, "TypeError")
PVERA = _vera("pvera", "PVeRA", 2, "ValueError")


def _bases(narrow: int, rank: int) -> int:
    return -(-narrow // rank)


def _randlora_parts(target: Target, _options: Options) -> Iterator[Part]:
    """λ (r, bases) and γ (bases, the smaller width), with as many bases as full rank needs."""
    rank, narrow = positive_rank(target.rank), min(target.ins, target.outs)
    yield "randlora_lambda", (rank, _bases(narrow, rank))
    yield "randlora_gamma", (_bases(narrow, rank), narrow)


def _randlora_before(site: Site) -> None:
    _widest(site, "RandLora")
    if site.options.whole("r", 32) <= 0:
        raise Uncertain("A rank of zero or less is left to the real loader.")


def _randlora_shared(site: Site) -> Iterator[Slot]:
    outs, ins = _widest(site, "RandLora")
    rank = positive_rank(site.options.whole("r", 32))
    narrow, wide = min(outs, ins), max(outs, ins)
    yield from _projections(site, "randlora", (rank, 1, narrow), (wide, _bases(narrow, rank), rank))


RANDLORA = LayerMethod(
    fields=Fields(
        excludes=False,
        refused_with_text=(),
        pattern_needs_layers=False,
        bias=("all", "randlora_only"),
        rank=("r", 32),
    ),
    kinds=_MATRICES,
    parts=_randlora_parts,
    unsupported="ValueError",
    before=_randlora_before,
    shared=_randlora_shared,
)


def _check_vectors(options: Options) -> None:
    if options.flag("save_only_topk_weights"):
        raise Uncertain(
            "The file holds the top weights of VB-LoRA, which become logits when they are loaded."
        )


def _vector_parts(target: Target, options: Options) -> Iterator[Part]:
    """Logits over the bank of vectors: A (r, in/length, vectors), B (out/length, r, vectors)."""
    rank, length = target.rank, options.whole("vector_length", 256)
    vectors, top = options.whole("num_vectors", 256), options.whole("topk", 2)
    if rank <= 0:
        raise refuse(f"`r` {rank} should be a positive integer value")
    if top <= 0:
        raise refuse(f"`topk` {top} should be a positive integer value")
    if length <= 0 or vectors <= 0:
        raise Uncertain("A vector bank without vectors is left to the real loader.")
    for name, width in (("in_features", target.ins), ("out_features", target.outs)):
        if width % length:
            raise refuse(f"`{name}` {width} must be divisible by `vector_length` {length}")
    yield "vblora_logits_A", (rank, target.ins // length, vectors)
    yield "vblora_logits_B", (target.outs // length, rank, vectors)


def _bank(site: Site) -> Iterator[Slot]:
    shape = (site.options.whole("num_vectors", 256), site.options.whole("vector_length", 256))
    yield shared_slot(site, "vblora_vector_bank", shape)


VBLORA = LayerMethod(
    fields=Fields(refused_with_text=(), bias=("all", "vblora_only"), rank=("r", 4)),
    kinds=_MATRICES,
    parts=_vector_parts,
    check=_check_vectors,
    shared=_bank,
)
