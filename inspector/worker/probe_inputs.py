"""What the probe feeds the model: prompts as tokens, from the adapter's tokenizer or the base's."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

import torch
import transformers

from inspector.files.records import Adapter, Base
from inspector.worker.client import ProbeRefused, Prompt
from inspector.worker.probe_kept import room
from inspector.worker.trained_tokens import trained_tokens

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

QUESTION = "What is this about?"
"""What a question-answering model is asked about each prompt."""

MOST_TOKENS = 128
PSEUDO_RANDOM_TOKENS = 16
MOST_IN_TEMPLATE = 8
"""Prompts that are run a second time inside the chat template."""

_LONGEST_TEMPLATE = 1_000_000
_TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "spiece.model")
_WHOSE = {"adapter": "the adapter's", "base": "the base's"}


class PromptTokens(NamedTuple):
    """One prompt and its token ids, shape (1, positions).

    `segments` are token type ids of the same shape, where the prompt is a pair (question and context).
    `is_cut` says that there were more tokens than could be taken.
    """

    prompt: str
    ids: torch.Tensor
    segments: torch.Tensor | None = None
    is_cut: bool = False


class ProbeInputs(NamedTuple):
    """`tokenizer` is None when the ids are pseudo-random; `note` says where they are from.

    `source` is `adapter` or `base`, whose tokenizer it is, else empty. `templated` are the first prompts
    inside the chat template that `template_source` (`the adapter` or `the base`) brings; empty without one.
    """

    prompts: tuple[PromptTokens, ...]
    tokenizer: Any | None
    note: str
    source: str = ""
    templated: tuple[PromptTokens, ...] = ()
    template_source: str = ""


def make_inputs(
    adapter: Adapter, base: Base, prompts: Sequence[Prompt] | None, *, model: Any, template: bool = False
) -> ProbeInputs:
    """Tokens for every prompt, all below the model's vocabulary and short enough to keep their logits.

    With `template` also inside the chat template, where there is one. Raises ProbeRefused for chats
    without a chat template.
    """
    texts: tuple[Prompt, ...] = tuple(prompts) if prompts else PROMPTS
    vocabulary = vocabulary_size(model)
    most = _most_tokens(
        model, vocabulary, len(texts) + (min(len(texts), MOST_IN_TEMPLATE) if template else 0)
    )
    asks = is_question_answering(model)
    has_chats = any(not isinstance(text, str) for text in texts)
    for source in ("adapter", "base"):
        tokenizer = tokenizer_of(adapter, base, source)
        if tokenizer is None or (has_chats and not tokenizer.chat_template):
            continue
        rows = [_tokenize(tokenizer, text, most, asks=asks) for text in texts]
        if all(_is_within(row, vocabulary) for row in rows):
            kept = tuple(row for row in rows if row is not None)
            note = f"Prompts were split by {_WHOSE[source]} tokenizer."
            if cut := sum(row.is_cut for row in kept):
                note += f" {cut} of them were cut to {most:,} tokens."
            found = ProbeInputs(kept, tokenizer, note, source)
            if template:
                found = _with_template(found, texts, adapter, most, vocabulary)
            return with_trained_tokens(found, adapter, most, vocabulary)
    if has_chats:
        raise ProbeRefused(
            "The prompts hold messages, and no chat template of the adapter or the base can be used on them.",
            "Give prompts as plain text, or put the chat_template.jinja beside the adapter.",
        )
    pairs = tuple(
        PromptTokens(f"pseudo-random tokens {number}", _pseudo_random(number, vocabulary, most))
        for number in range(1, len(texts) + 1)
    )
    said = "There is no usable tokenizer, so fixed pseudo-random tokens were fed instead of prompts."
    return with_trained_tokens(ProbeInputs(pairs, None, said), adapter, most, vocabulary)


def tokenizer_of(adapter: Adapter, base: Base, source: str) -> Any | None:
    """The tokenizer of the adapter or of the base, with the adapter's chat template where it has one."""
    if source == "base":
        tokenizer = _load_tokenizer(base.folder) or _tokenizer_of_gguf(base)
    else:
        tokenizer = _load_tokenizer(adapter.path)
    if tokenizer is not None and (own := _own_template(adapter)) is not None:
        tokenizer.chat_template = own
    return tokenizer


def vocabulary_size(model: Any) -> int:
    """Rows of the input embedding. Raises ProbeRefused for a model that reads no tokens."""
    try:
        table = model.get_input_embeddings()
    except (NotImplementedError, AttributeError):
        table = None
    if not isinstance(weight := getattr(table, "weight", None), torch.Tensor) or weight.dim() != 2:
        raise ProbeRefused("The base reads no text, and the probe can feed it nothing else.")
    return int(weight.shape[0])


def is_question_answering(model: Any) -> bool:
    return type(model).__name__.endswith("ForQuestionAnswering")


def longest_input(model: Any) -> int | None:
    """Positions that the model was made for; None where its configuration does not say."""
    own = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    return own if isinstance(own, int) and own > 0 else None


def pieces(tokenizer: Any | None, ids: torch.Tensor) -> tuple[str, ...]:
    """Each token as text, with the space that it begins with; empty without a tokenizer."""
    if tokenizer is None:
        return ()
    row = ids.flatten().tolist()
    texts = [str(tokenizer.decode([token])) for token in row]
    # SentencePiece decoders drop the space of a text's first token, and here every token is one.
    return tuple(
        f" {text}" if str(token).startswith("▁") and not text.startswith(" ") else text
        for token, text in zip(tokenizer.convert_ids_to_tokens(row), texts, strict=True)
    )


