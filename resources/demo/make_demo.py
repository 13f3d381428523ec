"""Makes everything in the demo's folder: four small bases, an adapter, tickets, and what was measured.

    python resources/demo/make_demo.py [--output DIR]

It trains on one CPU thread for a minute or two, from fixed seeds, without network. All text is made up.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

os.environ["HF_HUB_OFFLINE"] = "1"

import status_lights  # noqa: E402
import tickets  # noqa: E402
import torch  # noqa: E402
import training  # noqa: E402
from cards import adapter_card, base_card  # noqa: E402
from measuring import Outcome, load_base, measure  # noqa: E402
from safetensors import safe_open  # noqa: E402
from transformers import PreTrainedModel, PreTrainedTokenizerFast, set_seed  # noqa: E402
from transformers.utils.logging import disable_progress_bar  # noqa: E402

SEED = 20
GOLDEN, ROUTED = 240, 3000
ADAPTER = "support-router-lora"


class Shelf(NamedTuple):
    """A base as the demo's shelf shows it."""

    name: str
    folder: str
    story: str


N = Shelf(
    "ticket-llama N",
    "ticket-llama-n",
    "The base that the adapter was trained on.",
)
DRIFTED = Shelf(
    "ticket-llama N+1, trained further",
    "ticket-llama-n1-drifted",
    "The next release: same shapes, same tokenizer, trained further on newer text, in which the hardware "
    "team has taken over the network. Every tensor lands and no loader says a word, yet tickets go to the "
    "wrong queue.",
)
GQA = Shelf(
    "ticket-llama N+1, grouped heads",
    "ticket-llama-n1-gqa",
    "A rebuilt release: two key/value heads in place of six and a larger vocabulary. The loader raises.",
)
VISION = Shelf(
    "ticket-llama N+1, with vision",
    "ticket-llama-n1-vision",
    "The very same text weights inside a multimodal wrapper, where every text module has another name. "
    "The adapter loads and does nothing.",
)
SHELF = (N, DRIFTED, GQA, VISION)


def _letters(rng: random.Random) -> str:
    return tickets.desk_note(rng) if rng.random() < 0.1 else tickets.letter(rng)


def _moved_texts(rng: random.Random) -> str:
    return tickets.desk_note(rng) if rng.random() < 0.5 else tickets.moved_letter(rng)


def _later_letters(rng: random.Random) -> str:
    return tickets.letter(rng, tickets.LATER_QUEUES)


