"""What identifies a base beside its config: digests of its weight files, tokenizer and chat template."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from inspector.files.digest import config_digest, sha256_of, shapes_digest
from inspector.files.folder import is_file, member
from inspector.files.hub import recorded_sha256
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.records import Base
from inspector.files.tokenizer_settings import named_templates, read_templates

Progress = Callable[[int, int], object]

TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model", "spiece.model", "vocab.json", "vocab.txt")
"""The first of these that is there is what a lock's `tokenizer_sha256` covers; older locks pin no more."""


class WeightFile(NamedTuple):
    """A weight file: `size` in bytes and `sha256` in hex."""

    size: int
    sha256: str


def hash_weights(
    base: Base, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
) -> dict[str, WeightFile]:
    """Size and SHA-256 of every weight file of the base, by its name in the folder.

    Of weights that are on the Hub alone, what it lists; none where it does not list all hashes.
    """
    if base.remote_weights and not base.weight_files:
        return known_hashes(base) or {}
    sizes = {weights_name(base, path): (path, path.stat().st_size) for path in base.weight_files}
    total, before, hashed = sum(size for _, size in sizes.values()), 0, {}
    for name, (path, size) in sizes.items():

        def report(done: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + done, total)

        hashed[name] = WeightFile(size, sha256_of(path, progress=report, cancelled=cancelled))
        before += size
    return hashed


def weight_sizes(base: Base) -> dict[str, int]:
    """Bytes of every weight file, here or on the Hub, by its name in the folder."""
    here = {weights_name(base, path): path.stat().st_size for path in base.weight_files}
    return {remote.name: remote.size for remote in base.remote_weights} | here


def known_hashes(base: Base) -> dict[str, WeightFile] | None:
    """Size and SHA-256 by weight file without reading one: as the Hub lists them, or its cache names them.

    None where one of them is not known (a plain folder), and where there are no weights.
    """
    hashes = {remote.name: remote.sha256 for remote in base.remote_weights}
    hashes |= {weights_name(base, path): recorded_sha256(path) for path in base.weight_files}
    sizes = weight_sizes(base)
    known = {name: WeightFile(sizes[name], sha256) for name, sha256 in hashes.items() if sha256 is not None}
    return known if known and len(known) == len(hashes) else None


def same_weights(one: Base, other: Base) -> bool | None:
    """Whether the weight files of two bases are the same to the byte; None where that is not known.

    Hashes are those that Git LFS keeps: nothing is downloaded or read. Other names or shapes are other
    weights; the same tensors dealt out to other files are not known to be the same.
    """
    if one.tensors and other.tensors and shapes_digest(one.tensors) != shapes_digest(other.tensors):
        return False
    ours, theirs = known_hashes(one), known_hashes(other)
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return True
    return False if ours.keys() == theirs.keys() else None


def weights_name(base: Base, path: Path) -> str:
    """A weight file's name inside the base's folder, with `/` for sub-folders."""
    return path.relative_to(base.folder).as_posix() if path.is_relative_to(base.folder) else path.name


def tokenizer_digest(folder: Path) -> str | None:
    """SHA-256 of the first of `TOKENIZER_FILES`; None where there is none."""
    for name in TOKENIZER_FILES:
        if is_file(folder / name):
            return sha256_of(member(folder, name))
    return None


def chat_template_digest(folder: Path) -> str | None:
    """SHA-256 of the chat templates' text, wherever it is written; None where there is none."""
    return next(iter(chat_template_digests(folder)), None)


def chat_template_digests(folder: Path) -> tuple[str, ...]:
    """All digests that locks hold of these chat templates, the one that is written now first.

    Older locks have the SHA-256 of chat_template.jinja, else that of the JSON in tokenizer_config.json.
    Raises UnreadableInput.
    """
    templates = read_templates(folder)
    if not templates:
        return ()
    default = templates.get("default")
    digests = [config_digest({"chat_templates": templates})] if list(templates) != ["default"] else []
    if default is not None:
        digests += [hashlib.sha256(default.encode("utf-8", "surrogatepass")).hexdigest()]
        digests += [config_digest({"chat_template": default})]
    for name in ("tokenizer_config.json", "chat_template.json"):
        if is_file(folder / name):
            settings = read_json_object(member(folder, name), rule="ADP101", max_bytes=MAX_INDEX_BYTES)
            written = settings.get("chat_template")
            if written is not None and named_templates(written).get("default") == default:
                digests.append(config_digest({"chat_template": written}))
    return tuple(dict.fromkeys(digests))
