"""A base model as a record: config.json and the names and shapes of its weights, from headers alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from inspector.collector import uncollected
from inspector.errors import UnreadableInput
from inspector.files import folder as folders
from inspector.files.checkpoint import read_checkpoint
from inspector.files.folder import (
    ADAPTER_CONFIG,
    ADAPTER_WEIGHTS,
    Contents,
    is_file,
    list_folder,
    member,
    printable,
)
from inspector.files.json_object import read_json_object
from inspector.files.layouts import FOREIGN_WEIGHTS
from inspector.files.records import Base, FileNote
from inspector.files.safetensors import read_header
from inspector.files.signatures import read_head
from inspector.files.snapshot import commit_of

if TYPE_CHECKING:
    from inspector.files.hub_access import HubAccess

_CONFIG_FIELDS = frozenset(
    {
        "model_type",
        "architectures",
        "hidden_size",
        "d_model",
        "n_embd",
        "num_hidden_layers",
        "n_layer",
        "vocab_size",
    }
)

_ADAPTER_BESIDE = FileNote(
    "ADP005",
    f"An adapter lies in the base's folder ({ADAPTER_CONFIG}).",
    "Keep base and adapter in folders of their own.",
    ADAPTER_CONFIG,
)


def read_base(source: str | Path, access: HubAccess | None = None) -> Base:
    """Read a base model: a folder, a .safetensors, a .gguf, a config.json, or `org/name[@revision]`.

    A folder is read as transformers does: model.safetensors before its index, pytorch_model.bin last.
    A path comes before a Hub name or link; for that the local cache comes first, then, if `access` allows it,
    the Hub, of which headers and small files are read and weights never.

    Raises UnreadableInput: ADP001 (something is missing, or it is no base), ADP002 (Git LFS pointer), ADP003
    (damaged, or a shard is missing), ADP006 (a format that is not read), ADP101 (config.json is not JSON);
    HubError for what goes wrong with the Hub; Cancelled.
    """
    text = str(source)
    path = folders.existing(source)
    if path is None:
        return _read_from_hub(text, access)
    return _read_path(path, text)


@uncollected()
def _read_path(path: Path, text: str) -> Base:
    if path.is_dir():
        return _read_folder(path, source=text, kind="folder")
    suffix = path.suffix.lower()
    if suffix == ".gguf" or read_head(path).startswith(b"GGUF"):
        from inspector.files.gguf_base import read_gguf_base

        return read_gguf_base(path, source=text)
    if path.name == ADAPTER_CONFIG or path.name in ADAPTER_WEIGHTS:
        _refuse_adapter(path)
    if path.name.endswith(".index.json"):
        return _read_folder(path.parent, source=text, kind="folder")
    if suffix == ".safetensors":
        return _read_file(path, source=text)
    if suffix == ".json":
        return _read_config(path, source=text)
    raise UnreadableInput(
        f"{printable(path.name)} is not a base model.",
        "Give its folder (config.json and .safetensors), one .safetensors or .gguf file, or a config.json.",
        rule="ADP001",
        path=path,
    )


def _read_from_hub(text: str, access: HubAccess | None) -> Base:
    # Here and below: a base that lies on disk is read without any of this.
    from inspector.files import hub
    from inspector.files.hub_access import LOCAL_ONLY, is_offline
    from inspector.files.hub_link import download_command, is_link, parse_hub_link

    access = access or LOCAL_ONLY
    name = parse_hub_link(text)
    looks_like_file = text.lower().endswith((".safetensors", ".json", ".gguf", ".bin")) and not is_link(text)
    if name is None or looks_like_file:
        raise _nothing_at(text)
    if name.file and ("/" in name.file or "." not in name.file or name.file.endswith(".gguf")):
        raise UnreadableInput(
            f"The link leads to {printable(name.file)} inside {name.repo_id}; from afar only whole models "
            "are read.",
            f"Fetch it, and give the file or its folder: hf download {name.repo_id} {printable(name.file)}",
            rule="ADP001",
            path=name.source,
        )
    snapshot = hub.cached_snapshot(name.repo_id, name.revision)
    if snapshot is not None and hub.has_weights(snapshot):
        return _read_folder(snapshot, source=name.source, kind="hub")
    from inspector.files import hub_base, hub_errors

    if access.online and ("/" in text.partition("@")[0] or is_link(text)):  # a lone word is a path
        # A download that was left unfinished still says which commit was meant.
        return hub_base.open_remote(name, access, commit=snapshot.name if snapshot is not None else None)
    if (kept := hub_base.kept_base(name, access)) is not None:
        return kept
    if snapshot is not None:
        return _read_folder(snapshot, source=name.source, kind="hub")
    if access.network and is_offline():
        raise hub_errors.offline(name)
    raise UnreadableInput(
        f"{name.source} is neither a path here nor in the local Hub cache.",
        f"The Hub was not asked. Fetch it with: {download_command(name.source)}",
        rule="ADP001",
        path=name.source,
    )


def _nothing_at(text: str) -> UnreadableInput:
    from inspector.files.hub_link import is_link

    if is_link(text):
        # Not repeated: a link may hold a password.
        return UnreadableInput(
            "This link leads to no model on the Hub.",
            "A model's page is https://huggingface.co/ORG/NAME; data sets and spaces are no bases.",
            rule="ADP001",
        )
    return UnreadableInput(
        f"There is nothing at {printable(text)}.", "Check the path.", rule="ADP001", path=text
    )


@uncollected()
def _read_folder(folder: Path, *, source: str, kind: str) -> Base:
    contents = list_folder(folder)
    if "config.json" not in contents.files:
        raise _no_config(folder, contents)
    config = read_json_object(member(folder, "config.json"), rule="ADP101")
    checkpoint = read_checkpoint(folder, contents)
    notes = checkpoint.notes
    if ADAPTER_CONFIG in contents.files:
        if not checkpoint.files:
            _refuse_adapter(folder)
        notes = (*notes, _ADAPTER_BESIDE)
    return Base(
        source=source,
        path=folder,
        kind=kind,
        config=config,
        tensors=checkpoint.tensors,
        weight_files=checkpoint.files,
        revision=commit_of(folder),
        notes=notes,
    )


def _read_file(path: Path, *, source: str) -> Base:
    """One .safetensors; the config.json beside it belongs to it when there is one."""
    header = read_header(path)
    if any(".lora_" in key or key.startswith("lora_") for key in header.tensors):
        _refuse_adapter(path)
    has_config = is_file(path.parent / "config.json")
    config = read_json_object(member(path.parent, "config.json"), rule="ADP101") if has_config else {}
    return Base(
        source=source,
        path=path,
        kind="file",
        config=config,
        tensors=header.tensors,
        weight_files=(path,),
        revision=commit_of(path.parent),
    )


def _read_config(path: Path, *, source: str) -> Base:
    config = read_json_object(path, rule="ADP101")
    if "peft_type" in config:
        _refuse_adapter(path)
    if not _CONFIG_FIELDS & config.keys():
        raise UnreadableInput(
            f"{printable(path.name)} is not a model's config.json: it names no model_type and no sizes.",
            "Choose the base model's config.json, or its folder.",
            rule="ADP001",
            path=path,
        )
    revision = commit_of(path.parent)
    return Base(source=source, path=path, kind="config", config=config, tensors={}, revision=revision)


def _refuse_adapter(path: Path) -> NoReturn:
    raise UnreadableInput(
        f"{printable(path.name)} is an adapter, not a base model.",
        "Give the folder of the model that it was trained on as the base.",
        rule="ADP001",
        path=path,
    )


def _first_gguf(contents: Contents) -> str:
    return next(file for file in contents.files if file.endswith(".gguf"))


def _no_config(folder: Path, contents: Contents) -> UnreadableInput:
    name = printable(folder.name)
    weights = [file for file in contents.files if file.endswith((".safetensors", ".bin"))]
    models = [child for child in contents.folders if is_file(folder / child / "config.json")]
    if ADAPTER_CONFIG in contents.files or FOREIGN_WEIGHTS.keys() & set(contents.files):
        message = f"{name} is an adapter, not a base model."
        hint = "Give the folder of the model that it was trained on as the base."
    elif "model_index.json" in contents.files:
        message = f"{name} is a diffusers pipeline, which is several models."
        hint = f"Give one of them: {', '.join(map(printable, models[:5])) or 'unet or transformer'}."
    elif any(file.endswith(".gguf") for file in contents.files):
        message = f"{name} holds GGUF models and no config.json."
        hint = f"Give the file itself: {printable(_first_gguf(contents))}."
    elif weights:
        message = f"{name} has weights ({printable(weights[0])}) but no config.json."
        hint = "Copy the model's config.json into it; transformers cannot build the model without."
    elif models:
        message = (
            f"{name} is no base model itself; its sub-folders are: {', '.join(map(printable, models[:5]))}."
        )
        hint = "Open one of them."
    elif not contents.files and not contents.folders:
        message, hint = f"{name} is an empty folder.", "Choose the folder that holds config.json."
    else:
        message = f"{name} is no base model: there is no config.json in it, only {contents.in_words}."
        hint = "Choose the folder that holds config.json."
    return UnreadableInput(message, hint, rule="ADP001", path=folder)
