"""A tokenizer of whole words, enough to feed models of 64 tokens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

WORDS = ("<unk>", "a", "cat", "sat", "on", "the", "mat", "user", "says")
VOCABULARY = {**{word: n for n, word in enumerate(WORDS)}, **{f"w{n}": n for n in range(len(WORDS), 64)}}
TEMPLATE = "{% for message in messages %}{{ message['role'] }} says {{ message['content'] }} {% endfor %}"


def add_tokenizer(
    folder: Path, words: Mapping[str, int] = VOCABULARY, *, chat_template: str | None = None
) -> Path:
    """Save it in `folder`, with a chat template if one is given; returns the folder."""
    tokenizer = Tokenizer(WordLevel(dict(words), unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    if chat_template is not None:
        (folder / "chat_template.jinja").write_text(chat_template)
    return folder
