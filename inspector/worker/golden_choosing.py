"""Chosen answers: the choice that the model finds likeliest, by the sum of its tokens' log-likelihoods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from inspector.worker.golden_batches import rows_that_fit
from inspector.worker.golden_inputs import Ids, Question

IGNORED = 0
"""The id that fills a row up. It is never looked at: causal attention sees no later token."""


class Chooser:
    """Chooses with one model; `beat` is called after every run of it and may raise to stop."""

    def __init__(
        self, model: Any, device: torch.device, beat: Callable[[], None], *, vocabulary: int
    ) -> None:
        self._model = model
        self._device = device
        self._beat = beat
        self._vocabulary = vocabulary
        self._seq2seq = bool(model.config.is_encoder_decoder)

    def choose(self, batch: Sequence[Question]) -> list[str]:
        """The likeliest choice of every question; empty where a log-likelihood is not a number.

        The plain sum, not divided by the choice's length: `acc` of lm-evaluation-harness, not `acc_norm`.
        The first of equals wins.
        """
        rows = [option for question in batch for option in question.options]
        scores = self._scores(rows)
        answers, at = [], 0
        for question in batch:
            own = scores[at : at + len(question.options)]
            at += len(question.options)
            answers.append("" if any(score != score for score in own) else question.choices[_best(own)])
        return answers

    def _scores(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        longest = max(len(start) + len(end) for start, end in rows)
        share = rows_that_fit(longest, self._vocabulary)
        found: list[float] = []
        for at in range(0, len(rows), share):
            part = rows[at : at + share]
            found += self._of_decoder(part) if self._seq2seq else self._of_causal(part)
            self._beat()
        return found

    def _of_causal(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        whole = [start + end for start, end in rows]
        ids, mask = self._filled(whole)
        # Virtual tokens of prompt-learning methods stand in front: the row's own positions are the last.
        logits = self._model(input_ids=ids, attention_mask=mask).logits[:, -ids.shape[1] :]
        spans = [(len(start) - 1, end) for start, end in rows]
        return [_sum(logits[place, at : at + len(end)], end) for place, (at, end) in enumerate(spans)]

    def _of_decoder(self, rows: Sequence[tuple[Ids, Ids]]) -> list[float]:
        ids, mask = self._filled([start for start, _ in rows])
        first = self._model.config.decoder_start_token_id
        targets, _ = self._filled([(IGNORED if first is None else int(first), *end[:-1]) for _, end in rows])
        logits = self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=targets).logits
        return [_sum(logits[place, : len(end)], end) for place, (_, end) in enumerate(rows)]

    def _filled(self, rows: Sequence[Ids]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and mask of shape (rows, longest), filled up on the right."""
        width = max(map(len, rows))
        ids = [[*row, *[IGNORED] * (width - len(row))] for row in rows]
        mask = [[1] * len(row) + [0] * (width - len(row)) for row in rows]
        return torch.tensor(ids, device=self._device), torch.tensor(mask, device=self._device)


def _sum(logits: torch.Tensor, target: Ids) -> float:
    """Σ log p(token) over the target, from the logits (positions, vocabulary) that predict it."""
    wanted = torch.tensor(target, device=logits.device)
    likely = logits.float().log_softmax(-1).gather(-1, wanted[:, None])
    return float(likely.cpu().sum(dtype=torch.float64))


def _best(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=lambda place: (scores[place], -place))
