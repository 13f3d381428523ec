"""What servers accept, where it is narrower than PEFT: a dated table (`resources/tables/servers.json`)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from inspector.resource import resource_path


class ServerFacts(NamedTuple):
    """`as_of` is a month; `ranks` are values of vLLM's --max-lora-rank, `default_rank` its default."""

    as_of: str
    default_rank: int
    ranks: tuple[int, ...]
    no_dora: tuple[str, ...]
    no_trainable_tokens: tuple[str, ...]
    pairs_only: tuple[str, ...]


@lru_cache(maxsize=1)
def server_facts() -> ServerFacts:
    """The table as it was at `as_of`."""
    table = json.loads(resource_path("tables/servers.json").read_text(encoding="utf-8"))
    return ServerFacts(
        as_of=table["as_of"],
        default_rank=table["vllm"]["default_max_lora_rank"],
        ranks=tuple(table["vllm"]["max_lora_rank_values"]),
        no_dora=tuple(table["no_dora"]),
        no_trainable_tokens=tuple(table["no_trainable_tokens"]),
        pairs_only=tuple(table["pairs_only"]),
    )
