"""From an adapter's file to the change of each module: grouped first, read and computed one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from inspector.compat.inspection import LoadReport
from inspector.compat.lora_config import Uncertain
from inspector.files.records import Adapter, Base
from inspector.weights.change import Change, LowRank, NotComputed
from inspector.weights.experts import ExpertStack, expert_stacks
from inspector.weights.lora import adalora_change, lora_change, vera_change
from inspector.weights.lycoris import loha_change, lokr_change
from inspector.weights.parts import ModuleParts, Unreadable, modules_of
from inspector.weights.reshaping import ia3_change, oft_change
from inspector.weights.values import read_tensor

_METHODS: dict[str, Callable[[ModuleParts, ExpertStack | None], Change]] = {
    "LORA": lora_change,
    "ADALORA": adalora_change,
    "LOHA": loha_change,
    "LOKR": lokr_change,
    "IA3": ia3_change,
    "OFT": oft_change,
}
_SHARED = "base_model"
"""Where the tensors stand that all layers of VeRA share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingChange:
    """One module's change before its tensors are read.

    `module` is its runtime path (of fused experts the parameter's), `weight` the parameter of the model that
    changes. `turned`: that weight is stored (in, out), the other way round than the factors stand.
    """

    module: str
    weight: str
    turned: bool
    _read: Callable[[], Change] = field(repr=False)

    def read(self) -> Change:
        """The change, or why it cannot be told. Raises UnreadableInput where the file is cut meanwhile."""
        try:
            return self._read()
        except (Unreadable, Uncertain) as reason:
            return NotComputed(str(reason))
        except (ValueError, IndexError):  # numpy's, for shapes that no trainer writes
            return NotComputed("The shapes of its tensors do not go together.")

    def as_stored(self) -> Change:
        """The change with rows and columns as the weight is stored."""
        change = self.read()
        return change.turned() if self.turned and isinstance(change, LowRank) else change


def pending_changes(
    adapter: Adapter, file: BinaryIO, *, report: LoadReport | None, base: Base | None
) -> tuple[PendingChange, ...]:
    """Every module that the adapter's file (open for reading) has a tuner's tensors for, in natural order."""
    groups = list(modules_of(adapter, report, lambda info: read_tensor(file, info)))
    shared = next((parts for parts in groups if parts.path == _SHARED), None)
    stacks = expert_stacks(adapter, base)
    return tuple(
        _pending(adapter.peft_type or "", parts, shared, stacks.get(parts.path))
        for parts in groups
        if parts is not shared
    )


def _pending(
    method: str, parts: ModuleParts, shared: ModuleParts | None, stack: ExpertStack | None
) -> PendingChange:
    def read() -> Change:
        if method == "VERA":
            return vera_change(parts, shared)
        if method not in _METHODS:
            return NotComputed(f"The change that {method or 'this adapter'} makes is not computed.")
        return _METHODS[method](parts, stack)

    name = stack.name if stack is not None else parts.runtime
    turned = parts.module is not None and parts.module.kind == "Conv1D"
    return PendingChange(
        module=name, weight=name if stack is not None else f"{name}.weight", turned=turned, _read=read
    )
