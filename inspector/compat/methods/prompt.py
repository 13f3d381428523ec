"""Prompt tuning in its kinds, p-tuning and prefix tuning: one matrix of virtual tokens (peft 0.21.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from inspector.compat.keys import PREFIX
from inspector.compat.lora_config import Fields, Uncertain, read_targeting
from inspector.compat.methods.injection import Injection
from inspector.compat.methods.options import Options, refuse
from inspector.compat.modules import ModuleTree
from inspector.compat.slots import Slot, saved_slots

KEY = "prompt_embeddings"
ROOT = "base_model."
"""A prompt method wraps the base itself, so its names have one `model.` less than those of a tuner."""
_WIDTHS = ("hidden_size", "n_embd", "d_model")
_DEPTHS = ("num_hidden_layers", "num_layers", "n_layer")
_HEADS = ("num_attention_heads", "n_head", "num_heads", "encoder_attention_heads")
_BASE_WORDS = ("prompt_encoder.", "word_embeddings.")


def inject_prompt(
    peft_type: str, config: Mapping[str, Any], tree: ModuleTree, keys: Iterable[str], base: Mapping[str, Any]
) -> Injection:
    """The slot of the virtual tokens, and those of a trained head. `base` is the base's config.json.

    Raises Uncertain and Raises.
    """
    options = Options(config)
    settings = read_targeting(config, Fields(excludes=False, layers=False))
    _check_start(options)
    _check_embeddings(tree, base)
    doubtful = next((key for key in keys if key.startswith(_BASE_WORDS)), None)
    if doubtful is not None:
        raise Uncertain(f"{doubtful} is named as a part of the wrapped model itself.")
    shape = (
        _context_shape(config, base)
        if peft_type == "CPT"
        else _shape(peft_type, options, base, settings.task_type)
    )
    path, part = "prompt_encoder.embedding", "weight"
    accepted = (KEY,) if _keeps_prefix(tree) else (KEY, PREFIX + KEY)
    slot = Slot(f"{path}.{part}", path, part, shape, accepted, required=True, runtime=part)
    tasks = _task_slots(options, shape, keys) if peft_type == "MULTITASK_PROMPT_TUNING" else ()
    saved = [_at_root(one) for one in saved_slots(tree, settings)]
    moved = {one.module: "original_module" for one in saved}
    return Injection((*saved, slot, *tasks), moved, frozenset(), "none")


def _task_slots(options: Options, shape: tuple[int, int], keys: Iterable[str]) -> tuple[Slot, Slot]:
    """A product of low rank for every task, loaded after the virtual tokens and not strictly."""
    if options.raw("prompt_tuning_init", "RANDOM") not in ("RANDOM", "TEXT") or "embedding.weight" in keys:
        raise Uncertain("How this multitask prompt is made is left to the real loader.")
    tokens, width = shape
    count, rank = options.whole("num_tasks", 1), options.whole("num_ranks", 1)
    return _task_slot("cols", (count, tokens, rank)), _task_slot("rows", (count, rank, width))


def _task_slot(name: str, shape: tuple[int, int, int]) -> Slot:
    key = f"prefix_task_{name}"
    return Slot(f"prompt_encoder.{key}", "prompt_encoder", key, shape, (key,), runtime=key)


def _at_root(slot: Slot) -> Slot:
    def moved(name: str) -> str:
        return ROOT + name.removeprefix(PREFIX)

    return slot._replace(
        name=moved(slot.name), keys=tuple(map(moved, slot.keys)), runtime=moved(slot.runtime)
    )


def _keeps_prefix(tree: ModuleTree) -> bool:
    """Whether any runtime name begins with `base_model.model.`; else peft strips that from every key."""
    return any(name.startswith("model.") for name in tree.parameters)


def _check_start(options: Options) -> None:
    """The start is not computed for inference, but the configuration is checked."""
    start = options.raw("prompt_tuning_init", "RANDOM")
    if start == "TEXT":
        for name in ("tokenizer_name_or_path", "prompt_tuning_init_text"):
            if options.raw(name) is None or (name == "tokenizer_name_or_path" and not options.raw(name)):
                raise refuse(f"When prompt_tuning_init='TEXT', {name} can't be {options.raw(name)}.")
    elif options.raw("tokenizer_kwargs"):
        raise refuse("tokenizer_kwargs only valid when using prompt_tuning_init='TEXT'.")


def _check_embeddings(tree: ModuleTree, base: Mapping[str, Any]) -> None:
    """peft takes the first parameter with as many rows as the vocabulary for the word embeddings."""
    vocabulary = base.get("vocab_size")
    if not isinstance(vocabulary, int):
        raise Uncertain("config.json tells no vocab_size, which peft looks the word embeddings up by.")
    named = [name for name, shape in tree.parameters.items() if shape and shape[0] == vocabulary]
    if not named or not all(name.endswith(".weight") for name in named):
        raise Uncertain("It is not certain which parameter peft takes for the word embeddings.")


def _shape(peft_type: str, options: Options, base: Mapping[str, Any], task: str | None) -> tuple[int, int]:
    tokens = options.whole("num_virtual_tokens", 0)
    copies = options.optional_whole("num_transformer_submodules")
    if copies is None:
        copies = 2 if task == "SEQ_2_SEQ_LM" else 1
    if "num_virtual_tokens" not in options.names or tokens <= 0 or copies <= 0:
        raise Uncertain("num_virtual_tokens in adapter_config.json is not a positive number.")
    width = _known(options, "token_dim", base, _WIDTHS)
    depth = _known(options, "num_layers", base, _DEPTHS)
    heads = _known(options, "num_attention_heads", base, _HEADS)
    if peft_type != "PREFIX_TUNING":
        return tokens * copies, width
    if base.get("num_key_value_heads") is not None:
        width = _head_width(width, heads, base) * int(base["num_key_value_heads"])
    return tokens, depth * 2 * width


def _context_shape(config: Mapping[str, Any], base: Mapping[str, Any]) -> tuple[int, int]:
    """CPT: a vector for every given token, as wide as this base; what the adapter recorded is not read."""
    if config.get("task_type") != "CAUSAL_LM":
        raise refuse("CPTConfig only supports task_type = CAUSAL_LM.")
    given = [config.get(name) for name in ("cpt_token_ids", "cpt_mask", "cpt_tokens_type_mask")]
    if not all(isinstance(one, list) for one in given):
        raise Uncertain("CPT's token ids and masks in adapter_config.json are not three lists.")
    if len({len(one or ()) for one in given}) != 1:
        raise refuse("cpt_token_ids, cpt_mask and cpt_tokens_type_mask must have the same length.")
    nothing = Options({})
    for name, names in (("num_layers", _DEPTHS), ("num_attention_heads", _HEADS)):
        _known(nothing, name, base, names)
    return len(given[0] or ()), _known(nothing, "token_dim", base, _WIDTHS)


def _head_width(width: int, heads: int, base: Mapping[str, Any]) -> int:
    """Width of one head, for keys and values that are shared between heads."""
    if base.get("global_head_dim") is not None or base.get("per_layer_config") is not None:
        raise Uncertain("The base's layers have heads of several widths.")
    size = base.get("head_dim")
    if isinstance(size, int) and isinstance(base["num_key_value_heads"], int):
        return size
    if heads <= 0 or size is not None or not isinstance(base["num_key_value_heads"], int):
        raise Uncertain("The base's config.json does not tell the width of a head.")
    return width // heads


def _known(options: Options, name: str, base: Mapping[str, Any], names: tuple[str, ...]) -> int:
    """The adapter's own number; else the first of the base's that is there."""
    own = options.optional_whole(name)
    if own is not None:
        return own
    if "text_config" in base:
        raise Uncertain("The base's own configuration has parts; the real loader knows which one counts.")
    found = next((base[one] for one in names if one in base), None)
    if not isinstance(found, int):
        raise Uncertain(f"Neither the adapter nor the base's config.json tells {name}.")
    return found
