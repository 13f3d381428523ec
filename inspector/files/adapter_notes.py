"""What is odd about an adapter's container although it can be read: the notes that become findings."""

from __future__ import annotations

from dataclasses import replace

from inspector.errors import UnreadableInput
from inspector.files.folder import ADAPTER_WEIGHTS, Contents, adapters_below, is_base_model, member, printable
from inspector.files.layouts import EXPLANATIONS, PEFT
from inspector.files.records import Adapter, FileNote

_LORA_MARKS = ("lora_", "trainable_tokens_")


def container_notes(adapter: Adapter, contents: Contents) -> Adapter:
    """The adapter with the notes ADP004 to ADP008 that hold for it, after those it already carries."""
    found = (
        _empty(adapter),
        _foreign(adapter),
        *_mixed_folder(adapter, contents),
        _pickle(adapter),
        _bulk(adapter),
    )
    return replace(adapter, notes=(*adapter.notes, *(note for note in found if note)))


def _file(adapter: Adapter) -> str:
    return adapter.weights_file.name if adapter.weights_file else ""


def _empty(adapter: Adapter) -> FileNote | None:
    if adapter.tensors:
        return None
    return FileNote(
        "ADP004",
        f"{_file(adapter)} holds no tensors: it loads, and changes nothing.",
        "Take the weights of a checkpoint from the same training; this save lost them.",
        _file(adapter),
    )


def _foreign(adapter: Adapter) -> FileNote | None:
    if adapter.format == PEFT:
        return None
    message, hint = EXPLANATIONS[adapter.format]
    return FileNote("ADP006", message, hint, _file(adapter))


def _mixed_folder(adapter: Adapter, contents: Contents) -> list[FileNote | None]:
    notes: list[FileNote | None] = [_twin(adapter, contents)]
    if is_base_model(contents):
        notes.append(
            FileNote(
                "ADP005",
                "config.json lies beside adapter_config.json: some programs take the folder for a model.",
                "Keep the adapter in a folder of its own.",
                "config.json",
            )
        )
    children = adapters_below(adapter.path, contents)
    if children:
        names = ", ".join(printable(child) for child in children[:5])
        notes.append(
            FileNote(
                "ADP005",
                f"Sub-folders hold adapters too ({names}); only the one at the top was inspected.",
                "Open a sub-folder to inspect its adapter.",
            )
        )
    return notes


def _twin(adapter: Adapter, contents: Contents) -> FileNote | None:
    """adapter_model.bin beside adapter_model.safetensors, where the two do not hold the same tensors."""
    if not all(name in contents.files for name in ADAPTER_WEIGHTS) or _file(adapter) != ADAPTER_WEIGHTS[0]:
        return None
    try:
        from inspector.files.torch_zip import read_torch_zip

        other, _ = read_torch_zip(member(adapter.path, ADAPTER_WEIGHTS[1]))
    except UnreadableInput as error:
        said = f"adapter_model.bin beside it cannot be compared. {error.message}"
    else:
        ours = {key: tensor.shape for key, tensor in adapter.tensors.items()}
        theirs = {key: tensor.shape for key, tensor in other.items()}
        if ours == theirs:
            return None
        differing = sum(ours.get(key) != theirs.get(key) for key in ours.keys() | theirs.keys())
        said = f"adapter_model.bin beside it differs in {differing:,} tensors: they come from different runs."
    return FileNote(
        "ADP005",
        f"Loaders read adapter_model.safetensors; {said}",
        "Delete the file that is not meant.",
        ADAPTER_WEIGHTS[1],
    )


def _pickle(adapter: Adapter) -> FileNote | None:
    if adapter.container != "torch-zip":
        return None
    return FileNote(
        "ADP007",
        f"{_file(adapter)} is a pickle. It names nothing that runs code; some programs refuse it anyway.",
        "Load it once with torch.load(weights_only=True) and save it as adapter_model.safetensors.",
        _file(adapter),
    )


def _bulk(adapter: Adapter) -> FileNote | None:
    if adapter.format != PEFT or adapter.peft_type not in (None, "LORA", "ADALORA"):
        return None  # other methods store their parameters under names of their own
    total = sum(tensor.nbytes for tensor in adapter.tensors.values())
    full = [
        tensor for tensor in adapter.tensors.values() if not any(mark in tensor.key for mark in _LORA_MARKS)
    ]
    size = sum(tensor.nbytes for tensor in full)
    if 2 * size <= total:
        return None
    largest = max(full, key=lambda tensor: tensor.nbytes)
    return FileNote(
        "ADP008",
        f"{100 * size / total:.0f} % of the bytes are full tensors, not low-rank ones; the largest is "
        f"{printable(largest.key)}.",
        "Fine where an embedding or a head was meant to be trained; otherwise check modules_to_save.",
        _file(adapter),
    )
