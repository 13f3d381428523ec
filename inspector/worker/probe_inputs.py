"""What the probe feeds the model: prompts as tokens, from the adapter's tokenizer or the base's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
import transformers

from inspector.files.records import Adapter, Base

PROMPTS = (
    "The capital of France is",
    "To make a cup of tea, first",
    "My order has not arrived yet. What should I do?",
    "Write a short poem about the sea.",
    "def fibonacci(n):",
    "Question: What is 7 times 8? Answer:",
    "Dear customer, thank you for your message.",
    "Translate to German: Good morning, how are you?",
)
"""Short everyday openings of different kinds: facts, instructions, code, letters, questions."""

MOST_TOKENS = 128
PSEUDO_RANDOM_TOKENS = 16
_KEPT_BYTES = 1 << 30
_TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "spiece.model")


class PromptTokens(NamedTuple):
    """One prompt and its token ids, shape (1, positions)."""

    prompt: str
    ids: torch.Tensor


class ProbeInputs(NamedTuple):
    """`tokenizer` is None when the ids are pseudo-random; `note` says where they are from."""

    prompts: tuple[PromptTokens, ...]
    tokenizer: Any | None
    note: str


def make_inputs(adapter: Adapter, base: Base, prompts: Sequence[str] | None, *, model: Any) -> ProbeInputs:
    """Tokens for every prompt, all below the model's vocabulary and short enough to keep their logits."""
    texts = tuple(prompts) if prompts else PROMPTS
    vocabulary = vocabulary_size(model)
    most = _most_tokens(model, vocabulary, len(texts))
    for whose, load in (
        ("the adapter's", lambda: _load_tokenizer(adapter.path)),
        ("the base's", lambda: _load_tokenizer(base.folder) or _tokenizer_of_gguf(base)),
    ):
        tokenizer = load()
        if tokenizer is None:
            continue
        rows = [_tokenize(tokenizer, text, most) for text in texts]
        if all(row is not None and int(row.max()) < vocabulary for row in rows):
            pairs = tuple(
                PromptTokens(text, row) for text, row in zip(texts, rows, strict=True) if row is not None
            )
            return ProbeInputs(pairs, tokenizer, f"Prompts were split by {whose} tokenizer.")
    pairs = tuple(
        PromptTokens(f"pseudo-random tokens {number}", _pseudo_random(number, vocabulary, most))
        for number in range(1, len(texts) + 1)
    )
    return ProbeInputs(
        pairs,
        None,
        "There is no usable tokenizer, so fixed pseudo-random tokens were fed instead of prompts.",
    )


def vocabulary_size(model: Any) -> int:
    """Rows of the input embedding."""
    return int(model.get_input_embeddings().weight.shape[0])


def _most_tokens(model: Any, vocabulary: int, prompts: int) -> int:
    """Positions a prompt: within the model's limit, and such that all kept logits stay below a gigabyte."""
    own = getattr(model.config.get_text_config(), "max_position_embeddings", None) or MOST_TOKENS
    kept = _KEPT_BYTES // (4 * max(1, vocabulary) * max(1, prompts))
    return max(2, min(MOST_TOKENS, int(own) // 2, kept))


def _load_tokenizer(folder: Path) -> Any | None:
    if not any((folder / name).is_file() for name in _TOKENIZER_FILES):
        return None
    try:
        return transformers.AutoTokenizer.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False
        )
    except Exception:
        pass
    if not (folder / "tokenizer.json").is_file():
        return None
    try:
        return transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    except Exception:
        return None


def _tokenizer_of_gguf(base: Base) -> Any | None:
    if base.kind != "gguf":
        return None
    try:
        return transformers.AutoTokenizer.from_pretrained(
            str(base.folder), gguf_file=base.path.name, local_files_only=True, trust_remote_code=False
        )
    except Exception:
        return None


def _tokenize(tokenizer: Any, text: str, most: int) -> torch.Tensor | None:
    ids = tokenizer(text)["input_ids"][:most]
    return torch.tensor([ids], dtype=torch.long) if ids else None


def _pseudo_random(number: int, vocabulary: int, most: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(number)
    length = min(PSEUDO_RANDOM_TOKENS, most)
    return torch.randint(0, vocabulary, (1, length), generator=generator)
