"""ADP201 to ADP208: keys and the modules that they name."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.inspection import Severity, Status
from inspector.compat.keys import PREFIX, layer_place, number_ranges, split_key
from inspector.compat.rules.registry import Case, Fault, Need, rule, stack_of

_WRAPPERS = ("_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "module")


@rule(
    "ADP201",
    "zero-coverage",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="The adapter loads, and not one of its tensors finds a place.",
    why="PEFT drops keys without a slot and says nothing: requests are answered by the base alone.",
    fix="Use the base that the adapter was trained on, or rename the keys to this base's module paths.",
    source="peft#2574, vllm#34186, colpali#424",
)
def zero_coverage(case: Case) -> Iterator[Fault]:
    orphans = case.with_status(Status.ORPHANED)
    if not case.report.loads or not orphans or len(orphans) != len(case.report.tensors):
        return
    yield Fault(
        f"0 of {len(orphans)} tensors land{_moved_to(case)}.",
        keys=tuple(tensor.key for tensor in orphans),
        evidence={"missing": len(case.report.missing)},
    )


def _moved_to(case: Case) -> str:
    """`: the file names model.layers, the base has model.language_model.layers`, where that is the cause."""
    module = next((t.module for t in case.report.tensors if t.module), "")
    place = layer_place(module)
    tail = f".{place.number}.{place.rest}" if place is not None else ""
    if not tail:
        return ""
    other = next((m.path for m in case.report.modules if m.path.endswith(tail) and m.path != module), None)
    if other is None or place is None:
        return ""
    return f": the file names {place.stack}, this base has {stack_of(other)}"


@rule(
    "ADP202",
    "partial-coverage",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="Slots stay empty in layers that the adapter was trained for.",
    why="These modules run as in the base, so the network is not the one that was trained.",
    fix="Use the base that the adapter was trained on; look for layers or modules that were added since.",
    source="peft#2566, peft#2118",
)
def partial_coverage(case: Case) -> Iterator[Fault]:
    if case.report.loads is not True or not any(t.status is Status.LANDED for t in case.report.tensors):
        return
    missing = case.real_missing
    if missing:
        yield Fault(
            f"{len(missing)} slots stay empty.",
            keys=tuple(slot.slot for slot in missing),
            evidence={"missing": len(missing)},
        )


@rule(
    "ADP203",
    "orphan-tensors",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="Some tensors name modules that this base does not have.",
    why="PEFT drops them without a word; the rest loads, and a part of the training is lost.",
    fix="Use the base that the adapter was trained on.",
    source="peft#1932, peft#2118, mlx-lm#1725",
)
def orphan_tensors(case: Case) -> Iterator[Fault]:
    orphans = [t for t in case.with_status(Status.ORPHANED) if t.module not in case.base_paths]
    landed = len(case.report.tensors) - len(orphans)
    beyond = {t.key for t in orphans if _beyond_last_layer(case, t.module) is not None}
    rest = [t for t in orphans if t.key not in beyond]
    if case.report.loads is True and rest and landed:
        yield Fault(
            f"{len(rest)} of {len(case.report.tensors)} tensors name modules that the base does not have.",
            keys=tuple(tensor.key for tensor in rest),
        )


def _beyond_last_layer(case: Case, module: str) -> int | None:
    place = layer_place(module)
    if place is None or module in case.base_paths:
        return None
    return place.number if 0 < case.layer_counts.get(place.stack, 0) <= place.number else None


@rule(
    "ADP204",
    "layer-range",
    Severity.ERROR,
    needs=(Need.BASE,),
    what="The adapter has tensors for layers that this base does not have.",
    why="Where the widths agree PEFT loads the first layers and drops the rest without a word.",
    fix="Use a base with as many layers as the adapter was trained on.",
    source="LlamaFactory#3507",
)
def layer_range(case: Case) -> Iterator[Fault]:
    orphans = case.with_status(Status.ORPHANED, Status.UNKNOWN)
    layers = {t.key: _beyond_last_layer(case, t.module) for t in orphans}
    keys = tuple(key for key, layer in layers.items() if layer is not None)
    if keys:
        place = layer_place(split_key(keys[0]).module)
        count = case.layer_counts.get(place.stack, 0) if place is not None else 0
        numbers = number_ranges(layer for layer in layers.values() if layer is not None)
        yield Fault(f"The base has {count} layers; the file has tensors for layers {numbers}.", keys=keys)


@rule(
    "ADP205",
    "prefix-rename",
    Severity.ERROR,
    needs=(Need.BASE,),
    what="The tensors fit this base under other names, and the loader does not look for them there.",
    why="Keys that name no module of the base are dropped without a word, or the loader raises.",
    fix="Write a repaired copy with `adapter-inspector repair`; the original stays as it is.",
    source="peft#2574, transformers#38627, Soup#335, mlx-lm#1119",
)
def prefix_rename(case: Case) -> Iterator[Fault]:
    proposal, base = case.proposal, case.base
    if proposal is None or base is None:
        return
    from inspector.compat.repairs.telling import command_line

    lost = tuple(t.key for t in case.with_status(Status.ORPHANED, Status.UNKNOWN))
    yield Fault(
        proposal.explanation,
        keys=lost,
        remedy=f"Write a repaired copy, proven by a dry run: `{command_line(case.adapter, base)}`.",
        evidence={
            "kind": proposal.kind,
            "confidence": proposal.confidence,
            "verified": proposal.verified.value,
        },
    )


@rule(
    "ADP206",
    "wrapper-segments",
    Severity.ERROR,
    what="Keys carry the name of a wrapper that was around the model when it was saved.",
    why="No loader strips them: the tensors find no place, with nothing but a warning about missing keys.",
    fix="Unwrap the model before save_pretrained, or strip the segment from the keys.",
    source="Soup#335, accelerate#3732, transformers#41844",
)
def wrapper_segments(case: Case) -> Iterator[Fault]:
    for segment in _WRAPPERS:
        keys = tuple(key for key in case.adapter.tensors if segment in key.split("."))
        # `module` is also an honest name; it is a wrapper only where the key does not land.
        lost = {t.key for t in case.with_status(Status.LANDED)} if segment == "module" else set()
        keys = tuple(key for key in keys if key not in lost) if case.report.loads else keys
        if keys and (segment != "module" or (case.report.loads and lost != set(keys))):
            yield Fault(f"{len(keys)} keys carry the wrapper segment {segment}.", keys=keys)


@rule(
    "ADP207",
    "peft-prefix-count",
    Severity.WARNING,
    what="Keys do not start with base_model.model exactly once.",
    why="PEFT looks for exactly one prefix; without it, or with two, nothing lands.",
    fix="Save the adapter with PeftModel.save_pretrained of an unwrapped model.",
    source="sentence-transformers#3865, llama.cpp#5610",
)
def prefix_count(case: Case) -> Iterator[Fault]:
    if case.adapter.format != "peft" or case.adapter.peft_type != "LORA":
        return
    keys = tuple(case.adapter.tensors)
    without = tuple(key for key in keys if not key.startswith(PREFIX))
    doubled = tuple(key for key in keys if key.startswith(PREFIX * 2))
    if without:
        yield Fault(f"{len(without)} keys lack the prefix base_model.model.", keys=without)
    if doubled:
        yield Fault(f"{len(doubled)} keys carry the prefix base_model.model twice.", keys=doubled)


@rule(
    "ADP208",
    "unpaired-ab",
    Severity.ERROR,
    what="A lora_A stands without its lora_B, or the other way round, or their ranks differ.",
    why="One half alone changes nothing; PEFT fills the other half with its initial value.",
    fix="Restore the file from the training run; a part of it was lost.",
    source="llama.cpp llama-adapter.cpp, mlxcel#1328",
)
def unpaired(case: Case) -> Iterator[Fault]:
    halves: dict[str, dict[str, str]] = {}
    for key in case.adapter.tensors:
        module, part, _ = case.parts[key]
        for letter in ("A", "B"):
            if part.startswith((f"lora_{letter}.", f"lora_embedding_{letter}")) and not part.endswith("bias"):
                halves.setdefault(module, {})[letter] = key
    lone = tuple(next(iter(pair.values())) for pair in halves.values() if len(pair) == 1)
    if lone:
        yield Fault(f"{len(lone)} modules have only one half of their A/B pair.", keys=lone)
    crossed = []
    for pair in halves.values():
        if len(pair) == 2:
            a, b = (case.adapter.tensors[pair[letter]].shape for letter in ("A", "B"))
            if len(a) == 2 and len(b) == 2 and a[0] and b[0] and a[0] != b[1]:
                crossed.append(pair["B"])
    if crossed:
        yield Fault(f"In {len(crossed)} modules lora_A's rows are not lora_B's columns.", keys=tuple(crossed))
