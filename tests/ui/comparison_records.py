"""Whole comparisons made by hand: every kind of module, field, token and text that the pane can show."""

from __future__ import annotations

from dataclasses import replace

from inspector.compare import compare_inspections
from inspector.compat.inspection import Inspection
from inspector.compat.revisions import Comparison, FieldChange, ModuleChange
from inspector.compat.tokenizer_comparison import (
    PartChange,
    SampleChange,
    TokenChange,
    TokenizerComparison,
)

FIGURES = {
    "moved": (0.02, 0.3, "moved"),
    "outrun": (0.5, 0.1, "moved"),
    "merged": (0.3, 0.3, "merged"),
    "low-rank": (0.04, 0.2, "low-rank"),
    "other": (1.4, 0.25, "other-weights"),
    "same": (0.0, 0.2, "same"),
}


def module(name: str, figures: str = "moved") -> ModuleChange:
    change, delta, kind = FIGURES[figures]
    return ModuleChange(
        name, name, (16, 16), (16, 16), "F32", "F32", "landed", "landed",
        relative_change=change, relative_delta=delta, kind=kind, gap=0.01, cosine=0.99, rho=0.1,
    )  # fmt: skip


def every_kind() -> tuple[ModuleChange, ...]:
    rows = [module(f"model.layers.{n}.self_attn.q_proj", name) for n, name in enumerate(FIGURES)]
    shape = ModuleChange(
        "model.layers.6.self_attn.k_proj", "model.layers.6.self_attn.k_proj", (16, 16), (8, 16),
        "F32", "BF16", "landed", "mismatched", kind="shape", note="The shapes differ.",
    )  # fmt: skip
    gone = ModuleChange(
        "model.layers.7.mlp.up_proj", None, (32, 16), None, "F32", None, "landed", "orphaned", kind="absent"
    )
    infinite = module("model.layers.8.self_attn.q_proj")._replace(relative_change=float("nan"))
    return (*rows, shape, gone, infinite)


FIELDS = (
    FieldChange("rope_theta", 10000.0, 500000.0, "Positions are rotated otherwise."),
    FieldChange("num_key_value_heads", 4, 2, "k_proj and v_proj change their width."),
    FieldChange("transformers_version", "4.40", "5.1", "", matters=False),
)


def tokenizers() -> TokenizerComparison:
    return TokenizerComparison(
        source_before="tokenizer.json",
        source_after="tokenizer.json",
        vocab_before=138,
        vocab_after=162,
        added=1,
        removed=1,
        moved=2,
        changes=(
            TokenChange("<pad>", 0, 3, True),
            TokenChange(" router", 17, 18),
            TokenChange("avatar", None, 139),
            TokenChange("modem", 21, None),
        ),
        parts=(PartChange("normalizer", "NFC", "none", "Accents are kept as they are written."),),
        samples=40,
        sample_disagreement=0.35,
        sample_changes=(
            SampleChange(
                "my router is down",
                ("my", " router", " is", " down"),
                ("my", " rou", "ter", " is", " down"),
                (5, 17, 8, 9),
                (5, 30, 31, 8, 9),
            ),
            SampleChange("the office", ("the", " office"), ("the", " off", "ice"), (1, 2), (1, 40, 41)),
        ),
        template_diff="--- before\n+++ after\n@@ -1,2 +1,2 @@\n same\n-{{ old }}\n+{{ new }}",
        meaning=("14 of 40 sample texts encode to other ids: the adapter was trained on other ones.",),
    )


def comparison(before: Inspection, after: Inspection, *, values: bool = True) -> Comparison:
    """Of two real inspections, with or without everything that is read from values."""
    found = compare_inspections(before, after)
    if not values:
        return found
    rest = (("golden", "No golden set was given."),)
    return replace(found, modules=every_kind(), config=FIELDS, tokenizer=tokenizers(), not_compared=rest)
