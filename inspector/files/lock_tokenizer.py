"""What a lock pins of a tokenizer: its files by their bytes, what lies beside them by its meaning."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inspector.errors import UnreadableInput
from inspector.files.digest import sha256_of
from inspector.files.folder import list_folder, member
from inspector.files.lock_comparison import Difference
from inspector.files.lock_record import LockedTokenizer
from inspector.files.records import Base
from inspector.files.tokenizer import vocabulary_files
from inspector.files.tokenizer_json import TOKENIZER_JSON, read_definition
from inspector.files.tokenizer_record import AddedToken
from inspector.files.tokenizer_settings import TokenizerSettings, read_settings, token_ids

ENCODING_FLAGS = (
    "add_bos_token", "add_eos_token", "add_prefix_space", "do_lower_case", "keep_accents", "legacy",
    "split_special_tokens", "strip_accents", "tokenize_chinese_chars",
)  # fmt: skip
"""Fields of tokenizer_config.json that change ids. (transformers 5.23, arguments of its tokenizers)"""


def tokenizer_file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 by name of the files that hold the tokenizer, as transformers chooses them; empty for none."""
    names = vocabulary_files(list_folder(folder).files)
    return {name: sha256_of(member(folder, name)) for name in names}


def pinned_tokenizer(base: Base) -> LockedTokenizer | None:
    """What is pinned of a base's tokenizer; None for GGUF, which holds it in the weight file.

    Raises UnreadableInput for a file that is damaged.
    """
    if base.kind == "gguf":
        return None
    settings = read_settings(base.folder)
    files = tokenizer_file_hashes(base.folder)
    return LockedTokenizer(
        files=files,
        special_tokens=dict(settings.roles),
        added_tokens_sha256=_added_digest(base.folder, settings, in_json=TOKENIZER_JSON in files),
        flags={
            name: value for name in ENCODING_FLAGS if isinstance(value := settings.options.get(name), bool)
        },
        # transformers writes a generation_config.json from config.json where there was none.
        stop_ids=settings.stop_ids or token_ids(base.config.get("eos_token_id")),
    )


def tokenizer_differences(
    locked: LockedTokenizer | None, base: Base, *, is_whole: bool
) -> Iterator[Difference]:
    """What of the tokenizer is not as locked; nothing for a lock that is older than this.

    Saving again drops fields and writes others with the defaults of their class: what only one side names
    says nothing. `is_whole`: what the folder lacks was not merely left behind.
    """
    if locked is None or base.kind == "gguf":
        return
    try:
        found = pinned_tokenizer(base)
    except UnreadableInput as error:
        yield Difference("tokenizer", None, error.message)
        return
    assert found is not None
    if found.files or is_whole:
        if found.files != locked.files:
            yield Difference("tokenizer", dict(locked.files), dict(found.files))
        elif found.added_tokens_sha256 != locked.added_tokens_sha256:
            yield Difference("tokenizer.added_tokens", locked.added_tokens_sha256, found.added_tokens_sha256)
    for was, now in ((locked.special_tokens, found.special_tokens), (locked.flags, found.flags)):
        for name in sorted(was.keys() & now.keys()):
            if was[name] != now[name]:
                yield Difference(f"tokenizer.{name}", was[name], now[name])
    if locked.stop_ids and found.stop_ids and set(locked.stop_ids) != set(found.stop_ids):
        yield Difference("stop_ids", list(locked.stop_ids), list(found.stop_ids))


def _added_digest(folder: Path, settings: TokenizerSettings, *, in_json: bool) -> str | None:
    """Digest of the tokens that the side files add to those of tokenizer.json; None where they add none.

    transformers 5 leaves `added_tokens_decoder` out when tokenizer.json holds the same tokens already.
    """
    if not settings.added:
        return None
    held: Mapping[str, AddedToken] = {}
    if in_json:
        with contextlib.suppress(UnreadableInput):  # its bytes are pinned, whatever they are
            held = read_definition(folder).added
    rows: list[list[Any]] = sorted(
        list(token)
        for name, token in settings.added.items()
        if _looked_for(held.get(name)) != _looked_for(token)
    )
    if not rows:
        return None
    return hashlib.sha256(json.dumps(rows).encode("ascii")).hexdigest()


def _looked_for(token: AddedToken | None) -> tuple[Any, ...] | None:
    """A token without `special`, which decides what is shown and no id."""
    return None if token is None else tuple(token._replace(special=False))
