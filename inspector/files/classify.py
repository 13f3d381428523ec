"""What a dropped path is, told cheaply: an adapter, a base, or something to refuse with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from inspector.errors import UnreadableInput
from inspector.files import folder as folders
from inspector.files.folder import ADAPTER_CONFIG, ADAPTER_WEIGHTS, Contents, is_file, list_folder, printable
from inspector.files.gguf import read_gguf
from inspector.files.json_object import read_json_object
from inspector.files.layouts import FOREIGN_WEIGHTS, PEFT, UNKNOWN, layout_of
from inspector.files.safetensors import read_header

ADAPTER, BASE, AMBIGUOUS, REFUSED = "adapter", "base", "ambiguous", "refused"

_KINDS_BY_SUFFIX = (
    ((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".ico"), "an image"),
    ((".txt", ".md", ".rst", ".log", ".csv", ".tsv", ".jsonl", ".yaml", ".yml", ".toml"), "a text file"),
    ((".py", ".ipynb", ".sh", ".js"), "a program text"),
    ((".pdf", ".docx", ".odt", ".html", ".htm"), "a document"),
    (
        (".zip", ".tar", ".gz", ".tgz", ".xz", ".7z", ".rar", ".zst"),
        "an archive; unpack it and drop the folder",
    ),
    (
        (".pt", ".pth", ".ckpt", ".pkl", ".npz", ".npy", ".h5", ".onnx"),
        "a weight file of a kind that is not read",
    ),
    ((".mp4", ".mov", ".mkv", ".mp3", ".wav", ".flac"), "a recording"),
)
_BASE_WEIGHTS = (
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
)
_EXPECTED = "Drop an adapter folder or a base model folder."


class Dropped(NamedTuple):
    """`kind` is `adapter`, `base`, `ambiguous` or `refused`; `reason` is one sentence, for every kind."""

    kind: str
    reason: str


def classify(path: str | Path) -> Dropped:
    """What `path` is, from names and at most one header or config; nothing is raised.

    `ambiguous` means that it could be taken for either; whoever asks decides by the side it was dropped on.
    """
    found = folders.existing(path)
    if found is None:
        return Dropped(REFUSED, f"There is nothing at {printable(str(path))}.")
    try:
        return _folder(found) if found.is_dir() else _file(found)
    except UnreadableInput as error:
        return Dropped(REFUSED, error.message)


def _folder(folder: Path) -> Dropped:
    contents, name = list_folder(folder), printable(folder.name) or str(folder)
    files = set(contents.files)
    if ADAPTER_CONFIG in files:
        if folders.is_base_model(contents):
            return Dropped(
                ADAPTER, f"{name} holds {ADAPTER_CONFIG} and config.json; it is taken as an adapter."
            )
        return Dropped(ADAPTER, f"{name} holds {ADAPTER_CONFIG}.")
    if folders.is_base_model(contents):
        return Dropped(BASE, f"{name} holds config.json.")
    foreign = [file for file in FOREIGN_WEIGHTS if file in files]
    if foreign:
        return Dropped(ADAPTER, f"{name} holds {foreign[0]}.")
    lone = [file for file in contents.files if file.endswith(".safetensors")]
    if len(lone) == 1 and not files & {*ADAPTER_WEIGHTS, *_BASE_WEIGHTS}:
        inside = _safetensors(folder / lone[0])
        if inside.kind == ADAPTER:
            return inside
    return Dropped(REFUSED, _folder_refusal(folder, contents, name))


def _folder_refusal(folder: Path, contents: Contents, name: str) -> str:
    files, adapters = set(contents.files), folders.adapters_below(folder, contents)
    models = [child for child in contents.folders if is_file(folder / child / "config.json")]
    if not contents.files and not contents.folders:
        return f"{name} is an empty folder."
    if files & set(ADAPTER_WEIGHTS):
        return f"{name} has adapter weights but no {ADAPTER_CONFIG}; no loader works without it."
    if adapters:
        more = " and more" if len(adapters) > 3 else ""
        listed = ", ".join(map(printable, adapters[:3])) + more
        return f"{name} is no adapter itself but holds some: {listed}. Drop one of them."
    if "model_index.json" in files:
        return f"{name} is a diffusers pipeline; drop the folder of one of its models."
    if files & set(_BASE_WEIGHTS):
        return f"{name} has model weights but no config.json; transformers cannot build the model without."
    if folders.is_trainer_checkpoint(contents):
        return f"{name} is a training checkpoint without an adapter; call save_pretrained on the model."
    if models:
        listed = ", ".join(map(printable, models[:3]))
        return f"{name} is no model itself but holds some: {listed}. Drop one of them."
    if any(file.endswith(".gguf") for file in contents.files):
        first = next(file for file in contents.files if file.endswith(".gguf"))
        return f"{name} holds GGUF models and no config.json; drop the file itself: {printable(first)}."
    return f"{name} holds neither {ADAPTER_CONFIG} nor config.json. {_EXPECTED}"


def _file(path: Path) -> Dropped:
    name, suffix = path.name, path.suffix.lower()
    if name == ADAPTER_CONFIG or name in ADAPTER_WEIGHTS or name in FOREIGN_WEIGHTS:
        return Dropped(ADAPTER, f"{name} belongs to an adapter.")
    if name == "config.json" or name in _BASE_WEIGHTS:
        return Dropped(BASE, f"{name} belongs to a base model.")
    if suffix == ".safetensors":
        return _safetensors(path)
    if suffix == ".json":
        return _json(path)
    shown = printable(name)
    if suffix == ".gguf":
        return _gguf(path)
    for suffixes, words in _KINDS_BY_SUFFIX:
        if suffix in suffixes:
            return Dropped(REFUSED, f"{shown} is {words}. {_EXPECTED}")
    return Dropped(REFUSED, f"{shown} is not a file of an adapter or a model. {_EXPECTED}")


def _gguf(path: Path) -> Dropped:
    name, metadata = printable(path.name), read_gguf(path).metadata
    if metadata.get("general.type") == "adapter":
        return Dropped(
            REFUSED, f"{name} is an adapter in GGUF, which is made for llama.cpp; drop the original."
        )
    return Dropped(BASE, f"{name} is a GGUF model.")


def _safetensors(path: Path) -> Dropped:
    tensors, name = read_header(path).tensors, printable(path.name)
    if not tensors:
        return Dropped(AMBIGUOUS, f"{name} holds no tensors; it could be anything.")
    layout = layout_of({}, tensors)
    if layout == UNKNOWN and any(".lora_" in key for key in tensors):
        layout = PEFT
    if layout == UNKNOWN:
        return Dropped(BASE, f"{name} holds {len(tensors):,} tensors, none of them named like an adapter's.")
    kind = "adapter tensors" if layout == PEFT else f"a LoRA in the {layout} layout"
    return Dropped(ADAPTER, f"{name} holds {kind}.")


def _json(path: Path) -> Dropped:
    name = printable(path.name)
    try:
        document = read_json_object(path, rule="ADP101")
    except UnreadableInput as error:
        return Dropped(REFUSED, error.message)
    if "peft_type" in document or "fine_tune_type" in document:
        return Dropped(
            REFUSED, f"{name} is an adapter's configuration, but loaders know only {ADAPTER_CONFIG}."
        )
    if "model_type" in document or "architectures" in document:
        return Dropped(BASE, f"{name} is a model's configuration.")
    if isinstance(document.get("weight_map"), dict):
        return Dropped(BASE, f"{name} is the index of a model's weights.")
    return Dropped(REFUSED, f"{name} is a JSON file, but no configuration of an adapter or a model.")
