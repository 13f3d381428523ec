"""Predicts from headers what peft does with one adapter on one base: key by key, or an honest `unknown`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter

from inspector.collector import uncollected
from inspector.compat.base_tree import shown_modules, tree_of
from inspector.compat.conversion import Converted, convert_keys
from inspector.compat.inspection import (
    Evidence,
    LoadError,
    LoadReport,
    MissingSlot,
    Module,
    Status,
    TensorMatch,
)
from inspector.compat.keys import PREFIX, split_key, strip_prefix
from inspector.compat.lora_config import Raises, Uncertain
from inspector.compat.methods import prompt
from inspector.compat.methods.injection import Injection, inject
from inspector.compat.methods.registry import LAYER_METHODS, PROMPT_METHODS
from inspector.compat.modules import ModuleTree
from inspector.compat.placement import Shape
from inspector.compat.slots import Slot, base_parameters
from inspector.files.records import Adapter, Base, TensorInfo
from inspector.files.tables import made_with, peft_types

_WRAPPERS = {
    "SEQ_CLS": "PeftModelForSequenceClassification",
    "SEQ_2_SEQ_LM": "PeftModelForSeq2SeqLM",
    "CAUSAL_LM": "PeftModelForCausalLM",
    "TOKEN_CLS": "PeftModelForTokenClassification",
    "QUESTION_ANS": "PeftModelForQuestionAnswering",
    "FEATURE_EXTRACTION": "PeftModelForFeatureExtraction",
}


@uncollected()
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
        doubt: Uncertain | None = None
        try:
            tree = tree_of(adapter, base, true_shapes or {})
        except Uncertain as reason:
            doubt = reason
        peft_type = _check_readable(adapter)  # what peft refuses there, it refuses on any base
        if tree is None:
            raise doubt or Uncertain("The base's modules are not known.")
        report = _match(adapter, base, tree, peft_type)
    except Uncertain as reason:
        report = _without_answer(adapter, tree, None, None, str(reason))
    except Raises as raised:
        report = _without_answer(adapter, tree, False, raised.error, None)
    modules = shown_modules(tree, base)
    return _finished(report, modules, tree, perf_counter() - started)


def _check_readable(adapter: Adapter) -> str:
    """The adapter's peft_type, if peft finds one that it knows."""
    if not adapter.config and adapter.format != "peft":
        raise Raises(LoadError("ValueError", f"Can't find 'adapter_config.json' at '{adapter.path}'"))
    if "peft_type" not in adapter.config or adapter.config["peft_type"] is None:
        raise Raises(LoadError("KeyError", "'peft_type'" if "peft_type" not in adapter.config else "None"))
    if adapter.peft_type is None:
        raise Uncertain("peft_type in adapter_config.json is not a word.")
    if adapter.peft_type not in peft_types():
        raise Raises(LoadError("KeyError", repr(adapter.peft_type)))
    return adapter.peft_type


def _match(adapter: Adapter, base: Base, tree: ModuleTree, peft_type: str) -> LoadReport:
    injection = _inject(adapter, base, tree, peft_type)
    if adapter.task_type in ("CAUSAL_LM", "SEQ_2_SEQ_LM") and not tree.facts.generates:
        text = f"'{tree.facts.name}' object has no attribute 'prepare_inputs_for_generation'"
        raise Raises(LoadError("AttributeError", text))
    if not adapter.is_where_peft_looks:
        # Without weights of the right name here, peft takes the path for a name on the Hub.
        text = f"Repo id must be in the form 'repo_name' or 'namespace/repo_name': '{adapter.path}'."
        raise Raises(LoadError("HFValidationError", text))
    report = _place(adapter, tree, injection, prompt.ROOT if peft_type in PROMPT_METHODS else PREFIX)
    absent = next((s for s in injection.slots if s.required and s.keys[0] not in adapter.tensors), None)
    if absent is None or any(key in adapter.tensors for key in absent.keys[1:]):
        if any(".modules_to_save." in key for key in adapter.tensors):
            raise Uncertain(
                "The file holds keys of a wrapped module (modules_to_save) as the model has them."
            )
        return _after_remapping(adapter, peft_type, report)
    # peft stops here, before any shape is compared; the rest is told as it would have landed.
    error = LoadError("KeyError", repr(absent.keys[0]))
    return replace(report, loads=False, error=error, unknown_because=None)


def _inject(adapter: Adapter, base: Base, tree: ModuleTree, peft_type: str) -> Injection:
    if peft_type in PROMPT_METHODS:
        return prompt.inject_prompt(peft_type, adapter.config, tree, adapter.tensors, base.config)
    method = LAYER_METHODS.get(peft_type)
    if method is None:
        raise Uncertain(f"{peft_type} adapters need the real loader's answer.")
    return inject(method, peft_type, adapter.config, tree, adapter.tensors)


def _after_remapping(adapter: Adapter, peft_type: str, report: LoadReport) -> LoadReport:
    """What some methods check of the file's keys themselves, before any shape is compared."""
    text = LAYER_METHODS[peft_type].refuses(adapter) if peft_type in LAYER_METHODS else None
    if text is None:
        return report
    return replace(report, loads=False, error=LoadError("ValueError", text), unknown_because=None)


