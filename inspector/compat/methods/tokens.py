"""Trainable tokens as a method of its own (peft 0.21.2, tuners/trainable_tokens)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import ANY_KIND, LayerMethod, Part, Site, Target
from inspector.compat.methods.options import Options, refuse
from inspector.compat.slots import Slot


def _chosen(options: Options) -> list[int]:
    indices = options.raw("token_indices", [])
    if not isinstance(indices, list) or not all(type(index) is int for index in indices):
        raise Uncertain("token_indices in adapter_config.json is not a list of whole numbers.")
    return indices


def _check_tied(site: Site) -> tuple[Slot, ...]:
    """A head tied to the embedding is wrapped as well; keys of its own are left to the real loader."""
    heads = {name.rpartition(".")[0] for name in site.tree.facts.tied}
    doubtful = next((k for k in site.tensors if k.startswith(tuple(f"{PREFIX}{h}." for h in heads))), None)
    if heads and (doubtful is not None or len(site.targets) > 1):
        raise Uncertain("The embedding may be tied to the head, which would then be wrapped as well.")
    return ()


def _rows(target: Target, options: Options) -> Iterator[Part]:
    """One row of the weight for every chosen token; a tied head refers to the same rows."""
    if target.kind not in ("Embedding", "Linear"):
        raise Uncertain(f"Trainable tokens of {target.path} are left to the real loader.")
    indices = _chosen(options)
    rows, width = (target.ins, target.outs) if target.kind == "Embedding" else (target.outs, target.ins)
    beyond = next((index for index in indices if not -rows <= index < rows), None)
    if beyond is not None:
        raise refuse(f"index {beyond} is out of bounds for dimension 0 with size {rows}", "IndexError")
    yield "trainable_tokens_delta", (len(indices), width)


TRAINABLE_TOKENS = LayerMethod(
    fields=Fields(excludes=False, layers=False, saves=False),
    kinds=ANY_KIND,
    parts=_rows,
    shared=_check_tied,
)
