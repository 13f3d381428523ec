"""A base on the Hub from headers and small files alone: no weights are downloaded."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from inspector.collector import uncollected
from inspector.errors import UnreadableInput
from inspector.files import hub_errors
from inspector.files.checkpoint import join_shards, weight_map
from inspector.files.fingerprint import TOKENIZER_FILES
from inspector.files.folder import ADAPTER_CONFIG, member, printable
from inspector.files.hub_access import HubAccess
from inspector.files.hub_crew import Errand
from inspector.files.hub_errors import HubError, HubFault, page_of
from inspector.files.hub_link import HubName, download_command, hub_endpoint
from inspector.files.hub_listing import Listing, ask_listing
from inspector.files.hub_store import Store
from inspector.files.json_object import MAX_CONFIG_BYTES, MAX_INDEX_BYTES, read_json_object
from inspector.files.records import Base, FileNote, RemoteFile, TensorInfo
from inspector.files.safetensors import MAX_HEADER_BYTES, HeaderFault, parse_header

FIRST_BYTES = 100_000
"""Asked for first where no index tells more: 97 % of headers are smaller (huggingface_hub 2.4,
`parse_safetensors_file_metadata`)."""

_ENTRY_BYTES, _METADATA_BYTES = 120, 1_000
"""About what a tensor takes in a header beside its name, and what stands before the first one."""

MAX_ALL_HEADERS = 250_000_000
"""Bytes of all headers of a model together; the largest seen, with 91,000 tensors, has 14 MB."""

_SMALL_FILES = ("config.json", "generation_config.json", "tokenizer_config.json", "chat_template.jinja")
_INDEX = "model.safetensors.index.json"


def open_remote(name: HubName, access: HubAccess, *, commit: str | None = None) -> Base:
    """The base as a record: config.json, and names and shapes from the headers of its .safetensors files.

    What was read before is not asked for again; with a full commit hash nothing is, and it works offline.
    `commit` is the one that is meant where the name's revision is a branch or none.

    Raises HubError, UnreadableInput (ADP101: config.json is not JSON; ADP003: index and headers do not belong
    together), InspectorError when nothing can be kept on this disk, Cancelled.
    """
    pinned = name._replace(revision=commit) if commit is not None else name
    return replace(_Reading(pinned, access).base(), source=name.source)


def kept_base(name: HubName, access: HubAccess) -> Base | None:
    """What an earlier `open_remote` has kept of this revision, if it is all here; the Hub is not asked."""
    try:
        return open_remote(name, replace(access, network=False))
    except HubError as error:
        if error.fault is not HubFault.OFFLINE:
            raise
        return None


class _Reading:
    """One model being read: where it is asked for, and where it is kept."""

    def __init__(self, name: HubName, access: HubAccess) -> None:
        self.name, self.access = name, access
        self.errand = Errand(name, access)
        self.wire = self.errand.wire
        self.store = Store(name, endpoint=self.wire.endpoint)
        self._header_bytes = 0
        self._counting = threading.Lock()

    def base(self) -> Base:
        listing = self._listing()
        folder = self.store.snapshot(listing.commit)
        if "config.json" not in listing.files:
            _refuse_without_config(self.name, listing)
        self._fetch_small(listing, folder)
        config = read_json_object(member(folder, "config.json"), rule="ADP101")
        single = "model.safetensors" in listing.files
        placed = weight_map(folder, _INDEX) if not single and _INDEX in listing.files else {}
        shards = (listing.files["model.safetensors"],) if single else self._shards(listing, placed)
        held = self._headers(listing, shards, placed)
        with uncollected():
            tensors = join_shards(placed, held, index=folder / _INDEX)
        return Base(
            source=self.name.source,
            path=folder,
            kind="hub",
            config=config,
            tensors=tensors,
            revision=listing.commit,
            notes=() if shards else (self._no_headers(),),
            remote_weights=shards or _other_weights(listing),
        )

    def _listing(self) -> Listing:
        revision = self.name.revision
        kept = self.store.listing(revision) if revision and len(revision) == 40 else None
        if kept is not None:
            return kept
        if self.access.online:
            [(listing, _)] = self.errand.run([lambda: ask_listing(self.wire)], "Asking the Hub")
            self.store.keep_listing(listing, revision)
            return listing
        commit = self.store.commit_of(revision)
        kept = self.store.listing(commit) if commit else None
        if kept is None:
            raise hub_errors.offline(self.name)
        return kept

    def _fetch_small(self, listing: Listing, folder: Path) -> None:
        wanted = [*_SMALL_FILES, _INDEX]
        if "model.safetensors" in listing.files:
            wanted.remove(_INDEX)
        if self.access.with_tokenizer:
            wanted += _tokenizer_files(listing)
        here = (name for name in dict.fromkeys(wanted) if name in listing.files)
        missing = [name for name in here if not _is_whole(folder, name, listing)]
        if missing and not self.access.online:
            if {"config.json", _INDEX} & set(missing):
                raise hub_errors.offline(self.name)
            return

        def fetch(name: str) -> Callable[[], None]:
            return lambda: self._fetch(name, listing)

        self.errand.run([fetch(name) for name in missing], "Reading its configuration")

    def _fetch(self, name: str, listing: Listing) -> None:
        limit = MAX_CONFIG_BYTES if name == "config.json" else MAX_INDEX_BYTES
        content = self.wire.whole(listing.files[name], listing.commit, limit=limit)
        if not listing.is_content_of(name, content):
            raise hub_errors.untrue(self.name, f"the server sent another {name} than it lists")
        self.store.keep_file(listing.commit, name, content)

    def _shards(self, listing: Listing, placed: Mapping[str, str]) -> tuple[RemoteFile, ...]:
        """The files that the index's weight map `placed` names."""
        names = dict.fromkeys(placed.values())
        absent = [name for name in names if name not in listing.files]
        if absent:
            raise UnreadableInput(
                f"{len(absent)} of {len(names)} weight files that {_INDEX} names are not in "
                f"{self.name.source}: {printable(absent[0])}.",
                "The upload may be unfinished: choose another revision.",
                rule="ADP003",
                path=self.name.source,
            )
        return tuple(listing.files[name] for name in names)

    def _headers(
        self, listing: Listing, shards: tuple[RemoteFile, ...], placed: Mapping[str, str]
    ) -> dict[str, Mapping[str, TensorInfo]]:
        """What each weight file holds, by file name."""
        expected = Counter[str]()
        for key, name in placed.items():
            expected[name] += len(key) + _ENTRY_BYTES

        def read(shard: RemoteFile) -> Callable[[], Mapping[str, TensorInfo]]:
            first = expected[shard.name] + _METADATA_BYTES if placed else FIRST_BYTES
            return lambda: self._header(shard, listing, first=first)

        found = self.errand.run([read(shard) for shard in shards], "Reading headers")
        return {shard.name: tensors for shard, tensors in zip(shards, found, strict=True)}

    def _no_headers(self) -> FileNote:
        return FileNote(
            "ADP001",
            f"{self.name.repo_id} has no .safetensors weights; others are not read from afar.",
            "A dry run works from config.json alone; for names and shapes in the files: "
            + download_command(self.name.source),
        )

    def _header(self, shard: RemoteFile, listing: Listing, *, first: int) -> Mapping[str, TensorInfo]:
        content_id = listing.content_id(shard.name)
        kept = self.store.header(content_id)
        if kept is not None:
            with suppress(HubError):  # damaged on this disk
                return self._parsed(kept, shard)
        if not self.access.online:
            raise hub_errors.offline(self.name)
        raw = self._ask_for_header(shard, listing, first=first)
        tensors = self._parsed(raw, shard)
        self.store.keep_header(content_id, raw)
        return tensors

    def _ask_for_header(self, shard: RemoteFile, listing: Listing, *, first: int) -> bytes:
        """The 8 bytes of length and the header, of which some `first` bytes are expected."""
        start = self.wire.start(shard, listing.commit, count=first) if shard.size >= 8 else b""
        length = 8 + int.from_bytes(start[:8], "little")
        if shard.size < 8 or length > min(8 + MAX_HEADER_BYTES, shard.size):
            raise hub_errors.untrue(
                self.name, f"{printable(shard.name)} does not begin as a .safetensors file does"
            )
        with self._counting:
            self._header_bytes += length
        if self._header_bytes > MAX_ALL_HEADERS:
            raise hub_errors.too_large(self.name, "the sum of its headers", MAX_ALL_HEADERS)
        if length <= len(start):
            return start[:length]
        # From the start again: what came before must be in it, or one of the two is of another file.
        whole = self.wire.start(shard, listing.commit, count=length)
        if not whole.startswith(start):
            raise hub_errors.untrue(
                self.name, f"the server sent {printable(shard.name)} with two different beginnings"
            )
        return whole

    def _parsed(self, raw: bytes, shard: RemoteFile) -> Mapping[str, TensorInfo]:
        try:
            with uncollected():
                return parse_header(raw[8:], file=shard.name, file_size=shard.size).tensors
        except HeaderFault as fault:
            raise hub_errors.untrue(self.name, f"{printable(shard.name)} {fault}") from None


