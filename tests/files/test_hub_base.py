"""A base on the Hub: what is asked for, what is kept, and what it is as a record."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from container_files import (
    LLAMA,
    LLAMA_CONFIG,
    LORA_CONFIG,
    write_adapter,
    write_base,
    write_json,
    write_sharded,
)
from hub_server import HubServer

from inspector.errors import UnreadableInput
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.fingerprint import known_hashes, same_weights
from inspector.files.hub_access import HubAccess
from inspector.files.hub_errors import HubError, HubFault
from inspector.files.hub_link import HubName
from inspector.files.hub_revisions import cached_revisions, list_revisions
from inspector.files.lock import compare_lock, make_lock

ONLINE = HubAccess(network=True)


def into_cache(hub: HubServer, repo_id: str, folder: Path, cache: Path, *, revision: str = "main") -> str:
    """Lay a folder into huggingface_hub's cache as the download of `revision` would."""
    commit = hub.repositories[repo_id].find(revision)
    assert commit is not None
    repository = cache / f"models--{repo_id.replace('/', '--')}"
    shutil.copytree(folder, repository / "snapshots" / commit.sha)
    (repository / "refs").mkdir(exist_ok=True)
    (repository / "refs" / revision).write_text(commit.sha)
    return commit.sha


def test_names_and_shapes_come_from_headers_alone(hub: HubServer, tmp_path: Path) -> None:
    shapes = {f"model.layers.{n}.mlp.up_proj.weight": (64, 1024) for n in range(4)}
    folder = write_base(tmp_path / "made", shapes)
    commit = hub.add("org/tiny", folder).commits[-1]
    base = read_base("org/tiny", ONLINE)
    assert (base.kind, base.source, base.revision) == ("hub", "org/tiny", commit.sha)
    assert base.config == LLAMA_CONFIG
    assert {key: tensor.shape for key, tensor in base.tensors.items()} == shapes
    assert base.tensors == read_base(folder).tensors
    assert base.weight_files == () and [file.name for file in base.remote_weights] == ["model.safetensors"]
    [asked] = [request for request in hub.requests if request.site == "cdn"]
    assert asked.headers["range"] == "bytes=0-99999"
    kept = sum(path.stat().st_size for path in (tmp_path / "own-cache").rglob("*") if path.is_file())
    assert kept < 5_000 < len(commit.files["model.safetensors"])


def test_shards_are_read_side_by_side_and_told_one_by_one(hub: HubServer, tmp_path: Path) -> None:
    folder = write_sharded(tmp_path / "made", 20)
    hub.add("org/large", folder)
    told: list[tuple[int, int, str]] = []
    base = read_base(
        "https://huggingface.co/org/large/tree/main",
        replace(ONLINE, on_progress=lambda *step: told.append(step)),
    )
    assert base.source == "org/large@main"
    assert base.tensors == read_base(folder).tensors
    assert [step[:2] for step in told if "headers" in step[2]] == [(n, 20) for n in range(21)]
    asked = [request.headers["range"] for request in hub.requests if request.site == "cdn"]
    assert len(asked) == 20 and all(int(said.partition("-")[2]) < 1_300 for said in asked)


def test_a_header_longer_than_the_first_piece(hub: HubServer, tmp_path: Path) -> None:
    shapes = {f"model.layers.{n}.self_attn.q_proj.weight": (1, 2) for n in range(2_000)}
    hub.add("org/long", write_base(tmp_path / "made", shapes))
    assert len(read_base("org/long", ONLINE).tensors) == 2_000
    ranges = [request.headers["range"] for request in hub.requests if request.site == "cdn"]
    assert len(ranges) == 2 and ranges[0] == "bytes=0-99999"


def test_the_second_time_nothing_is_asked_for_a_commit(hub: HubServer, tmp_path: Path) -> None:
    hub.add("org/tiny", write_sharded(tmp_path / "made", 3))
    first = read_base("org/tiny", ONLINE)
    before = len(hub.requests)
    again = read_base(f"org/tiny@{first.revision}", ONLINE)
    offline = read_base("org/tiny")
    assert len(hub.requests) == before
    assert first.tensors == again.tensors == offline.tensors
    assert (offline.source, offline.revision) == ("org/tiny", first.revision)


def test_a_branch_is_asked_for_anew_and_shares_what_has_not_changed(hub: HubServer, tmp_path: Path) -> None:
    old, new = write_sharded(tmp_path / "old", 3), write_sharded(tmp_path / "new", 3)
    write_base(new / "x", {"y": (1, 1)})
    repository = hub.add("org/tiny", old)
    before = read_base("org/tiny", ONLINE)
    repository.commits = [*repository.commits, *hub.add("org/other", new).commits]
    asked = len(hub.asked("cdn"))
    after = read_base("org/tiny", ONLINE)
    assert before.revision != after.revision
    assert len(hub.asked("cdn")) == asked  # the same shards, by their hashes
    assert same_weights(before, after) is True


