"""The report as one HTML file that needs nothing else: no network, no script from elsewhere, no fonts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from inspector.compat.inspection import Inspection
from inspector.report.as_json import document
from inspector.report.comparison_json import comparison_document
from inspector.report.pdf import comparison_data, pdf_data, report_day
from inspector.report.provenance import reproducing_comparison
from inspector.resource import resource_path

if TYPE_CHECKING:
    from markupsafe import Markup

    from inspector.compat.revisions import Comparison

TEMPLATE = "report.html.j2"
_LABEL_HEIGHT, _LABEL_WIDTH, _CELL = 64.0, 26.0, 22.0


def render_html(
    inspections: Sequence[Inspection], *, comparison: Comparison | None = None, day: date | None = None
) -> str:
    """What the PDF holds, for a browser: headings, tables with headers, light and dark, sortable.

    `comparison` puts what changes between two bases first.

    The same inspections on the same `day` give the same text. Raises UsageError for no inspection or
    several adapters. Every string from a file is escaped by the template engine; the page's own policy
    forbids it to load anything.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    engine = Environment(
        loader=FileSystemLoader(resource_path("report")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters["advice"] = _advice
    engine.globals["drawing"] = _drawing
    data: dict[str, Any] = {"comparison": None, **pdf_data(inspections, day=day or report_day())}
    record = document(inspections)
    if comparison is not None:
        data |= comparison_data(comparison)
        data["provenance"]["command"] = reproducing_comparison(comparison)
        record = comparison_document(comparison)
    return engine.get_template(TEMPLATE).render(data=data, inspection=_script(record))


def _script(value: Mapping[str, Any]) -> Markup:
    """JSON for a `script` element of a data type: nothing in it can end the element."""
    from markupsafe import Markup

    from inspector.report.as_json import plain

    text = json.dumps(plain(value), allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _advice(text: str) -> Markup:
    """The rules' own prose marks fields and commands with backticks."""
    from markupsafe import Markup, escape

    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    parts = [Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(pieces)]
    return Markup("").join(parts)


def _drawing(panel: Mapping[str, Any]) -> dict[str, Any]:
    """One panel of the map in SVG units: rectangles with their tone, and labels with their place."""
    step = max(4.0, min(_CELL, 1200.0 / max(1, panel["columns"])))
    row = max(6.0, float(panel["row_height"]) * 1.6)
    top = _LABEL_HEIGHT if panel["labels"] else 4.0
    gap = 2.0 if step > 8 else 0.4
    return {
        "width": round(_LABEL_WIDTH + step * panel["columns"] + 8, 1),
        "height": round(top + row * len(panel["rows"]) + 4, 1),
        "cells": [
            {
                "x": round(_LABEL_WIDTH + step * run["start"], 1),
                "y": round(top + row * number, 1),
                "width": round(step * run["length"] - gap, 1),
                "height": round(row - min(gap, row / 4), 1),
                "tone": run["tone"],
            }
            for number, line in enumerate(panel["rows"])
            for run in line["runs"]
        ],
        "rows": [
            {"y": round(top + row * (number + 0.5), 1), "label": line["label"]}
            for number, line in enumerate(panel["rows"])
            if line["label"]
        ],
        "columns": [
            {"x": round(_LABEL_WIDTH + step * (number + 0.5), 1), "y": top - 5, "label": label}
            for number, label in enumerate(panel["labels"])
        ],
    }
