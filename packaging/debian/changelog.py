"""The Debian changelog (deb-changelog(5)) from CHANGELOG.md: standard input to standard output.

python packaging/debian/changelog.py "NAME <ADDRESS>" <packaging/CHANGELOG.md
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

_RELEASE = re.compile(r"^## \[(?P<version>[0-9][^\]]*)\] - (?P<day>\d{4}-\d\d-\d\d)$")


def entries(text: str, maintainer: str) -> Iterator[str]:
    """One block a release, newest first; bullet points are kept, headings go."""
    release: re.Match[str] | None = None
    points: list[str] = []
    for line in [*text.splitlines(), "## end"]:
        if line.startswith("## "):
            if release is not None:
                yield _entry(release, points, maintainer)
            release, points = _RELEASE.match(line), []
        elif line.startswith("- "):
            points.append(line[2:])
        elif line.startswith("  ") and points:
            points[-1] += f" {line.strip()}"


def _entry(release: re.Match[str], points: list[str], maintainer: str) -> str:
    day = datetime.fromisoformat(release["day"]).replace(tzinfo=UTC)
    body = "\n".join(
        textwrap.fill(re.sub(r"[`*]", "", point), 78, initial_indent="  * ", subsequent_indent="    ")
        for point in points
    )
    head = f"adapter-inspector ({release['version']}) unstable; urgency=medium"
    return f"{head}\n\n{body}\n\n -- {maintainer}  {format_datetime(day)}\n"


if __name__ == "__main__":
    print("\n".join(entries(sys.stdin.read(), sys.argv[1])), end="")
