"""`probe`: inspect, then run the models with and without the adapter."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from inspector.commands.golden_options import gate_failed, read_golden_options, resume_file
from inspector.commands.inputs import read_text
from inspector.commands.output import deliver, settle_format
from inspector.commands.progress import end_progress, say
from inspector.commands.rule_options import chosen_rules
from inspector.errors import FAULT, OK, UNTOLD
from inspector.files.prompts import read_prompts_and_chats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inspector.compat.inspection import Inspection
    from inspector.files.golden import GoldenSet
    from inspector.files.rule_choice import RuleChoice
    from inspector.worker.client import Prompt, Worker


def probe(options: Namespace) -> int:
    """Inspect, then run the models with and without the adapter."""
    from inspector.worker.client import Worker

    settle_format(options)
    choice = chosen_rules(options)
    prompts = read_prompts_and_chats(options.prompts) if options.prompts else None
    text = read_text(options.text) if options.text else None
    golden = read_golden_options(options)
    with Worker() as worker:
        worker.start()  # its imports take longest: they begin before the rest of ours, and before any reading
        inspections = list(
            _measured(options, worker, choice=choice, prompts=prompts, text=text, golden=golden)
        )
        end_progress()
        deliver(inspections, options)  # while the worker clears away its models
    return _exit_code(inspections, golden)


def _measured(
    options: Namespace,
    worker: Worker,
    *,
    choice: RuleChoice | None,
    prompts: Sequence[Prompt] | None,
    text: str | None,
    golden: GoldenSet | None,
) -> Iterator[Inspection]:
    """Every base in turn."""
    from inspector import pipeline
    from inspector.commands.bases import needs_tokenizer, open_bases

    adapter = pipeline.open_adapter(options.adapter)
    for base in open_bases(options.bases, options, with_tokenizer=needs_tokenizer(adapter)):
        *_, inspection = pipeline.stages(adapter, base, worker=worker, choice=choice, on_progress=say)
        inspection = pipeline.measure(
            inspection,
            worker=worker,
            prompts=prompts,
            device=options.device,
            text=text,
            figures=_figures(options),
            offload=options.offload,
            on_progress=say,
        )
        yield inspection if golden is None else _answer(inspection, golden, worker, options)


def _figures(options: Namespace) -> str:
    """What to measure: writing takes longest, so it is left out where the report would not show it."""
    from inspector.report import SHOW_WRITTEN_TEXT

    if options.modules:
        return "modules"
    return options.figures or ("full" if options.format in SHOW_WRITTEN_TEXT else "numbers")


def _exit_code(inspections: list[Inspection], golden: GoldenSet | None) -> int:
    from inspector.commands.outcome import exit_code, worse_of

    untold = any(
        inspection.probe is None or (golden is not None and inspection.golden is None)
        for inspection in inspections
        if inspection.report.loads is not False
    )
    failed = any(gate_failed(inspection.golden) for inspection in inspections)
    codes = (exit_code(inspections), UNTOLD if untold else OK, FAULT if failed else OK)
    return max(codes, key=worse_of)


def _answer(inspection: Inspection, golden: GoldenSet, worker: Worker, options: Namespace) -> Inspection:
    """The golden set, answered by the base alone and with the adapter."""
    from inspector.compare import answer_golden

    return answer_golden(
        inspection,
        golden,
        worker=worker,
        device=options.device,
        offload=options.offload,
        gate=options.max_negative_flips,
        resume=resume_file(options),
        on_progress=say,
    )
