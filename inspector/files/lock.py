"""adapter-lock.json: which base, to the byte, an adapter was seen on; and what has moved since."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from inspector.errors import InspectorError, UnreadableInput
from inspector.files.digest import canonical, config_digest, header_digest, sha256_of, shapes_digest
from inspector.files.fingerprint import (
    Progress,
    WeightFile,
    chat_template_digest,
    hash_weights,
    tokenizer_digest,
    weights_name,
)
from inspector.files.folder import existing, member
from inspector.files.hub import recorded_sha256
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
from inspector.files.records import Adapter, Base

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
        ),
        adapter=LockedAdapter(
            config_sha256=config_digest(adapter.config),
            weights_sha256=sha256_of(weights_file, cancelled=cancelled) if weights_file else None,
        ),
        versions=dict(versions),
    )


def _kept(config: Mapping[str, Any]) -> dict[str, Any]:
    named = canonical(config)
    return {name: named[name] for name in CONFIG_FIELDS if name in named}


def write_lock(lock: Lock, path: Path) -> None:
    """Write adapter-lock.json (`path` is the file, or the folder for it), whole or not at all.

    Raises InspectorError when the place cannot be written.
    """
    target = path / LOCK_FILE if path.is_dir() else path
    unfinished = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="ascii", dir=target.parent, prefix=f".{LOCK_FILE}.", delete=False
        ) as file:
            unfinished = Path(file.name)
            file.write(json.dumps(to_document(lock), indent=2) + "\n")
        unfinished.chmod(0o644)
        unfinished.replace(target)
    except OSError as error:
        if unfinished is not None:
            with suppress(OSError):
                unfinished.unlink()
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
    hash_weights: bool,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> LockComparison:
    """Hold a base against a lock. The weights are read only with `hash_weights`, or where the Hub cache
    already knows their hashes; otherwise equal sizes prove nothing and the state is at best `unknown`.

    `progress(done, total)` in bytes over all weight files. Raises what `make_lock` raises.
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
    state = "moved" if differences else "same" if compared else "unknown"
    return LockComparison(state, _sentence(state, locked, differences), tuple(differences), compared)


def _config_differences(locked: LockedBase, base: Base) -> Iterator[Difference]:
    found = _kept(base.config)
    names = [name for name in CONFIG_FIELDS if name in locked.config or name in found]
    differing = [name for name in names if locked.config.get(name) != found.get(name)]
    for name in differing:
        yield Difference(f"config.{name}", locked.config.get(name), found.get(name))
    digest = config_digest(base.config)
    if not differing and base.config and digest != locked.config_sha256:
        yield Difference("config", locked.config_sha256, digest)


def _side_file_differences(locked: LockedBase, base: Base) -> Iterator[Difference]:
    for what, was, now in (
        ("tokenizer", locked.tokenizer_sha256, tokenizer_digest(base.folder)),
        ("chat_template", locked.chat_template_sha256, chat_template_digest(base.folder)),
    ):
        # A bare config.json or a single weight file lies without them: that says nothing.
        if was != now and (now is not None or base.kind in ("folder", "hub")):
            yield Difference(what, was, now)


def _weight_differences(
    locked: LockedBase,
    base: Base,
    *,
    hash_weights: bool,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Difference], bool]:
    """The weight files that changed, and whether all of them were compared by hash."""
    paths = {weights_name(base, path): path for path in base.weight_files}
    if not paths or paths.keys() != locked.weights.keys():
        return [], False  # nothing to compare, or the same tensors dealt out to other files
    differences = []
    for name, path in paths.items():
        size = path.stat().st_size
        if size != locked.weights[name].size:
            differences.append(Difference(f"weights.{name}", locked.weights[name].size, size))
    hashes = _known_hashes(paths)
    if hashes is None and hash_weights and not differences:
        hashes = _hashed(base, progress=progress, cancelled=cancelled)
    if hashes is None:
        return differences, False
    for name, sha256 in hashes.items():
        if sha256 != locked.weights[name].sha256 and paths[name].stat().st_size == locked.weights[name].size:
            differences.append(Difference(f"weights.{name}", locked.weights[name].sha256, sha256))
    return differences, True


def _known_hashes(paths: Mapping[str, Path]) -> dict[str, str] | None:
    hashes = {name: recorded_sha256(path) for name, path in paths.items()}
    return {name: sha256 for name, sha256 in hashes.items() if sha256} if all(hashes.values()) else None


def _hashed(base: Base, *, progress: Progress | None, cancelled: Callable[[], bool] | None) -> dict[str, str]:
    files: Mapping[str, WeightFile] = hash_weights(base, progress=progress, cancelled=cancelled)
    return {name: file.sha256 for name, file in files.items()}


def _sentence(state: str, locked: LockedBase, differences: list[Difference]) -> str:
    names = [difference.what for difference in differences]
    listed = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    known = f"the locked base ({locked.id})"
    if state == "same":
        return f"This is {known}, to the byte."
    if state == "moved":
        return f"This is {known}, but it has moved: {listed}."
    if state == "different":
        return f"This is another model than {known}: {listed}."
    return f"Nothing differs from {known} as far as was looked; the weights were not compared by hash."
