"""Reads the base of a card, beside the window: from disk, from the cache, or from the Hub if it was named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector.files.records import Base
    from inspector.ui.shelf_entry import Entry
    from inspector.worker.protocol import Progress


class BaseRead(NamedTuple):
    """A base, and when it was made (UTC), as `date_of` tells it."""

    base: Base
    date: datetime | None


def read_base(
    entry: Entry, cancel: threading.Event, *, on_progress: Callable[[int, int], object]
) -> BaseRead:
    """Read what the card names. `on_progress` gets (done, total) of what is asked of the Hub, on this thread.

    Raises UnreadableInput (HubError for what goes wrong with the Hub), Cancelled.
    """
    from inspector import pipeline

    def tell(step: Progress) -> None:
        on_progress(step.done, step.total)

    base = pipeline.open_base(
        entry.source, network=entry.network, with_tokenizer=entry.network, cancel=cancel, on_progress=tell
    )
    return BaseRead(base, date_of(base))


def date_of(base: Base) -> datetime | None:
    """When the base was made: its commit, as the Hub dates it, else its newest weight file."""
    if base.kind == "hub" and base.revision is not None and (commit := _commit_date(base)) is not None:
        return commit
    files = base.weight_files or (base.path, base.path / "config.json")
    dates = []
    for path in files:
        try:
            if path.is_file():
                dates.append(path.stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(dates), UTC) if dates else None


def _commit_date(base: Base) -> datetime | None:
    from inspector.files.hub_link import hub_endpoint, parse_hub_link
    from inspector.files.hub_store import Store

    name = parse_hub_link(base.source)
    if name is None or base.revision is None:
        return None
    listing = Store(name, endpoint=hub_endpoint()).listing(base.revision)
    return listing.date if listing is not None else None
