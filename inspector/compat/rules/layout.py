"""ADP2xx, continued: the same weights laid out in another way, fused, split or by expert."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.inspection import Severity, Status, TensorMatch
from inspector.compat.rules.registry import Case, Fault, Need, rule

_EXPERT = re.compile(r"\.experts\.\d+\.")
_TRANSPOSED_BEFORE = (0, 19, 1)
_FUSED = {
    "qkv_proj": ("q_proj", "k_proj", "v_proj"),
    "gate_up_proj": ("gate_proj", "up_proj"),
    "W_pack": ("q_proj", "k_proj", "v_proj"),
    "Wqkv": ("q_proj", "k_proj", "v_proj"),
    "query_key_value": ("q_proj", "k_proj", "v_proj"),
    "c_attn": ("q_proj", "k_proj", "v_proj"),
    "qkv": ("q_proj", "k_proj", "v_proj"),
}
"""A fused projection → the projections that it holds, by the names that model classes use for both."""


@rule(
    "ADP211",
    "moe-layout",
    Severity.ERROR,
    needs=(Need.BASE,),
    what="The adapter's tensors for experts are laid out otherwise than the base's experts.",
    why="Since transformers 5 experts are one 3-D parameter: tensors by expert are rewritten for some model types, "
    "dropped for others; before peft 0.19.1 their two axes stood the other way round.",
    fix="Train or export the adapter with the versions that serve it.",
    source="peft#3009, peft#3112, vllm#52194; peft 0.21.2 `convert_peft_adapter_state_dict_for_transformers`",
)
def moe_layout(case: Case) -> Iterator[Fault]:
    error = case.report.error
    if error is not None and "because they are fused into" in error.message:
        yield Fault(error.message.splitlines()[0], where="adapter_config.json")
    lost = [row for row in _lost(case) if _EXPERT.search(f".{row.module}.")]
    fused = any(path.endswith(".experts") for path in case.base_paths)
    by_expert = any(_EXPERT.search(f".{path}.") for path in case.base_paths)
    if lost and fused and not by_expert:
        text = f"{len(lost)} tensors belong to single experts; this base holds all experts of a layer in one tensor."
        yield Fault(text, keys=tuple(row.key for row in lost))
    yield from _transposed(case)


def _transposed(case: Case) -> Iterator[Fault]:
    """peft#3112: adapters on `target_parameters` of 0.17 and 0.18 hold in and out exchanged."""
    if not case.adapter.config.get("target_parameters") or case.adapter.peft_type != "LORA":
        return
    written = case.adapter.config.get("peft_version")
    release = tuple(int(n) for n in re.findall(r"\d+", written)[:3]) if isinstance(written, str) else (0, 18)
    if release >= _TRANSPOSED_BEFORE:
        return
    keys = tuple(
        row.key for row in case.report.tensors if row.status is Status.LANDED and ".experts." in row.key
    )
    if keys:
        said = written if isinstance(written, str) else "a peft before 0.18.1"
        text = f"target_parameters were trained with {said}: the two axes of each expert stand exchanged."
        yield Fault(text, keys=keys, severity=Severity.WARNING)


@rule(
    "ADP212",
    "projection-fusion",
    Severity.ERROR,
    needs=(Need.BASE,),
    what="One side holds query, key and value (or gate and up) as one projection, the other as several.",
    why="The names do not meet: PEFT raises because no target matches, or drops the tensors without a word.",
    fix="Split or join the adapter's tensors: `adapter-inspector repair` does it where that is exact.",
    source="vllm#4915, text-generation-inference#2482, lorax#192",
)
def projection_fusion(case: Case) -> Iterator[Fault]:
    homeless = [row for row in _lost(case) if row.module not in case.base_paths]
    places = [(row.key, *row.module.rpartition(".")[::2]) for row in homeless]
    for fused, parts in _FUSED.items():
        joined = tuple(key for key, parent, leaf in places if leaf == fused and _has(case, parent, parts))
        split = tuple(key for key, parent, leaf in places if leaf in parts and _has(case, parent, (fused,)))
        if joined:
            yield Fault(f"The adapter has {fused}, this base has {', '.join(parts)}.", keys=joined)
        if split:
            yield Fault(f"The adapter has {', '.join(parts)}, this base has {fused}.", keys=split)


def _has(case: Case, parent: str, names: tuple[str, ...]) -> bool:
    return all(f"{parent}.{name}" in case.base_paths for name in names)


def _lost(case: Case) -> list[TensorMatch]:
    return case.with_status(Status.ORPHANED, Status.UNKNOWN)
