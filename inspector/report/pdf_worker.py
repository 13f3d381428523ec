"""Sets one report: JSON on standard input, PDF on standard output. Run as a process, never imported.

typst needs several hundred megabytes for thousands of rows; they go back when the process ends. The data
reach the template as JSON text and are never part of its markup.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime

from inspector.resource import resource_path

_BUNDLED_SCRIPTS = re.compile(r"[^\x00-\u058f\u1e00-\u2bff]")
"""What Inter and JetBrains Mono do not cover (other scripts, emoji): only then system fonts may help out."""


def typeset(data: str) -> bytes:
    """PDF bytes of one report's data. Raises typst.TypstError when the template is at fault."""
    import typst

    document = json.loads(data)
    attachment = document.pop("attachment")
    day = document["date"]
    text = json.dumps(document, ensure_ascii=False)
    fonts = typst.Fonts(
        include_system_fonts=_BUNDLED_SCRIPTS.search(text) is not None,
        include_embedded_fonts=False,
        font_paths=[str(resource_path("fonts"))],
    )
    compiler = typst.Compiler(
        root=str(resource_path("report")),
        font_paths=fonts,
        sys_inputs={"data": text, "attachment-name": attachment["name"], "attachment": attachment["text"]},
    )
    result = compiler.compile(
        resource_path("report/report.typ").read_bytes(),
        format="pdf",
        timestamp=datetime(day["year"], day["month"], day["day"], tzinfo=UTC),
    )
    if not isinstance(result, bytes):
        raise TypeError(f"typst returned {type(result).__name__} instead of a PDF")
    return result


def main() -> int:
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:  # whatever typst raises has to reach the other side as one line
        print(str(error).strip() or type(error).__name__, file=sys.stderr)
        sys.exit(1)
