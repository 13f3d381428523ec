"""Short greedy continuations of the prompts, several at a time where that changes none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from inspector.errors import InspectorError
from inspector.worker.golden_inputs import Question
from inspector.worker.golden_writing import Writer
from inspector.worker.probe_batches import groups, most_padded
from inspector.worker.probe_inputs import PromptTokens
from inspector.worker.probe_tasks import WRITING, Runner

NEW_TOKENS = 12

Written = tuple[int, ...] | None
"""Token ids without the end token; None where the model does not write, or cannot."""


class Continuations:
    """Writes with the pristine base first, where it is tried whether prompts may stand beside longer ones.

    `together`: what that trial came to earlier, on the same base.
    """

    def __init__(
        self,
        runner: Runner,
        prompts: Sequence[PromptTokens],
        tokenizer: Any,
        *,
        together: bool | None = None,
    ) -> None:
        self._runner = runner
        self._tokenizer = tokenizer
        self._prompts = prompts
        self.together = together

    def write(self, step: Callable[[int], None]) -> list[Written]:
        """One continuation a prompt; `step` is told how many there are, and may raise."""
        runner = self._runner
        if self._tokenizer is None or runner.task not in WRITING or not runner.model.can_generate():
            return [None] * len(self._prompts)
        writer = Writer(runner.model, self._tokenizer, runner.device, lambda: None)
        if self.together is None:
            self.together = len(self._prompts) > 1 and self._pads_safely(writer)
        written: list[Written] = []
        for group in groups(self._prompts, together=self.together and not runner.has_virtual_tokens):
            step(len(written))
            written += _tokens(writer, _questions(group))
        return written

    def _pads_safely(self, writer: Writer) -> bool:
        try:
            return writer.pads_safely(_questions(most_padded(self._prompts)))
        except InspectorError:
            raise
        except Exception:
            return False


def _questions(prompts: Sequence[PromptTokens]) -> list[Question]:
    return [
        Question(place, tuple(prompt.ids[0].tolist()), NEW_TOKENS) for place, prompt in enumerate(prompts)
    ]


def _tokens(writer: Writer, questions: Sequence[Question]) -> list[Written]:
    try:
        return list(writer.tokens(questions))
    except InspectorError:
        raise
    except Exception:
        return [None] if len(questions) == 1 else [_tokens(writer, [one])[0] for one in questions]
