"""Two vocabularies of 128,000 tokens held against each other, beside parsing both files with json.

(A module called `tokenizers` here would stand before the library of that name.)
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from setting import Setting
from timing import ratio

TOKENS, REPLACED, LONGEST = 128_000, 4_000, 12


def measure(setting: Setting) -> None:
    from inspector import pipeline
    from inspector.tokenizer_check import compare_base_tokenizers

    folders = [_write(setting.scratch / f"vocabulary-{seed}", seed) for seed in (1, 2)]
    bases = [pipeline.open_base(folder) for folder in folders]

    def parse() -> float:
        start = time.perf_counter()
        for folder in folders:
            json.loads((folder / "tokenizer.json").read_bytes())
        return time.perf_counter() - start

    def compare() -> float:
        start = time.perf_counter()
        comparison, why_not = compare_base_tokenizers(*bases)
        taken = time.perf_counter() - start
        assert comparison is not None and comparison.sample_disagreement is not None, why_not
        return taken

    ratio("comparing two tokenizers, 128k tokens each : json.loads of both", compare, parse)
    _gguf(setting, folders[0])


def _gguf(setting: Setting, folder: Path) -> None:
    import gguf

    from inspector.files.tokenizer_gguf import read_gguf_tokenizer

    model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
    path = setting.scratch / "vocabulary.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(list(model["vocab"]))
    writer.add_token_merges(model["merges"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()

    def read() -> float:
        start = time.perf_counter()
        read_gguf_tokenizer(path)
        return time.perf_counter() - start

    def parse() -> float:
        start = time.perf_counter()
        json.loads((folder / "tokenizer.json").read_bytes())
        return time.perf_counter() - start

    ratio("reading a tokenizer from GGUF, 128k tokens : json.loads of its twin", read, parse)


def _write(folder: Path, seed: int) -> Path:
    """A base that is a tokenizer and little else; the last tokens are its own, and so numbered otherwise."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": "llama", "vocab_size": TOKENS}))
    (folder / "tokenizer.json").write_text(
        json.dumps(_definition(seed), ensure_ascii=False), encoding="utf-8"
    )
    return folder


def _definition(seed: int) -> dict[str, Any]:
    """A byte-level BPE in which every way to cut a token is a merge, as in Llama 3's."""
    from tokenizers.pre_tokenizers import ByteLevel

    tokens = list(dict.fromkeys(sorted(ByteLevel.alphabet())))
    known, dice = set(tokens), random.Random(0)
    letters, short = "etaoinshrdlucmfwypvbgkĠ", list("etaoinshrdlucmfwypvbgkĠ")
    merges: list[str] = []
    while len(tokens) < TOKENS:
        if len(tokens) == TOKENS - REPLACED:
            dice = random.Random(seed)
        token = dice.choice(short) + dice.choice(short if dice.random() < 0.5 else letters)
        if token in known or len(token) > LONGEST:
            continue
        cuts = [(token[:at], token[at:]) for at in range(1, len(token))]
        merges += [f"{left} {right}" for left, right in cuts if left in known and right in known]
        known.add(token)
        tokens.append(token)
        if len(token) <= LONGEST // 2:
            short.append(token)
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": level, "post_processor": None, "decoder": level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": True,
            "vocab": {token: number for number, token in enumerate(tokens)}, "merges": merges,
        },
    }  # fmt: skip