def _most_tokens(model: Any, vocabulary: int, prompts: int) -> int:
    """Positions a prompt: within the model's limit, and as many as there is room to keep the logits of."""
    own = longest_input(model) or MOST_TOKENS
    kept = room() // (4 * max(1, vocabulary) * max(1, prompts))
    return max(2, min(MOST_TOKENS, own // 2, kept))


def _is_within(row: PromptTokens | None, vocabulary: int) -> bool:
    return row is not None and int(row.ids.max()) < vocabulary


def _with_template(
    inputs: ProbeInputs, texts: Sequence[Prompt], adapter: Adapter, most: int, vocabulary: int
) -> ProbeInputs:
    """The inputs with their first plain prompts inside the chat template as well, where there is one."""
    tokenizer = inputs.tokenizer
    if tokenizer is None or not tokenizer.chat_template:
        return inputs
    if not all(isinstance(text, str) for text in texts):
        return inputs
    rows = [
        _tokenize(tokenizer, [{"role": "user", "content": str(text)}], most)
        for text in texts[:MOST_IN_TEMPLATE]
    ]
    if not all(_is_within(row, vocabulary) for row in rows):
        return inputs
    own = inputs.source == "adapter" or _own_template(adapter) is not None
    return inputs._replace(
        templated=tuple(row for row in rows if row is not None),
        template_source="the adapter" if own else "the base",
    )


def with_trained_tokens(inputs: ProbeInputs, adapter: Adapter, most: int, vocabulary: int) -> ProbeInputs:
    """The inputs, and where none of them holds a token that the adapter trains, one more that does.

    Such an adapter changes nothing where its tokens are not read: without them nothing would be measured.
    """
    trained = [token for token in trained_tokens(adapter) if token < vocabulary]
    fed = {token for row in (*inputs.prompts, *inputs.templated) for token in row.ids[0].tolist()}
    if not trained or not fed.isdisjoint(trained):
        return inputs
    first, *rest = inputs.prompts[0].ids[0].tolist()
    # Behind the first token, which may be the one that a text begins with.
    ids = torch.tensor([[first, *trained, *rest][:most]], dtype=torch.long)
    row = PromptTokens(f"{inputs.prompts[0].prompt} (with trained tokens)", ids)
    said = "No prompt holds a token that the adapter trains, so one with them was added."
    return inputs._replace(prompts=(*inputs.prompts, row), note=f"{inputs.note} {said}")


def _own_template(adapter: Adapter) -> str | None:
    path = adapter.path / "chat_template.jinja"
    try:
        if path.is_file() and path.stat().st_size <= _LONGEST_TEMPLATE:
            return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        pass
    return None


def stat_signature(*places: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Name, inode, size and time of change of files, or of every file in a folder: what tells a new one."""
    found = []
    for place in places:
        for path in sorted(place.iterdir()) if place.is_dir() else (place,):
            with suppress(OSError):  # of others in that folder some may just have gone
                stat = path.stat()
                if S_ISREG(stat.st_mode):
                    found.append((str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


def _load_tokenizer(folder: Path) -> Any | None:
    """As `_read_tokenizer`, which takes seconds for a large vocabulary: kept as long as no file changes."""
    if not any((folder / name).is_file() for name in _TOKENIZER_FILES):
        return None
    tokenizer, own_template = _read_tokenizer(folder, stat_signature(folder))
    if tokenizer is not None:
        tokenizer.chat_template = own_template  # another adapter may have lent it its own
    return tokenizer


@lru_cache(maxsize=2)
def _read_tokenizer(folder: Path, _signature: object) -> tuple[Any | None, Any]:
    """The tokenizer, and the chat template that it came with."""
    tokenizer = _tokenizer_in(folder)
    return tokenizer, getattr(tokenizer, "chat_template", None)


def _tokenizer_in(folder: Path) -> Any | None:
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


def _tokenize(tokenizer: Any, prompt: Prompt, most: int, *, asks: bool = False) -> PromptTokens | None:
    """None where nothing is left of the prompt, or the template does not take it."""
    if not isinstance(prompt, str):
        return _tokenize_chat(tokenizer, prompt, most)
    if not asks:
        return _tokens(prompt, tokenizer(prompt)["input_ids"], most)
    pair = tokenizer(QUESTION, prompt)
    found = _tokens(prompt, pair["input_ids"], most)
    segments = pair.get("token_type_ids")
    if found is None or segments is None:
        return found
    return found._replace(segments=torch.tensor([segments[:most]], dtype=torch.long))


def _tokenize_chat(tokenizer: Any, messages: Sequence[dict[str, str]], most: int) -> PromptTokens | None:
    try:
        # jinja runs in transformers' sandbox; what the template raises is no error of ours.
        text = tokenizer.apply_chat_template(list(messages), tokenize=False, add_generation_prompt=True)
    except Exception:
        return None
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    # The end says what is to come: the beginning of a long chat is what can be missed.
    found = _tokens(str(messages[-1].get("content", "")) if messages else "", ids[-most:], most)
    return found._replace(is_cut=len(ids) > most) if found is not None else None


def _tokens(prompt: str, ids: Sequence[int], most: int) -> PromptTokens | None:
    if not len(ids):
        return None
    return PromptTokens(prompt, torch.tensor([ids[:most]], dtype=torch.long), is_cut=len(ids) > most)


def _pseudo_random(number: int, vocabulary: int, most: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(number)
    length = min(PSEUDO_RANDOM_TOKENS, most)
    return torch.randint(0, vocabulary, (1, length), generator=generator)
