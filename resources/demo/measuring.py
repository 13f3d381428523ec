"""What the real loader does with the adapter on a base, and how many golden tickets come out right."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
import transformers
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import load_file
from tickets import Ticket
from training import ANSWER_TOKENS, answers
from transformers import AutoConfig, AutoTokenizer


class LoadError(NamedTuple):
    """What the loader raised: the exception's class and the first mismatch that it names."""

    type: str
    message: str


class Outcome(NamedTuple):
    """One base under the adapter. What was not to be had because the loader raised is None.

    `landed` counts the file's tensors that stand in the model, value for value, after
    `PeftModel.from_pretrained`. The shares of rightly routed tickets ask for the whole greedy answer.
    """

    error: LoadError | None
    landed: int | None
    logits_changed: bool | None
    right_without: float
    right: tuple[bool, ...] | None
    sample_without: str
    sample: str | None


def load_base(folder: Path) -> torch.nn.Module:
    """The base in float32, by the class that its config names. Raises ValueError if a weight is missing."""
    architecture = AutoConfig.from_pretrained(folder).architectures[0]
    model, report = getattr(transformers, architecture).from_pretrained(
        folder, dtype=torch.float32, output_loading_info=True
    )
    faults = {kind: sorted(names) for kind, names in report.items() if names}
    if faults:
        raise ValueError(f"{folder.name} does not load whole: {faults}")
    return model.eval()


def _landed(model: PeftModel, adapter: Path) -> int:
    stored = load_file(adapter / "adapter_model.safetensors")
    held = get_peft_model_state_dict(model, save_embedding_layers=False)
    return sum(key in held and torch.equal(held[key], value) for key, value in stored.items())


def measure(base: Path, adapter: Path, golden: Sequence[Ticket]) -> Outcome:
    """Load `base`, then `adapter` on it, and route the golden tickets with both."""
    model, tokenizer = load_base(base), AutoTokenizer.from_pretrained(base)
    prompts = [ticket.prompt for ticket in golden]
    expected = [ticket.answer for ticket in golden]
    probe = torch.tensor([tokenizer(prompts[0]).input_ids])

    def sample(asked: torch.nn.Module) -> str:
        return answers(asked, tokenizer, prompts[:1], tokens=32)[0]

    def right(asked: torch.nn.Module) -> tuple[bool, ...]:
        said = answers(asked, tokenizer, prompts, tokens=ANSWER_TOKENS)
        return tuple(text == wanted for text, wanted in zip(said, expected, strict=True))

    with torch.inference_mode():
        before = model(input_ids=probe).logits
    without, sample_without = sum(right(model)) / len(golden), sample(model)
    try:
        with warnings.catch_warnings():
            # PEFT's word about missing keys is the point of the inert base, not a fault of this script.
            warnings.filterwarnings("ignore", message="Found missing adapter keys")
            adapted = PeftModel.from_pretrained(model, adapter).eval()
    except RuntimeError as error:
        first = next((line for line in str(error).splitlines() if "size mismatch" in line), str(error))
        return Outcome(
            LoadError(type(error).__name__, first.strip()), None, None, without, None, sample_without, None
        )
    with torch.inference_mode():
        changed = not torch.equal(adapted(input_ids=probe).logits, before)
    return Outcome(
        None, _landed(adapted, adapter), changed, without, right(adapted), sample_without, sample(adapted)
    )
