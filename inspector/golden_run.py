"""A golden set answered on two sides, one after the other, and the flips between them."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from importlib.metadata import version
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from inspector.compat.flip_rates import compare_answers
from inspector.compat.golden_answers import Answer, GoldenRun, GoldenText, judge
from inspector.errors import Cancelled, InspectorError
from inspector.files.golden import GoldenSet
from inspector.files.golden_progress import GoldenProgress, progress_file, run_key

if TYPE_CHECKING:
    from pathlib import Path

    from inspector.compat.flips import GoldenComparison
    from inspector.compat.inspection import Inspection
    from inspector.files.records import Adapter, Base
    from inspector.worker.client import OnProgress, Worker
    from inspector.worker.protocol import Progress


class Side(NamedTuple):
    """What answers: a base, alone or with the adapter (which also says how a base alone is loaded)."""

    adapter: Adapter
    base: Base
    adapted: bool = True

    @property
    def name(self) -> str:
        return f"{self.adapter.name} on {self.base.name}" if self.adapted else f"{self.base.name} alone"

    @property
    def full_name(self) -> str:
        """With the paths, for sides that are called the same."""
        source = self.base.source
        return f"{self.adapter.path} on {source}" if self.adapted else f"{source} alone"


def answer_sides(
    before: Side,
    after: Side,
    golden: GoldenSet,
    *,
    worker: Worker,
    device: str = "auto",
    offload: bool = False,
    gate: float | None = None,
    resume: Path | None = None,
    on_progress: OnProgress | None = None,
    cancel: Event | None = None,
) -> GoldenComparison:
    """Answer all examples on both sides and count the flips.

    Answers are kept on the disk after every batch: in `resume`, which stays, or in the user's cache, where
    they go once both sides are answered. A run that was killed goes on from there, with the same answers.
    Raises ProbeRefused when a side cannot answer, WorkerError, Cancelled, and for `resume` UsageError (a
    file of another kind) or InspectorError (not to be written).
    """
    started = time.perf_counter()
    settings = {**_versions(), "device": device}
    sides = (before, after)
    names = [side.name if before.name != after.name else side.full_name for side in sides]
    runs = [run_key(s.adapter, s.base, golden, adapted=s.adapted, settings=settings) for s in sides]
    kept = _Kept(runs, {example.number for example in golden.examples}, resume)
    answers, notes = [], []
    try:
        for place, (side, run, name) in enumerate(zip(sides, runs, names, strict=True)):
            said = _Said(on_progress, name, place, len(golden.examples))
            known = len(kept.texts(run))
            outcome = _answer(
                side,
                golden,
                kept,
                run,
                worker=worker,
                device=device,
                offload=offload,
                on_progress=said,
                cancel=cancel,
            )
            answers.append(_judged(golden, kept.texts(run), cancel))
            notes.append(_note(outcome, known, len(golden.examples), name))
        if resume is None:
            kept.remove()
    finally:
        kept.close()
    return compare_answers(
        golden.examples,
        *answers,
        before_name=names[0],
        after_name=names[1],
        gate=gate,
        source=str(golden.path),
        seconds=time.perf_counter() - started,
        note=" ".join(dict.fromkeys(note for note in [*notes, kept.note] if note)),
    )


def flips_between(
    before: Inspection,
    after: Inspection,
    golden: GoldenSet,
    *,
    both_adapted: bool,
    worker: Worker,
    gate: float | None,
    device: str,
    offload: bool,
    resume: Path | None,
    on_progress: OnProgress | None,
    cancel: Event | None,
) -> tuple[GoldenComparison | None, str]:
    """The flips between two inspected sides, or why there are none to count.

    `before` answers with its adapter where `both_adapted`, else its base answers alone. Raises as
    `answer_sides` does, except that a refusal is an answer.
    """
    from inspector.worker.client import ProbeRefused

    for side in (before, after):
        if side.base is None:
            return None, "There is no base to answer with."
        if side.report.loads is False:
            kind = side.report.error.type if side.report.error is not None else "an error"
            return None, f"{side.adapter.name} cannot answer on {side.base.name}: the loader raises {kind}."
    assert before.base is not None and after.base is not None
    try:
        comparison = answer_sides(
            Side(before.adapter, before.base, both_adapted),
            Side(after.adapter, after.base),
            golden,
            worker=worker,
            device=device,
            offload=offload,
            gate=gate,
            resume=resume,
            on_progress=on_progress,
            cancel=cancel,
        )
    except ProbeRefused as refusal:
        return None, f"{refusal.message} {refusal.hint}".strip()
    return comparison, ""


def _answer(
    side: Side,
    golden: GoldenSet,
    kept: _Kept,
    run: str,
    *,
    worker: Worker,
    device: str,
    offload: bool,
    on_progress: OnProgress,
    cancel: Event | None,
) -> GoldenRun | None:
    """Answer what is not known yet; None where everything is."""
    done = kept.texts(run)
    if len(done) == len(golden.examples):
        return None
    return worker.answer(
        side.adapter,
        side.base,
        golden.examples,
        adapted=side.adapted,
        on_answers=lambda texts: kept.keep(run, texts),
        done=done,
        device=device,
        offload=offload,
        on_progress=on_progress,
        cancel=cancel,
    )


def _versions() -> dict[str, str]:
    """What an answer depends on besides the files. From the packages' metadata: no need to wait for them."""
    return {name: version(name) for name in ("torch", "transformers", "peft", "tokenizers")}