def test_the_local_hub_cache_comes_first(hub: HubServer, tmp_path: Path) -> None:
    folder = write_base(tmp_path / "made")
    hub.add("org/tiny", folder)
    commit = into_cache(hub, "org/tiny", folder, tmp_path / "hub-cache")
    for source in ("org/tiny", f"org/tiny@{commit}", f"org/tiny@{commit[:7]}", "https://hf.co/org/tiny"):
        base = read_base(source, ONLINE)
        assert (base.revision, len(base.weight_files), base.remote_weights) == (commit, 1, ())
    assert hub.requests == []


def test_an_unfinished_download_is_completed_by_headers_of_its_own_commit(
    hub: HubServer, tmp_path: Path
) -> None:
    old, new = write_sharded(tmp_path / "old", 2), write_sharded(tmp_path / "new", 3)
    repository = hub.add("org/tiny", old, new)
    (old / "model-00002-of-00002.safetensors").unlink()
    repository.refs["before"] = repository.commits[0].sha
    commit = into_cache(hub, "org/tiny", old, tmp_path / "hub-cache", revision="before")
    base = read_base("org/tiny@before", ONLINE)
    assert (base.source, base.revision, len(base.tensors)) == ("org/tiny@before", commit, 2)
    assert hub.asked()[0].endswith(commit)


def test_nothing_is_asked_unless_somebody_asked_for_it(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.add("org/tiny", write_base(tmp_path / "made"))
    with pytest.raises(UnreadableInput, match="The Hub was not asked"):
        read_base("org/tiny")
    with pytest.raises(UnreadableInput):
        read_base("tiny", ONLINE)  # a lone word is a path that is not there
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(HubError, match="HF_HUB_OFFLINE") as caught:
        read_base("org/tiny", ONLINE)
    assert caught.value.fault is HubFault.OFFLINE and "hf download org/tiny" in caught.value.hint
    assert hub.requests == []


def test_a_repository_without_safetensors_is_its_configuration(hub: HubServer, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    write_json(folder / "config.json", LLAMA_CONFIG)
    (folder / "pytorch_model.bin").write_bytes(b"PK")
    hub.add("org/old", folder)
    base = read_base("org/old", ONLINE)
    assert (base.tensors, base.model_type) == ({}, "llama")
    assert "hf download org/old" in base.notes[0].hint
    assert [file.name for file in base.remote_weights] == ["pytorch_model.bin"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"adapter_config.json": LORA_CONFIG}, "is an adapter"),
        ({"model_index.json": {}}, "diffusers pipeline"),
        ({"model-Q4_K_M.gguf": {}}, "GGUF"),
        ({"README.md": {}}, "no config.json"),
    ],
)
def test_what_is_no_base(hub: HubServer, tmp_path: Path, files: dict[str, object], said: str) -> None:
    for name, document in files.items():
        write_json(tmp_path / "made" / name, document)
    hub.add("org/x", tmp_path / "made")
    with pytest.raises(HubError, match=said) as caught:
        read_base("org/x", ONLINE)
    assert caught.value.fault is HubFault.UNSUITABLE and caught.value.hint


def test_a_link_into_a_repository_is_told_from_one_to_it(hub: HubServer, tmp_path: Path) -> None:
    hub.add("org/tiny", write_base(tmp_path / "made"))
    assert read_base("https://hf.co/org/tiny/blob/main/config.json", ONLINE).source == "org/tiny@main"
    with pytest.raises(UnreadableInput, match="only whole models"):
        read_base("https://hf.co/org/tiny/tree/main/unet", ONLINE)
    with pytest.raises(UnreadableInput, match="no model on the Hub") as caught:
        read_base("https://user:hf_secret@example.org/tiny", ONLINE)
    assert "hf_secret" not in str(caught.value)


def test_the_tokenizer_comes_when_it_is_needed(hub: HubServer, tmp_path: Path) -> None:
    folder = write_base(tmp_path / "made")
    write_json(folder / "tokenizer.json", {"model": {"vocab": {}}})
    write_json(folder / "tokenizer_config.json", {"chat_template": "{{ x }}"})
    hub.add("org/tiny", folder)
    base = read_base("org/tiny", ONLINE)
    assert not (base.path / "tokenizer.json").exists() and (base.path / "tokenizer_config.json").exists()
    base = read_base("org/tiny", replace(ONLINE, with_tokenizer=True))
    assert (base.path / "tokenizer.json").read_bytes() == (folder / "tokenizer.json").read_bytes()


