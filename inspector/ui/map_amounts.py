"""Amounts a module for the map's colours, from what an inspection and a comparison hold."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.compat.inspection import Inspection
from inspector.compat.revisions import ModuleChange


def effect_by_module(inspection: Inspection | None) -> dict[str, float]:
    """What the probe measured at each module; empty without a probe."""
    probe = inspection.probe if inspection is not None else None
    return {effect.module: effect.relative_change for effect in probe.modules} if probe is not None else {}


def reach_by_module(
    inspection: Inspection | None, changes: Sequence[ModuleChange] | None
) -> dict[str, float]:
    """What the adapter adds, ‖ΔW‖ / ‖W‖, by the weights stage, else by a comparison that ends here."""
    scan = inspection.weights if inspection is not None else None
    known = {row.module: row.relative for row in (scan.modules if scan is not None else None) or ()}
    told = {_place(row): row.relative_delta for row in changes or ()}
    return {name: value for name, value in {**told, **_measured(known)}.items() if value is not None}


def drift_by_module(
    inspection: Inspection | None, changes: Sequence[ModuleChange] | None
) -> dict[str, float]:
    """How far the base moved: by the comparison that ends here, else since it was trained on."""
    rows = changes if changes is not None else inspection.drift if inspection is not None else None
    return _measured({_place(row): row.relative_change for row in rows or ()})


def _place(row: ModuleChange) -> str:
    """Where the module stands in the newer base, which is the one that the map shows."""
    return row.module_to or row.module


def _measured(found: dict[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in found.items() if value is not None}
