"""ADP1xx: adapter_config.json, by itself and against the tensors beside it."""

from __future__ import annotations

from pathlib import Path

import peft
from edits import configured, replaced, together, without
from folders import COMMIT, Folders, RuleCase, Shop, side
from real_load import load_base, quiet

from inspector.compat.inspection import Severity


def _under_a_name(shop: Shop) -> Folders:
    """Saved by stock PEFT as the adapter `mine`: a folder of that name, and keys without it."""
    own = shop.workshop.base("llama", {})
    folder = shop.new()
    with quiet():
        settings = peft.LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj"], task_type="CAUSAL_LM")
        model = peft.get_peft_model(load_base(own), settings, adapter_name="mine")
        model.save_pretrained(str(folder))
    assert (folder / "mine" / "adapter_model.safetensors").exists()
    return Folders(Path(folder / "mine"), str(own), own)


CASES = (
    RuleCase(
        "ADP101",
        Severity.ERROR,
        side(change=configured(peft_type=...)),
        side(change=configured(task_type=None)),
    ),
    RuleCase(
        "ADP102",
        Severity.WARNING,
        side(change=configured(peft_version="99.0")),
        side(change=configured(peft_version="0.18.0", eva_config=None, merge_weights=False)),
        says="99.0",
    ),
    RuleCase(
        "ADP103",
        Severity.WARNING,
        side(change=configured(base_model_name_or_path=None)),
        side(change=configured(base_model_name_or_path="maker/tiny")),
    ),
    RuleCase(
        "ADP104",
        Severity.INFO,
        side(change=configured(base_model_name_or_path="maker/tiny", revision="main")),
        side(change=configured(base_model_name_or_path="maker/tiny", revision=COMMIT)),
    ),
    RuleCase("ADP105", Severity.ERROR, side(change=configured(r=8)), side(rank_pattern={"q_proj": 2})),
    RuleCase("ADP106", Severity.WARNING, side(lora_alpha=400), side(lora_alpha=32)),
    RuleCase("ADP107", Severity.INFO, side(use_rslora=True), side(use_rslora=True, r=1)),
    RuleCase("ADP108", Severity.ERROR, side(change=configured(use_dora=True)), side(use_dora=True)),
    RuleCase("ADP109", Severity.WARNING, side(init_lora_weights="pissa"), side(init_lora_weights="gaussian")),
    RuleCase(
        "ADP110",
        Severity.ERROR,
        side(change=together(configured(init_lora_weights=False), without("layers.1."))),
        side(change=configured(init_lora_weights=False)),
    ),
    RuleCase(
        "ADP111",
        Severity.WARNING,
        side(change=configured(layers_to_transform=[0, 1, 2])),
        side(layers_to_transform=[0, 1]),
        says="layer 2",
    ),
    RuleCase("ADP112", Severity.WARNING, side(change=replaced(".weight", ".mine.weight")), _under_a_name),
)
