"""What a model is run for, and its outputs as rows: one vector a position, label or answer end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from peft.utils.other import AuxiliaryTrainingWrapper

from inspector.worker.probe_figures import NO_TARGET, Difference, compare
from inspector.worker.probe_inputs import PromptTokens

FEATURES = "features"
SPOKEN = ("sequence-classification", "token-classification", "question-answering")
"""Tasks whose outputs are said in words by `in_words`."""

WRITING = ("causal-lm", "seq2seq-lm")


class Runner:
    """A model on its device. PEFT replaces `model` by its own wrapper; prompts and task stay the same."""

    def __init__(self, model: Any, device: torch.device) -> None:
        self.model = model
        self.device = device
        self.task = ""
        self._kind = type(model).__name__
        self._start = model.config.decoder_start_token_id if model.config.is_encoder_decoder else None

    @property
    def is_encoder_decoder(self) -> bool:
        return bool(self.model.config.is_encoder_decoder)

    @property
    def has_virtual_tokens(self) -> bool:
        """Whether the adapter is one that stands in front of the prompt."""
        config = getattr(self.model, "active_peft_config", None)
        return config is not None and bool(config.is_prompt_learning)

    def run(self, prompt: PromptTokens) -> torch.Tensor:
        """Outputs of shape (rows, classes), float32 on the CPU; sets `task` at the first call.

        Rows are the prompt's own positions (virtual tokens that prompt-learning methods put in front are
        left out), one row for a label of the whole text, start and end for question answering.
        """
        answer = self.model(**self._given(prompt))
        self.task = self.task or _task(answer, self._kind, encoder_decoder=self.is_encoder_decoder)
        return _rows(answer, prompt.ids.shape[1]).to("cpu").float()

    def run_together(self, prompts: Sequence[PromptTokens]) -> list[torch.Tensor]:
        """What `run` gives for each prompt, in one pass of a causal model: padding stands behind them."""
        if len(prompts) == 1:
            return [self.run(prompts[0])]
        rows = [prompt.ids[0] for prompt in prompts]
        longest = max(len(row) for row in rows)
        ids, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest)
        for number, row in enumerate(rows):
            # The padding is a token of the prompt's own: one that breaks the model would do so anyway.
            ids[number] = row[-1]
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        answer = self.model(input_ids=ids.to(self.device), attention_mask=mask.long().to(self.device))
        logits = answer.logits[:, -longest:]
        return [
            logits[number, : len(row)].to("cpu", torch.float32, copy=True) for number, row in enumerate(rows)
        ]

    @contextmanager
    def switched_off(self) -> Iterator[None]:
        """While the block runs, the adapter is disabled: prompts, deltas and trained heads."""
        adapted = self.model
        if not self.has_virtual_tokens:
            with adapted.disable_adapter():
                yield
            return
        # For these methods PEFT's own switch leaves trained heads on, and raises UnboundLocalError on models
        # that write no text (`PeftModel.disable_adapter`, peft 0.21.2).
        heads = [module for module in adapted.modules() if isinstance(module, AuxiliaryTrainingWrapper)]
        try:
            self.model = adapted.base_model
            for head in heads:
                head.enable_adapters(False)
            yield
        finally:
            self.model = adapted
            for head in heads:
                head.enable_adapters(True)

    def targets(self, prompt: PromptTokens) -> tuple[int, ...]:
        """The token that each row predicts, where the model predicts the prompt's own tokens."""
        ids: list[int] = prompt.ids[0].tolist()
        if self.task == "causal-lm":
            return (*ids[1:], NO_TARGET)
        return tuple(ids) if self.task == "seq2seq-lm" else ()

    def compare(self, prompt: PromptTokens, pristine: torch.Tensor, adapted: torch.Tensor) -> Difference:
        """The figures of one prompt from its outputs without and with the adapter."""
        return compare(pristine, adapted, distributions=self.task != FEATURES, targets=self.targets(prompt))

    def _given(self, prompt: PromptTokens) -> dict[str, torch.Tensor]:
        ids = prompt.ids.to(self.device)
        given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if prompt.segments is not None:
            given["token_type_ids"] = prompt.segments.to(self.device)
        if self.is_encoder_decoder:
            first = torch.full_like(ids[:, :1], self._start if self._start is not None else 0)
            given["decoder_input_ids"] = torch.cat([first, ids[:, :-1]], dim=1)
        return given


