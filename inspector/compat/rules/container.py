"""ADP0xx: the files themselves. What stops the reading is raised by `files`; the rest arrives as notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inspector.compat.inspection import Severity
from inspector.compat.rules.registry import Case, Fault, rule

_REFERENCE = "safetensors 0.8 header format; peft 0.21.2 `load_peft_weights`"


def _notes(rule_id: str) -> Callable[[Case], Iterator[Fault]]:
    def check(case: Case) -> Iterator[Fault]:
        notes = (*case.adapter.notes, *(case.base.notes if case.base is not None else ()))
        for note in notes:
            if note.rule == rule_id:
                yield Fault(note.message, remedy=note.hint, where=note.file)

    return check


rule(
    "ADP001",
    "missing-file",
    Severity.ERROR,
    what="adapter_config.json or the weights are not where a loader looks for them.",
    why="PEFT looks for adapter_config.json and adapter_model.safetensors (or .bin) in one folder, and nowhere else.",
    fix="Open the folder that holds both; a Trainer checkpoint must be saved again with save_pretrained.",
    source="peft#910, peft#718, peft#298",
)(_notes("ADP001"))

rule(
    "ADP002",
    "lfs-pointer",
    Severity.ERROR,
    what="A file is a Git LFS pointer, not the weights.",
    why="The repository was cloned without git-lfs; the loader stops with `header too large`.",
    fix="Run `git lfs pull`, or download the repository with `hf download`.",
    source="transformers#27923, OmniParser#34",
)(_notes("ADP002"))

rule(
    "ADP003",
    "corrupt-safetensors",
    Severity.ERROR,
    what="The weight file is cut off, overwritten, or not what its name says.",
    why="Header, offsets and file size have to agree to the byte; anything else is refused or, worse, misread.",
    fix="Download the file again and compare its sha256 with the one on the Hub.",
    source=f"sglang#14022; {_REFERENCE}",
)(_notes("ADP003"))

rule(
    "ADP004",
    "empty-adapter",
    Severity.ERROR,
    what="The weight file holds no tensor at all.",
    why="It loads without an error and changes nothing: typical of a patched state_dict at saving time.",
    fix="Save the adapter again from the trained model, or use the trainer's last checkpoint.",
    source="alpaca-lora#334",
)(_notes("ADP004"))

rule(
    "ADP005",
    "mixed-folder",
    Severity.INFO,
    what="The folder holds more than one adapter or model.",
    why="Loaders pick by file name: a config.json beside the adapter, nested adapters or a second weight file decide "
    "which one is served.",
    fix="Keep one adapter a folder.",
    source="unsloth#1061, transformers#28688",
)(_notes("ADP005"))

rule(
    "ADP006",
    "foreign-layout",
    Severity.ERROR,
    what="The weights are laid out for another ecosystem (MLX, kohya, diffusers, loralib).",
    why="PEFT reads neither these file names nor these keys: it raises, or loads and places nothing.",
    fix="Convert the adapter with its own ecosystem's exporter.",
    source="llama.cpp#10551, ComfyUI#6584, peft#276",
)(_notes("ADP006"))

rule(
    "ADP007",
    "pickle-weights",
    Severity.WARNING,
    what="The weights are a pickle (adapter_model.bin).",
    why="Unpickling runs code that the file names. This file was read without unpickling and names tensors only.",
    fix="Convert it to safetensors in a sandbox, with torch.load(weights_only=True).",
    source="vllm#32045; CPython documentation of pickle",
)(_notes("ADP007"))

rule(
    "ADP008",
    "bulk-full-tensors",
    Severity.INFO,
    what="More than half of the file is full tensors, not adapter weights.",
    why="Embeddings saved along make an adapter of gigabytes, and servers refuse them.",
    fix="If they were not trained, save again with save_embedding_layers=False.",
    source="unsloth#1093, peft#2898",
)(_notes("ADP008"))
