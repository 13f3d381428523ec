"""The union tree: alignment, folding, counting, filtering, walking the problems."""

from __future__ import annotations

import pytest

from inspector.compat.inspection import Evidence, LoadReport, MissingSlot, Module, Status, TensorMatch
from inspector.compat.path_search import FilterError
from inspector.compat.tree import NodeKind, UnionTree
from inspector.compat.tree_building import build_tree
from inspector.compat.tree_filter import Filter, Shown

BROKEN = "base_model.model.model.layers.2.self_attn.k_proj.lora_B.weight"


def report(layers: int = 8, *, broken: frozenset[str] = frozenset(), bases: bool = True) -> LoadReport:
    modules, tensors = [Module("model.embed_tokens", "Embedding", 100, 64, (100, 64), "F32")], []
    for layer in range(layers):
        for leaf in ("self_attn.q_proj", "self_attn.k_proj", "mlp.up_proj"):
            path = f"model.layers.{layer}.{leaf}"
            modules.append(Module(path, "Linear", 64, 64, (64, 64), "F32"))
            if leaf.startswith("self_attn"):
                for part in ("lora_A.weight", "lora_B.weight"):
                    key = f"base_model.model.{path}.{part}"
                    status = Status.MISMATCHED if key in broken else Status.LANDED
                    tensors.append(TensorMatch(key, status, path, part, (8, 64), "F32", key, (8, 64)))
    return LoadReport(
        evidence=Evidence.HEADERS,
        loader="peft",
        loader_version="0",
        loads=True,
        tensors=tuple(tensors),
        modules=tuple(modules) if bases else (),
    )


def names(tree: UnionTree, path: str) -> list[str]:
    return [tree.names[child] for child in tree.children(tree.by_module[path])]


def test_equal_layers_fold_into_one_row() -> None:
    tree = build_tree(report())
    assert names(tree, "model.layers") == ["{0…7}"]
    assert names(tree, "model.layers.5.self_attn") == ["q_proj", "k_proj"]


def test_a_layer_that_differs_stands_between_the_folds() -> None:
    tree = build_tree(report(broken=frozenset({BROKEN})))
    assert names(tree, "model.layers") == ["0", "1", "2", "{3…7}"]


def test_numbered_layers_stand_in_numeric_order() -> None:
    tree = build_tree(report(layers=12))
    fold = tree.children(tree.by_module["model.layers"])[0]
    assert tree.kinds[fold] is NodeKind.FOLD
    assert [tree.names[child] for child in tree.children(fold)] == [str(n) for n in range(12)]


def test_paths_skip_fold_rows() -> None:
    tree = build_tree(report())
    assert tree.path(tree.by_module["model.layers.4.mlp.up_proj"]) == "model.layers.4.mlp.up_proj"


def test_every_tensor_is_counted_once_on_every_level_above_it() -> None:
    found = report(broken=frozenset({BROKEN}))
    tree = build_tree(found)
    assert tree.counts(0) == {Status.MISMATCHED: 1, Status.LANDED: len(found.tensors) - 1}
    assert tree.trouble(tree.by_module["model.layers.2"]) == 1
    assert tree.trouble(tree.by_module["model.layers.3"]) == 0
    assert tree.status(tree.by_module["model.embed_tokens"]) is None


def test_orphans_and_missing_slots_have_rows_of_their_own() -> None:
    orphan = TensorMatch("x.lora_A.weight", Status.ORPHANED, "x", "lora_A.weight", (8, 64), "F32")
    slot = MissingSlot("base_model.model.lm_head.lora_A.weight", "lm_head", "lora_A.weight", (8, 64))
    tree = build_tree(
        LoadReport(
            evidence=Evidence.HEADERS,
            loader="peft",
            loader_version="0",
            loads=True,
            tensors=(orphan,),
            missing=(slot,),
        )
    )
    assert [tree.status(node) for node in tree.problems] == [Status.ORPHANED, Status.MISSING]
    assert tree.by_key[slot.slot] == tree.children(tree.by_module["lm_head"])[0]


def test_walking_the_problems_wraps_both_ways() -> None:
    broken = frozenset({BROKEN, BROKEN.replace("layers.2", "layers.5")})
    tree = build_tree(report(broken=broken))
    first, second = (tree.by_key[key] for key in sorted(broken))
    assert tree.next_problem(0) == first
    assert tree.next_problem(first) == second
    assert tree.next_problem(second) == first
    assert tree.next_problem(first, step=-1) == second
    assert tree.next_problem(0, step=-1) == second
    assert build_tree(report()).next_problem(0) is None


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("layers.3.self_attn.K_PROJ", 3),
        ("layers.?.self_attn.k_proj.lora_B*", 8),
        ("/layers\\.(1|2)\\.self_attn\\.q_proj$/", 2),
        ("nothing like it", 0),
    ],
)
def test_text_filters_by_substring_glob_or_regular_expression(text: str, hits: int) -> None:
    assert Shown(build_tree(report()), Filter(text)).hits == hits


def test_a_status_filter_keeps_the_way_to_each_hit_and_nothing_else() -> None:
    tree = build_tree(report(broken=frozenset({BROKEN})))
    shown = Shown(tree, Filter(statuses=frozenset({Status.MISMATCHED})))
    way, node = [], 0
    while children := shown.children(node):
        assert len(children) == 1
        node = children[0]
        assert shown.row(node) == 0
        way.append(tree.names[node])
    assert way == ["model", "layers", "2", "self_attn", "k_proj", "lora_B.weight"]
    assert shown.problems == tree.problems


def test_a_broken_regular_expression_is_said_so() -> None:
    with pytest.raises(FilterError):
        Shown(build_tree(report()), Filter("/(/"))


def test_an_empty_report_is_an_empty_tree() -> None:
    tree = build_tree(report(layers=0, bases=False))
    assert len(tree) == 1
    assert Shown(tree).children(0) == range(1, 1)
