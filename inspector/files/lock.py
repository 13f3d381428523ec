"""adapter-lock.json: which base, to the byte, an adapter was seen on; and what has moved since."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector.errors import InspectorError, UnreadableInput
from inspector.files.config_form import BOOKKEEPING, differing, meant_config
from inspector.files.digest import canonical, config_digest, header_digest, sha256_of, shapes_digest
from inspector.files.fingerprint import (
    Progress,
    WeightFile,
    chat_template_digest,
    chat_template_digests,
    hash_weights,
    known_hashes,
    tokenizer_digest,
    weight_sizes,
)
from inspector.files.folder import existing, member
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.lock_comparison import LOCK_FILE, Difference, LockComparison
from inspector.files.lock_record import (
    CONFIG_FIELDS,
    SCHEMA_VERSION,
    Lock,
    LockedAdapter,
    LockedBase,
    from_document,
    to_document,
)
from inspector.files.lock_tokenizer import pinned_tokenizer, tokenizer_differences
from inspector.files.records import Adapter, Base
from inspector.files.whole_file import write_whole

__all__ = [
    "LOCK_FILE",
    "Difference",
    "Lock",
    "LockComparison",
    "compare_lock",
    "make_lock",
    "read_lock",
    "write_lock",
]


_LONGEST_KEPT_CONFIG = 65_536
_UNTOLD = BOOKKEEPING - {"dtype"}
"""Fields whose change leaves the base the same. Another dtype rounds other values, if few."""


def make_lock(
    adapter: Adapter,
    base: Base,
    versions: dict[str, str],
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Lock:
    """Hash the adapter and the whole base, weights included (`progress` in bytes over all weight files).

    Raises UnreadableInput when a file cannot be read any more, Cancelled when `cancelled` says so.
    """
    weights_file = adapter.weights_file
    return Lock(
        base=LockedBase(
            id=base.source if base.kind == "hub" else base.name,
            revision=base.revision,
            config=_kept(base.config),
            config_sha256=config_digest(base.config),
            tokenizer_sha256=tokenizer_digest(base.folder),
            chat_template_sha256=chat_template_digest(base.folder),
            header_digest=header_digest(base.tensors) if base.tensors else None,
            shapes_digest=shapes_digest(base.tensors) if base.tensors else None,
            weights=hash_weights(base, progress=progress, cancelled=cancelled),
            tokenizer=pinned_tokenizer(base),
        ),
        adapter=LockedAdapter(
            config_sha256=config_digest(adapter.config),
            weights_sha256=sha256_of(weights_file, cancelled=cancelled) if weights_file else None,
        ),
        versions=dict(versions),
    )


def _kept(config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration word for word, or of a very long one the fields that matter."""
    named = canonical(config)
    if len(json.dumps(named)) <= _LONGEST_KEPT_CONFIG:
        return named
    return {name: named[name] for name in CONFIG_FIELDS if name in named}


def write_lock(lock: Lock, path: Path) -> None:
    """Write adapter-lock.json (`path` is the file, or the folder for it), whole or not at all.

    Raises InspectorError when the place cannot be written.
    """
    target = path / LOCK_FILE if path.is_dir() else path
    try:
        write_whole(target, (json.dumps(to_document(lock), indent=2) + "\n").encode("ascii"))
    except OSError as error:
        raise InspectorError(
            f"{target.name} cannot be written in {target.parent}: {error.strerror}.",
            "Choose a folder that you may write to.",
        ) from error


def read_lock(folder: Path) -> Lock | None:
    """The lock in an adapter's folder, or None when there is none.

    Raises UnreadableInput (ADP101) when the file is there and is no lock of a version that is known.
    """
    path = existing(folder / LOCK_FILE)
    if path is None:
        return None
    document = read_json_object(member(folder, LOCK_FILE), rule="ADP101", max_bytes=MAX_INDEX_BYTES)
    try:
        if document.get("schema_version") != SCHEMA_VERSION:
            raise ValueError(f"its schema_version is not {SCHEMA_VERSION}")
        return from_document(document)
    except ValueError as error:
        raise UnreadableInput(
            f"{LOCK_FILE} cannot be used: {error}.",
            "Make it anew with `adapter-inspector lock`, or update Adapter Inspector if it is newer.",
            rule="ADP101",
            path=path,
        ) from error


