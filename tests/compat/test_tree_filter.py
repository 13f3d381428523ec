"""The filter's index says what a look at every single path would say."""

from __future__ import annotations

import fnmatch
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.inspection import Evidence, LoadReport, Status, TensorMatch
from inspector.compat.path_search import search
from inspector.compat.tree import NodeKind, UnionTree
from inspector.compat.tree_building import build_tree
from inspector.compat.tree_filter import Filter, Shown

MODULES = [
    *(f"model.layers.{n}.self_attn.{name}" for n in range(6) for name in ("q_proj", "K_proj")),
    "model.layers.3.mlp.experts.11.up",
    "lm_head",
    "h.0",
]
PARTS = ("lora_A.weight", "lora_B.weight", "Bias")


@pytest.fixture(scope="module")
def tree() -> UnionTree:
    tensors = [
        TensorMatch(
            f"{module}.{part}",
            Status.LANDED if part != "Bias" else Status.ORPHANED,
            module,
            part,
            (1, 1),
            "F32",
        )
        for module in MODULES
        for part in PARTS
    ]
    return build_tree(
        LoadReport(
            loader="peft", loader_version="0", evidence=Evidence.HEADERS, loads=True, tensors=tuple(tensors)
        )
    )


def expected(tree: UnionTree, text: str) -> list[int]:
    """A node is a hit when its dotted path holds the text, or fits the glob or the pattern."""
    if text.startswith("/"):
        pattern = re.compile(text[1:-1], re.IGNORECASE)
        fits = lambda path: pattern.search(path) is not None  # noqa: E731
    elif set(text) & set("*?["):
        fits = lambda path: fnmatch.fnmatchcase(path.lower(), f"*{text.lower()}*")  # noqa: E731
    else:
        fits = lambda path: text.lower() in path.lower()  # noqa: E731
    nodes = range(1, len(tree))
    return [node for node in nodes if tree.kinds[node] is not NodeKind.FOLD and fits(tree.path(node))]


def agrees(tree: UnionTree, text: str) -> None:
    shown, hits = Shown(tree, Filter(text)), expected(tree, text)
    assert shown.hits == len(hits)
    kept = {0}
    for node in hits:
        while node > 0:
            kept.add(node)
            node = tree.parents[node]
    assert {node for node in range(len(tree)) if node in shown} == kept
    for node in kept:
        children = shown.children(node)
        assert list(children) == [child for child in tree.children(node) if child in kept]
        assert [shown.row(child) for child in children] == list(range(len(children)))


@pytest.mark.parametrize(
    "text",
    [
        "lora_a",
        "proj.lora",
        "j.lora_a.w",
        "3",
        "LAYERS.3",
        "*.K_*",
        "q?proj",
        "[qk]_proj.bias",
        "nowhere",
        ".",
    ]
    + ["/proj$/", "/^lm/", r"/\.[12]\./", "/weight$/", "head.bias", "d.b", "/x*/"],
)
def test_hits_are_those_of_the_definition(tree: UnionTree, text: str) -> None:
    agrees(tree, text)


@given(st.integers(0, 30), st.integers(1, 14), st.integers(0, len(MODULES) * len(PARTS) - 1))
def test_every_piece_of_every_path_is_found(tree: UnionTree, start: int, length: int, place: int) -> None:
    path = f"{MODULES[place // len(PARTS)]}.{PARTS[place % len(PARTS)]}"
    piece = path[start : start + length].strip()
    if piece:
        agrees(tree, piece)


def test_text_and_status_narrow_together(tree: UnionTree) -> None:
    shown = Shown(tree, Filter("layers.1.", frozenset({Status.ORPHANED})))
    assert shown.hits == 2
    assert Shown(tree, Filter(statuses=frozenset({Status.ORPHANED}))).hits == len(MODULES)


def test_a_matcher_looks_at_single_paths_too() -> None:
    assert search("K_proj")("model.k_PROJ.lora_A")
    assert not search("*.9?.*")("layers.8.x")
