"""The truth: load an adapter on real weights with the real loader, then look for every tensor **by value**.

It shares no code with the dry run.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import peft.peft_model
import torch
import transformers
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import load_file

transformers.utils.logging.disable_progress_bar()

PREFIX = "base_model.model."
WEIGHTS = "adapter_model.safetensors"
Shape = tuple[int, ...]

_SIZE_MISMATCH = re.compile(
    r"size mismatch for (\S+): copying a param with shape torch\.Size\(\[([\d, ]*)\]\) from checkpoint, "
    r"the shape in current model is torch\.Size\(\[([\d, ]*)\]\)"
)
_AUTO = {
    "SEQ_CLS": ("ForSequenceClassification", transformers.AutoModelForSequenceClassification),
    "TOKEN_CLS": ("ForTokenClassification", transformers.AutoModelForTokenClassification),
    "QUESTION_ANS": ("ForQuestionAnswering", transformers.AutoModelForQuestionAnswering),
    "SEQ_2_SEQ_LM": ("ForConditionalGeneration", transformers.AutoModelForSeq2SeqLM),
    "FEATURE_EXTRACTION": ("Model", transformers.AutoModel),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLoad:
    """What `PeftModel.from_pretrained` really did. Slots are runtime names without the adapter's name.

    `overwrites` holds the keys whose tensor replaced a parameter of the base itself (the biases of a
    `bias="all"` adapter too); `missing` the slots that the loader made and nothing filled;
    `mismatched` file key -> (found, expected) shapes; `aliases` slot -> every name of the same storage.
    """

    loads: bool
    error_type: str | None = None
    error_message: str = ""
    landed: Mapping[str, str] = field(default_factory=dict)
    mismatched: Mapping[str, tuple[Shape, Shape]] = field(default_factory=dict)
    orphaned: frozenset[str] = frozenset()
    overwrites: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)


class quiet(warnings.catch_warnings):
    """The loaders' warnings are part of what is measured, not news about the tests."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")


