"""`probe`: inspect, then run the models with and without the adapter."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from inspector import pipeline
from inspector.commands.bases import open_bases
from inspector.commands.inputs import read_text
from inspector.commands.outcome import exit_code, worse_of
from inspector.commands.output import deliver, settle_format
from inspector.commands.progress import end_progress, say
from inspector.commands.rule_options import chosen_rules
from inspector.errors import OK, UNTOLD
from inspector.files.prompts import read_prompts_and_chats

if TYPE_CHECKING:
    from inspector.worker.protocol import Progress


def probe(options: Namespace) -> int:
    """Inspect, then run the models with and without the adapter."""
    from inspector.worker.client import Worker

    settle_format(options)
    choice = chosen_rules(options)
    prompts = read_prompts_and_chats(options.prompts) if options.prompts else None
    text = read_text(options.text) if options.text else None
    adapter = pipeline.open_adapter(options.adapter)
    bases = open_bases(options.bases, options)
    with Worker() as worker:
        inspections = []
        for base in bases:
            *_, inspection = pipeline.stages(adapter, base, worker=worker, choice=choice, on_progress=say)
            inspections.append(
                pipeline.measure(
                    inspection,
                    worker=worker,
                    prompts=prompts,
                    device=options.device,
                    text=text,
                    figures="modules" if options.modules else options.figures,
                    offload=options.offload,
                    on_progress=_say,
                )
            )
    end_progress()
    deliver(inspections, options)
    told = any(
        inspection.probe is None and inspection.report.loads is not False for inspection in inspections
    )
    return max(exit_code(inspections), UNTOLD if told else OK, key=worse_of)


def _say(progress: Progress) -> None:
    """Progress; what offloading will cost stays on the screen, and is said without one too."""
    if progress.stage == "placement":
        end_progress()
        print(progress.text, file=sys.stderr, flush=True)
    else:
        say(progress)
