"""What the library tells of earlier inspections: by path and state of the files."""

from __future__ import annotations

from pathlib import Path

from inspector.files.library import stamp_of
from inspector.ui.settings import LastVerdict, Settings


def remember_verdict(settings: Settings, adapter: Path, verdict: str, base: str) -> None:
    """For the library: what the inspection of an adapter, as its files are now, came to."""
    said = LastVerdict(verdict, base)
    stamp = stamp_of(adapter)
    if settings.last_verdict(str(adapter), stamp) != said:
        settings.remember_verdict(str(adapter), stamp, said)
