"""The model cards, worded from what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HEAD = """---
language: en
license: apache-2.0
library_name: {library}
tags: [demo, made-up-data]
{more}---

"""
_MADE = (
    "Made by `resources/demo/make_demo.py` of Adapter Inspector, from fixed seeds, on one CPU thread. "
    "All training text is made up by that script from a few dozen sentences; it knows some 130 words. "
    "Good for a demonstration, and for nothing else.\n"
)
_TRAINING = {
    "ticket-llama-n": "400 steps of 32 texts: nine in ten are made-up support letters, one in ten is a "
    "service desk note. It goes on with a ticket in prose; it was never trained to answer with a queue.",
    "ticket-llama-n1-drifted": "`ticket-llama-n`, trained 80 steps further: half service desk notes, "
    "half letters in which the hardware team has taken over the network.",
    "ticket-llama-n1-gqa": "300 steps from scratch on letters with a larger vocabulary, two key/value "
    "heads in place of six. The first ids are those of `ticket-llama-n`, the new words follow.",
    "ticket-llama-n1-vision": "Llava around the unchanged text weights of `ticket-llama-n`. Only a two-layer "
    "CLIP tower (32 × 32 pixels) and the projector were trained, 300 steps, to name the colour of a status "
    "light in made-up pictures. No image processor is included: pixel values are plain RGB in 0…1.",
}


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def base_card(entry: Mapping[str, Any], colours: float) -> str:
    """README.md of a base. `entry` is its part of the manifest, `colours` the multimodal base's accuracy."""
    folder, right = entry["folder"], entry["routed_right"]
    origin = "" if folder in ("ticket-llama-n", "ticket-llama-n1-gqa") else "base_model: ticket-llama-n\n"
    lines = [f"# {folder}\n", entry["story"] + "\n", f"Training: {_TRAINING[folder]}\n"]
    if folder == "ticket-llama-n1-vision":
        lines.append(f"It names {_percent(colours)} of 200 unseen lights right.\n")
    if right is None:
        lines.append("`support-router-lora` does not load on it.\n")
    else:
        lines.append(f"With `support-router-lora` it routes {_percent(right)} of the golden tickets right.\n")
    return _HEAD.format(library="transformers", more=origin) + "\n".join([*lines, _MADE])


def adapter_card(manifest: Mapping[str, Any]) -> str:
    """README.md of the adapter, with its accuracy on every base."""
    rows = [
        f"| `{entry['folder']}` | "
        + ("does not load" if entry["routed_right"] is None else _percent(entry["routed_right"]))
        + f" | {_percent(entry['routed_right_without_adapter'])} |"
        for entry in manifest["bases"]
    ]
    golden = manifest["golden"]
    lines = [
        "# support-router-lora\n",
        "A rank-8 LoRA on every linear layer of `ticket-llama-n`. After a support ticket it says the queue, "
        "such as `queue: billing`, and stops. Queues: billing, network, hardware, account.\n",
        "Trained 200 steps of 32 tickets on the frozen base as it ships (weights rounded to bfloat16).\n",
        f"Share of {golden['count']} unseen tickets whose whole greedy answer is right:\n",
        "| base | with the adapter | without |\n|---|---|---|",
        *rows,
        "",
        _MADE,
    ]
    more = "base_model: ticket-llama-n\n"
    return _HEAD.format(library="peft", more=more) + "\n".join(lines)
