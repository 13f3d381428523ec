"""Predicts from headers what peft does with one adapter on one base: key by key, or an honest `unknown`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter

from inspector.compat.inspection import (
    Evidence,
    LoadError,
    LoadReport,
    MissingSlot,
    Module,
    Status,
    TensorMatch,
)
from inspector.compat.keys import split_key
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain, read_settings
from inspector.compat.modules import ModuleTree, build_tree
from inspector.compat.placement import Shape
from inspector.compat.slots import Slot, base_parameters, lora_slots, saved_slots
from inspector.compat.targets import (
    TargetRule,
    check_found,
    check_supported,
    find_targets,
    resolve_targets,
)
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.files.tables import (
    ArchitectureFacts,
    architecture_facts,
    default_targets,
    made_with,
    task_class,
)

_TASK_SUFFIX = {
    "SEQ_CLS": "ForSequenceClassification",
    "TOKEN_CLS": "ForTokenClassification",
    "QUESTION_ANS": "ForQuestionAnswering",
    "SEQ_2_SEQ_LM": "ForConditionalGeneration",
    "FEATURE_EXTRACTION": "Model",
}
_WRAPPERS = {
    "SEQ_CLS": "PeftModelForSequenceClassification",
    "SEQ_2_SEQ_LM": "PeftModelForSeq2SeqLM",
    "CAUSAL_LM": "PeftModelForCausalLM",
    "TOKEN_CLS": "PeftModelForTokenClassification",
    "QUESTION_ANS": "PeftModelForQuestionAnswering",
    "FEATURE_EXTRACTION": "PeftModelForFeatureExtraction",
}


def match_headers(
    adapter: Adapter, base: Base | None, *, true_shapes: Mapping[str, Shape] | None = None
) -> LoadReport:
    """Match the adapter's keys to the slots that `PeftModel.from_pretrained` would create on this base.

    `true_shapes`: (out, in) of modules with packed weights. Never raises for what files can say; what is not
    certain comes back as loads=None with the reason.
    """
    started = perf_counter()
    tree: ModuleTree | None = None
    try:
        if base is None:
            raise Uncertain("No base was chosen.")
        facts = _facts_for(adapter, base)
        tree = build_tree(base, facts, true_shapes or {})
        _check_readable(adapter)
        settings = _settings_for(adapter, facts)
        report = _match(adapter, tree, settings)
    except Uncertain as reason:
        report = _without_answer(adapter, tree, None, None, str(reason))
    except Raises as raised:
        report = _without_answer(adapter, tree, False, raised.error, None)
    modules = _shown(tree) if tree is not None else _from_files(base)
    return _finished(report, modules, tree, perf_counter() - started)


def _facts_for(adapter: Adapter, base: Base) -> ArchitectureFacts:
    """The model class that people load this base with for this adapter's task, and its facts."""
    name = base.architecture
    if name is None:
        raise Uncertain("The base's config.json names no architecture.")
    task = adapter.task_type or ""
    suffix = _TASK_SUFFIX.get(task)
    if suffix is not None and (not name.endswith(suffix) or (suffix == "Model" and "LMHead" in name)):
        name = task_class(task, base.model_type or "") or name
    facts = architecture_facts(name)
    if facts is None or (base.model_type is not None and facts.model_type != base.model_type):
        raise Uncertain(
            f"{name} is not among the model classes of transformers {made_with()['transformers']}."
        )
    return facts


def _check_readable(adapter: Adapter) -> None:
    if not adapter.is_where_peft_looks:
        absent = "'adapter_config.json'" if not adapter.config else "weights"
        raise Raises(LoadError("ValueError", f"Can't find {absent} at '{adapter.path}'"))
    if adapter.peft_type is None:
        raise Raises(LoadError("KeyError", "'peft_type'"))
    if adapter.peft_type != "LORA":
        raise Uncertain(f"{adapter.peft_type} adapters need the real loader's answer.")


def _settings_for(adapter: Adapter, facts: ArchitectureFacts) -> LoraSettings:
    settings = read_settings(adapter.config)
    if facts.converts:
        raise Uncertain(f"peft rewrites adapter keys for {facts.model_type} models when it loads them.")
    if any(".modules_to_save." in key for key in adapter.tensors):
        raise Uncertain("The file holds keys of a wrapped module (modules_to_save) as the model names them.")
    return settings


def _match(adapter: Adapter, tree: ModuleTree, settings: LoraSettings) -> LoadReport:
    resolved = resolve_targets(
        settings, tree.modules, head=tree.facts.head, defaults=default_targets(tree.facts.model_type)
    )
    rule = TargetRule(settings, resolved)
    doubtful = next((name for name in sorted(tree.unplaced) if rule.is_target(name)), None)
    if doubtful is not None:
        raise Uncertain(f"The adapter targets {doubtful}, which {tree.facts.name} does not have by default.")
    if tree.facts.renames and tree.unplaced:
        raise Uncertain(f"{tree.facts.name} renames its weights when it loads them.")
    targets = find_targets(rule, tree.modules)
    for path in targets.modules:
        check_supported(path, tree.modules[path], tree.facts.model_type)
    check_found(targets, settings, resolved)
    if settings.task_type in ("CAUSAL_LM", "SEQ_2_SEQ_LM") and not tree.facts.generates:
        text = f"'{tree.facts.name}' object has no attribute 'prepare_inputs_for_generation'"
        raise Raises(LoadError("AttributeError", text))
    slots = [*lora_slots(targets.modules, tree, settings), *saved_slots(tree, settings)]
    report = _place(adapter, tree, slots, targets.modules)
    absent = next((slot for slot in slots if slot.required and slot.keys[0] not in adapter.tensors), None)
    if absent is None:
        return report
    # peft stops here, before any shape is compared; the rest is told as it would have landed.
    error = LoadError("KeyError", repr(absent.keys[0]))
    return replace(report, loads=False, error=error, unknown_because=None)