@pytest.mark.parametrize(
    "held",
    [
        ("vocab.json", "merges.txt", "tokenizer.model"),
        ("vocab.txt", "added_tokens.json", "special_tokens_map.json"),
        ("sentencepiece.bpe.model", "chat_template.json"),
        ("spm.model", "additional_chat_templates/tool_use.jinja"),
    ],
)
def test_everything_comes_that_a_tokenizer_is_read_from(
    held: tuple[str, ...], hub: HubServer, tmp_path: Path
) -> None:
    folder = write_base(tmp_path / "made")
    (folder / "additional_chat_templates" / "deeper").mkdir(parents=True)
    others = ("additional_chat_templates/deeper/x.jinja", "additional_chat_templates/y.txt", "README.md")
    for name in (*held, *others):
        (folder / name).write_text("{}")
    (folder / "additional_chat_templates" / "huge.jinja").write_bytes(bytes(2_000_001))
    hub.add("org/tiny", folder)
    base = read_base("org/tiny", replace(ONLINE, with_tokenizer=True))
    assert {name for name in (*held, *others) if (base.path / name).exists()} == set(held)
    assert not (base.path / "additional_chat_templates" / "huge.jinja").exists()
    asked = len(hub.requests)
    read_base(f"org/tiny@{base.path.name}", replace(ONLINE, with_tokenizer=True))
    assert len(hub.requests) == asked  # all of it is here


def test_hashes_tell_revisions_apart_without_a_download(hub: HubServer, tmp_path: Path) -> None:
    one, two = write_base(tmp_path / "one"), write_base(tmp_path / "two")
    write_json(two / "config.json", LLAMA_CONFIG | {"rope_theta": 1e6})
    three = write_base(tmp_path / "three")
    raw = bytearray((three / "model.safetensors").read_bytes())
    raw[-1] ^= 1
    (three / "model.safetensors").write_bytes(raw)
    commits = [commit.sha for commit in hub.add("org/tiny", one, two, three).commits]
    first, second, third = (read_base(f"org/tiny@{commit}", ONLINE) for commit in commits)
    other = read_base(write_base(tmp_path / "other", LLAMA | {"x": (1,)}))
    assert same_weights(first, second) is True
    assert same_weights(second, third) is False
    assert same_weights(first, read_base(one)) is None  # a plain folder has no hashes
    assert same_weights(first, other) is False  # but other names
    hashes = known_hashes(third)
    assert hashes is not None and hashes["model.safetensors"].size == len(raw)


