"""Names that tell adapters apart, however many folders it takes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.matrix import names_apart

PARTS = st.lists(st.sampled_from(["a", "b", "checkpoint-1"]), min_size=1, max_size=4)


def test_only_those_that_read_alike_are_told_apart_by_their_folders() -> None:
    paths = [Path(path) for path in ("/x/run-1/last", "/x/run-2/last", "/x/run-1/best")]
    assert names_apart(paths) == ["run-1/last", "run-2/last", "best"]


@given(st.lists(PARTS.map(lambda parts: Path("/", *parts)), unique=True, max_size=8))
def test_no_two_adapters_have_the_same_name_and_each_is_the_end_of_its_path(paths: list[Path]) -> None:
    names = names_apart(paths)
    assert len(set(names)) == len(paths)
    assert all(str(path).endswith(name) for path, name in zip(paths, names, strict=True))
