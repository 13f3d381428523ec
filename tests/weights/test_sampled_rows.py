"""Few directions are told from many by evenly spaced rows; no shortcut says otherwise than the spectrum."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from inspector.weights.block_reader import FloatMemory
from inspector.weights.sampled_rows import SampledRows

DRAW = numpy.random.default_rng(0)
SHARE = 1e-4


def normal(*shape: int) -> Any:
    return DRAW.standard_normal(shape, dtype="float32")


def sampled(matrix: Any, *, block: int = 37) -> SampledRows:
    rows = SampledRows(*matrix.shape)
    for first in range(0, len(matrix), block):
        rows.take(first, matrix[first : first + block])
    return rows


@pytest.mark.parametrize("shape", [(64, 64), (100, 300), (1000, 512), (130, 2100), (2100, 2048)])
def test_every_rank_up_to_the_limit_is_found(shape: tuple[int, int]) -> None:
    rows, width = shape
    for rank in {1, 3, min(256, width // 8, rows // 3)}:
        assert sampled(normal(rows, rank) @ normal(rank, width)).directions(SHARE) == rank


def decaying(rows: int, width: int, power: float) -> Any:
    """Singular values n^-power."""
    return (normal(rows, width) / numpy.arange(1, width + 1, dtype="float32") ** power) @ normal(width, width)


@pytest.mark.parametrize("shape", [(100, 300), (512, 512), (700, 1024)])
def test_many_directions_are_not_few(shape: tuple[int, int]) -> None:
    assert sampled(normal(*shape)).directions(SHARE) is None
    assert sampled(decaying(*shape, 0.5)).directions(SHARE) is None


@pytest.mark.parametrize("share", [1e-4, 1e-2, 0.3])
@pytest.mark.parametrize("power", [0.25, 0.5, 1.0, 1.5, 2.5])
def test_no_shortcut_says_otherwise_than_the_spectrum(
    power: float, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = sampled(decaying(300, 400, power) + 1e-3 * normal(300, 400))
    quick = rows.directions(share)
    for shortcut in ("_are_clearly_many", "_are_many"):
        monkeypatch.setattr(SampledRows, shortcut, lambda *_: False)
    assert quick == rows.directions(share)


def test_a_few_new_rows_are_no_few_directions() -> None:
    matrix = numpy.zeros((300, 400), dtype="float32")
    matrix[:6] = normal(6, 400)
    assert sampled(matrix).directions(SHARE) is None
    assert sampled(0 * matrix).directions(SHARE) is None


@pytest.mark.parametrize("passed_by", [(0, 60), (30, 90), (240, 300)])
def test_rows_that_do_not_pass_by_are_zero_whatever_was_in_the_memory(passed_by: tuple[int, int]) -> None:
    memory = FloatMemory()
    memory.of("float32", 1 << 20).fill(numpy.nan)
    rows, matrix = SampledRows(300, 400, memory), normal(300, 400)
    first, last = passed_by
    rows.take(first, matrix[first:last])
    assert rows.directions(SHARE) is None
    matrix[:first] = matrix[last:] = 0
    assert numpy.array_equal(rows.values, sampled(matrix).values)


def test_the_estimate_alone_tells_many_from_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of as many rows and columns as there are of a weight that is 512 wide, and of one that is 1408 wide."""

    def never(*_: Any) -> Any:
        raise AssertionError("the Gram matrix was made")

    monkeypatch.setattr(SampledRows, "_are_many", never)
    for shape in ((128, 512), (4096, 512), (512, 1408), (1024, 4096)):
        assert sampled(normal(*shape)).directions(SHARE) is None