def _ship(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    model.to(torch.bfloat16).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def make_base(tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Base N: customers' letters, and now and then a note of the service desk."""
    set_seed(SEED)
    model = training.llama(tokenizer, kv_heads=6)
    training.train(model, training.text_rows(tokenizer, _letters, seed=SEED), steps=400, peak=3e-3)
    _ship(model, tokenizer, folder)


def make_adapter(
    base: Path, tokenizer: PreTrainedTokenizerFast, seen: Sequence[tickets.Ticket], folder: Path
) -> None:
    """The router, trained on base N as it ships (rounded to bfloat16), stored in float32."""
    set_seed(SEED)
    model = training.add_router(load_base(base), base.name)
    training.train(model, training.routing_rows(tokenizer, seen, seed=SEED), steps=200, peak=3e-3)
    model.save_pretrained(folder, save_embedding_layers=False)
    config_file = folder / "adapter_config.json"
    config = json.loads(config_file.read_text())
    config["target_modules"] = list(training.TARGETS)  # PEFT writes a set, in another order each time
    _write_json(config_file, config)


def make_drifted(base: Path, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Base N trained further: desk notes, and letters of the time after two teams were merged."""
    set_seed(SEED)
    model = load_base(base)
    training.train(model, training.text_rows(tokenizer, _moved_texts, seed=SEED + 1), steps=80, peak=2e-3)
    _ship(model, tokenizer, folder)


def make_grouped(folder: Path) -> None:
    """From scratch, with two key/value heads, on letters with words that base N never read."""
    set_seed(SEED)
    first = tickets.words()
    added = [word for word in tickets.words(tickets.LATER_QUEUES) if word not in first]
    tokenizer = training.word_tokenizer([*first, *added])
    model = training.llama(tokenizer, kv_heads=2)
    training.train(model, training.text_rows(tokenizer, _later_letters, seed=SEED + 2), steps=300, peak=3e-3)
    _ship(model, tokenizer, folder)


def make_multimodal(base: Path, folder: Path) -> float:
    """Llava around base N; returns the share of unseen lights whose colour it names right."""
    set_seed(SEED)
    # The first reserved id of base N becomes the image's; every other id keeps its word.
    tokenizer = training.word_tokenizer(tickets.words(), reserved="<image>")
    image = tokenizer.convert_tokens_to_ids("<image>")
    model = status_lights.multimodal(load_base(base), image)
    training.train(model, status_lights.light_rows(tokenizer, image, seed=SEED), steps=300, peak=1e-3)
    _ship(model, tokenizer, folder)
    unseen = status_lights.light_rows(tokenizer, image, seed=SEED + 1, batch=200)
    return status_lights.colours_seen(load_base(folder), unseen)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")


def _tensors(adapter: Path) -> int:
    with safe_open(adapter / "adapter_model.safetensors", "pt") as weights:
        return len(weights.keys())


def _write_tickets(output: Path, golden: Sequence[tickets.Ticket]) -> None:
    lines = [json.dumps({"prompt": ticket.prompt, "expected": ticket.answer}) for ticket in golden]
    (output / "golden.jsonl").write_text("\n".join(lines) + "\n")
    prompts = [
        [ticket.prompt for ticket in golden if ticket.queue == queue.name][:2] for queue in tickets.QUEUES
    ]
    (output / "prompts.txt").write_text("\n".join(sum(prompts, [])) + "\n")


def _entry(shelf: Shelf, found: Outcome, reference: Outcome) -> dict[str, object]:
    """One base of the manifest; negative flips are tickets that base N routes right and this one does not."""
    flips = None
    if found.right is not None and reference.right is not None:
        lost = [before and not now for before, now in zip(reference.right, found.right, strict=True)]
        flips = round(sum(lost) / len(lost), 4)
    return {
        **shelf._asdict(),
        "loads": found.error is None,
        "error": None if found.error is None else found.error._asdict(),
        "landed": found.landed,
        "logits_changed": found.logits_changed,
        "routed_right": None if found.right is None else round(sum(found.right) / len(found.right), 4),
        "routed_right_without_adapter": round(found.right_without, 4),
        "negative_flip_rate": flips,
        "says": found.sample,
        "says_without_adapter": found.sample_without,
    }


def make(output: Path) -> None:
    """Write the whole demo into `output` and print what was measured."""
    began = time.monotonic()
    output.mkdir(parents=True, exist_ok=True)
    tokenizer = training.word_tokenizer(tickets.words())
    known: set[str] = set()
    seen = list(tickets.unseen(SEED, ROUTED, known))
    golden = list(tickets.unseen(SEED + 1, GOLDEN, known))
    _write_tickets(output, golden)

    base, adapter = output / N.folder, output / ADAPTER
    make_base(tokenizer, base)
    make_adapter(base, tokenizer, seen, adapter)
    make_drifted(base, tokenizer, output / DRIFTED.folder)
    make_grouped(output / GQA.folder)
    colours = make_multimodal(base, output / VISION.folder)

    found = {shelf: measure(output / shelf.folder, adapter, golden) for shelf in SHELF}
    entries = [_entry(shelf, found[shelf], found[N]) for shelf in SHELF]
    manifest = {
        "schema_version": 1,
        "adapter": {
            "name": "support router",
            "folder": ADAPTER,
            "base": N.folder,
            "tensors": _tensors(adapter),
        },
        "bases": entries,
        "prompts": "prompts.txt",
        "golden": {"file": "golden.jsonl", "count": GOLDEN, "sample": golden[0].prompt},
        "seed": SEED,
        "made_with": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("torch", "transformers", "peft", "tokenizers")},
        },
    }
    _write_json(output / "manifest.json", manifest)
    (adapter / "README.md").write_text(adapter_card(manifest))
    for entry in entries:
        (output / str(entry["folder"]) / "README.md").write_text(base_card(entry, colours))
        print(json.dumps(entry, indent=2))
    print(f"colours named right by the multimodal base: {colours:.2f}")
    made = [
        path
        for folder in (ADAPTER, *(shelf.folder for shelf in SHELF))
        for path in output.glob(f"{folder}/*")
    ]
    for path in made:
        path.chmod(0o644)  # safetensors writes 0600, which a wheel would carry on
    size = sum(path.stat().st_size for path in made)
    print(f"{size / 2**20:.2f} MiB in the model folders, {time.monotonic() - began:.0f} s")
    print(f"{ADAPTER}/adapter-lock.json, if there is one, records the former weights: lock the adapter anew.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the demo's bases and adapter and write them out.")
    parser.add_argument("--output", type=Path, default=Path(__file__).resolve().parent, metavar="DIR")
    disable_progress_bar()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    make(parser.parse_args().output)


if __name__ == "__main__":
    main()
