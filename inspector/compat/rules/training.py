"""ADP1xx, continued: what the training run chose, and who will not honour it at load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.inspection import Severity, Status
from inspector.compat.keys import layer_place
from inspector.compat.rules.registry import Case, Fault, Need, rule

_CONFIG = "adapter_config.json"
_NAMED_IN_KEY = re.compile(
    r"^(?:lora_(?:A|B|embedding_A|embedding_B)|lora_magnitude_vector)\.(.+?)(?:\.weight)?$"
)


@rule(
    "ADP107",
    "rslora-scale",
    Severity.INFO,
    what="The adapter is scaled by alpha/√r (rank-stabilised LoRA).",
    why="PEFT honours use_rslora; servers that read lora_alpha alone scale by alpha/r, √r times too weak.",
    fix="For such a server multiply lora_alpha by √r and set use_rslora to false: the product is the same.",
    source="Kalajdzievski 2023 (arXiv:2312.03732); vllm#10798, sglang#40835, lorax#700",
)
def rslora_scale(case: Case) -> Iterator[Fault]:
    rank = case.adapter.rank
    if (
        case.adapter.peft_type == "LORA"
        and case.adapter.config.get("use_rslora") is True
        and rank
        and rank > 1
    ):
        yield Fault(
            f"use_rslora is set: without it the adapter is {rank**0.5:.3g} times weaker.", where=_CONFIG
        )


@rule(
    "ADP111",
    "layer-or-bias-fields",
    Severity.WARNING,
    needs=(Need.BASE,),
    what="layers_to_transform, layer_replication or bias say something that the file or the base does not bear out.",
    why="PEFT follows the fields without a word: layers stay untouched, the model changes its depth, or trained "
    "biases are missing.",
    fix="Restore the field from the training run, or train again for this base.",
    source="peft#3318, vllm#5733; peft 0.21.2 `get_peft_model_state_dict`, `replicate_layers`",
)
def layer_or_bias_fields(case: Case) -> Iterator[Fault]:
    yield from _layers_beyond(case)
    replication = case.adapter.config.get("layer_replication")
    if replication:
        text = (
            f"layer_replication {replication} gives the loaded model another number of layers than its base."
        )
        yield Fault(text, severity=Severity.INFO, where=_CONFIG)
    yield from _missing_biases(case)


def _layers_beyond(case: Case) -> Iterator[Fault]:
    wanted = case.adapter.config.get("layers_to_transform")
    layers = [wanted] if isinstance(wanted, int) else wanted if isinstance(wanted, list) else []
    numbers = [place.number for module in case.report.modules if (place := layer_place(module.path))]
    if not numbers:
        return
    beyond = sorted(layer for layer in layers if isinstance(layer, int) and layer > max(numbers))
    if beyond:
        text = f"layers_to_transform names layer {beyond[-1]}; the base's last one is {max(numbers)}."
        yield Fault(text, where=_CONFIG)


def _missing_biases(case: Case) -> Iterator[Fault]:
    kind = case.adapter.config.get("bias")
    if case.adapter.peft_type != "LORA" or kind not in ("all", "lora_only") or case.base is None:
        return
    if any(key.endswith("bias") for key in case.adapter.tensors):
        return
    touched = {row.module for row in case.report.tensors if row.status is Status.LANDED}
    biased = [module for module in touched if f"{module}.bias" in case.base.tensors]
    if biased:
        text = f'bias is "{kind}", {len(biased)} adapted modules have a bias, and the file holds none.'
        yield Fault(text, where=_CONFIG)


@rule(
    "ADP112",
    "adapter-name",
    Severity.WARNING,
    what="Keys carry the name under which the adapter was loaded when it was saved.",
    why="PEFT writes keys without it and puts it in at load; only `default` is passed over, and a dot in a name "
    "makes PEFT raise.",
    fix="Save with PeftModel.save_pretrained, which strips the name, or take it out of the keys.",
    source="peft#2699; peft 0.21.2 `set_peft_model_state_dict`; llama.cpp#5602",
)
def adapter_name(case: Case) -> Iterator[Fault]:
    if case.adapter.format != "peft" or case.adapter.peft_type != "LORA":
        return
    named: dict[str, list[str]] = {}
    for key in case.adapter.tensors:
        found = _NAMED_IN_KEY.match(case.parts[key].part)
        if found and found[1] not in ("weight", "bias"):
            named.setdefault(found[1].removesuffix(".bias"), []).append(key)
    landed = {row.key for row in case.with_status(Status.LANDED)}
    for name, keys in named.items():
        harmless = all(key in landed for key in keys)
        level = Severity.INFO if harmless or case.report.loads is None else Severity.WARNING
        text = f"{len(keys)} keys carry the adapter's name {name}" + ("; they land." if harmless else ".")
        yield Fault(text, keys=tuple(keys), severity=level)
