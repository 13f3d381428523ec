"""The adapter's target modules in two bases, side by side: names aligned, shapes, dtypes and fates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inspector.compat.inspection import Inspection, Module, Status
from inspector.compat.keys import natural_key, split_key
from inspector.compat.revisions import ModuleChange
from inspector.compat.rules.registry import stack_of

_GRAVEST_FIRST = (
    Status.MISMATCHED,
    Status.ORPHANED,
    Status.MISSING,
    Status.OVERWRITES_BASE,
    Status.UNKNOWN,
    Status.LANDED,
)


_REPLACED = "The adapter brings its own weight here: what the base has does not count."

_NO_MODULE = ("", "base_model")
"""Where the tensors stand that all layers of VeRA share: no module of the base."""


def module_changes(before: Inspection, after: Inspection) -> tuple[ModuleChange, ...]:
    """Every module that the adapter has tensors or slots for, in natural order of its name in `before`.

    Modules are the same where the same key of the adapter goes to both, also under the new names that a
    repair would give it, or where they are called the same. Values are not looked at.
    """
    owned = (_modules(before), _modules(after))
    homes = _homes(before, owned[0])
    aligned = _aligned(before, homes, _places(after), owned[1])
    fates = (_at_home(_fates(before, aligned), homes), _fates(after, aligned.values()))
    rows = [
        _change(name, aligned.get(name, name if name in owned[1] else None), fates, owned)
        for name in sorted(fates[0], key=natural_key)
    ]
    replaced = _replaced(before) | _replaced(after)
    rows = [row._replace(kind="replaced", note=_REPLACED) if _is_in(row, replaced) else row for row in rows]
    known = {row.module_to for row in rows}
    # A key that found no place in the newer base is told in the row of its module in the older one.
    left = (name for name in fates[1] if name not in known and (name in owned[1] or name not in fates[0]))
    new = sorted(left, key=natural_key)
    return (*rows, *(_change(name, name, fates, owned) for name in new))


def _replaced(inspection: Inspection) -> set[str]:
    """Modules whose whole weight the adapter brings along (`modules_to_save`): the base's is never used."""
    return {
        tensor.module
        for tensor in inspection.report.tensors
        if tensor.slot is not None and tensor.slot.endswith(".modules_to_save.weight")
    }


def _is_in(row: ModuleChange, modules: set[str]) -> bool:
    return not row.kind and (row.module in modules or row.module_to in modules)


def _change(
    name: str,
    name_to: str | None,
    fates: tuple[Mapping[str, Status], Mapping[str, Status]],
    owned: tuple[Mapping[str, Module], Mapping[str, Module]],
) -> ModuleChange:
    here, there = owned[0].get(name), owned[1].get(name_to) if name_to is not None else None
    shapes = (here.shape if here else None, there.shape if there else None)
    kind = note = ""
    if there is None and owned[1]:
        kind, note = "absent", "The newer base has no such module."
    elif here is None and owned[0]:
        kind, note = "absent", "The older base has no such module."
    elif None not in shapes and shapes[0] != shapes[1]:
        kind, note = "shape", "The shapes differ, so values cannot be compared."
    return ModuleChange(
        module=name,
        module_to=name_to,
        shape_from=shapes[0],
        shape_to=shapes[1],
        dtype_from=here.dtype if here else None,
        dtype_to=there.dtype if there else None,
        status_from=fates[0].get(name, ""),
        # A key that found no place stands under its own name, and the slot that stays empty under another.
        status_to=_worst(fates[1][place] for place in (name, name_to) if place and place in fates[1]),
        kind=kind,
        note=note,
    )


def _fates(inspection: Inspection, meant: Iterable[str]) -> dict[str, Status]:
    """The worst fate of the adapter's tensors, and of the slots in parts that it touches, by module.

    `meant` are modules that the adapter is meant for, also where nothing landed in them.
    """
    report = inspection.report
    placed = (tensor.module for tensor in report.tensors if tensor.slot is not None)
    touched = {stack_of(module) for module in (*placed, *meant)}
    found: dict[str, list[Status]] = {}
    for tensor in report.tensors:
        if tensor.module not in _NO_MODULE:
            found.setdefault(tensor.module, []).append(tensor.status)
    for slot in report.missing:
        if not touched or stack_of(slot.module) in touched:
            found.setdefault(slot.module, []).append(Status.MISSING)
    return {name: min(statuses, key=_GRAVEST_FIRST.index) for name, statuses in found.items()}


def _worst(statuses: Iterable[Status]) -> str:
    return min(statuses, key=_GRAVEST_FIRST.index, default="")


def _modules(inspection: Inspection) -> dict[str, Module]:
    return {module.path: module for module in inspection.report.modules}


def _places(inspection: Inspection) -> dict[str, str]:
    """Key → the module that it goes to, also under the name that an offered repair would give it."""
    places = {tensor.key: tensor.module for tensor in inspection.report.tensors}
    if inspection.proposal is not None and inspection.proposal.is_offered:
        renamed = inspection.proposal.mapping
        places |= {key: split_key(targets[0]).module for key, targets in renamed.items() if targets}
    return places


def _homes(before: Inspection, owned: Mapping[str, Module]) -> dict[str, str]:
    """A name under which keys found no place in `before` → the module that they are meant for there."""
    places = _places(before)
    return {
        tensor.module: places[tensor.key]
        for tensor in before.report.tensors
        if tensor.module not in owned and places[tensor.key] in owned
    }


def _at_home(fates: Mapping[str, Status], homes: Mapping[str, str]) -> dict[str, Status]:
    found: dict[str, list[Status]] = {}
    for name, status in fates.items():
        found.setdefault(homes.get(name, name), []).append(status)
    return {name: min(statuses, key=_GRAVEST_FIRST.index) for name, statuses in found.items()}


def _aligned(
    before: Inspection, homes: Mapping[str, str], places: Mapping[str, str], owned: Mapping[str, Module]
) -> dict[str, str]:
    """Module in `before` → module in `after`, by the keys that go to both."""
    found: dict[str, str] = {}
    for tensor in before.report.tensors:
        place = places.get(tensor.key)
        if place is not None and place in owned:
            found.setdefault(homes.get(tensor.module, tensor.module), place)
    return found