def _place(adapter: Adapter, tree: ModuleTree, slots: list[Slot], targets: tuple[str, ...]) -> LoadReport:
    by_key = {key: slot for slot in slots for key in slot.keys}
    saved = frozenset(slot.module for slot in slots if slot.required)
    pass_through = base_parameters(tree, frozenset(targets), saved)
    tensors: list[TensorMatch] = []
    filled: set[str] = set()
    for key, info in adapter.tensors.items():
        slot = by_key.get(key)
        if slot is not None:
            filled.add(slot.name)
            tensors.append(_judge(key, info, slot, Status.LANDED))
        elif key in pass_through:
            tensors.append(_judge(key, info, pass_through[key], Status.OVERWRITES_BASE))
        else:
            module, part, _ = split_key(key)
            tensors.append(TensorMatch(key, Status.ORPHANED, module, part, info.shape, info.dtype))
    missing = tuple(
        MissingSlot(slot.name, slot.module, slot.part, slot.expected)
        for slot in slots
        if slot.name not in filled
    )
    return _conclude(adapter, tensors, missing)


def _judge(key: str, info: TensorInfo, slot: Slot, fitting: Status) -> TensorMatch:
    if slot.expected is None:
        status = Status.UNKNOWN
    else:
        status = fitting if slot.expected == info.shape else Status.MISMATCHED
    return TensorMatch(key, status, slot.module, slot.part, info.shape, info.dtype, slot.name, slot.expected)


def _conclude(adapter: Adapter, tensors: list[TensorMatch], missing: tuple[MissingSlot, ...]) -> LoadReport:
    mismatched = [tensor for tensor in tensors if tensor.status is Status.MISMATCHED]
    unknown = [tensor for tensor in tensors if tensor.status is Status.UNKNOWN]
    error, reason = None, None
    if mismatched:
        wrapper = _WRAPPERS.get(adapter.task_type or "", "PeftModel")
        error = LoadError("RuntimeError", _size_mismatch_text(wrapper, mismatched))
    elif unknown:
        reason = f"The shape that {unknown[0].slot} needs depends on how the base is loaded."
    return LoadReport(
        evidence=Evidence.HEADERS,
        loader="peft",
        loader_version=made_with()["peft"],
        loads=False if mismatched else (None if unknown else True),
        tensors=tuple(tensors),
        missing=missing,
        error=error,
        unknown_because=reason,
    )


def _size_mismatch_text(wrapper: str, mismatched: list[TensorMatch]) -> str:
    """torch's own sentence (nn.Module.load_state_dict), with runtime names as it prints them."""
    lines = [f"Error(s) in loading state_dict for {wrapper}:"]
    for tensor in mismatched:
        slot = tensor.slot or tensor.key
        head, found, tail = slot.rpartition(".weight")
        name = f"{head}.default{found}{tail}" if found and "lora_" in slot else slot
        lines.append(
            f"\tsize mismatch for {name}: copying a param with shape torch.Size({list(tensor.shape)}) from "
            f"checkpoint, the shape in current model is torch.Size({list(tensor.expected or ())})."
        )
    return "\n".join(lines)


def _without_answer(
    adapter: Adapter, tree: ModuleTree | None, loads: bool | None, error: LoadError | None, reason: str | None
) -> LoadReport:
    """A report in which nothing was placed: keys of modules that the base lacks are orphans all the same."""
    tensors = []
    for key, info in adapter.tensors.items():
        module, part, _ = split_key(key)
        # Only where the loader surely raises is the tree's word final; before that a rename may still help.
        orphaned = loads is False and tree is not None and module not in tree.modules
        status = Status.ORPHANED if orphaned else Status.UNKNOWN
        tensors.append(TensorMatch(key, status, module, part, info.shape, info.dtype))
    return LoadReport(
        evidence=Evidence.HEADERS,
        loader="peft",
        loader_version=made_with()["peft"],
        loads=loads,
        tensors=tuple(tensors),
        error=error,
        unknown_because=reason,
    )


def _shown(tree: ModuleTree) -> tuple[Module, ...]:
    return tuple(m for m in tree.modules.values() if m.kind != "other" or m.shape is not None)


def _from_files(base: Base | None) -> tuple[Module, ...]:
    """Modules as the checkpoint names them, where no runtime tree could be built: shown, never judged by."""
    if base is None:
        return ()
    shown = []
    for key, tensor in base.tensors.items():
        if key.endswith(".weight"):
            shown.append(
                Module(key.removesuffix(".weight"), "stored", None, None, tensor.shape, tensor.dtype)
            )
    return tuple(shown)


def _finished(
    report: LoadReport, modules: tuple[Module, ...], tree: ModuleTree | None, seconds: float
) -> LoadReport:
    name = tree.facts.name if tree is not None else None
    return replace(report, modules=modules, base_class=name, seconds=seconds)