def _task(answer: Any, kind: str, *, encoder_decoder: bool) -> str:
    if getattr(answer, "start_logits", None) is not None:
        return "question-answering"
    logits = getattr(answer, "logits", None)
    if logits is None:
        return FEATURES
    if logits.dim() == 2:
        return "sequence-classification"
    if kind.endswith("ForTokenClassification"):
        return "token-classification"
    if kind.endswith("ForMaskedLM"):
        return "masked-lm"
    return "seq2seq-lm" if encoder_decoder else "causal-lm"


def _rows(answer: Any, positions: int) -> torch.Tensor:
    if getattr(answer, "start_logits", None) is not None:
        ends = (answer.start_logits[:, -positions:], answer.end_logits[:, -positions:])
        return torch.cat(ends, dim=0)
    values = getattr(answer, "logits", None)
    if values is None:
        values = answer.last_hidden_state
    if values.dim() == 3:
        values = values[:, -positions:]
    rows: torch.Tensor = values.reshape(-1, values.shape[-1])
    return rows


def in_words(task: str, outputs: torch.Tensor, labels: dict[int, str], pieces: Sequence[str]) -> str:
    """What a classifier or question answerer says, for people: label and probability, or the answer."""
    if not bool(torch.isfinite(outputs).all()):
        return ""
    if task == "sequence-classification":
        return _label(outputs[0], labels)
    if task == "token-classification":
        return " ".join(labels.get(index, str(index)) for index in outputs.argmax(-1).tolist())
    return _answer(outputs, pieces)


def _label(scores: torch.Tensor, labels: dict[int, str]) -> str:
    if len(scores) == 1:
        return f"{labels.get(0, '0')} {float(scores[0]):.3g}"
    best = int(scores.argmax())
    return f"{labels.get(best, str(best))} {float(scores.softmax(-1)[best]):.1%}"


def _answer(ends: torch.Tensor, pieces: Sequence[str]) -> str:
    """The most likely span: the best end at or behind the most likely start."""
    start = int(ends[0].argmax())
    end = start + int(ends[1][start:].argmax())
    return "".join(pieces[start : end + 1]).strip() or f"tokens {start} to {end}"


def first_difference(one: Sequence[int], other: Sequence[int]) -> int | None:
    """Index of the first token that differs, or where the shorter one ends; None for equal texts."""
    if tuple(one) == tuple(other):
        return None
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def pooled(hidden: torch.Tensor) -> torch.Tensor:
    """The mean over positions: a text's vector, as sentence encoders take it by default."""
    return hidden.mean(dim=0)


def mean_cosine(base: Sequence[torch.Tensor], adapted: Sequence[torch.Tensor]) -> float:
    """Cosine similarity of each text's vector without and with the adapter, averaged over the texts."""
    rows = torch.nn.functional.cosine_similarity(torch.stack(list(base)), torch.stack(list(adapted)))
    return float(rows.mean())


def neighbour_change(base: Sequence[torch.Tensor], adapted: Sequence[torch.Tensor]) -> float | None:
    """Share of texts whose nearest neighbour (by cosine) among the others changes; None below three."""
    if len(base) < 3:
        return None
    changed = _nearest(torch.stack(list(base))) != _nearest(torch.stack(list(adapted)))
    return float(changed.float().mean())


def _nearest(vectors: torch.Tensor) -> torch.Tensor:
    units = torch.nn.functional.normalize(vectors, dim=-1)
    similar = units @ units.T
    similar.fill_diagonal_(-torch.inf)
    return similar.argmax(-1)
