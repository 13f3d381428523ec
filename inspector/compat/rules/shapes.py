"""ADP3xx: shapes, each with the cause that explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from inspector.compat.inspection import Severity, Status, TensorMatch
from inspector.compat.rules.numbers import ungathered_rows
from inspector.compat.rules.registry import Case, Fault, Need, rule

HEADS = ("score", "classifier")
_ROW_PARTS = ("lora_embedding_A", "weight", "bias")


def _is_vocabulary(tensor: TensorMatch) -> bool:
    """Whether the extents that differ count tokens: rows of an embedding or of the output head."""
    leaf = tensor.module.rsplit(".", 1)[-1]
    named = leaf in ("embed_tokens", "lm_head", "wte", "word_embeddings", "embed_in", "embed_out", "shared")
    return named and tensor.part.startswith((*_ROW_PARTS, "lora_B", "lora_magnitude"))


def _only_rank_differs(tensor: TensorMatch) -> bool:
    if tensor.expected is None or len(tensor.shape) != 2 or len(tensor.expected) != 2:
        return False
    rank_at = 0 if tensor.part.startswith(("lora_A", "lora_embedding_A")) else 1
    return tensor.part.startswith("lora_") and tensor.shape[1 - rank_at] == tensor.expected[1 - rank_at]


@rule(
    "ADP301",
    "dim-mismatch",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="Tensors have other shapes than their slots in this base.",
    why="PEFT raises RuntimeError (size mismatch); nothing can be served.",
    fix="Use the base that the adapter was trained on, or train again: no exact conversion exists.",
    source="torch 2.13 `nn.Module.load_state_dict`; textgen#4979, alpaca_lora_4bit#40",
)
def dim_mismatch(case: Case) -> Iterator[Fault]:
    causes: dict[str, list[TensorMatch]] = {}
    slots = Counter(tensor.slot for tensor in case.with_status(Status.MISMATCHED))
    parts = tuple(t.key for t in case.with_status(Status.MISMATCHED) if slots[t.slot] > 1)
    if parts:
        yield Fault(
            f"{len(parts)} tensors of single experts do not make up the fused tensors of this base: "
            "some experts are absent, or of another rank.",
            keys=parts,
        )
    for tensor in case.with_status(Status.MISMATCHED):
        if slots[tensor.slot] > 1:
            continue
        own_rule = _is_vocabulary(tensor) or _only_rank_differs(tensor) or tensor.module in HEADS
        if 0 in tensor.shape or own_rule:
            continue  # these have rules of their own that name the cause
        causes.setdefault(_cause(case, tensor), []).append(tensor)
    for cause, tensors in causes.items():
        first = tensors[0]
        yield Fault(
            f"{cause}: the file has {list(first.shape)}, the base needs {list(first.expected or ())}.",
            keys=tuple(tensor.key for tensor in tensors),
            evidence={"found": list(first.shape), "expected": list(first.expected or ())},
        )


def _cause(case: Case, tensor: TensorMatch) -> str:
    """What differs between the two models, in the words of their configurations."""
    leaf = tensor.module.rsplit(".", 1)[-1]
    config = case.base.config if case.base is not None else {}
    axis = 1 if tensor.part.startswith("lora_A") else 0
    expected = tensor.expected or ()
    if axis >= len(tensor.shape) or axis >= len(expected):
        return "Shape"
    found, wanted = tensor.shape[axis], expected[axis]
    heads = config.get("num_key_value_heads")
    if (
        leaf in ("k_proj", "v_proj")
        and axis == 0
        and isinstance(heads, int)
        and heads > 0
        and wanted % heads == 0
    ):
        size = wanted // heads
        if size and found % size == 0:
            return f"Key/value heads {found // size} in the adapter, {heads} in the base"
    if wanted == config.get("intermediate_size") or (leaf == "down_proj" and axis == 1):
        return f"Intermediate size {found} in the adapter, {wanted} in the base"
    if wanted in (config.get("hidden_size"), config.get("n_embd"), config.get("d_model"), config.get("dim")):
        return f"Hidden size {found} in the adapter, {wanted} in the base"
    return f"{leaf} is {found} wide in the adapter, {wanted} in the base"


@rule(
    "ADP302",
    "unsharded-save",
    Severity.ERROR,
    what="Tensors have a dimension of size zero, or only one dimension.",
    why="The adapter was saved from a sharded model without gathering: the values are not in the file.",
    fix="Save again under GatheredParameters, or with zero_to_fp32; these tensors cannot be recovered from here.",
    source="peft#1443, peft#1328, accelerate#4206",
)
def unsharded_save(case: Case) -> Iterator[Fault]:
    keys = tuple(
        key
        for key, tensor in case.adapter.tensors.items()
        if (0 in tensor.shape and not _empty_by_design(case, key))
        or (case.parts[key].part.startswith(("lora_A.", "lora_B.weight")) and len(tensor.shape) < 2)
    )
    if keys:
        yield Fault(f"{len(keys)} tensors are empty or flattened.", keys=keys)
    halves = ungathered_rows(case)
    if halves is not None:
        text = f"{len(halves[0])} matrices end in zeros after the first {halves[1]}th of their rows: one shard of {halves[1]} was saved."
        yield Fault(text, keys=halves[0])


def _empty_by_design(case: Case, key: str) -> bool:
    """X-LoRA made for no adapter yet chooses among none, so its classifier has no rows. OSF trains what its
    effective rank leaves of a matrix, which is nothing of a narrow one; U keeps its other dimension then."""
    if case.adapter.peft_type == "XLORA":
        return not case.adapter.config.get("adapters")
    if case.adapter.peft_type != "OSF":
        return False
    beside = case.adapter.tensors.get(f"{key.rpartition('.')[0]}.U_low")
    return beside is not None and len(beside.shape) == 2 and beside.shape[0] > 0 and beside.shape[1] == 0


@rule(
    "ADP303",
    "vocab-rows",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="Embedding or head rows in the file do not match the base's vocabulary.",
    why="Tokens were added before training, or the base's vocabulary changed; PEFT never resizes.",
    fix="Call resize_token_embeddings(len(tokenizer)) on the base before loading, or use the right base.",
    source="peft#1457, peft#2290, unsloth#237",
)
def vocab_rows(case: Case) -> Iterator[Fault]:
    tensors = [t for t in case.with_status(Status.MISMATCHED) if _is_vocabulary(t) and 0 not in t.shape]
    tensors = [t for t in tensors if not _only_rank_differs(t)]
    if tensors:
        first = tensors[0]
        yield Fault(
            f"Vocabulary: the file has {list(first.shape)}, the base needs {list(first.expected or ())}.",
            keys=tuple(tensor.key for tensor in tensors),
        )
    error = case.report.error
    if error is not None and error.type == "IndexError":
        yield Fault(f"A trainable token lies beyond the base's vocabulary: {error.message}")


PROMPT_METHODS = ("PROMPT_TUNING", "P_TUNING", "PREFIX_TUNING", "MULTITASK_PROMPT_TUNING", "CPT")


@rule(
    "ADP304",
    "prompt-dims",
    Severity.ERROR,
    needs=(Need.ADAPTER, Need.BASE),
    what="A prompt or prefix was made for a model of another width, depth or head count.",
    why="Its one tensor always loads; the model then fails, or uses half of it, at the first forward pass.",
    fix="Use the base that it was trained on; a prompt cannot be carried over to another size.",
    source="peft 0.21.2 `_prepare_prompt_learning_config`, `PeftModel.get_prompt`",
)
def prompt_dims(case: Case) -> Iterator[Fault]:
    if case.base is None or case.adapter.peft_type not in PROMPT_METHODS or case.report.loads is False:
        return
    expected = _prompt_sizes(case.base.config, prefix=case.adapter.peft_type == "PREFIX_TUNING")
    for field, wanted in expected.items():
        recorded = case.adapter.config.get(field)
        if not isinstance(recorded, int) or wanted is None or recorded == wanted:
            continue
        # Layers that the base does not have are left out; one that the prefix lacks is an IndexError.
        spare = field == "num_layers" and recorded > wanted
        yield Fault(
            f"{field} is {recorded} in the adapter; this base has {wanted}.",
            severity=Severity.WARNING if spare else None,
            where="adapter_config.json",
            evidence={"field": field, "found": recorded, "expected": wanted},
        )


def _prompt_sizes(config: Mapping[str, Any], *, prefix: bool) -> dict[str, int | None]:
    """What PEFT would fill in for this base; a prompt needs the width alone, a prefix is made per layer.

    With grouped-query attention a prefix holds keys and values of the fewer heads.
    """
    text = config.get("text_config")
    config = text if isinstance(text, Mapping) else config

    def size(*names: str) -> int | None:
        return next((config[name] for name in names if isinstance(config.get(name), int)), None)

    width = size("hidden_size", "n_embd", "d_model")
    if not prefix:
        return {"token_dim": width}
    heads = size("num_attention_heads", "n_head", "num_heads", "encoder_attention_heads")
    layers = size("num_hidden_layers", "num_layers", "n_layer")
    few = size("num_key_value_heads")
    if few is not None:
        head = size("head_dim") or (width // heads if width and heads else None)
        width, heads = (head * few if head else None), few
    return {"num_layers": layers, "token_dim": width, "num_attention_heads": heads}
