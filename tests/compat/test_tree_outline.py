"""The outline: the tree's own uppermost rows, with the tree's own figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inspector.compat import tree_outline
from inspector.compat.inspection import Evidence, LoadReport, MissingSlot, Module, Status, TensorMatch
from inspector.compat.tree import NodeKind, UnionTree
from inspector.compat.tree_building import build_tree
from inspector.compat.tree_outline import outline, towards_trouble

PIECES = st.sampled_from(["model", "layers", "vision", "0", "1", "2", "10", "q_proj", "score"])
PATHS = st.lists(PIECES, min_size=1, max_size=5).map(".".join)
PARTS = st.sampled_from(["lora_A.weight", "lora_B.weight", "weight"])
STATUSES = st.sampled_from([status for status in Status if status is not Status.MISSING])


def report(
    modules: list[str], tensors: list[tuple[str, str, Status]], missing: list[tuple[str, str]]
) -> LoadReport:
    return LoadReport(
        evidence=Evidence.HEADERS,
        loader="peft",
        loader_version="0",
        loads=True,
        modules=tuple(Module(path, "Linear", 4, 4, (4, 4), "F32") for path in modules),
        tensors=tuple(
            TensorMatch(f"{path}.{part}", status, path, part, (1,), "F32") for path, part, status in tensors
        ),
        missing=tuple(MissingSlot(f"{path}.{part}", path, part) for path, part in missing),
    )


def unfolded(tree: UnionTree, node: int) -> list[str]:
    """Names of what stands below a row, layers one by one, without tensors."""
    found: list[str] = []
    for child in tree.children(node):
        if tree.kinds[child] is NodeKind.FOLD:
            found.extend(tree.names[layer] for layer in tree.children(child))
        elif tree.kinds[child] in (NodeKind.GROUP, NodeKind.MODULE):
            found.append(tree.names[child])
    return found


@given(
    st.lists(PATHS, max_size=12, unique=True),
    st.lists(st.tuples(PATHS, PARTS, STATUSES), max_size=12, unique_by=lambda row: row[:2]),
    st.lists(st.tuples(PATHS, PARTS), max_size=4, unique=True),
)
def test_every_row_of_the_outline_is_a_row_of_the_tree(
    modules: list[str], tensors: list[tuple[str, str, Status]], missing: list[tuple[str, str]]
) -> None:
    found = report(modules, tensors, missing)
    tree, rough = build_tree(found), outline(found)
    assert rough is not None and rough.is_outline and not tree.is_outline
    for node in range(len(rough)):
        path = rough.path(node)
        twin = tree.by_module[path]
        assert rough.counts(node) == tree.counts(twin)
        assert rough.in_base[node] == tree.in_base[twin]
        assert rough.modules[node] == tree.modules[twin]
        assert rough.kinds[node] is tree.kinds[twin]
        below = [rough.names[child] for child in rough.children(node)]
        assert below == ([] if rough.names[node].isdecimal() else unfolded(tree, twin))


def test_layers_are_the_last_rows_of_an_outline() -> None:
    paths = [f"model.layers.{n}.mlp.up" for n in range(12)]
    rough = outline(report(["model.embed", *paths, "lm_head"], [], []))
    assert rough is not None
    layers = rough.by_module["model.layers"]
    assert [rough.names[child] for child in rough.children(layers)] == [str(n) for n in range(12)]
    assert len(rough) == 1 + len(["model", "model.embed", "model.layers", "lm_head"]) + 12


def test_it_opens_towards_the_first_trouble_and_leaves_layers_closed() -> None:
    tensors = [
        ("vision.blocks.0.q", "lora_A.weight", Status.LANDED),
        ("text.model.layers.1.q", "lora_A.weight", Status.ORPHANED),
    ]
    rough = outline(report([], tensors, []))
    assert rough is not None
    assert [rough.path(node) for node in towards_trouble(rough)] == ["text", "text.model"]
    sound = outline(report(["text.head"], tensors[:1], []))
    assert sound is not None
    assert [sound.path(node) for node in towards_trouble(sound)] == ["vision"]


def test_names_without_numbers_in_their_thousands_give_none() -> None:
    many = [f"module_{n}" for n in range(tree_outline.MOST)]
    assert outline(report(many, [], [])) is None
    assert outline(report(many[:-1], [], [])) is not None
