"""Revisions of a model as rows to pick from: those that are here, and those that the Hub lists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inspector.files.hub_listing import HubRevisions

NOT_HERE, HEADERS_HERE, WHOLE_HERE = "", "headers", "whole"


class RevisionRow(NamedTuple):
    """A commit. `refs` are branches and tags; `here` says what of it lies on this disk.

    `date` is the commit's, or where `fetched` is set, when it came here.
    """

    commit: str
    refs: tuple[str, ...]
    date: datetime | None
    title: str = ""
    here: str = NOT_HERE
    fetched: bool = False


def cached_rows(repo_id: str) -> list[RevisionRow]:
    """What is on this disk, the latest to come first. The network is not asked."""
    from inspector.files.hub_revisions import cached_revisions

    return [
        RevisionRow(
            found.commit,
            found.refs,
            found.fetched,
            here=WHOLE_HERE if found.has_weights else HEADERS_HERE if found.has_headers else NOT_HERE,
            fetched=True,
        )
        for found in cached_revisions(repo_id)
    ]


def merged_rows(listed: HubRevisions, cached: list[RevisionRow]) -> list[RevisionRow]:
    """The Hub's commits newest first, then branches and tags on others, then what only this disk has."""
    here = {row.commit: row.here for row in cached}
    rows = [
        RevisionRow(found.commit, found.refs, found.date, found.title, here.get(found.commit, NOT_HERE))
        for found in listed.commits
    ]
    known = {row.commit for row in rows}
    pointing: dict[str, tuple[str, ...]] = {}
    for ref, commit in (*listed.branches.items(), *listed.tags.items()):
        if commit not in known:
            pointing[commit] = (*pointing.get(commit, ()), ref)
    rows += [
        RevisionRow(commit, refs, None, here=here.get(commit, NOT_HERE)) for commit, refs in pointing.items()
    ]
    known |= set(pointing)
    oldest = datetime.min.replace(tzinfo=UTC)
    rest = sorted((row for row in cached if row.commit not in known), key=lambda row: row.date or oldest)
    return [*rows, *reversed(rest)]
