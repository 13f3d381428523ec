"""Written answers: greedy generation for a batch of prompts, the same as for each prompt alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import takewhile
from typing import Any

import torch
from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

from inspector.worker.golden_inputs import Question

_TOLERANCE = {torch.float32: 1e-3}
_HALF_TOLERANCE = 0.05


class Writer:
    """Writes answers with one model; `beat` is called after every token and may raise to stop."""

    def __init__(self, model: Any, tokenizer: Any, device: torch.device, beat: Callable[[], None]) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._device = device
        self._beat = beat
        self._seq2seq = bool(model.config.is_encoder_decoder)
        self._ends = _end_tokens(model, tokenizer)
        self._padding = _padding_token(tokenizer, self._ends)

    def write(self, batch: Sequence[Question]) -> list[str]:
        """The answers, in the batch's order: greedy, up to the end token, the line's end or the limit.

        The base's own generation settings hold, except that nothing is sampled and repetition is not
        punished.
        """
        rows = self.tokens(batch)
        return [self._text(row, question) for row, question in zip(rows, batch, strict=True)]

    def tokens(self, batch: Sequence[Question]) -> list[tuple[int, ...]]:
        """The answers as token ids, each up to its end token or its limit."""
        written = self._generate(batch, max(question.new_tokens for question in batch)).sequences.tolist()
        # A decoder of its own begins with its start token, else with the prompts.
        start = 1 if self._seq2seq else max(question.length for question in batch)
        return [self._kept(row[start:], question) for row, question in zip(written, batch, strict=True)]

    def pads_safely(self, questions: Sequence[Question]) -> bool:
        """Whether a prompt is answered the same beside a longer one: tried, as it depends on the model.

        Compares the logits of the first two tokens that follow the shortest prompt, alone and padded to
        the longest.
        """
        by_length = sorted(questions, key=lambda question: (question.length, question.number))
        short, long = by_length[0], by_length[-1]
        if short.length == long.length:
            return True
        new_tokens = min(2, short.new_tokens, long.new_tokens)
        alone = self._generate([short], new_tokens, logits=True).logits
        beside = self._generate([short, long], new_tokens, logits=True).logits
        for one, both in zip(alone, beside, strict=False):
            here, there = one[0].float(), both[0].float()
            finite = torch.isfinite(here)
            if not torch.equal(finite, torch.isfinite(there)):
                return False
            scale = max(1.0, float(here[finite].abs().max())) if finite.any() else 1.0
            tolerance = _TOLERANCE.get(one.dtype, _HALF_TOLERANCE) * scale
            if finite.any() and float((here - there)[finite].abs().max()) > tolerance:
                return False
            if here.argmax() != there.argmax():
                break  # rounding decided a tie: what follows are other texts
        return True

    def _generate(self, batch: Sequence[Question], new_tokens: int, *, logits: bool = False) -> Any:
        rows = [question.ids for question in batch]
        width = max(map(len, rows))
        ids, mask = [], []
        for row in rows:
            gap = width - len(row)
            before, after = (0, gap) if self._seq2seq else (gap, 0)
            ids.append([self._padding] * before + list(row) + [self._padding] * after)
            mask.append([0] * before + [1] * len(row) + [0] * after)
        settings = GenerationConfig(
            max_new_tokens=new_tokens,
            do_sample=False,
            num_beams=1,
            temperature=1.0,
            top_p=1.0,
            top_k=50,
            repetition_penalty=1.0,
            no_repeat_ngram_size=0,
            min_length=0,
            pad_token_id=self._padding,
            eos_token_id=sorted(self._ends) or None,
            return_dict_in_generate=True,
            output_logits=logits,
        )
        return self._model.generate(
            input_ids=torch.tensor(ids, device=self._device),
            attention_mask=torch.tensor(mask, device=self._device),
            generation_config=settings,
            stopping_criteria=StoppingCriteriaList([_LineEnd(self._tokenizer, batch, self._beat)]),
        )

    def _kept(self, tokens: Sequence[int], question: Question) -> tuple[int, ...]:
        return tuple(takewhile(lambda token: token not in self._ends, tokens[: question.new_tokens]))

    def _text(self, tokens: Sequence[int], question: Question) -> str:
        text = str(self._tokenizer.decode(list(tokens), skip_special_tokens=True)).strip()
        return text.split("\n", 1)[0].rstrip() if question.one_line else text


class _LineEnd(StoppingCriteria):
    """Ends a row when it has written a line or its share of tokens; beats at every token."""

    def __init__(self, tokenizer: Any, batch: Sequence[Question], beat: Callable[[], None]) -> None:
        self._tokenizer = tokenizer
        self._batch = batch
        self._beat = beat
        self._begun = [False] * len(batch)
        self._ended = [False] * len(batch)
        self._steps = 0

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        self._beat()
        self._steps += 1
        for place, (question, token) in enumerate(zip(self._batch, input_ids[:, -1].tolist(), strict=True)):
            if not self._ended[place]:
                self._ended[place] = self._steps >= question.new_tokens or (
                    question.one_line and self._ends_line(place, token)
                )
        return torch.tensor(self._ended, device=input_ids.device)

    def _ends_line(self, place: int, token: int) -> bool:
        text = str(self._tokenizer.decode([token]))
        line, found, _ = text.lstrip().partition("\n") if not self._begun[place] else text.partition("\n")
        self._begun[place] = self._begun[place] or bool(line.strip())
        return bool(found) and self._begun[place]


def _end_tokens(model: Any, tokenizer: Any) -> Collection[int]:
    """Every token that ends an answer, by the base's generation settings and the tokenizer."""
    own = model.generation_config.eos_token_id
    listed = own if isinstance(own, list) else [own]
    return {int(token) for token in (*listed, tokenizer.eos_token_id) if token is not None}


def _padding_token(tokenizer: Any, ends: Collection[int]) -> int:
    return int(tokenizer.pad_token_id if tokenizer.pad_token_id is not None else min(ends, default=0))
