"""Answers a golden set with a base, alone or with the adapter, batch after batch."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Collection, Sequence
from typing import Any

import torch

from inspector.compat.golden_answers import GoldenRun, GoldenText
from inspector.errors import InspectorError
from inspector.files.golden import GoldenExample
from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused
from inspector.worker.golden_batches import batches
from inspector.worker.golden_choosing import Chooser
from inspector.worker.golden_inputs import Question, Questions, make_questions
from inspector.worker.golden_writing import Writer
from inspector.worker.probe_inputs import vocabulary_size
from inspector.worker.sound_base import choose_device, device_of, load_adapter, load_base, placement

Report = Callable[[str, int, int, str], None]
Emit = Callable[[list[GoldenText]], None]

_BEAT_SECONDS = 0.1


def answer(
    adapter: Adapter,
    base: Base,
    examples: Sequence[GoldenExample],
    *,
    adapted: bool,
    emit: Emit,
    done: Collection[int] = (),
    device: str = "auto",
    offload: bool = False,
    report: Report | None = None,
) -> GoldenRun:
    """Answer every example whose number is not in `done`; `emit` gets the texts after each batch.

    Without `adapted` the base answers before PEFT touches it. Batches are made of all examples, done or
    not, so that a run which is taken up again ends with the very same answers. Raises ProbeRefused.
    """
    step = report or (lambda *_: None)
    place = choose_device(device)
    with torch.inference_mode(False), torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = _load(adapter, base, place, adapted=adapted, offload=offload, step=step)
        virtual = _virtual_tokens(model)
        questions = make_questions(adapter, base, examples, model=model, virtual_tokens=virtual)
        clock = _Clock(step, questions.rows, done, "with the adapter" if adapted else "without the adapter")
        try:
            _answer_all(model, questions, place, set(done), clock, emit)
        except InspectorError:
            raise
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            text = " ".join(str(error).split())[:300]
            raise ProbeRefused(f"The model cannot answer: {type(error).__name__}: {text}") from error
    return GoldenRun(
        answered=clock.answered,
        device=str(device_of(model)),
        dtype=str(next(model.parameters()).dtype).removeprefix("torch."),
        note=questions.note,
        placement=placement(model),
    )


def _load(
    adapter: Adapter, base: Base, place: torch.device, *, adapted: bool, offload: bool, step: Report
) -> Any:
    step("base", 0, 0, "Loading the base")
    torch.manual_seed(0)
    model = load_base(adapter, base, device=place, offload=offload, report=step)
    if not model.can_generate():
        raise ProbeRefused(
            f"A golden set needs a model that writes text, and this adapter's is a {type(model).__name__}."
        )
    if not adapted:
        return model
    step("adapter", 0, 0, "Loading the adapter")
    return load_adapter(model, adapter, device=place)


def _answer_all(
    model: Any, questions: Questions, place: torch.device, done: Collection[int], clock: _Clock, emit: Emit
) -> None:
    vocabulary = vocabulary_size(model)
    writer = Writer(model, questions.tokenizer, place, clock.beat)
    chooser = Chooser(model, place, clock.beat, vocabulary=vocabulary)
    written = [question for question in questions.rows if not question.options]
    # Virtual tokens stand in front of the padding, too far from the prompt.
    pad = not _virtual_tokens(model) and (not written or writer.pads_safely(written))
    for batch in batches(questions.rows, vocabulary=vocabulary, limit=questions.limit, pad=pad):
        if all(question.number in done for question in batch):
            continue
        texts = chooser.choose(batch) if batch[0].options else writer.write(batch)
        rows = [GoldenText(question.number, text) for question, text in zip(batch, texts, strict=True)]
        emit([row for row in rows if row.number not in done])
        clock.finish(batch)


def _virtual_tokens(model: Any) -> int:
    """Tokens that a prompt-learning method puts in front of every prompt; 0 for other adapters."""
    config = getattr(model, "active_peft_config", None)
    if config is None or not config.is_prompt_learning:
        return 0
    return int(getattr(config, "num_virtual_tokens", None) or 1)


class _Clock:
    """Says how far the run is and how long it will take yet, by the tokens of the questions that are left."""

    def __init__(self, step: Report, questions: Sequence[Question], done: Collection[int], side: str) -> None:
        self._step = step
        self._side = side
        self._done = set(done)
        self._total = len(questions)
        self._finished = sum(question.number in self._done for question in questions)
        self._left = sum(_cost(question) for question in questions if question.number not in self._done)
        self._spent = 0
        self._started = self._said = time.perf_counter()
        self.answered = 0
        self._say()

    def beat(self) -> None:
        """Called often: says something now and then, and raises Cancelled when that was asked for."""
        if time.perf_counter() - self._said >= _BEAT_SECONDS:
            self._say()

    def finish(self, batch: Sequence[Question]) -> None:
        new = [question for question in batch if question.number not in self._done]
        self.answered += len(new)
        self._finished += len(new)
        cost = sum(_cost(question) for question in new)
        self._spent += cost
        self._left -= cost
        self._say()

    def _say(self) -> None:
        self._said = time.perf_counter()
        text = f"Answering {self._side}"
        if self._spent and self._left:
            text += f", {_in_words((self._said - self._started) / self._spent * self._left)} left"
        self._step("golden", self._finished, self._total, text)


def _cost(question: Question) -> int:
    return question.length * max(1, len(question.options)) + question.new_tokens


def _in_words(seconds: float) -> str:
    """`5 s`, `3 min`, `2 h 10 min`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
