"""From an observed load to the fate of every tensor: where each key went, and which slots stayed empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import torch
from peft import PEFT_TYPE_TO_TUNER_MAPPING, get_peft_model_state_dict

from inspector.compat.inspection import MissingSlot, Status, TensorMatch
from inspector.compat.keys import PREFIX, split_key
from inspector.files.records import TensorInfo
from inspector.worker.observation import Observation, copied_from, state_of

ADAPTER_NAME = "default"
"""The name that `PeftModel.from_pretrained` gives an adapter unless told otherwise."""

_NAME_IN_KEY = re.compile(rf"\.{ADAPTER_NAME}(?=\.|$)")


class Arrival(NamedTuple):
    """A file key at a tensor of the model: its name there, its shape there, whether the shapes agree."""

    name: str
    expected: tuple[int, ...]
    fits: bool


class Landing(NamedTuple):
    tensors: tuple[TensorMatch, ...]
    missing: tuple[MissingSlot, ...]


def account(
    seen: Observation,
    tensors: Mapping[str, TensorInfo],
    base_tensors: Collection[Any],
    modules: Collection[str],
) -> Landing:
    """The fate of every key of the file and of every slot, after `seen.model` was loaded.

    `base_tensors` are the parameters and buffers that the base had before the injection (by identity);
    `modules` its module paths.
    """
    assert seen.model is not None
    state = seen.state or state_of(seen.model)
    arrivals = _arrivals(seen, state)
    copied = {key: name for name in reversed(state) for key in copied_from(state[name])}
    of_base = {id(tensor) for tensor in base_tensors}
    slots = _expected_slots(seen.model, state)
    rows = []
    filled = set()
    for key, info in tensors.items():
        arrival = arrivals.get(key)
        if arrival is None:
            if key in seen.unsettled:
                rows.append(_row(key, info, Status.UNKNOWN, modules))
            elif key in copied:  # cut in pieces that together are as large (peft 0.21.2: CARTRIDGE)
                slot = slot_name(seen.prefix + copied[key])
                rows.append(_row(key, info, Status.LANDED, modules, slot, info.shape))
            elif _is_plain_attribute(seen.model, key):
                rows.append(_row(key, info, Status.LANDED, modules, key, info.shape))
            else:
                rows.append(_row(key, info, Status.ORPHANED, modules))
            continue
        filled.add(arrival.name)
        status = Status.LANDED if arrival.fits else Status.MISMATCHED
        if arrival.fits and id(state[arrival.name]) in of_base and arrival.name not in slots:
            status = Status.OVERWRITES_BASE
        rows.append(_row(key, info, status, modules, slot_name(seen.prefix + arrival.name), arrival.expected))
    # One tensor under two names (trainable tokens of a tied head) is filled under both.
    taken = of_base | {id(state[name]) for name in filled}
    empty = [name for name in slots if name not in filled and id(state.get(name)) not in taken]
    return Landing(
        tuple(rows), tuple(_missing(slot_name(seen.prefix + name), state[name], modules) for name in empty)
    )


def without_landing(
    tensors: Mapping[str, TensorInfo], modules: Collection[str], *, judged: bool = True
) -> tuple[TensorMatch, ...]:
    """Rows for a load that ended before any tensor was placed: keys without a module are orphans.

    With `judged` False nothing is known about the model, and every key is unknown.
    """
    rows = []
    for key, info in tensors.items():
        row = _row(key, info, Status.UNKNOWN, modules)
        if judged and row.module not in modules:
            row = row._replace(status=Status.ORPHANED)
        rows.append(row)
    return tuple(rows)


def slot_name(name: str) -> str:
    """A name of the loaded model without the adapter's name, which stands in it once, near the end."""
    found = list(_NAME_IN_KEY.finditer(name))
    return name[: found[-1].start()] + name[found[-1].end() :] if found else name


def _arrivals(seen: Observation, state: Mapping[str, torch.Tensor]) -> dict[str, Arrival]:
    paths = (
        {id(module): path for path, module in seen.model.named_modules()} if seen.model is not None else {}
    )
    arrivals: dict[str, Arrival] = {}
    for module, given in seen.loads:
        path = paths.get(id(module))
        if path is None:
            continue
        for key, tensor in given.items():
            name = f"{path}.{key}" if path else key
            if name not in state:
                continue
            expected = tuple(state[name].shape)
            arrival = Arrival(name, expected, expected == tuple(tensor.shape))
            arrivals.update((source, arrival) for source in getattr(tensor, "sources", ()))
    return arrivals


def _is_plain_attribute(model: Any, key: str) -> bool:
    """Whether the tuner keeps this tensor in a plain dict of its layer, which no state dict shows.

    peft 0.21.2: `shira_indices`.
    """
    path, _, name = key.rpartition(".")
    try:
        store = getattr(model.get_submodule(path), name, None)
    except AttributeError:
        return False
    return isinstance(store, dict) and ADAPTER_NAME in store


def _expected_slots(model: Any, state: dict[str, torch.Tensor]) -> tuple[str, ...]:
    """Names of the model's tensors that PEFT itself would save for this adapter, in the model's order."""
    config = model.peft_config[ADAPTER_NAME]
    if config.peft_type == "LORA" and config.bias == "none" and not config.trainable_token_indices:
        # What get_peft_model_state_dict picks for these, without a second walk through the model.
        mine = f".{ADAPTER_NAME}"
        return tuple(n for n in state if mine in n and ("lora_" in n or f".modules_to_save{mine}." in n))
    tuner = PEFT_TYPE_TO_TUNER_MAPPING[config.peft_type]
    saved = get_peft_model_state_dict(
        model, state_dict=dict(state), adapter_name=ADAPTER_NAME, save_embedding_layers=False
    )
    by_identity = {id(tensor): name for name, tensor in state.items()}
    found = {by_identity.get(id(tensor)) for tensor in saved.values()}
    copied = {key for key, tensor in saved.items() if id(tensor) not in by_identity}
    if copied:  # only some tuners save copies; spelling every name of the model takes its time
        by_key = {tuner._remove_adapter_name_from_key(name, ADAPTER_NAME): name for name in state}
        found |= {by_key.get(key) for key in copied}
    return tuple(name for name in state if name in found)


def _row(
    key: str,
    info: TensorInfo,
    status: Status,
    modules: Collection[str],
    slot: str | None = None,
    expected: tuple[int, ...] | None = None,
) -> TensorMatch:
    # A key without a slot belongs to the module that it names, whether the base has that module or not.
    module, part = _place(slot, modules) if slot is not None else split_key(key)[:2]
    return TensorMatch(key, status, module, part, info.shape, info.dtype, slot, expected)


def _missing(slot: str, tensor: torch.Tensor, modules: Collection[str]) -> MissingSlot:
    module, part = _place(slot, modules)
    return MissingSlot(slot, module, part, tuple(tensor.shape))


def _place(name: str, modules: Collection[str]) -> tuple[str, str]:
    """The longest module path of the base that the name begins with; else the split by its spelling."""
    path = name.removeprefix(PREFIX)
    pieces = path.split(".")
    for length in range(len(pieces) - 1, 0, -1):
        module = ".".join(pieces[:length])
        if module in modules:
            return module, ".".join(pieces[length:])
    parts = split_key(name)
    return parts.module, parts.part