def test_a_lock_on_a_base_that_is_not_here(hub: HubServer, tmp_path: Path) -> None:
    folder = write_base(tmp_path / "made")
    write_json(folder / "tokenizer.json", {"model": {"vocab": {}}})
    moved = write_base(tmp_path / "moved")
    (moved / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    raw = bytearray((moved / "model.safetensors").read_bytes())
    raw[-1] ^= 1
    (moved / "model.safetensors").write_bytes(raw)
    old, new = (commit.sha for commit in hub.add("org/tiny", folder, moved).commits)
    whole = replace(ONLINE, with_tokenizer=True)
    base = read_base(f"org/tiny@{old}", whole)
    lock = make_lock(read_adapter(write_adapter(tmp_path / "adapter")), base, {})
    assert (lock.base.id, lock.base.revision) == (f"org/tiny@{old}", old)
    assert lock.base.weights == known_hashes(base)
    assert compare_lock(lock, base, hash_weights=True).state == "same"
    assert compare_lock(lock, read_base(folder), hash_weights=True).state == "same"
    drifted = compare_lock(lock, read_base(f"org/tiny@{new}", ONLINE), hash_weights=True)
    assert drifted.state == "moved" and drifted.differences[0].what == "weights.model.safetensors"


def test_what_was_not_fetched_is_not_called_the_same(hub: HubServer, tmp_path: Path) -> None:
    folder, other = write_base(tmp_path / "made"), write_base(tmp_path / "other")
    for place, words in ((folder, {}), (other, {"a": 1})):
        write_json(place / "tokenizer.json", {"model": {"vocab": words}})
    old, new = (commit.sha for commit in hub.add("org/tiny", folder, other).commits)
    whole = replace(ONLINE, with_tokenizer=True)
    adapter = read_adapter(write_adapter(tmp_path / "adapter"))
    lock = make_lock(adapter, read_base(f"org/tiny@{old}", whole), {})
    unseen = compare_lock(lock, read_base(f"org/tiny@{new}", ONLINE), hash_weights=True)
    assert unseen.state == "unknown" and unseen.text.endswith("not compared: the tokenizer.")
    seen = compare_lock(lock, read_base(f"org/tiny@{new}", whole), hash_weights=True)
    assert (seen.state, [difference.what for difference in seen.differences]) == ("moved", ["tokenizer"])


def test_every_revision_that_is_here_is_offered(hub: HubServer, tmp_path: Path) -> None:
    folders = [write_sharded(tmp_path / str(n), n) for n in (1, 2, 3)]
    repository = hub.add("org/tiny", *folders)
    assert cached_revisions("org/tiny") == cached_revisions("../x") == ()
    shas = [commit.sha for commit in repository.commits]
    repository.tags |= {"v1": shas[0], "v2": shas[1]}
    cache = tmp_path / "hub-cache"
    into_cache(hub, "org/tiny", folders[0], cache, revision="v1")
    (folders[1] / "model-00001-of-00002.safetensors").unlink()
    into_cache(hub, "org/tiny", folders[1], cache, revision="v2")
    read_base("org/tiny", ONLINE)
    asked = len(hub.requests)
    found = {revision.commit: revision for revision in cached_revisions("org/tiny")}
    assert len(hub.requests) == asked
    assert {commit: (r.refs, r.has_weights, r.has_headers) for commit, r in found.items()} == {
        shas[0]: (("v1",), True, True),
        shas[1]: (("v2",), False, False),
        shas[2]: (("main",), False, True),
    }


def test_commits_are_listed_newest_first_with_branches_and_tags(hub: HubServer, tmp_path: Path) -> None:
    repository = hub.add("org/tiny", *(write_sharded(tmp_path / str(n), n) for n in (1, 2, 3)))
    shas = [commit.sha for commit in repository.commits]
    repository.tags["v1"], repository.refs["old"] = shas[0], shas[0]
    listed = list_revisions(HubName("org/tiny"), ONLINE)
    assert [revision.commit for revision in listed.commits] == shas[::-1]
    assert listed.commits[-1].refs == ("old", "v1") and listed.commits[0].title == "Upload 2"
    assert listed.commits[0].date is not None and listed.commits[0].date.day == 3
    assert (listed.branches["main"], listed.tags) == (shas[2], {"v1": shas[0]})
    short = list_revisions(HubName("org/tiny", "old"), ONLINE, at_most=1)
    assert [revision.commit for revision in short.commits] == [shas[0]]


def test_a_damaged_cache_of_ours_is_read_again(hub: HubServer, tmp_path: Path) -> None:
    hub.add("org/tiny", write_base(tmp_path / "made"))
    first = read_base("org/tiny", ONLINE)
    for path in (tmp_path / "own-cache").rglob("listings/*"):
        path.write_text("{")
    assert read_base(f"org/tiny@{first.revision}", ONLINE).tensors == first.tensors
    for path in (tmp_path / "own-cache").rglob("headers/*"):
        path.write_bytes(b"\0" * 9)
    assert read_base(f"org/tiny@{first.revision}", ONLINE).tensors == first.tensors
    for path in (tmp_path / "own-cache").rglob("config.json"):
        path.write_text("{}")
    assert read_base(f"org/tiny@{first.revision}", ONLINE).config == first.config
    document = json.loads(next((tmp_path / "own-cache").rglob("listings/*")).read_text())
    assert document["sha"] == first.revision


def test_older_commits_stand_on_further_pages(hub: HubServer, tmp_path: Path) -> None:
    repository = hub.add("org/tiny", *(write_sharded(tmp_path / str(n), n) for n in (1, 2, 3)))
    newest, middle, oldest = ([{"id": commit.sha}] for commit in reversed(repository.commits))
    link = '<https://elsewhere.example/api/models/Org/Tiny/commits/main?p={}&limit=1>; rel="next"'
    for page, headers in (
        (newest, {"Link": link.format(1)}),
        (middle, {"Link": link.format(2)}),
        (oldest, {}),
    ):
        body = json.dumps(page).encode()
        answer = partial(_page, body=body, headers=headers)
        hub.fail("/commits/main", answer, times=1)
    listed = list_revisions(HubName("org/tiny"), ONLINE)
    assert [revision.commit for revision in listed.commits] == [c.sha for c in reversed(repository.commits)]
    assert not listed.more


def _page(handler: Any, content: bytes, *, body: bytes, headers: dict[str, str]) -> None:
    handler.send(200, body, headers)
