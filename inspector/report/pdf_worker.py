"""Sets one report: JSON on standard input, PDF on standard output. Run as a process of its own.

With `--pages`, what comes out is a picture of each page instead: SVG, packed (see `packed`), page by page.

typst needs several hundred megabytes for thousands of rows; they go back when the process ends. The data
reach the template as JSON text and are never part of its markup.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

from inspector.resource import resource_path

PAGES_MAGIC = b"PAGES\n"
_BUNDLED_SCRIPTS = re.compile(r"[^\x00-\u058f\u1e00-\u2bff]")
"""What Inter and JetBrains Mono do not cover (other scripts, emoji): only then system fonts may help out."""


def typeset(data: str, format: Literal["pdf", "svg"] = "pdf") -> list[bytes]:
    """The PDF alone, or each page as SVG. Raises typst.TypstError when the template is at fault."""
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
        format=format,
        timestamp=datetime(day["year"], day["month"], day["day"], tzinfo=UTC),
    )
    made = [result] if isinstance(result, bytes) else result  # a report of one page is no list
    if not isinstance(made, list) or not all(isinstance(page, bytes) for page in made):
        raise TypeError(f"typst returned {type(result).__name__} instead of a {format.upper()}")
    return made


def packed(pages: Sequence[bytes]) -> bytes:
    """Magic, then length (4 bytes, little-endian) and zlib stream of each page: SVG packs to a tenth."""
    streams = [zlib.compress(page, 1) for page in pages]
    return PAGES_MAGIC + b"".join(struct.pack("<I", len(stream)) + stream for stream in streams)


def unpacked(content: bytes) -> Iterator[bytes]:
    """The zlib stream of each page, as `packed` wrote them. Raises struct.error for what is cut off."""
    place = len(PAGES_MAGIC)
    while place < len(content):
        (length,) = struct.unpack_from("<I", content, place)
        place += 4 + length
        yield content[place - length : place]


def main() -> int:
    data = sys.stdin.buffer.read().decode()
    out = packed(typeset(data, "svg")) if "--pages" in sys.argv[1:] else typeset(data)[0]
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception as error:  # whatever typst raises has to reach the other side as one line
        print(str(error).strip() or type(error).__name__, file=sys.stderr)
        sys.exit(1)
