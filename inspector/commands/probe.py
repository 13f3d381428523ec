"""`probe`: inspect, then run the models with and without the adapter."""

from __future__ import annotations

from argparse import Namespace

from inspector import pipeline
from inspector.commands.inputs import read_prompts
from inspector.commands.outcome import exit_code, worse_of
from inspector.commands.output import deliver, settle_format
from inspector.commands.progress import end_progress, say
from inspector.commands.rule_options import chosen_rules
from inspector.errors import OK, UNTOLD


def probe(options: Namespace) -> int:
    """Inspect, then run the models with and without the adapter."""
    from inspector.worker.client import Worker

    settle_format(options)
    choice = chosen_rules(options)
    prompts = read_prompts(options.prompts) if options.prompts else None
    adapter = pipeline.open_adapter(options.adapter)
    bases = [pipeline.open_base(source) for source in options.bases]
    with Worker() as worker:
        inspections = []
        for base in bases:
            *_, inspection = pipeline.stages(adapter, base, worker=worker, choice=choice, on_progress=say)
            inspections.append(
                pipeline.measure(
                    inspection, worker=worker, prompts=prompts, device=options.device, on_progress=say
                )
            )
    end_progress()
    deliver(inspections, options)
    told = any(
        inspection.probe is None and inspection.report.loads is not False for inspection in inspections
    )
    return max(exit_code(inspections), UNTOLD if told else OK, key=worse_of)
