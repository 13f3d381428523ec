"""Where each tensor of a checkpoint goes in the model: renamed, merged from many, or split into several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from inspector.compat.renames import Renamed, Renames, converted_shape
from inspector.files.records import TensorInfo
from inspector.files.tables import ArchitectureFacts, Transform, legacy_transforms

Shape = tuple[int, ...]

_EXPERTS = ".experts."
# Tensors that quantisers store beside or instead of `weight`; the module is what precedes them.
_QUANTISED_PARTS = frozenset({
    "qweight", "qzeros", "scales", "g_idx", "SCB", "weight_format", "weight_scale", "weight_scale_inv",
    "input_scale", "weight_packed", "weight_shape", "weight_zero_point", "weight_g_idx",
})  # fmt: skip
_FLOATING = frozenset({"F64", "F32", "F16", "BF16"})
_BNB_PART = re.compile(r"\.weight\.(absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.[^.]+)$")


class Placed(NamedTuple):
    """A parameter of the model and the tensor that fills it. `stored_as` is the module's name on disk.

    `packed`: a quantiser's tensor, which says that the module is there and nothing about its shape.
    """

    module: str
    part: str
    shape: Shape | None
    dtype: str
    stored_as: str
    packed: bool = False


class _Merge(NamedTuple):
    """Tensors collected for one converter: shapes for each of its sources, in the converter's order."""

    converter: Transform
    dtype: str
    shapes: dict[int, list[Shape]]

    def shape(self) -> Shape | None:
        sources = self.converter.pattern.count("(?P<g")
        # A quantiser's module holds the experts in its own way.
        if len(self.shapes) != sources or self.dtype not in _FLOATING:
            return None
        try:
            collected = [self.shapes[number] for number in range(sources)]
            return converted_shape(self.converter.operations, collected, len(self.converter.targets))
        except ValueError:
            return None


@lru_cache(maxsize=16384)
def fold_numbers(path: str) -> str:
    """`model.layers.7.mlp` → `model.layers.*.mlp`."""
    return ".".join(["*" if piece.isdecimal() else piece for piece in path.split(".")])


def place_weights(
    tensors: Mapping[str, TensorInfo], facts: ArchitectureFacts
) -> tuple[list[Placed], frozenset[str]]:
    """Every parameter that the file fills, and the modules (in the model's names) that have no place.

    A parameter of the model itself stands in no module: the second has an empty name for it.

    Follows transformers 5.23 `convert_and_load_state_dict_in_model`. Raises Uncertain for a rename that
    only the loader can follow.
    """
    renames = Renames((*facts.transforms, *legacy_transforms()), parameter_finder(facts))
    placed: list[Placed] = []
    unplaced: set[str] = set()
    merges: dict[str, _Merge] = {}
    experts = _Experts(renames)
    for key, tensor in tensors.items():
        # A large model has tens of thousands of expert tensors, which differ in one number.
        layer, is_expert, rest = key.partition(_EXPERTS)
        if is_expert:
            if layer != experts.layer:
                experts.turn_to(layer)
            alike = experts.alike.get(experts.names[rest])
            if alike is not None:
                alike.append(tensor.shape)
                continue
        owner, part, packed = _owner(key)
        renamed = renames.rename(f"{owner}.weight" if packed else key)
        path, _, name = renamed.key.rpartition(".")
        if not renamed.placed or (packed and renamed.converter is not None):
            unplaced.add(path)
        elif renamed.converter is None:
            is_true = tensor.dtype in _FLOATING or fold_numbers(path) not in facts.parameters
            shape = tensor.shape if is_true else None
            placed.append(Placed(path, part if packed else name, shape, tensor.dtype, owner, packed))
        else:
            merge = merges.setdefault(renamed.key, _Merge(renamed.converter, tensor.dtype, {}))
            shapes = merge.shapes.setdefault(renamed.source, [])
            shapes.append(tensor.shape)
            if is_expert:
                experts.remember(rest, renamed, shapes)
    for key, merge in merges.items():
        placed.extend(_made(key, merge))
    return placed, frozenset(unplaced)


class _Names(dict[str, str | None]):
    """`12.up_proj.weight` → `.up_proj.weight`; None for what does not begin with a number."""

    def __missing__(self, rest: str) -> str | None:
        number = rest.partition(".")[0]
        name = self[rest] = rest[len(number) :] if number.isdecimal() else None
        return name


class _Experts:
    """The tensors of a layer's experts that become parts of one tensor, so that one of them is renamed."""

    def __init__(self, renames: Renames) -> None:
        self._renames = renames
        self._layers: dict[str, dict[str | None, list[Shape]]] = {}
        self.names = _Names()
        self.turn_to("")

    def turn_to(self, layer: str) -> None:
        """`alike`: what is known of this layer, shapes by the tensor's name inside its expert."""
        self.layer = layer
        self.alike = self._layers.setdefault(layer, {})

    def remember(self, rest: str, renamed: Renamed, shapes: list[Shape]) -> None:
        """From here on the shapes of the other experts' tensors of this name go to `shapes` as well.

        Numbers are renamed alike: if one other expert's tensor goes to the same place, those of all do.
        """
        name = self.names[rest]
        if name is None or self._renames.minds_numbers:
            return
        other = "1" if rest.startswith("0") else "0"
        if self._renames.rename(f"{self.layer}{_EXPERTS}{other}{name}") == renamed:
            self.alike[name] = shapes


def parameter_finder(facts: ArchitectureFacts) -> Callable[[str], str | None]:
    """A function from a name to the model's own: as it stands, or with the base model's prefix off or on.

    transformers adds or removes `base_model_prefix` when a bare model's file is loaded into a model with
    a head, or the other way round.
    """

    def has(key: str) -> bool:
        path, _, name = fold_numbers(key).rpartition(".")
        kind = facts.kinds.get(path, "other")
        return kind != "other" and (path not in facts.parameters or name in facts.parameters[path])

    def find(key: str) -> str | None:
        shorter = key.removeprefix(f"{facts.prefix}.") if facts.prefix else key
        if shorter != key and has(shorter):
            return shorter
        if facts.prefix and has(f"{facts.prefix}.{key}"):
            return f"{facts.prefix}.{key}"
        return key if has(key) else None

    return find


def _owner(key: str) -> tuple[str, str, bool]:
    """Module and part of a checkpoint key, and whether the part is a quantiser's."""
    found = _BNB_PART.search(key) if ".weight." in key else None
    if found:
        return key[: found.start()], key[found.start() + 1 :], True
    module, _, part = key.rpartition(".")
    return module, part, part in _QUANTISED_PARTS


def _made(key: str, merge: _Merge) -> Iterator[Placed]:
    """The parameters that a converter makes: one, or one for each of its targets."""
    shape = merge.shape()
    first, *others = merge.converter.targets
    for name in (key, *(key.replace(first, other) for other in others)):
        module, _, part = name.rpartition(".")
        yield Placed(module, part, shape, merge.dtype, module)
