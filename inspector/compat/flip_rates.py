"""From two sets of judged answers to accuracies, flips and their confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from inspector.compat.flips import Flip, GoldenComparison, Rate
from inspector.compat.golden_answers import Answer
from inspector.files.golden import GoldenExample

Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % point."""


def wilson(hits: int, examples: int) -> Rate:
    """The share of `hits` with its 95 % score interval (Wilson 1927, JASA 22, 209-212).

    It keeps its coverage for shares near 0 and 1 and for small sets, where the textbook interval does not
    (Brown, Cai and DasGupta 2001, Statistical Science 16, 101-133). Raises ValueError without examples.
    """
    if not 0 <= hits <= examples or examples == 0:
        raise ValueError(f"{hits} of {examples} is no share")
    share, z2 = hits / examples, Z_95 * Z_95
    centre = (share + z2 / (2 * examples)) / (1 + z2 / examples)
    half = Z_95 / (1 + z2 / examples) * sqrt(share * (1 - share) / examples + z2 / (4 * examples * examples))
    # At the ends the interval reaches 0 or 1 exactly; rounding must not leave the share outside it.
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == examples else min(1.0, centre + half)
    return Rate(share, low, high, examples)


def compare_answers(
    examples: Sequence[GoldenExample],
    before: Sequence[Answer],
    after: Sequence[Answer],
    *,
    before_name: str,
    after_name: str,
    gate: float | None = None,
    source: str = "",
    seconds: float = 0.0,
    note: str = "",
) -> GoldenComparison:
    """The same examples answered on two sides, in the same order.

    The negative flip rate is the share of *all* examples that were right and are wrong now (Yan et al.
    2021, Positive-Congruent Training, arXiv 2011.09161); positive flips the other way round; answers that
    changed from one wrong text to another are counted apart (MUSCLE, Echterhoff et al. 2024, arXiv
    2407.09435). Answers that differ in the white space around them have not changed. Raises ValueError
    for no examples, or for sides of other lengths.
    """
    rows = list(zip(examples, before, after, strict=True))
    flips = tuple(flip for row in rows if (flip := _flip(*row)) is not None)
    count = len(rows)

    def rate(kind: str) -> Rate:
        return wilson(sum(flip.kind == kind for flip in flips), count)

    return GoldenComparison(
        n=count,
        before_name=before_name,
        after_name=after_name,
        accuracy_before=wilson(sum(answer.right for answer in before), count),
        accuracy_after=wilson(sum(answer.right for answer in after), count),
        negative_flip_rate=rate("negative"),
        positive_flip_rate=rate("positive"),
        changed_both_wrong=rate("both-wrong"),
        flips=flips,
        gate=gate,
        source=source,
        seconds=seconds,
        note=note,
    )


def _flip(example: GoldenExample, before: Answer, after: Answer) -> Flip | None:
    if before.right and after.right:
        return None
    if before.right != after.right:
        kind = "negative" if before.right else "positive"
    elif before.text.strip() != after.text.strip():
        kind = "both-wrong"
    else:
        return None
    return Flip(example.number, kind, example.prompt, example.expected, before.text, after.text)