def _tokenizer_files(listing: Listing) -> list[str]:
    """All that a tokenizer is read from, and what a lock takes for it; no template larger than is read."""
    from inspector.files import tokenizer_settings as settings
    from inspector.files.tokenizer import vocabulary_files

    locked = [name for name in TOKENIZER_FILES if name in listing.files][:1]
    templates = sorted(
        name
        for name, file in listing.files.items()
        if name.startswith(f"{settings.MORE_TEMPLATES}/") and name.endswith(".jinja") and name.count("/") == 1
        if file.size <= settings.MAX_TEMPLATE_BYTES
    )
    few = templates[: settings.MAX_TEMPLATES]
    return [*locked, *vocabulary_files(listing.files), *settings.BESIDE_VOCABULARY, *few]


def _is_whole(folder: Path, name: str, listing: Listing) -> bool:
    """Whether a small file is here as it is listed."""
    try:
        if (folder / name).stat().st_size != listing.files[name].size:
            return False
        return listing.is_content_of(name, (folder / name).read_bytes())
    except OSError:
        return False


def _other_weights(listing: Listing) -> tuple[RemoteFile, ...]:
    """Weights in pickles, so that two revisions can be told apart by their hashes."""
    return tuple(
        file
        for name, file in listing.files.items()
        if name.startswith("pytorch_model") and name.endswith(".bin")
    )


def _refuse_without_config(name: HubName, listing: Listing) -> NoReturn:
    files = listing.files
    gguf = next(_named(listing, ".gguf"), None)
    message = f"{name.source} has no config.json, and so is no model that transformers can build."
    hint = f"Look at what it holds: {page_of(name, endpoint=hub_endpoint())}/tree/{listing.commit}"
    if ADAPTER_CONFIG in files:
        message = f"{name.source} is an adapter, not a base model."
        hint = "Give the model that it was trained on as the base."
    elif "model_index.json" in files:
        message = f"{name.source} is a diffusers pipeline, which is several models."
        hint = f"Download it, and give one of its folders: {download_command(name.source)}"
    elif gguf is not None:
        message = f"{name.source} holds GGUF models, which are not read from afar."
        hint = f"Fetch one, and give the file: hf download {name.repo_id} {printable(gguf)}"
    raise HubError(HubFault.UNSUITABLE, message, hint, name=name)


def _named(listing: Listing, suffix: str) -> Iterator[str]:
    return (name for name in listing.files if name.endswith(suffix))
