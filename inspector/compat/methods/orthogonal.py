"""Methods that rotate or reflect weights: OFT, BOFT, HRA, GraLoRA's blocks aside (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Target
from inspector.compat.methods.options import Options, positive_rank, refuse
from inspector.files.records import Adapter


def _check_oft(options: Options) -> None:
    rank, block = options.whole("r", 0), options.whole("oft_block_size", 32)
    if rank == 0 and block == 0:
        raise refuse(
            f"Either `r` or `oft_block_size` must be non-zero. Currently, r = {rank} and "
            f"oft_block_size = {block}."
        )
    if rank != 0 and block != 0:
        raise refuse(
            f"You can only specify either r ({rank}) or oft_block_size ({block}), but not both "
            "simultaneously, because r x oft_block_size == in_features."
        )
    if rank < 0 or block < 0:
        raise Uncertain("A negative rank or block size is left to the real loader.")


def _blocks(target: Target, options: Options) -> Iterator[Part]:
    """r skew-symmetric blocks of size b, stored as their upper triangles: (r, b(b-1)/2), r · b = in.

    A number that does not divide the width is moved to the nearest that does.
    """
    if target.kind == "Conv2d":
        raise Uncertain("OFT on a convolution is left to the real loader.")
    embedding = target.kind == "Embedding"
    width = target.outs if embedding else target.ins
    rank, block = options.whole("r", 0), options.whole("oft_block_size", 32)
    if rank == 0:
        block = _divisor_near(width, block)
        rank = width // block
    else:
        rank = _divisor_near(width, rank)
        block = width // rank
    count = 1 if options.flag("block_share") else rank
    yield ("oft_embedding_R.weight" if embedding else "oft_R.weight"), (count, block * (block - 1) // 2)


def _divisor_near(width: int, wanted: int) -> int:
    """The divisor of the width nearest to a wanted one, the smaller of two (peft `adjust_oft_parameters`)."""
    if wanted <= width and width % wanted == 0:
        return wanted
    if wanted >= width:
        return width
    higher = next(number for number in range(wanted, width + 1) if width % number == 0)
    lower = next(number for number in range(wanted, 0, -1) if width % number == 0)
    return lower if wanted - lower <= higher - wanted else higher


def _refuse_old(adapter: Adapter) -> str | None:
    if any(".oft_r." in key for key in adapter.tensors):
        return (
            "Trying to load old OFT checkpoint, which is no longer supported. Please install PEFT <= v0.15.2 "
            "to load it or train a new OFT adapter."
        )
    return None


OFT = LayerMethod(
    fields=Fields(refused_with_text=(), bias=("all", "oft_only")),
    kinds=("Linear", "Conv2d", "Embedding"),
    parts=_blocks,
    check=_check_oft,
    refuses=_refuse_old,
)


def _check_boft(options: Options) -> None:
    size, number = options.whole("boft_block_size", 4), options.whole("boft_block_num", 0)
    if size == 0 and number == 0:
        raise refuse(
            f"Either `boft_block_size` or `boft_block_num` must be non-zero. Currently, "
            f"boft_block_size = {size} and boft_block_num = {number}."
        )
    if size != 0 and number != 0:
        raise refuse(
            f"You can only specify either boft_block_size ({size}) or boft_block_num ({number}), but not "
            "both simultaneously, because boft_block_size x boft_block_num == in_features."
        )
    if options.whole("boft_n_butterfly_factor", 1) != 1 or size < 0 or number < 0:
        raise Uncertain("How many butterfly factors BOFT takes depends on whether CUDA is there.")


def _butterflies(target: Target, options: Options) -> Iterator[Part]:
    """One factor (1, blocks, size, size) whose blocks must divide the input, and one scale an output."""
    width, noun = target.ins, "in_features"
    if target.kernel:
        width, noun = target.ins * target.kernel[0] ** 2, "Convolutional kernel dimension"
    size, number = options.whole("boft_block_size", 4), options.whole("boft_block_num", 0)
    name, divisor = ("boft_block_size", size) if size else ("boft_block_num", number)
    if width % divisor:
        raise refuse(f"{noun} ({width}) must be divisible by {name} ({divisor})!")
    size, number = (size, width // size) if size else (width // number, number)
    yield "boft_R", (1, number, size, size)
    yield "boft_s", (1, target.outs) if target.kernel else (target.outs, 1)


BOFT = LayerMethod(
    fields=Fields(refused_with_text=(), bias=("all", "boft_only")),
    kinds=("Linear", "Conv2d"),
    parts=_butterflies,
    check=_check_boft,
)


def _reflections(target: Target, _options: Options) -> Iterator[Part]:
    """r Householder vectors over the input, flattened over the kernel of a convolution."""
    rank = positive_rank(target.rank)
    width = target.ins * target.kernel[0] ** 2 if target.kernel else target.ins
    yield "hra_u", (width, rank)


HRA = LayerMethod(
    fields=Fields(bias=("all", "hra_only"), rank=("r", 8)), kinds=("Linear", "Conv2d"), parts=_reflections
)
