"""What a load without values cannot show, and is told from the configuration beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from inspector.files.records import Adapter

_CHANGES_THE_BASE = ("pissa", "olora", "corda", "loftq")
"""`init_lora_weights` that take a part out of the base's weights whenever the adapter is injected
(peft 0.21.2 `tuners/lora/layer.py`: `pissa_init`, `olora_init`, `corda_init`, `loftq_init`)."""


def vocabulary_of(model: Any) -> int | None:
    """Rows of the input embedding; None where there is no such thing."""
    try:
        return int(model.get_input_embeddings().num_embeddings)
    except (AttributeError, NotImplementedError, TypeError):
        return None


def out_of_vocabulary(config: Mapping[str, Any], vocabulary: int | None) -> IndexError | None:
    """The IndexError of trainable tokens beyond the vocabulary, which has no effect on the meta device.

    A real load indexes the embedding with them (peft 0.21.2 `TrainableTokensLayer.update_layer`).
    """
    if vocabulary is None:
        return None
    for index in _token_indices(config.get("trainable_token_indices") or config.get("token_indices")):
        if index >= vocabulary:
            return IndexError(f"index {index} is out of bounds for dimension 0 with size {vocabulary}")
    return None


def _token_indices(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _token_indices(entry)
    elif isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, int))


def residual_warnings(adapter: Adapter) -> tuple[str, ...]:
    """One sentence where loading also changes the base's weights, by values that are not read here."""
    chosen = adapter.config.get("init_lora_weights")
    if not isinstance(chosen, str) or not chosen.lower().startswith(_CHANGES_THE_BASE):
        return ()
    return (
        f"init_lora_weights is {chosen!r}: the loader computes with the base's weights and changes them "
        "while it loads; a dry run without weights cannot tell whether this base gives the same values.",
    )