def load_base(folder: Path, *, task_type: str | None = None) -> Any:
    """The base with its real weights, in the class that its config names, or that the task asks for.

    A copy of what transformers loaded when these very files were asked for the first time.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    stamps = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return copy.deepcopy(_load_base(folder, task_type if isinstance(task_type, str) else None, stamps))


@functools.lru_cache(maxsize=32)
def _load_base(folder: Path, task_type: str | None, _stamps: tuple[tuple[str, int, int], ...]) -> Any:
    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    loader = getattr(transformers, architecture)
    suffix, auto = _AUTO.get(task_type, (None, None)) if task_type is not None else (None, None)
    with quiet():
        if suffix is not None:
            fits = architecture.endswith(suffix) and not (suffix == "Model" and "LMHead" in architecture)
            config = transformers.AutoConfig.from_pretrained(folder)
            if not fits and type(config) in auto._model_mapping:
                loader = auto
        return loader.from_pretrained(folder, local_files_only=True)


def real_load(base: Path, adapter: Path) -> RealLoad:
    """Load the adapter on the base with PEFT and find out, by value, where every tensor went."""
    settings = json.loads((adapter / "adapter_config.json").read_text())
    model = load_base(base, task_type=settings.get("task_type"))
    witness = _Witness(model)
    error: Exception | None = None
    try:
        with quiet(), witness.watching():
            witness.model = PeftModel.from_pretrained(model, str(adapter))
    except Exception as caught:
        error = caught
    if error is not None and "size mismatch" not in str(error):
        return RealLoad(loads=False, error_type=type(error).__name__, error_message=str(error))
    return witness.account_for(_read(adapter), error)


def _read(adapter: Path) -> dict[str, torch.Tensor]:
    if (adapter / WEIGHTS).exists():
        return load_file(adapter / WEIGHTS)
    tensors: dict[str, torch.Tensor] = torch.load(adapter / "adapter_model.bin", weights_only=True)
    return tensors


class _Witness:
    """What the base was before the load, which model PEFT made of it, and what it handed to torch."""

    def __init__(self, base: Any) -> None:
        self.model: Any = None
        self.state = dict(base.state_dict(keep_vars=True))
        self.names = {id(tensor): name for name, tensor in self.state.items()}
        self.before = {id(tensor): tensor.detach().clone() for tensor in self.state.values()}
        self.given: dict[str, torch.Tensor] = {}

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Keep hold of the model and of each tensor that goes to `load_state_dict`, also if that raises."""
        real_set, real_load_state = peft.peft_model.set_peft_model_state_dict, torch.nn.Module.load_state_dict

        def set_state_dict(model: Any, *args: Any, **kwargs: Any) -> Any:
            self.model = model
            return real_set(model, *args, **kwargs)

        def load_state_dict(module: Any, state_dict: Any, *args: Any, **kwargs: Any) -> Any:
            self.given.update(state_dict)
            return real_load_state(module, state_dict, *args, **kwargs)

        peft.peft_model.set_peft_model_state_dict = set_state_dict
        torch.nn.Module.load_state_dict = load_state_dict  # type: ignore[method-assign]
        try:
            yield
        finally:
            peft.peft_model.set_peft_model_state_dict = real_set
            torch.nn.Module.load_state_dict = real_load_state  # type: ignore[method-assign]

    def account_for(self, tensors: Mapping[str, torch.Tensor], error: Exception | None) -> RealLoad:
        after = dict(self.model.state_dict(keep_vars=True))
        own = {name: value for name, value in after.items() if self._is_new(name, value)}
        kept = _plain_attributes(self.model)
        changed = {
            name: value
            for name, value in after.items()
            if id(value) in self.before and not torch.equal(self.before[id(value)], value.detach())
        }
        mismatches = {name: shapes for name, *shapes in _mismatches(str(error or ""))}
        landed: dict[str, str] = {}
        overwrites: dict[str, str] = {}
        mismatched: dict[str, tuple[Shape, Shape]] = {}
        filled: set[int] = set()
        for key, value in tensors.items():
            # A tensor of the base in the file may hold the very values that the base has already.
            namesake = {name: after[name] for name in (key, PREFIX + key) if name in after}
            refused = self._refused(key, value, mismatches)
            home = None if refused else _home(key, value, {**own, **kept, **changed, **namesake})
            if refused is not None:
                mismatched[key] = (mismatches[refused][0], mismatches[refused][1])
            elif home is not None:
                (overwrites if home in after and home not in own else landed)[key] = slot_name(home)
                filled.update({after[home].data_ptr()} if home in after else ())
        filled.update(own[name].data_ptr() for name in mismatches if name in own)
        expected = self._expected(own)
        return RealLoad(
            loads=error is None,
            error_type=type(error).__name__ if error else None,
            error_message=str(error or ""),
            landed=landed,
            overwrites=overwrites,
            mismatched=mismatched,
            orphaned=frozenset(tensors) - set(landed) - set(overwrites) - set(mismatched),
            missing=frozenset(
                slot_name(name)
                for name in expected
                if own[name].data_ptr() not in filled and not _ends_as(name, mismatches)
            ),
            aliases=_aliases(own),
        )

    def _is_new(self, name: str, value: torch.Tensor) -> bool:
        plain = name.removeprefix(PREFIX)
        for part in (".token_adapter.", ".base_layer.", ".original_module."):
            plain = plain.replace(part, ".")
        return id(value) not in self.names and plain not in self.state and "trainable_tokens_orig" not in name

    def _expected(self, own: Mapping[str, torch.Tensor]) -> list[str]:
        """The new tensors that PEFT itself would write into a file of this adapter, known by storage."""
        with quiet():
            saved = get_peft_model_state_dict(self.model, adapter_name="default", save_embedding_layers=False)
        storages = {tensor.data_ptr() for tensor in saved.values() if isinstance(tensor, torch.Tensor)}
        return [name for name, tensor in own.items() if tensor.data_ptr() in storages]

    def _refused(self, key: str, value: torch.Tensor, refused: Mapping[str, Any]) -> str | None:
        """The slot that torch refused to fill with this very tensor."""
        named = [name for name in refused if name in self.given and self.given[name].shape == value.shape]
        alike = [name for name in named if torch.equal(self.given[name].to(value.dtype), value)]
        alike += [
            name
            for name in refused
            if "experts" in name and name in self.given and _is_made_of(self.given[name], value)
        ]
        return next((name for name in alike if _is_namesake(name, key)), alike[0] if alike else None)


