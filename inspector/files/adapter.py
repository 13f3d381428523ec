"""An adapter folder as a record: its configuration, and its tensors' names and shapes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from inspector.errors import UnreadableInput
from inspector.files import folder as folders
from inspector.files.adapter_notes import container_notes
from inspector.files.folder import ADAPTER_CONFIG, ADAPTER_WEIGHTS, Contents, list_folder, member, printable
from inspector.files.json_object import read_json_object
from inspector.files.layouts import FOREIGN_WEIGHTS, PEFT, UNKNOWN, layout_of
from inspector.files.records import Adapter, FileNote, TensorInfo
from inspector.files.safetensors import read_header


class _Weights(NamedTuple):
    path: Path
    container: str
    tensors: Mapping[str, TensorInfo]
    metadata: Mapping[str, str]
    notes: tuple[FileNote, ...]


def read_adapter(path: str | Path) -> Adapter:
    """Read an adapter from its folder, its adapter_config.json or its weights file; headers only.

    Of two weight files PEFT's choice is read: adapter_model.safetensors before adapter_model.bin. A foreign
    layout is returned with its name as `format` (and `config` empty where it has none) and a note ADP006.

    Raises UnreadableInput: ADP001 (something is missing), ADP002 (Git LFS pointer), ADP003 (damaged), ADP007
    (a pickle that would run code), ADP101 (adapter_config.json is not a JSON object).
    """
    found = folders.existing(path)
    if found is None:
        raise UnreadableInput(
            f"There is nothing at {printable(str(path))}.",
            "Give the adapter's folder. An adapter on the Hub has to be downloaded first: `hf download`.",
            rule="ADP001",
            path=str(path),
        )
    if found.is_dir():
        return _read_folder(found)
    if found.name == ADAPTER_CONFIG or found.name in ADAPTER_WEIGHTS:
        return _read_folder(found.parent)
    if found.suffix.lower() in (".safetensors", ".bin"):
        return _read_lone_file(found)
    raise UnreadableInput(
        f"{printable(found.name)} is not part of an adapter.",
        "Choose the adapter's folder, its adapter_config.json or its adapter_model.safetensors.",
        rule="ADP001",
        path=found,
    )


def _read_folder(folder: Path) -> Adapter:
    contents = list_folder(folder)
    if ADAPTER_CONFIG not in contents.files:
        return _read_without_config(folder, contents)
    config = read_json_object(member(folder, ADAPTER_CONFIG), rule="ADP101")
    for name in (*ADAPTER_WEIGHTS, *FOREIGN_WEIGHTS):
        if name in contents.files:
            return _assemble(folder, contents, config, _read_weights(folder, name))
    raise _without_weights(folder, contents)


def _read_lone_file(path: Path) -> Adapter:
    contents = list_folder(path.parent)
    weights = _read_weights(path.parent, path.name)
    layout = FOREIGN_WEIGHTS.get(path.name) or layout_of({}, weights.tensors)
    has_config = ADAPTER_CONFIG in contents.files
    if layout not in (PEFT, UNKNOWN):
        config = read_json_object(member(path.parent, ADAPTER_CONFIG), rule="ADP101") if has_config else {}
        return _assemble(path.parent, contents, config, weights)
    if layout == PEFT:
        hint = "Rename it to adapter_model.safetensors, the only name that PEFT looks for."
        if not has_config:
            hint = f"Put its {ADAPTER_CONFIG} beside it and call it adapter_model.safetensors."
        raise UnreadableInput(
            f"{printable(path.name)} holds adapter tensors, but no loader finds it under this name.",
            hint,
            rule="ADP001",
            path=path,
        )
    raise UnreadableInput(
        f"{printable(path.name)} holds no adapter: no tensor in it is named like one.",
        "If it is a base model, open it as the base.",
        rule="ADP001",
        path=path,
    )


def _read_weights(folder: Path, name: str) -> _Weights:
    path = member(folder, name)
    if path.suffix == ".safetensors":
        header = read_header(path)
        return _Weights(path, "safetensors", header.tensors, header.metadata, ())
    # pickletools and zipfile are a fifth of a quick check's start, and few adapters are pickles.
    from inspector.files.torch_zip import read_torch_zip

    tensors, notes = read_torch_zip(path)
    return _Weights(path, "torch-zip", tensors, {}, notes)


def _assemble(folder: Path, contents: Contents, config: Mapping[str, Any], weights: _Weights) -> Adapter:
    layout = layout_of(config, weights.tensors)
    named = FOREIGN_WEIGHTS.get(weights.path.name)
    if layout in (PEFT, UNKNOWN) and named:
        layout = named
    adapter = Adapter(
        path=folder,
        config=config,
        tensors=weights.tensors,
        format=layout,
        container=weights.container,
        weights_file=weights.path,
        weights_bytes=weights.path.stat().st_size,
        metadata=weights.metadata,
        notes=weights.notes,
    )
    return container_notes(adapter, contents)


def _read_without_config(folder: Path, contents: Contents) -> Adapter:
    """An adapter of another ecosystem, if that is what lies here; else the reason why there is none."""
    named = [name for name in FOREIGN_WEIGHTS if name in contents.files]
    lone = [name for name in contents.files if name.endswith(".safetensors")]
    if named:
        return _assemble(folder, contents, {}, _read_weights(folder, named[0]))
    if len(lone) == 1 and lone[0] not in ADAPTER_WEIGHTS and not folders.is_base_model(contents):
        weights = _read_weights(folder, lone[0])
        if layout_of({}, weights.tensors) not in (PEFT, UNKNOWN):
            return _assemble(folder, contents, {}, weights)
    raise _without_config(folder, contents)


def _without_config(folder: Path, contents: Contents) -> UnreadableInput:
    name, children = printable(folder.name), folders.adapters_below(folder, contents)
    weights = [file for file in ADAPTER_WEIGHTS if file in contents.files]
    if children:
        message = f"{name} is no adapter itself; it holds {_counted(children)} in sub-folders."
        hint = f"Open one of them: {_named(children)}."
    elif weights:
        message = f"{name} has {weights[0]} but no {ADAPTER_CONFIG}."
        hint = "Copy the configuration that was saved with these weights; no loader works without it."
    elif folders.is_trainer_checkpoint(contents):
        message = f"{name} is a training checkpoint without an adapter (no {ADAPTER_CONFIG})."
        hint = "Call save_pretrained on the trained PEFT model, or choose the folder in which it was saved."
    elif folders.is_base_model(contents):
        message = f"{name} is a base model (config.json, no {ADAPTER_CONFIG}), not an adapter."
        hint = "Open it as the base, and the adapter's own folder as the adapter."
    elif not contents.files and not contents.folders:
        message, hint = f"{name} is an empty folder.", f"Choose the folder that holds {ADAPTER_CONFIG}."
    else:
        message = f"{name} is no adapter: there is no {ADAPTER_CONFIG} in it, only {contents.in_words}."
        hint = f"Choose the folder that holds {ADAPTER_CONFIG}."
    return UnreadableInput(message, hint, rule="ADP001", path=folder)


def _without_weights(folder: Path, contents: Contents) -> UnreadableInput:
    children = folders.adapters_below(folder, contents)
    others = Contents(tuple(name for name in contents.files if name != ADAPTER_CONFIG), contents.folders)
    hint = "Copy adapter_model.safetensors into it, or download the adapter again: the weights were left out."
    if children:
        hint = f"Sub-folders hold {_counted(children)}: {_named(children)}. Open one of them."
    elif folders.is_trainer_checkpoint(contents):
        hint = "It is a training checkpoint: call save_pretrained on the trained PEFT model."
    return UnreadableInput(
        f"{printable(folder.name)} has no weights: neither adapter_model.safetensors nor adapter_model.bin "
        f"lies beside {ADAPTER_CONFIG}, only {others.in_words}.",
        hint,
        rule="ADP001",
        path=folder,
    )


def _counted(children: tuple[str, ...]) -> str:
    return "an adapter" if len(children) == 1 else f"{len(children)} adapters"


def _named(children: tuple[str, ...]) -> str:
    more = f" and {len(children) - 5} more" if len(children) > 5 else ""
    return ", ".join(printable(child) for child in children[:5]) + more
