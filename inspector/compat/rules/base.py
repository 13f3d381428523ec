"""ADP5xx and ADP6xx: is this the adapter's base, and does it have the head that the adapter needs?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.compat.inspection import Severity, Status
from inspector.compat.rules.registry import Case, Fault, Need, rule
from inspector.compat.rules.shapes import HEADS


@rule(
    "ADP501",
    "architecture-mismatch",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="The base's class cannot do what the adapter was trained for, or names its modules otherwise.",
    why="PEFT wraps by the adapter's task: a causal-LM adapter on a classifier raises AttributeError.",
    fix="Load the base in the class that the adapter was trained on.",
    source="peft 0.21.2 `MODEL_TYPE_TO_PEFT_MODEL_MAPPING`",
)
def architecture_mismatch(case: Case) -> Iterator[Fault]:
    error = case.report.error
    if error is not None and error.type == "AttributeError":
        base_class = case.report.base_class or "The base's class"
        yield Fault(f"{base_class} does not fit a {case.adapter.task_type} adapter: {error.message}.")


@rule(
    "ADP502",
    "base-name-mismatch",
    Severity.WARNING,
    needs=(Need.BASE,),
    what="The base goes by another name than the one that the adapter records.",
    why="A base of the same shape loads without a word and answers differently.",
    fix="Use the recorded base, or confirm that this is the same one under another name.",
    source="vllm#12106, lorax#58",
)
def base_name_mismatch(case: Case) -> Iterator[Fault]:
    recorded, base = case.adapter.base_name, case.base
    if recorded is None or base is None or (case.lock is not None and case.lock.state == "same"):
        return
    wanted = recorded.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1].lower()
    known_as = {base.name.lower(), *re.split(r"[/\\@]", base.source.lower())}
    if wanted not in known_as:
        # Only a Hub id is a name that means something; a folder may be called anything. Trainers record the
        # quantised copy that they load under a name of its own, which ADP506 tells.
        is_copy = _COPY.sub("", wanted) in {_COPY.sub("", name) for name in known_as}
        severity = Severity.WARNING if base.kind == "hub" and not is_copy else Severity.INFO
        yield Fault(f"The adapter records {recorded}; this base is {base.name}.", severity=severity)


@rule(
    "ADP503",
    "base-drift",
    Severity.WARNING,
    needs=(Need.LOCK,),
    what="The base is not byte for byte the one that the adapter was locked to.",
    why="Same shapes load without a word, on ground that the adapter was not trained on.",
    fix="Serve the locked revision, or measure on this one before you ship, and lock again.",
    source="peft#1567, unsloth#2139, lorax#192",
)
def base_drift(case: Case) -> Iterator[Fault]:
    if case.lock is not None and case.lock.state in ("moved", "different"):
        yield Fault(
            case.lock.text,
            where="adapter-lock.json",
            evidence={"differences": [difference.what for difference in case.lock.differences]},
        )


_COPY = re.compile(r"[-_.](?:unsloth|bnb|[48]bit|int[48]|gptq|awq|gguf|fp8)(?=[-_.]|$)")

_TUNED = re.compile(r"[-_.](?:instruct|chat|it|sft|dpo)(?=[-_.]|$)", re.IGNORECASE)


@rule(
    "ADP505",
    "variant-mismatch",
    Severity.WARNING,
    needs=(Need.BASE,),
    what="The adapter was trained on the plain model and this base is the instruct one, or the other way round.",
    why="Both have the same shapes; chat tokens that the plain model never learnt make answers that do not end.",
    fix="Use the variant that the adapter records.",
    source="Qwen3#1064, LlamaFactory#7943",
)
def variant_mismatch(case: Case) -> Iterator[Fault]:
    recorded, base = case.adapter.base_name, case.base
    if recorded is None or base is None or (case.lock is not None and case.lock.state == "same"):
        return
    mine, theirs = (
        re.split(r"[/\\]", name.split("@")[0].rstrip("/\\"))[-1] for name in (recorded, base.source)
    )
    stems = [_TUNED.sub("", name).lower() for name in (mine, theirs)]
    if stems[0] == stems[1] and bool(_TUNED.search(mine)) != bool(_TUNED.search(theirs)):
        yield Fault(f"The adapter records {mine}; this base is {theirs}.")


_MIRROR = re.compile(r"(?:^|[-_.])(?:bnb|[48]bit|int[48]|gptq|awq|gguf|fp8)(?=[-_.]|$)", re.IGNORECASE)


@rule(
    "ADP506",
    "quantisation-mismatch",
    Severity.INFO,
    needs=(Need.BASE,),
    what="The base is quantised, or the adapter records a quantised copy of it.",
    why="The adapter's shapes follow the true widths and fit; its values were trained against other rounding, "
    "and the base needs its own backend to run.",
    fix="Measure on this base, or serve the 16-bit one.",
    source="unsloth-zoo#810, peft#2321, unsloth#2139",
)
def quantised_base(case: Case) -> Iterator[Fault]:
    if case.base is not None and case.base.quantization is not None:
        where = case.base.name if case.base.kind == "gguf" else "config.json"
        yield Fault(f"The base is quantised ({case.base.quantization}).", where=where)
    elif case.base is not None and _MIRROR.search(case.adapter.base_name or ""):
        text = (
            f"The adapter was trained on the quantised {case.adapter.base_name}; this base is not quantised."
        )
        yield Fault(text, where="adapter_config.json")


@rule(
    "ADP605",
    "head-missing",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="A module that was trained in full (a classification head, modules_to_save) is not in the file.",
    why="PEFT raises KeyError; loaders that do not would serve a head of random numbers.",
    fix="Save again with the head in modules_to_save; it cannot be recovered from this file.",
    source="peft#577, peft#2367; peft 0.21.2 `set_peft_model_state_dict`",
)
def head_missing(case: Case) -> Iterator[Fault]:
    error = case.report.error
    if error is not None and error.type == "KeyError" and "base_model" in error.message:
        key = error.message.strip("'\"")
        yield Fault(f"{key} is not in the file.", where=key.removeprefix("base_model.model."))
    heads = [t for t in case.with_status(Status.MISMATCHED) if t.module in HEADS]
    if heads:
        first = heads[0]
        labels = first.shape[0] if first.shape else 0
        wanted = first.expected[0] if first.expected else 0
        yield Fault(
            f"The head has {labels} labels, the base needs {wanted}.", keys=tuple(t.key for t in heads)
        )
