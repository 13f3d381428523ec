"""A JSON document a line, as `scan` and the matrix write them: one adapter on its bases, or an error."""

from __future__ import annotations

import json
from collections.abc import Sequence

from inspector.compat.inspection import Inspection
from inspector.errors import InspectorError
from inspector.report.as_json import document, dump, error_document


def document_line(inspections: Sequence[Inspection]) -> str:
    """One adapter on its bases. Raises UsageError for no inspection or several adapters."""
    return _compact(document(inspections))


def error_line(error: InspectorError) -> str:
    """An adapter that could not be read."""
    return _compact(error_document(error))


def _compact(whole: dict[str, object]) -> str:
    return json.dumps(json.loads(dump(whole)), separators=(",", ":"))
