"""Which questions are answered together: always the same for the same questions, bounded in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.worker.golden_inputs import Question

MOST_ROWS = 32
MOST_TOKENS = 16_384
"""Tokens of a batch, padding included; what a cache of keys and values must hold."""

MOST_LOGIT_BYTES = 512 * 1024 * 1024


def rows_that_fit(length: int, vocabulary: int) -> int:
    """Rows of `length` tokens whose float32 logits stay within half a gigabyte; at least one."""
    by_logits = MOST_LOGIT_BYTES // max(1, 4 * length * vocabulary)
    return max(1, min(MOST_ROWS, MOST_TOKENS // max(1, length), by_logits))


def batches(
    questions: Sequence[Question], *, vocabulary: int, limit: int | None, pad: bool
) -> Iterator[tuple[Question, ...]]:
    """Questions of like length together, longest first; of equal length where `pad` is False.

    Longest first, as lm-evaluation-harness does it: what does not fit shows at once. Written and chosen
    answers are never mixed. No row of a batch runs beyond `limit` positions, also not one that has ended
    before the others. A run that is taken up again makes the very same batches, so that rounding, which
    depends on a batch's shape, is the same too.
    """
    for chosen in (False, True):
        rows = [question for question in questions if bool(question.options) is chosen]
        rows.sort(key=lambda question: (-question.length, question.number))
        batch: list[Question] = []
        for question in rows:
            alike = not batch or pad or chosen or question.length == batch[0].length
            if batch and not (alike and _fits([*batch, question], vocabulary, limit)):
                yield tuple(batch)
                batch = []
            batch.append(question)
        if batch:
            yield tuple(batch)


def _fits(batch: Sequence[Question], vocabulary: int, limit: int | None) -> bool:
    positions = batch[0].length + max(question.new_tokens for question in batch)
    if limit is not None and positions > limit:
        return False
    rows = sum(max(1, len(question.options)) for question in batch)
    return rows <= rows_that_fit(positions, vocabulary)
