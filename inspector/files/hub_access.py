"""Whether and how the Hub may be asked, and for how long."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Event

OnHubProgress = Callable[[int, int, str], object]
"""Called with (done, total, what is being read), counted in files, on the thread that waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the Hub may take, in seconds: to connect, between two pieces, a request, all of them.

    An answer that breaks off, or an HTTP 5xx, is asked for again `retries` times, after a `pause`.
    """

    connect: float = 10.0
    read: float = 15.0
    request: float = 180.0
    total: float = 900.0
    retries: int = 2
    pause: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class HubAccess:
    """How the Hub may be asked. `network`: a person named this very model; else only caches are looked at.

    `with_tokenizer`: its tokenizer is needed too (up to some 20 MB). `cancel` ends it within a moment.
    """

    network: bool = False
    with_tokenizer: bool = False
    cancel: Event | None = None
    on_progress: OnHubProgress | None = None
    patience: Patience = field(default_factory=Patience)

    @property
    def online(self) -> bool:
        return self.network and not is_offline()


LOCAL_ONLY = HubAccess()


def is_offline() -> bool:
    """Whether the environment forbids the network (huggingface_hub 2.4, `constants.HF_HUB_OFFLINE`)."""
    said = os.environ.get("HF_HUB_OFFLINE") or os.environ.get("TRANSFORMERS_OFFLINE") or ""
    return said.upper() in ("1", "ON", "YES", "TRUE")