def _judged(golden: GoldenSet, texts: dict[int, str], cancel: Event | None) -> list[Answer]:
    found = []
    for example in golden.examples:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        found.append(judge(example, texts[example.number]))
    return found


def _note(outcome: GoldenRun | None, known: int, total: int, name: str) -> str:
    said = [outcome.note] if outcome is not None else []
    if known:
        said.append(f"{known:,} of {total:,} answers of {name} were taken over from an earlier run.")
    return " ".join(said)


class _Said:
    """The worker's progress on one side as that of the whole: both sides count."""

    def __init__(self, on_progress: OnProgress | None, name: str, place: int, examples: int) -> None:
        self._on_progress = on_progress
        self._name = name
        self._before = place * examples
        self._total = 2 * examples

    def __call__(self, progress: Progress) -> None:
        if self._on_progress is not None:
            done = self._before + progress.done
            text = f"{self._name}: {progress.text[:1].lower()}{progress.text[1:]}"
            self._on_progress(progress._replace(done=done, total=self._total, text=text))


class _Kept:
    """The answers so far, and the file that holds them. `note` says so where there is no such file.

    A cache that cannot be written is no reason not to run; a file that was asked for is.
    """

    def __init__(self, runs: Sequence[str], numbers: Collection[int], resume: Path | None) -> None:
        self.note = ""
        self._texts: dict[str, dict[int, str]] = {run: {} for run in runs}
        self._asked_for = resume is not None
        self._file: GoldenProgress | None = None
        try:
            self._file = GoldenProgress(resume or progress_file(runs))
        except (InspectorError, OSError) as error:
            self._give_up(error)
        if self._file is not None:
            for run, texts in self._texts.items():
                texts |= {n: text for n, text in self._file.answers(run).items() if n in numbers}

    def texts(self, run: str) -> dict[int, str]:
        return self._texts[run]

    def keep(self, run: str, texts: Sequence[GoldenText]) -> None:
        for number, text in texts:
            self._texts[run].setdefault(number, text)
        if self._file is not None:
            try:
                self._file.append(run, texts)
            except InspectorError as error:
                self._give_up(error)

    def remove(self) -> None:
        if self._file is not None:
            self._file.remove()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _give_up(self, error: Exception) -> None:
        if self._asked_for:
            raise error
        self.close()
        self._file = None
        self.note = "The answers could not be kept while they came: a killed run would start anew."
