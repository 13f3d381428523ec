"""Makes what a case needs (bases, adapters, truths) and keeps it in a folder, so that later runs are fast."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import peft
import torch
import transformers
from bases import PRESENTATIONS
from cases import AdapterSpec, Case
from factories import ARCHITECTURES, make_adapter, make_base, rewrite_tensors
from methods import METHODS
from real_load import RealLoad, quiet, real_load

_VERSIONS = (torch.__version__, transformers.__version__, peft.__version__)


class NotMade(Exception):
    """PEFT does not make this adapter on this base; the text says why."""


class Workshop:
    """Everything below one folder: `bases/`, `adapters/`, `truths/`, each named by what it was made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("bases", "adapters", "truths"):
            (folder / part).mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def pair(self, case: Case) -> Iterator[tuple[Path, Path, Path]]:
        """The adapter, the base to show and the base to really load. Raises NotMade."""
        adapter = self.adapter(case.adapter)
        real = self.base(case.base, case.base_overrides)
        shown = self.base(case.base, case.base_overrides, case.presentation) if case.presentation else real
        if case.presentation and PRESENTATIONS[case.presentation].loadable:
            real = shown
        if case.change is None:
            yield adapter, shown, real
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            changed = Path(scratch) / "adapter"
            shutil.copytree(adapter, changed)
            torch.manual_seed(0)
            case.change(changed)
            yield changed, shown, real

    def base(self, name: str, overrides: Mapping[str, Any], presentation: str | None = None) -> Path:
        def make(folder: Path) -> None:
            make_base(name, folder, **overrides)
            if presentation is not None:
                PRESENTATIONS[presentation].change(folder)

        return self._made("bases", (ARCHITECTURES[name], overrides, presentation), make)

    def adapter(self, spec: AdapterSpec) -> Path:
        base = self.base(spec.architecture, spec.overrides)

        def make(folder: Path) -> None:
            method = METHODS[spec.method].config_class
            try:
                make_adapter(base, folder, seed=spec.seed, method=method, step=spec.step, **spec.settings)
                if spec.step is None:
                    rewrite_tensors(folder, _told_apart)
            except Exception as error:
                reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                (folder / "not-made").write_text(reason)

        made_of = (ARCHITECTURES[spec.architecture], dataclasses.astuple(spec))
        folder = self._made("adapters", made_of, make)
        if (folder / "not-made").exists():
            raise NotMade((folder / "not-made").read_text())
        return folder

    def truth(self, base: Path, adapter: Path) -> RealLoad:
        """What really loading them does; from the folder, if these very bytes were loaded before."""
        parts = [
            hashlib.sha256(f.read_bytes()).hexdigest() + f.name
            for f in sorted(adapter.rglob("*"))
            if f.is_file()
        ]
        source = Path(__file__).with_name("real_load.py").read_text()
        path = self.folder / "truths" / f"{_digest((parts, base.name, source))}.json"
        if path.exists():
            return _from_json(json.loads(path.read_text()))
        with quiet():
            try:
                truth = real_load(base, adapter)
            except Exception as error:  # not even the configuration could be read
                truth = RealLoad(loads=False, error_type=type(error).__name__, error_message=str(error))
        path.write_text(json.dumps(dataclasses.asdict(truth), default=list))
        return truth

    def _made(self, part: str, made_of: Any, make: Callable[[Path], None]) -> Path:
        """The folder of this content, made elsewhere first: two processes may want it at once."""
        target = self.folder / part / _digest(made_of)
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                made = Path(scratch) / "made"
                made.mkdir()
                make(made)
                with contextlib.suppress(OSError):
                    made.rename(target)
        return target


def _told_apart(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """With `bias="all"` a saved module's bias is in the file twice: other values, to see which one lands."""
    return {
        key: value + 0.1 if ".modules_to_save." in key and value.is_floating_point() else value
        for key, value in tensors.items()
    }


def _digest(made_of: Any) -> str:
    return hashlib.sha256(repr((_VERSIONS, made_of)).encode()).hexdigest()[:24]


def _from_json(stored: dict[str, Any]) -> RealLoad:
    sizes = {key: (tuple(found), tuple(want)) for key, (found, want) in stored["mismatched"].items()}
    sets = {name: frozenset(stored[name]) for name in ("orphaned", "missing")}
    aliases = {slot: frozenset(slots) for slot, slots in stored["aliases"].items()}
    return RealLoad(**{**stored, **sets, "mismatched": sizes, "aliases": aliases})
