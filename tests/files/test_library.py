"""The library's facts: what each adapter is, what it lacks, and a broken one is a line like any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.errors import Cancelled
from inspector.files.library import LibraryItem, Missing, base_at_hand, read_item, scan
from inspector.files.model_card import ModelCard, front_matter, parse_card

COMMIT = "0123456789abcdef0123456789abcdef01234567"
CARD = "---\nbase_model: acme/base\ndatasets:\n- acme/tickets\n---\n- **Developed by:** the tickets team\n"


@pytest.fixture(autouse=True)
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "hub"
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))
    return cache


def adapter(folder: Path, **config: Any) -> Path:
    folder.mkdir(parents=True)
    config = {"peft_type": "LORA", "r": 8, "base_model_name_or_path": "acme/base"} | config
    (folder / "adapter_config.json").write_text(json.dumps(config))
    header = {
        f"base_model.model.q_proj.lora_{part}.weight": {
            "dtype": "F32",
            "shape": [1, 1],
            "data_offsets": [at, at + 4],
        }
        for part, at in (("A", 0), ("B", 4))
    }
    raw = json.dumps(header).encode()
    (folder / "adapter_model.safetensors").write_bytes(len(raw).to_bytes(8, "little") + raw + b"\0" * 8)
    return folder


def cached_base(cache: Path, name: str = "acme/base") -> None:
    snapshot = cache / f"models--{name.replace('/', '--')}" / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    refs = snapshot.parent.parent / "refs"
    refs.mkdir()
    (refs / "main").write_text(COMMIT)


def items(*roots: Path, **options: Any) -> list[LibraryItem]:
    return [step.item for step in scan(roots, **options)]


def test_an_adapter_is_a_line_of_facts(tmp_path: Path) -> None:
    (found,) = items(adapter(tmp_path / "files" / "router"))
    assert (found.name, found.base, found.method, found.rank, found.tensors) == (
        "router",
        "acme/base",
        "LORA",
        8,
        2,
    )
    assert found.size == (found.path / "adapter_model.safetensors").stat().st_size
    assert found.date is not None
    assert not found.problem


def test_an_orphan_says_what_is_missing(tmp_path: Path) -> None:
    (found,) = items(adapter(tmp_path / "a"))
    assert found.missing == (Missing.BASE, Missing.REVISION, Missing.CARD, Missing.DATA, Missing.OWNER)
    (unnamed,) = items(adapter(tmp_path / "b", base_model_name_or_path=None))
    assert unnamed.missing[0] is Missing.BASE_NAME
    assert Missing.BASE not in unnamed.missing


def test_nothing_is_missing_where_base_revision_and_card_are_there(tmp_path: Path, hub_cache: Path) -> None:
    cached_base(hub_cache)
    folder = adapter(tmp_path / "a", revision=COMMIT)
    (folder / "README.md").write_text(CARD)
    (found,) = items(folder)
    assert found.missing == ()
    assert found.base_path == f"acme/base@{COMMIT}"


def test_a_lock_pins_as_well_as_a_revision(tmp_path: Path) -> None:
    folder = adapter(tmp_path / "a")
    (folder / "adapter-lock.json").write_text("{}")
    assert Missing.REVISION not in items(folder)[0].missing


def test_an_adapter_in_the_hub_cache_has_its_repositorys_name_and_owner(hub_cache: Path) -> None:
    adapter(hub_cache / "models--acme--router-lora" / "snapshots" / COMMIT)
    (found,) = items(hub_cache)
    assert found.name == "acme/router-lora"
    assert Missing.OWNER not in found.missing


def test_a_base_on_this_disk_is_at_hand_but_no_server_is_asked(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    assert base_at_hand(str(tmp_path)) == str(tmp_path)
    for name in ("//server/share", r"\\server\share", "relative/../x", "~/x", "", "/no\0where", "a/b/c"):
        assert base_at_hand(name) == ""


def test_what_is_broken_is_a_line_with_one_sentence_and_the_rest_goes_on(tmp_path: Path) -> None:
    adapter(tmp_path / "good")
    (adapter(tmp_path / "config") / "adapter_config.json").write_text("{")
    (adapter(tmp_path / "weights") / "adapter_model.safetensors").write_bytes(b"\xff" * 40)
    (adapter(tmp_path / "gone") / "adapter_model.safetensors").unlink()
    (adapter(tmp_path / "list") / "adapter_config.json").write_text("[" * 5000)
    found = {item.name: item for item in items(tmp_path)}
    assert found["good"].problem == ""
    for name in ("config", "weights", "gone", "list"):
        assert found[name].problem.endswith(".")
        assert "\n" not in found[name].problem
        assert found[name].missing == ()


def test_each_is_found_once_and_counted_as_it_comes(tmp_path: Path) -> None:
    for number in range(4):
        adapter(tmp_path / "all" / f"lora-{number}")
    steps = list(scan([tmp_path / "all", tmp_path / "all" / "lora-1", tmp_path / "nowhere"]))
    assert [step.done for step in steps] == [1, 2, 3, 4]
    assert steps[-1].found == 4
    assert not steps[-1].searching


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, hub_cache: Path) -> None:
    folder = adapter(tmp_path / "a")
    before = read_item(folder)
    assert read_item(folder, before) == before
    cached_base(hub_cache)
    assert Missing.BASE not in read_item(folder, before).missing
    (folder / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "r": 16}))
    assert read_item(folder, before).rank == 16


def test_a_scan_can_be_cancelled(tmp_path: Path) -> None:
    for number in range(3):
        adapter(tmp_path / f"lora-{number}")
    asked = iter((False, False, False, True))
    with pytest.raises(Cancelled):
        list(scan([tmp_path], cancelled=lambda: next(asked, True)))


@pytest.mark.parametrize(
    ("text", "card"),
    [
        (CARD, ModelCard(True, True)),
        ("# Model\n### Training Data\n\n[More Information Needed]\n", ModelCard(False, False)),
        ("### Training Data\n<!-- say what -->\n400 tickets of 2025\n## Else\n", ModelCard(True, False)),
        (
            "- **Developed by:** [More Information Needed]\n- **Shared by [optional]:** ACME\n",
            ModelCard(False, True),
        ),
        ("This is a fine-tuned version of x on an unknown dataset.", ModelCard(False, False)),
        ("This is a fine-tuned version of [x](y) on the acme/tickets dataset.", ModelCard(True, False)),
        ("---\ntags:\n- lora\n- dataset:acme/t\nauthor: Ann\n---\n", ModelCard(True, True)),
        ("---\ndatasets: []\nowner: ''\n---\n", ModelCard(False, False)),
    ],
)
def test_a_card_names_data_and_owner_or_does_not(text: str, card: ModelCard) -> None:
    assert parse_card(text) == card


def test_front_matter_constructs_nothing_and_expands_nothing() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert front_matter(bomb)["a0"] == ("x", "x")
    assert front_matter("owner: !!python/object/apply:os.system [true]")["owner"] == ("true",)
    assert front_matter("datasets:\n- name: x\n  split: y\nowner: me") == {"owner": ("me",)}
    assert front_matter("{") == {}


@given(st.text(max_size=400))
def test_no_card_raises(text: str) -> None:
    parse_card(text)
    parse_card(f"---\n{text}\n---\n{text}")
