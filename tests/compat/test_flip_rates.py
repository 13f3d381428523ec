"""Accuracies and flips against a plain count, intervals against the equation that defines them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.flip_rates import Z_95, compare_answers, wilson
from inspector.compat.flips import as_share
from inspector.compat.golden_answers import Answer, judge, normalise
from inspector.files.golden import GoldenExample, Match

COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_the_interval_solves_wilsons_equation(counts: tuple[int, int]) -> None:
    """Each end p satisfies |share − p| = z·√(p(1 − p)/n): the score test does not reject what lies inside."""
    hits, n = counts
    share, low, high, examples = wilson(hits, n)
    assert (share, examples) == (hits / n, n)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        if 0 < end < 1:
            assert abs(share - end) == pytest.approx(Z_95 * (end * (1 - end) / n) ** 0.5, rel=1e-9, abs=1e-12)
    mirrored = wilson(n - hits, n)
    assert (mirrored.low, mirrored.high) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_a_published_interval() -> None:
    """81 of 263: 25.5 % to 36.6 % (Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3)."""
    rate = wilson(81, 263)
    assert (round(rate.low, 4), round(rate.high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 20)[1:3] == (0.0, pytest.approx(0.1611, abs=1e-4))


@pytest.mark.parametrize("counts", [(0, 0), (3, 2), (-1, 2)])
def test_no_share_of_nothing(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(*counts)


@given(st.lists(st.tuples(*[st.sampled_from(["yes", "no", "who knows", " yes\n"])] * 2), min_size=1))
def test_flips_against_a_plain_count(said: list[tuple[str, str]]) -> None:
    examples = [GoldenExample(n, f"q{n}", "yes") for n in range(1, len(said) + 1)]
    sides = [[judge(e, pair[side]) for e, pair in zip(examples, said, strict=True)] for side in (0, 1)]
    found = compare_answers(examples, *sides, before_name="old", after_name="new", gate=0.25)
    plain = Counter(
        ("yes" in before, "yes" in after, before.strip() == after.strip()) for before, after in said
    )
    n = len(said)
    assert found.n == n
    assert found.accuracy_before.value == sum("yes" in before for before, _ in said) / n
    assert found.accuracy_after.value == sum("yes" in after for _, after in said) / n
    assert found.negative_flip_rate.value == plain[True, False, False] / n
    assert found.positive_flip_rate.value == plain[False, True, False] / n
    assert found.changed_both_wrong.value == plain[False, False, False] / n
    assert found.passes == (plain[True, False, False] / n <= 0.25)
    numbers = [flip.number for flip in found.flips]
    assert numbers == [k for k, (a, b) in enumerate(said, 1) if a.strip() != b.strip()]
    change = found.accuracy_after.value - found.accuracy_before.value
    assert change == pytest.approx(found.positive_flip_rate.value - found.negative_flip_rate.value)


@pytest.mark.parametrize(
    ("match", "expected", "text", "right"),
    [
        (Match.EXACT, "queue: billing", " queue: billing\n", True),
        (Match.EXACT, "queue: billing", "Queue: billing", False),
        (Match.NORMALISED, "It's 4.", "it s  4", True),
        (Match.NORMALISED, "Straße", "STRASSE!", True),
        (Match.NORMALISED, "4", "5", False),
        (Match.CONTAINS, "Paris", "It is Paris, I think.", True),
        (Match.CONTAINS, "Paris", "paris", False),
        (Match.REGEX, r"^\d+ (apples|pears)$", "12 pears", True),
        (Match.REGEX, "end", "x" * 256 + "end", False),
        (Match.CHOICE, "B", "B", True),
        (Match.CHOICE, "B", "A", False),
    ],
)
def test_ways_of_being_right(match: Match, expected: str, text: str, right: bool) -> None:
    assert judge(GoldenExample(1, "p", expected, match), text) == Answer(text, right)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(("percent", "hits", "n"), [(2.8, 7, 250), (0.7, 7, 1000), (5.5, 11, 200)])
def test_a_percentage_allows_exactly_its_share(percent: float, hits: int, n: int) -> None:
    assert as_share(percent) == wilson(hits, n).value