def slot_name(name: str) -> str:
    """A name of the model without the adapter's name, which stands in it once, near the end."""
    head, found, tail = f"{name}.".rpartition(".default.")
    return f"{head}.{tail}".removesuffix(".") if found else name


def _home(key: str, value: torch.Tensor, candidates: Mapping[str, torch.Tensor]) -> str | None:
    """The tensor of the model that holds exactly these values, or, after a fusion, contains them all."""
    alike = [
        name
        for name, tensor in candidates.items()
        if tensor.shape == value.shape and torch.equal(tensor.detach().to(value.dtype), value)
    ]
    if alike:
        return next((name for name in alike if _is_namesake(name, key)), alike[0])
    for name, tensor in candidates.items():
        if "experts" in name and tensor.numel() > value.numel() and _is_made_of(tensor, value):
            return name
    return _first_piece(value, candidates)


def _first_piece(value: torch.Tensor, candidates: Mapping[str, torch.Tensor]) -> str | None:
    """The first of the prompt's tensors that hold these rows, some of them each (CARTRIDGE)."""
    pieces = {name: t.detach() for name, t in candidates.items() if name.startswith("prompt_encoder.")}
    if len(pieces) < 2 or any(piece.shape[1:] != value.shape[1:] for piece in pieces.values()):
        return None
    return next(iter(pieces)) if torch.equal(torch.cat(list(pieces.values())), value) else None


def _is_made_of(whole: torch.Tensor, part: torch.Tensor) -> bool:
    """Whether all values of `part` are among those of `whole` (a fused expert tensor)."""
    wanted = part.flatten()
    return wanted.numel() > 0 and bool(torch.isin(wanted, whole.detach().to(wanted.dtype)).all())


def _is_namesake(name: str, key: str) -> bool:
    """Whether a tensor of the model is the one that this key spells, as PEFT writes keys."""
    slot = slot_name(name)
    short = slot.replace(".modules_to_save.", ".").replace(".token_adapter.", ".")
    return key in (name, slot, short, slot.removesuffix(".weight")) or PREFIX + key == slot


def _aliases(own: Mapping[str, torch.Tensor]) -> dict[str, frozenset[str]]:
    """Slot -> all slots that share its storage, where there is more than one."""
    together: dict[int, set[str]] = {}
    for name, tensor in own.items():
        together.setdefault(tensor.data_ptr(), set()).add(slot_name(name))
    return {slot: frozenset(slots) for slots in together.values() if len(slots) > 1 for slot in slots}


def _plain_attributes(model: Any) -> dict[str, torch.Tensor]:
    """Tensors that a tuner keeps in a plain dict of its layer, by the adapter's name."""
    found: dict[str, torch.Tensor] = {}
    for path, module in model.named_modules():
        for name, store in vars(module).items():
            if isinstance(store, dict) and isinstance(store.get("default"), torch.Tensor):
                found[f"{path}.{name}.default"] = store["default"]
    return found


def _ends_as(name: str, mismatches: Mapping[str, Any]) -> bool:
    """Whether torch refused this slot; a nested module names it without its path."""
    return any(name == refused or name.endswith(f".{refused}") for refused in mismatches)


def _mismatches(message: str) -> list[tuple[str, Shape, Shape]]:
    def sizes(text: str) -> Shape:
        return tuple(int(part) for part in text.split(",") if part.strip())

    return [(name, sizes(found), sizes(want)) for name, found, want in _SIZE_MISMATCH.findall(message)]
