"""The record that describes one PEFT method which puts layers on modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from inspector.compat.inspection import Module
from inspector.compat.lora_config import Fields, LoraSettings, Uncertain
from inspector.compat.methods.options import Options
from inspector.compat.modules import ModuleTree
from inspector.compat.slots import Slot, adapter_slot
from inspector.compat.targets import rank_for
from inspector.files.records import Adapter, TensorInfo

Shape = tuple[int, ...]
CONVOLUTIONS = ("Conv1d", "Conv2d", "Conv3d")
ANY_KIND = ("Linear", "Conv1D", "Embedding", *CONVOLUTIONS, "MultiheadAttention", "other", "weighted")


class Target(NamedTuple):
    """One targeted module with its true widths; for a convolution, channels, and the whole weight's shape.

    For an embedding, `ins` is the number of rows and `outs` the dimension.
    """

    path: str
    kind: str
    ins: int
    outs: int
    shape: Shape
    tree: ModuleTree
    settings: LoraSettings

    @property
    def rank(self) -> int:
        """The rank that the first matching rank_pattern gives, else the method's own rank."""
        return rank_for(self.path, self.settings)

    @property
    def kernel(self) -> Shape:
        return self.shape[2:]


Part = tuple[str, Shape]
"""What follows the module's path in a slot (`lora_A.weight`, `ia3_l`), and the shape that it has."""


class Site(NamedTuple):
    """Everything that decides what is shared by all layers of an adapter."""

    targets: tuple[Target, ...]
    tree: ModuleTree
    options: Options
    tensors: Mapping[str, TensorInfo]


def _nothing_more(_site: Site) -> Iterable[Slot]:
    return ()


def _accept(_options: Options) -> None:
    return None


def _accept_keys(_adapter: Adapter) -> str | None:
    return None


class LayerMethod(NamedTuple):
    """One method: what its config accepts, which kinds of modules it wraps, and the parts of each layer.

    `unsupported` is the error class for other kinds of modules.
    `shared` gives slots that stand outside any layer; `before` runs before any module is looked at;
    `whole_modules`: modules of any kind are copied, whatever their widths; `refuses`: the text of the
    ValueError that the file's keys bring about.
    """

    fields: Fields
    kinds: tuple[str, ...]
    parts: Callable[[Target, Options], Iterator[Part]]
    unsupported: str = "TypeError"
    check: Callable[[Options], None] = _accept
    before: Callable[[Site], None] | None = None
    whole_modules: bool = False
    refuses: Callable[[Adapter], str | None] = _accept_keys
    shared: Callable[[Site], Iterable[Slot]] = _nothing_more


def as_target(module: Module, tree: ModuleTree, settings: LoraSettings, *, grouped: bool) -> Target:
    """The module with its widths. Raises Uncertain where the headers do not tell them."""
    ins, outs, shape = module.in_features, module.out_features, module.shape
    if module.kind in CONVOLUTIONS and shape is not None:
        if grouped:
            raise Uncertain(f"{module.path} is a convolution in groups; its width is not in the headers.")
        outs, ins = shape[0], shape[1]
    if ins is None or outs is None or shape is None:
        raise Uncertain(f"The width of {module.path} depends on how the base is loaded.")
    return Target(module.path, module.kind, ins, outs, shape, tree, settings)


def largest(
    targets: Iterable[Target], kinds: tuple[str, ...] = ("Linear", "Conv1D")
) -> tuple[int, int] | None:
    """The widest output and the widest input over the targets of these kinds (peft `_find_dim`)."""
    widths = [(target.outs, target.ins) for target in targets if target.kind in kinds]
    return (max(outs for outs, _ in widths), max(ins for _, ins in widths)) if widths else None


def by_pattern(patterns: Mapping[str, int], default: int, path: str) -> int:
    """The number of the first pattern that matches as peft's `get_pattern_key` matches."""
    return rank_for(path, LoraSettings(rank=default, target_modules=None, rank_pattern=patterns))


def shared_slot(site: Site, name: str, shape: tuple[int, ...]) -> Slot:
    """A tensor at the root to which every layer refers, so that a key of any layer fills it for all."""
    root = adapter_slot("", name, shape)
    layers = (adapter_slot(target.path, name, shape).keys for target in site.targets)
    return root._replace(keys=(*root.keys, *(key for keys in layers for key in keys)))
