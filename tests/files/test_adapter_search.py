"""Adapters below a folder: all of them, in a stable order, and nothing outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.errors import Cancelled, UsageError
from inspector.files.adapter_search import find_adapters

NAMES = st.lists(st.sampled_from(["a", "b", "c10", "c9", "checkpoint-400"]), max_size=4)


def put(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text("{}")
    return folder


@settings(max_examples=40)
@given(places=st.lists(NAMES, min_size=1, max_size=6))
def test_every_adapter_is_found_once_and_before_those_inside_it(
    places: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("root")
    put_there = {put(root.joinpath(*place)) for place in places}
    found = list(find_adapters(root))
    assert set(found) == put_there and len(found) == len(put_there)
    for position, folder in enumerate(found):
        assert not any(folder in later.parents for later in found[:position])


def test_links_to_folders_hidden_folders_and_caches_are_not_entered(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", put(tmp_path / "outside")
    seen = put(root / "seen")
    put(root / ".hidden")
    put(root / "__pycache__")
    (root / "link").symlink_to(outside)
    (root / "circle").symlink_to(root)
    assert list(find_adapters(root)) == [seen]
    assert list(find_adapters(root / ".hidden")) == [root / ".hidden"]  # asked for by name


def test_a_configuration_by_itself_is_its_folder(tmp_path: Path) -> None:
    folder = put(tmp_path / "one")
    assert list(find_adapters(folder / "adapter_config.json")) == [folder]
    (tmp_path / "other.json").write_text("{}")
    assert list(find_adapters(tmp_path / "other.json")) == []


def test_nothing_there_is_said_and_cancelling_ends_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing at"):
        list(find_adapters(tmp_path / "absent"))
    put(tmp_path / "one")
    with pytest.raises(Cancelled):
        list(find_adapters(tmp_path, cancelled=lambda: True))
