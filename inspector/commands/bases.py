"""The bases that a command is given: whoever writes `org/name` has asked for the Hub, unless `--offline`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from inspector import pipeline
from inspector.commands.progress import end_progress, say
from inspector.errors import UsageError
from inspector.files.folder import is_file
from inspector.files.lock_comparison import LOCK_FILE
from inspector.files.records import Adapter, Base

if TYPE_CHECKING:
    from datetime import datetime

    from inspector.files.hub import CachedRevision

_LISTED = 30


def open_bases(sources: Sequence[str], options: Namespace, *, with_tokenizer: bool = False) -> list[Base]:
    """Read every base in turn. `org/name@?` lists the revisions of a model instead.

    Raises UnreadableInput (HubError), UsageError.
    """
    bases = []
    for source in sources:
        if source.endswith("@?"):
            show_revisions(source.removesuffix("@?"), offline=options.offline)
        bases.append(
            pipeline.open_base(
                source, network=not options.offline, with_tokenizer=with_tokenizer, on_progress=say
            )
        )
    end_progress()
    return bases


def needs_tokenizer(adapter: Adapter) -> bool:
    """Whether something beside the adapter is held against the base's tokenizer: a lock, or its own one."""
    names = (LOCK_FILE, "tokenizer_config.json", "tokenizer.json")
    return any(is_file(adapter.path / name) for name in names)


def show_revisions(source: str, *, offline: bool) -> NoReturn:
    """What can stand behind the @, newest first, on standard error. Raises UsageError, HubError."""
    from inspector.files.hub_access import HubAccess, is_offline
    from inspector.files.hub_link import parse_hub_link
    from inspector.files.hub_revisions import cached_revisions, list_revisions
    from inspector.report.printable import printable

    name = parse_hub_link(source)
    if name is None:
        raise UsageError("Only a model on the Hub has revisions to list.", "Write org/name@?.")
    cached = cached_revisions(name.repo_id)
    here = {found.commit: _what_is_here(found) for found in cached}
    rows: list[tuple[str, datetime | None, str]] = [
        (found.commit, found.fetched, ", ".join(found.refs)) for found in cached
    ]
    if not offline and not is_offline():
        listed = list_revisions(name, HubAccess(network=True), at_most=_LISTED)
        rows = [(r.commit, r.date, "  ".join((*r.refs, r.title))) for r in listed.commits]
    for commit, date, text in rows:
        day = f"{date:%Y-%m-%d}" if date is not None else " " * 10
        print(printable(f"{commit}  {day}  {here.get(commit, ''):12}  {text}"), file=sys.stderr)
    raise UsageError(
        f"{name.repo_id} has these revisions; none was chosen."
        if rows
        else f"No revision of {name.repo_id} is here.",
        f"Write {name.repo_id}@COMMIT, or the name of a branch or tag.",
    )


def _what_is_here(found: CachedRevision) -> str:
    if found.has_weights:
        return "weights here"
    return "headers here" if found.has_headers else "partly here"
