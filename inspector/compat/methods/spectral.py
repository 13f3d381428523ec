"""Methods that learn few coefficients of a transform of the weight: FourierFT, WaveFT, C3A (peft 0.21.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain, safe_pattern
from inspector.compat.methods.method import LayerMethod, Part, Target, by_pattern
from inspector.compat.methods.options import Options, refuse

_MATRICES = ("Linear", "Conv1D")


def _first_ending(target: Target, options: Options, name: str, default: int) -> int:
    r"""The number of the first pattern that matches as `.*\.pattern$`, never from the root."""
    for pattern, number in options.numbers_by_pattern(f"{name}_pattern").items():
        if re.match(rf".*\.{safe_pattern(pattern)}$", target.path):
            return number
    exact = options.numbers_by_pattern(f"{name}_pattern").get(target.path)
    return options.whole(name, default) if exact is None else exact


def _check_count(target: Target, count: int) -> int:
    if count <= 0:
        raise refuse(f"`n_frequency` should be a positive integer value but the value passed is {count}")
    if count > target.ins * target.outs:
        raise refuse(
            "`n_frequency` should be less than or equal to the product of the input and output dimensions "
            f"but the value passed is {count} and the product is {target.ins * target.outs}"
        )
    return count


def _fourier_parts(target: Target, options: Options) -> Iterator[Part]:
    yield "fourierft_spectrum", (_check_count(target, _first_ending(target, options, "n_frequency", 1000)),)


FOURIERFT = LayerMethod(fields=Fields(bias=("all", "fourier_only")), kinds=_MATRICES, parts=_fourier_parts)


def _check_wave(options: Options) -> None:
    if options.flag("proportional_parameters"):
        raise Uncertain("WaveFT shares its coefficients out over the layers by their size.")
    if options.word("wavelet_family", "db1") != "db1":
        raise Uncertain("Only the real loader knows which wavelet families there are.")


def _wave_parts(target: Target, options: Options) -> Iterator[Part]:
    patterns = options.numbers_by_pattern("n_frequency_pattern")
    count = by_pattern(patterns, options.whole("n_frequency", 2592), target.path)
    yield "waveft_spectrum", (_check_count(target, count),)


WAVEFT = LayerMethod(
    fields=Fields(bias=("all", "waveft_only")), kinds=_MATRICES, parts=_wave_parts, check=_check_wave
)


def _circulant_parts(target: Target, options: Options) -> Iterator[Part]:
    """Circulant blocks, each as its first row: (out/b, in/b, b)."""
    block = _first_ending(target, options, "block_size", 256)
    if block <= 0:
        raise refuse(f"`block_size` should be a positive integer value but the value passed is {block}")
    for side, width in (("input", target.ins), ("output", target.outs)):
        if width % block:
            raise refuse(
                f"The block size should be a factor of the {side} size. However, the {side} size is {width} "
                f"and the block size is {block}"
            )
    yield "c3a_kernel", (target.outs // block, target.ins // block, block)


C3A = LayerMethod(
    fields=Fields(excludes=False, pattern_needs_layers=False, bias=("all", "c3a_only")),
    kinds=("Linear",),
    parts=_circulant_parts,
)
