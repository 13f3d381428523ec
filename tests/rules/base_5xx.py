"""ADP5xx: is this the adapter's base?"""

from __future__ import annotations

from pathlib import Path

import peft
import torch
from bases import PRESENTATIONS
from edits import Change, configured
from factories import make_base
from folders import Folders, Make, RuleCase, Shop, check, compare, side
from real_load import load_base, quiet
from safetensors.torch import load_file, save_file

from inspector.cli import main
from inspector.compat.inspection import Severity


def _further(step: float) -> Change:
    """A base that was trained further: every number moved a little, in all directions."""

    def edit(base: Path) -> None:
        path = base / "model.safetensors"
        torch.manual_seed(0)
        tensors = {key: value + torch.randn_like(value) * step for key, value in load_file(path).items()}
        save_file(tensors, path, metadata={"format": "pt"})

    return edit


def _merged(make: Make, adapter: Make | None = None) -> Make:
    """The adapter beside its base with an adapter merged in by PEFT: itself, or another one."""

    def made(shop: Shop) -> Folders:
        folders = make(shop)
        merged = shop.new()
        with quiet():
            model = peft.PeftModel.from_pretrained(
                load_base(folders.own), str((adapter or make)(shop).adapter)
            )
            model.merge_and_unload().save_pretrained(merged)
        return folders._replace(base=str(merged))

    return made


def _of_another_start(shop: Shop) -> Folders:
    """The same class and sizes with none of the weights: another training from scratch."""
    return side()(shop)._replace(base=str(make_base("llama", shop.new(), seed=9)))


def _locked(base: Change) -> Make:
    """Locked to its base by the command, then served on a copy of it that `base` was done to."""

    def made(shop: Shop) -> Folders:
        folders = side(change=lambda _: None)(shop)
        assert main(["lock", str(folders.adapter), "--base", str(folders.own)]) == 0
        return folders._replace(base=str(shop.copy(folders.own, base)))

    return made


def _named(recorded: str, served: str) -> Make:
    """The recorded name, and the served base in the local Hub cache under its own."""

    def made(shop: Shop) -> Folders:
        folders = side(change=configured(base_model_name_or_path=recorded))(shop)
        return folders._replace(base=shop.at_hub(folders.own, served))

    return made


_OTHER = side(target_modules=["q_proj", "up_proj"], r=2, step=0.2)

CASES = (
    RuleCase("ADP501", Severity.ERROR, side("bert", change=configured(task_type="CAUSAL_LM")), side("bert")),
    RuleCase(
        "ADP502", Severity.WARNING, _named("maker/plain", "maker/other"), _named("maker/plain", "maker/plain")
    ),
    RuleCase(
        "ADP502",
        Severity.INFO,
        _named("unsloth/plain-unsloth-bnb-4bit", "maker/plain"),
        _named("unsloth/plain-unsloth-bnb-4bit", "unsloth/plain-unsloth-bnb-4bit"),
    ),
    RuleCase("ADP503", Severity.WARNING, _locked(_further(1e-3)), _locked(lambda _: None), check),
    RuleCase("ADP504", Severity.ERROR, _of_another_start, side(base=_further(1e-3)), compare),
    RuleCase(
        "ADP505",
        Severity.WARNING,
        _named("maker/plain-instruct", "maker/plain"),
        _named("maker/plain-instruct", "maker/plain-instruct"),
    ),
    RuleCase(
        "ADP506",
        Severity.INFO,
        side(base=PRESENTATIONS["GPTQ"].change),
        side(base=PRESENTATIONS["half precision"].change),
    ),
    RuleCase("ADP507", Severity.ERROR, _merged(side(step=0.05)), _merged(side(step=0.05), _OTHER), check),
    RuleCase("ADP508", Severity.WARNING, _merged(side(), _OTHER), side(base=_further(1e-3)), compare),
)
