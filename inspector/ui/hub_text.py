"""Text that comes by drag or by paste, and may name a model on the Hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.files.hub_link import HubName

_LONGEST = 2_000


def model_in(text: str) -> HubName | None:
    """The model that a link or `org/name[@revision]` names.

    A bare word names a model only where one was asked for (`gpt2`): any word that somebody drags is one.
    """
    from inspector.files.hub_link import is_link, parse_hub_link

    line = text.strip()
    if len(line) > _LONGEST or not (is_link(line) or "/" in line):
        return None
    return parse_hub_link(line)
