"""Reads a state dict out of pickle opcodes without unpickling: nothing is imported, nothing is called.

Models only what torch.save writes for a dict of tensors. What weights-only loaders refuse is refused here
too; so is the rest of their allow list that no state dict needs (torch/_weights_only_unpickler.py, 2.13).
"""

from __future__ import annotations

import pickletools
import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

from inspector.files.torch_dtypes import dtype_of

MAX_OPCODES = 3_000_000
"""Some 100,000 tensors; a real adapter needs a few thousand opcodes."""

_REBUILDERS = frozenset(
    f"torch._utils._rebuild_{name}"
    for name in ("tensor", "tensor_v2", "tensor_v3", "parameter", "parameter_with_state")
)
_INERT = frozenset({"torch.Tensor", "torch.nn.parameter.Parameter", "torch.storage.UntypedStorage"})
_CALLABLE = _REBUILDERS | {
    "collections.OrderedDict",
    "torch.Size",
    "torch.device",
    "torch._tensor._rebuild_from_type_v2",
}


# pickletools decodes texts with escapes that Python warns of; where warnings are errors, that is damage too.
_DAMAGE = (
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    struct.error,
    DeprecationWarning,
)


class Storage(NamedTuple):
    """One storage of the archive. `dtype` is None for untyped ones, whose `numel` then counts bytes."""

    key: str
    dtype: str | None
    numel: int


class PickledTensor(NamedTuple):
    """A tensor as the pickle describes it; `offset` and `stride` in elements of `dtype`."""

    storage: Storage
    dtype: str
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


class ForbiddenCallable(Exception):
    """The pickle names something that unpickling would import and could call. `name` as `module.name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MalformedPickle(Exception):
    """The opcodes do not describe a state dict; the text ends a sentence that begins with the file's name."""


class _Global(NamedTuple):
    name: str


class _Opaque:
    """A value that no tensor needs (a device, a float)."""


_OPAQUE = _Opaque()


def read_pickle(stream: BytesIO) -> Any:
    """Interpret one pickle from the stream's position up to its STOP, which is consumed.

    Gives dicts, lists, tuples, texts, whole numbers and PickledTensors. Containers may hold themselves:
    walk them with care. Raises ForbiddenCallable or MalformedPickle.
    """
    machine = _Machine()
    try:
        for count, (opcode, argument, _) in enumerate(pickletools.genops(stream)):
            if count > MAX_OPCODES:
                raise MalformedPickle("has more pickle opcodes than any state dict needs, and was not read")
            if opcode.name == "STOP":
                return machine.pop()
            machine.step(opcode.name, argument)
    except (ForbiddenCallable, MalformedPickle):
        raise
    except _DAMAGE as error:
        raise MalformedPickle("holds a pickle that is damaged") from error
    raise MalformedPickle("holds a pickle that does not end")


