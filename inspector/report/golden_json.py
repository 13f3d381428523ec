"""A golden set's two sides in JSON: of a comparison, and of an inspection that was probed with one."""

from __future__ import annotations

from typing import Any

from inspector.compat.flips import GoldenComparison, Rate

_RATES = {
    "accuracy_from": "accuracy_before",
    "accuracy_to": "accuracy_after",
    "negative_flip_rate": "negative_flip_rate",
    "positive_flip_rate": "positive_flip_rate",
    "changed_both_wrong_rate": "changed_both_wrong",
}


def golden_document(golden: GoldenComparison | None) -> dict[str, Any] | None:
    """Rates as shares of all examples (0 to 1), their 95 % intervals beside them, and every flip."""
    if golden is None:
        return None
    rates: dict[str, Rate] = {name: getattr(golden, field) for name, field in _RATES.items()}
    return {
        "n": golden.n,
        **{name: rate.value for name, rate in rates.items()},
        "intervals": {name: [rate.low, rate.high] for name, rate in rates.items()},
        "from": golden.before_name,
        "to": golden.after_name,
        "gate": golden.gate,
        "passes": golden.passes,
        "flips": [
            {
                "line": flip.number,
                "kind": flip.kind,
                "prompt": flip.prompt,
                "expected": flip.expected,
                "from": flip.before,
                "to": flip.after,
            }
            for flip in golden.flips
        ],
        "source": golden.source,
        "seconds": round(golden.seconds, 3),
        "note": golden.note,
    }
