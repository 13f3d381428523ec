"""ADP209 to ADP214: what the configuration targets, beside what the base and the file have."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.inspection import Severity, Status
from inspector.compat.rules.registry import Case, Fault, Need, rule
from inspector.files.records import Adapter

_SAVED = ".modules_to_save."


@rule(
    "ADP209",
    "target-modules-unmatched",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="target_modules names modules that this base does not have.",
    why="If none matches PEFT raises; a part that matches nothing is passed over in silence.",
    fix="Use a base of the architecture that the adapter was trained on.",
    source="peft 0.21.2 `inject_adapter`; LlamaFactory#2401, vllm#5909",
)
def targets_unmatched(case: Case) -> Iterator[Fault]:
    error = case.report.error
    if error is not None and error.type == "NoMatchingPeftModuleError":
        yield Fault(error.message, where="adapter_config.json")
        return
    yield from _targets_without_a_module(case)
    spare = len(case.report.missing) - len(case.real_missing)
    if spare and case.report.loads and case.touched_stacks:
        text = f"target_modules also matches modules that were not trained ({spare} empty slots, no loss)."
        yield Fault(
            text,
            severity=Severity.INFO,
            where="adapter_config.json",
            remedy="Nothing to do. Full paths in target_modules would silence the loader's warning.",
        )


def _targets_without_a_module(case: Case) -> Iterator[Fault]:
    """Of a list of names, those that end no module path of the base: PEFT passes them over (vllm#5909)."""
    named = case.adapter.config.get("target_modules")
    if not isinstance(named, list) or not case.report.loads or not case.report.modules:
        return
    leaves = {path.rpartition(".")[2] for path in case.base_paths}
    unmatched = [str(name) for name in named if name not in leaves]
    idle = [name for name in unmatched if not any(path.endswith(f".{name}") for path in case.base_paths)]
    if idle:
        yield Fault(
            f"target_modules names {', '.join(idle)}, which this base does not have.",
            severity=Severity.INFO,
            where="adapter_config.json",
            remedy="Nothing to do, if the other modules are the ones that were trained.",
        )


@rule(
    "ADP210",
    "config-drops-tensors",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="The base has the modules, but adapter_config.json does not target them.",
    why="PEFT makes no slots there, so the tensors are dropped without a word.",
    fix="Restore target_modules (and layers_to_transform, exclude_modules) from the training run.",
    source="peft#1746; peft 0.21.2 `check_target_module_exists`",
)
def config_drops(case: Case) -> Iterator[Fault]:
    if case.report.loads is not True:
        return
    lost = [t for t in case.with_status(Status.ORPHANED) if t.module in case.base_paths and t.module]
    lost = [t for t in lost if "lora_magnitude_vector" not in t.key]
    # With bias="all" PEFT writes the biases of a saved head under both of their names.
    twice = [t for t in lost if t.key.replace(".modules_to_save.default.", _SAVED) in case.filled_slots]
    if twice:
        text = f"{len(twice)} tensors are in the file a second time, for slots that others of it fill."
        keys = tuple(tensor.key for tensor in twice)
        yield Fault(text, keys=keys, severity=Severity.INFO, remedy="Nothing to do.")
    lost = [t for t in lost if t not in twice]
    if lost:
        yield Fault(
            f"{len(lost)} tensors belong to modules that adapter_config.json leaves out.",
            keys=tuple(tensor.key for tensor in lost),
        )


@rule(
    "ADP213",
    "unsupported-layer",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="target_modules names something that LoRA cannot wrap.",
    why="A container, a norm or a layer class without a backend makes PEFT raise.",
    fix="Target the linear layers inside it, or install the backend of the quantised layer class.",
    source="peft 0.21.2 `LoraModel._create_new_module`; LlamaFactory#8894",
)
def unsupported_layer(case: Case) -> Iterator[Fault]:
    error = case.report.error
    if (
        error is not None
        and "is not supported" in error.message
        and error.type in ("ValueError", "TypeError")
    ):
        yield Fault(error.message.splitlines()[0], where="adapter_config.json")


@rule(
    "ADP214",
    "overwrites-base",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="The file holds full tensors under names of the base's own parameters.",
    why="They are copied over the base: it stays changed even with the adapter disabled.",
    fix="List these modules in modules_to_save, or remove the tensors if they were not trained.",
    source="peft#2898, vllm#2816",
)
def overwrites_base(case: Case) -> Iterator[Fault]:
    tensors = case.with_status(Status.OVERWRITES_BASE)
    # bias="all"/"lora_only" and targeted embeddings are written so by stock PEFT: worth knowing, no fault.
    meant = [t for t in tensors if written_on_purpose(case.adapter, t.part)]
    stray = [t for t in tensors if not written_on_purpose(case.adapter, t.part)]
    repeated = [t for t in stray if t.key in case.repeated]
    stray = [t for t in stray if t.key not in case.repeated]
    if meant:
        text = f"{len(meant)} trained biases or embeddings replace the base's own, also with the adapter disabled."
        yield Fault(text, keys=tuple(t.key for t in meant), severity=Severity.INFO)
    if repeated:
        text = f"{len(repeated)} full tensors were saved along and hold the base's own values: they change nothing."
        fix = "Nothing has to be done; save_embedding_layers=False leaves them out of the file."
        yield Fault(text, keys=tuple(t.key for t in repeated), severity=Severity.INFO, remedy=fix)
    if stray:
        yield Fault(f"{len(stray)} tensors overwrite weights of the base.", keys=tuple(t.key for t in stray))


def written_on_purpose(adapter: Adapter, part: str) -> bool:
    """Whether stock PEFT itself writes such a tensor of the base into adapters like this one."""
    biased = adapter.config.get("bias") in ("all", "lora_only")
    return (biased and part.endswith("bias")) or part == "base_layer.weight"