def _place(adapter: Adapter, tree: ModuleTree, injection: Injection, prefix: str) -> LoadReport:
    by_key = {key: slot for slot in injection.slots for key in slot.keys}
    pass_through: Mapping[str, Slot] | None = None  # only few files have a key that needs to look there
    rows: dict[str, TensorMatch] = {}
    filled: dict[str, Shape | None] = {}
    for converted in _converted(adapter, tree):
        slot, fitting = by_key.get(converted.key), Status.LANDED
        if slot is None:
            if pass_through is None:
                pass_through = base_parameters(tree, injection.moved, prefix=prefix)
            slot = pass_through.get(converted.key)
            if slot is not None and not _is_declared(slot, injection):
                fitting = Status.OVERWRITES_BASE
        if slot is None:
            _check_unplaced(converted.key, tree)
        else:
            filled[slot.name] = converted.shape
            for key in converted.sources:
                rows[key] = _judge(adapter.tensors[key], slot, fitting, converted.shape)
    tensors = [rows.get(key) or _orphan(info) for key, info in adapter.tensors.items()]
    missing = tuple(
        MissingSlot(slot.name, slot.module, slot.part, slot.expected)
        for slot in injection.slots
        if slot.name not in filled
    )
    runtime = {slot.name: slot.runtime for slot in injection.slots}
    return _conclude(adapter, tensors, missing, {n: (runtime.get(n) or n, s) for n, s in filled.items()})


def _check_unplaced(key: str, tree: ModuleTree) -> None:
    """A full tensor of a module that this configuration builds, and the table does not know, may land."""
    module = strip_prefix(key).rpartition(".")[0].replace(".base_layer", "")
    if key.startswith(PREFIX) and module in tree.unplaced:
        raise Uncertain(f"The file holds {key}, which {tree.facts.name} does not have by default.")


def _converted(adapter: Adapter, tree: ModuleTree) -> tuple[Converted, ...]:
    if adapter.peft_type == "LORA":
        return convert_keys(adapter.tensors, tree.facts)
    return tuple(Converted(key, info.shape, (key,)) for key, info in adapter.tensors.items())


def _orphan(info: TensorInfo) -> TensorMatch:
    module, part, _ = split_key(info.key)
    return TensorMatch(info.key, Status.ORPHANED, module, part, info.shape, info.dtype)


def _is_declared(slot: Slot, injection: Injection) -> bool:
    """Whether the configuration's `bias` makes this base parameter a part of the adapter."""
    if injection.biases == "none" or not slot.name.endswith(".bias"):
        return False
    return injection.biases == "all" or slot.module in injection.targets


def _judge(info: TensorInfo, slot: Slot, fitting: Status, shape: Shape | None) -> TensorMatch:
    """`shape`: the tensor's, or that of the fused tensor that it becomes a part of."""
    if slot.expected is None or shape is None:
        status = Status.UNKNOWN
    else:
        status = fitting if slot.expected == shape else Status.MISMATCHED
    return TensorMatch(
        info.key, status, slot.module, slot.part, info.shape, info.dtype, slot.name, slot.expected
    )


def _conclude(
    adapter: Adapter,
    tensors: list[TensorMatch],
    missing: tuple[MissingSlot, ...],
    arrivals: Mapping[str, tuple[str, Shape | None]],
) -> LoadReport:
    """`arrivals`: slot → its name in the model, and the shape that came for it (of fused tensors, all)."""
    mismatched = [tensor for tensor in tensors if tensor.status is Status.MISMATCHED]
    unknown = [tensor for tensor in tensors if tensor.status is Status.UNKNOWN]
    error, reason = None, None
    if mismatched:
        wrapper = _WRAPPERS.get(adapter.task_type or "", "PeftModel")
        if adapter.peft_type in PROMPT_METHODS:
            wrapper = _check_prompt_alone(mismatched, len(tensors)) or wrapper
        error = LoadError("RuntimeError", _size_mismatch_text(wrapper, mismatched, arrivals))
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


def _check_prompt_alone(mismatched: list[TensorMatch], count: int) -> str | None:
    """The virtual tokens are loaded by a module of their own, between the base's tensors and a task's."""
    at_fault = [(tensor.slot or "").startswith("prompt_encoder.") for tensor in mismatched]
    if count > 1:
        raise Uncertain(
            "The tensors of a prompt are loaded one after the other, and peft stops at the first."
        )
    return "Embedding" if any(at_fault) else None


def _size_mismatch_text(
    wrapper: str, mismatched: list[TensorMatch], arrivals: Mapping[str, tuple[str, Shape | None]]
) -> str:
    """torch's own sentence (nn.Module.load_state_dict), with runtime names as it prints them."""
    lines = [f"Error(s) in loading state_dict for {wrapper}:"]
    for slot, expected in {tensor.slot or tensor.key: tensor.expected for tensor in mismatched}.items():
        name, shape = arrivals[slot]
        lines.append(
            f"\tsize mismatch for {name}: copying a param with shape torch.Size({list(shape or ())}) from "
            f"checkpoint, the shape in current model is torch.Size({list(expected or ())})."
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


def _finished(
    report: LoadReport, modules: tuple[Module, ...], tree: ModuleTree | None, seconds: float
) -> LoadReport:
    name = tree.facts.name if tree is not None else None
    return replace(report, modules=modules, base_class=name, seconds=seconds)