def compare_lock(
    lock: Lock,
    base: Base,
    *,
    adapter: Adapter | None = None,
    hash_weights: bool,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LockComparison:
    """Hold a base against a lock, and the `adapter` whose lock it is where one is given: one that was
    trained or configured otherwise since belongs to nobody's lock.

    The weights are read only with `hash_weights`, or where the Hub cache already knows their hashes;
    otherwise equal sizes prove nothing and the state is at best `unknown`. `progress(done, total)` in bytes
    over all weight files. Raises what `make_lock` raises.
    """
    locked = lock.base
    differences = [*_config_differences(locked, base), *_side_file_differences(locked, base)]
    found_shapes = shapes_digest(base.tensors) if base.tensors else None
    other_shapes = bool(found_shapes and locked.shapes_digest and found_shapes != locked.shapes_digest)
    if other_shapes:
        differences.append(Difference("shapes", locked.shapes_digest, found_shapes))
    elif base.tensors and locked.header_digest not in (None, found := header_digest(base.tensors)):
        differences.append(Difference("dtypes", locked.header_digest, found))
    if other_shapes or any(difference.what == "config.model_type" for difference in differences):
        return LockComparison("different", _sentence("different", locked, differences), tuple(differences))
    moved, compared = _weight_differences(
        locked, base, hash_weights=hash_weights, progress=progress, cancelled=cancelled
    )
    differences += moved
    unseen = [] if compared else ["weights"]
    unseen += _unseen_side_files(locked, base)
    if not differences and adapter is not None:
        text = ""
        if config_digest(adapter.config) != lock.adapter.config_sha256:
            text = f"{LOCK_FILE} was written for another configuration of this adapter: lock it again."
        elif _trained_since(lock, adapter, hash_weights, cancelled):
            text = f"{LOCK_FILE} was written for other weights of this adapter: lock it again on its base."
        if text:
            return LockComparison("unknown", text, (), compared)
    state = "moved" if differences else "unknown" if unseen else "same"
    sentence = _sentence(state, locked, differences, unseen)
    return LockComparison(state, sentence, tuple(differences), compared)


def _trained_since(
    lock: Lock, adapter: Adapter, hash_weights: bool, cancelled: Callable[[], bool] | None
) -> bool:
    """Whether the adapter's weights are certainly not those that were locked; hashing 81 MB takes 0.2 s."""
    if not hash_weights or adapter.weights_file is None or lock.adapter.weights_sha256 is None:
        return False
    return sha256_of(adapter.weights_file, cancelled=cancelled) != lock.adapter.weights_sha256


def _config_differences(locked: LockedBase, base: Base) -> Iterator[Difference]:
    """The fields that mean something else now: transformers 5 writes many otherwise that mean the same."""
    digest = config_digest(base.config)
    if not base.config or digest == locked.config_sha256:
        return  # weights without a config.json say nothing about it
    is_whole = config_digest(locked.config) == locked.config_sha256
    was, now = meant_config(locked.config), meant_config(base.config)
    names = [name for name in differing(was, now) if name.rpartition(".")[2] not in _UNTOLD]
    if not is_whole:
        names = [name for name in names if _field_of(name) in CONFIG_FIELDS]
    elif was.get("model_type") != now.get("model_type"):  # the defaults of two classes would fill the list
        names = [name for name in names if _field_of(name) in {*locked.config, *base.config}]
    for name in names:
        yield Difference(f"config.{name}", was.get(name), now.get(name))
    if not names and not is_whole:
        yield Difference("config", locked.config_sha256, digest)


def _field_of(name: str) -> str:
    """The field of config.json itself: `text_config` for `text_config.hidden_size`."""
    return re.split(r"[.\[]", name)[0]


def _side_file_differences(locked: LockedBase, base: Base) -> Iterator[Difference]:
    # A bare config.json, a single weight file, headers from the Hub lie without them: that says nothing.
    is_whole = base.kind in ("folder", "hub") and not base.remote_weights
    tokenizer = list(tokenizer_differences(locked.tokenizer, base, is_whole=is_whole))
    was, now = locked.tokenizer_sha256, tokenizer_digest(base.folder)
    if was != now and (now is not None or is_whole) and all(found.what != "tokenizer" for found in tokenizer):
        yield Difference("tokenizer", was, now)
    yield from tokenizer
    was, templates = locked.chat_template_sha256, chat_template_digests(base.folder)
    if was not in (templates or (None,)) and (templates or is_whole):
        yield Difference("chat_template", was, next(iter(templates), None))


def _unseen_side_files(locked: LockedBase, base: Base) -> list[str]:
    """What of a base on the Hub was not fetched, and so not compared; its own commit needs no comparison."""
    if not base.remote_weights or base.revision == locked.revision:
        return []
    pairs = (
        ("tokenizer", locked.tokenizer_sha256, tokenizer_digest),
        ("chat template", locked.chat_template_sha256, chat_template_digest),
    )
    return [what for what, was, digest in pairs if was is not None and digest(base.folder) is None]


def _weight_differences(
    locked: LockedBase,
    base: Base,
    *,
    hash_weights: bool,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Difference], bool]:
    """The weight files that changed, and whether all of them were compared by hash."""
    sizes = weight_sizes(base)
    if not sizes or sizes.keys() != locked.weights.keys():
        return [], False  # nothing to compare, or the same tensors dealt out to other files
    differences = [
        Difference(f"weights.{name}", locked.weights[name].size, size)
        for name, size in sizes.items()
        if size != locked.weights[name].size
    ]
    found = known_hashes(base)
    if found is None and hash_weights and base.weight_files and not differences:
        found = _hashed(base, progress=progress, cancelled=cancelled)
    if found is None:
        return differences, False
    for name, file in found.items():
        if file.sha256 != locked.weights[name].sha256 and file.size == locked.weights[name].size:
            differences.append(Difference(f"weights.{name}", locked.weights[name].sha256, file.sha256))
    return differences, True


def _hashed(
    base: Base, *, progress: Progress | None, cancelled: Callable[[], bool] | None
) -> dict[str, WeightFile]:
    return hash_weights(base, progress=progress, cancelled=cancelled)


def _sentence(
    state: str, locked: LockedBase, differences: list[Difference], unseen: Sequence[str] = ()
) -> str:
    names = [difference.what for difference in differences]
    listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    known = f"the locked base ({locked.id})"
    if state == "same":
        return f"This is {known}, to the byte."
    if state == "moved":
        return f"This is {known}, but it has moved: {listed}."
    if state == "different":
        return f"This is another model than {known}: {listed}."
    left_out = ", ".join("the weights' hashes" if what == "weights" else f"the {what}" for what in unseen)
    return f"Nothing differs from {known} as far as was looked; not compared: {left_out}."