class _Machine:
    """The pickle machine's stack and memo, with values that cannot do anything."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.marked: list[list[Any]] = []
        self.memo: dict[int, Any] = {}

    def pop(self) -> Any:
        return self.stack.pop()

    def pop_mark(self) -> list[Any]:
        items, self.stack = self.stack, self.marked.pop()
        return items

    def step(self, name: str, argument: Any) -> None:
        if name in _CONSTANTS:
            self.stack.append(argument)
        elif name in _ACTIONS:
            _ACTIONS[name](self, argument)
        elif name == "INST":
            raise ForbiddenCallable(argument.replace(" ", "."))
        elif name not in ("PROTO", "FRAME"):
            raise MalformedPickle(f"uses a pickle operation that no state dict needs ({name})")

    def put(self, index: int | None) -> None:
        self.memo[len(self.memo) if index is None else index] = self.stack[-1]

    def extend(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise MalformedPickle("appends to something that is not a list")
        target.extend(items)

    def set_items(self, flat: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(flat) % 2:
            raise MalformedPickle("sets items of something that is not a dictionary")
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if not isinstance(key, str):
                raise MalformedPickle("has a dictionary key that is not text")
            target[key] = value

    def make_dict(self) -> None:
        flat = self.pop_mark()
        self.stack.append({})
        self.set_items(flat)

    def mark(self) -> None:
        self.marked.append(self.stack)
        self.stack = []

    def append_marked(self, kind: type[tuple[Any, ...]] | type[list[Any]]) -> None:
        items = self.pop_mark()
        self.stack.append(kind(items))

    def make_tuple(self, length: int) -> None:
        items = [self.pop() for _ in range(length)]
        self.stack.append(tuple(reversed(items)))

    def find_global(self, module: Any, name: Any) -> None:
        full = f"{module}.{name}" if isinstance(module, str) and isinstance(name, str) else ""
        if full not in _CALLABLE and full not in _INERT and dtype_of(full) is None:
            raise ForbiddenCallable(full or "an unnamed callable")
        self.stack.append(_Global(full))

    def reduce(self) -> None:
        arguments, function = self.pop(), self.pop()
        if not isinstance(function, _Global) or not isinstance(arguments, tuple):
            raise MalformedPickle("calls something that is not a function")
        self.stack.append(_call(function.name, arguments))

    def build(self) -> None:
        self.pop()  # an OrderedDict's or a parameter's attributes (`_metadata`): no tensor lies there
        if not isinstance(self.stack[-1], (dict, PickledTensor)):
            raise MalformedPickle("sets the state of something that is not a dictionary")

    def append(self) -> None:
        item = self.pop()
        self.extend([item])

    def set_item(self) -> None:
        value, key = self.pop(), self.pop()
        self.set_items([key, value])

    def stack_global(self) -> None:
        name, module = self.pop(), self.pop()
        self.find_global(module, name)

    def persistent(self) -> None:
        self.stack.append(_storage(self.pop()))


def _call(name: str, arguments: tuple[Any, ...]) -> Any:
    match name, arguments:
        case "collections.OrderedDict", ():
            return {}
        case "collections.OrderedDict", (list(pairs),):
            machine = _Machine()
            machine.stack.append({})
            for key, value in pairs:
                machine.set_items([key, value])
            return machine.pop()
        case "torch.Size", (tuple(sizes),):
            return sizes
        case "torch.device", _:
            return _OPAQUE
        case "torch._tensor._rebuild_from_type_v2", (_Global(inner), _, tuple(inner_arguments), _) if (
            inner in _REBUILDERS
        ):
            return _call(inner, inner_arguments)
        case (
            "torch._utils._rebuild_parameter" | "torch._utils._rebuild_parameter_with_state",
            (PickledTensor() as tensor, *_),
        ):
            return tensor
        case "torch._utils._rebuild_tensor_v3", (storage, offset, shape, stride, _, _, _Global(dtype), *_):
            return _tensor(storage, offset, shape, stride, dtype_of(dtype))
        case "torch._utils._rebuild_tensor" | "torch._utils._rebuild_tensor_v2", (
            Storage() as storage, offset, shape, stride, *_,
        ):  # fmt: skip
            return _tensor(storage, offset, shape, stride, storage.dtype)
    raise MalformedPickle(f"calls {name} with arguments that torch.save does not write")


def _tensor(storage: Any, offset: Any, shape: Any, stride: Any, dtype: str | None) -> PickledTensor:
    fits = isinstance(storage, Storage) and _is_size(offset) and dtype is not None
    if not fits or not _are_sizes(shape) or not _are_sizes(stride) or len(shape) != len(stride):
        raise MalformedPickle("describes a tensor in a way that torch.save does not")
    return PickledTensor(storage, dtype or "", offset, shape, stride)


def _storage(identifier: Any) -> Storage:
    match identifier:
        case ("storage", _Global(kind), str(key), str(_), int(numel), *rest) if (
            _is_size(numel) and rest in ([], [None]) and kind.endswith("Storage")
        ):
            dtype = None if kind == "torch.storage.UntypedStorage" else dtype_of(kind)
            return Storage(key, dtype, numel)
    raise MalformedPickle("refers to a storage in a way that torch.save does not")


def _is_size(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**63


def _are_sizes(value: Any) -> bool:
    return type(value) is tuple and len(value) <= 64 and all(map(_is_size, value))


_CONSTANTS = frozenset({
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "STRING", "BINSTRING",
    "SHORT_BINSTRING", "BINBYTES", "SHORT_BINBYTES", "UNICODE", "SHORT_BINUNICODE", "BINUNICODE",
    "BINUNICODE8", "FLOAT", "BINFLOAT",
})  # fmt: skip
"""Operations that push what they carry."""

_ACTIONS: dict[str, Callable[[_Machine, Any], object]] = {
    "NONE": lambda machine, _: machine.stack.append(None),
    "NEWTRUE": lambda machine, _: machine.stack.append(True),
    "NEWFALSE": lambda machine, _: machine.stack.append(False),
    "EMPTY_DICT": lambda machine, _: machine.stack.append({}),
    "EMPTY_LIST": lambda machine, _: machine.stack.append([]),
    "EMPTY_TUPLE": lambda machine, _: machine.stack.append(()),
    "MARK": lambda machine, _: machine.mark(),
    "TUPLE": lambda machine, _: machine.append_marked(tuple),
    "LIST": lambda machine, _: machine.append_marked(list),
    "TUPLE1": lambda machine, _: machine.make_tuple(1),
    "TUPLE2": lambda machine, _: machine.make_tuple(2),
    "TUPLE3": lambda machine, _: machine.make_tuple(3),
    "POP": lambda machine, _: machine.pop(),
    "DUP": lambda machine, _: machine.stack.append(machine.stack[-1]),
    "PUT": lambda machine, index: machine.put(index),
    "BINPUT": lambda machine, index: machine.put(index),
    "LONG_BINPUT": lambda machine, index: machine.put(index),
    "MEMOIZE": lambda machine, _: machine.put(None),
    "GET": lambda machine, index: machine.stack.append(machine.memo[index]),
    "BINGET": lambda machine, index: machine.stack.append(machine.memo[index]),
    "LONG_BINGET": lambda machine, index: machine.stack.append(machine.memo[index]),
    "GLOBAL": lambda machine, names: machine.find_global(*names.split(" ", 1)),
    "STACK_GLOBAL": lambda machine, _: machine.stack_global(),
    "REDUCE": lambda machine, _: machine.reduce(),
    "BUILD": lambda machine, _: machine.build(),
    "BINPERSID": lambda machine, _: machine.persistent(),
    "DICT": lambda machine, _: machine.make_dict(),
    "APPEND": lambda machine, _: machine.append(),
    "SETITEM": lambda machine, _: machine.set_item(),
    "APPENDS": lambda machine, _: machine.extend(machine.pop_mark()),
    "SETITEMS": lambda machine, _: machine.set_items(machine.pop_mark()),
}
