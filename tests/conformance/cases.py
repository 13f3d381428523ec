"""Every pair of the conformance run: which adapter, with what wrong with it, on which base."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from architectures import CATALOGUE, Architecture
from bases import OTHER_SIZES, PRESENTATIONS
from edits import Change
from expert_names import EXPERTS, expert_changes
from methods import CROSSED, HEADS, LORA_VARIANTS, METHODS, Knobs
from mutations import MUTATIONS, OLD_NAMES

RELATIVES = (
    ("llama", "llava"),
    ("llama", "mistral"),
    ("llama", "llama_tied"),
    ("llama", "mixtral"),
    ("llama", "phi3"),
    ("llama", "gpt2"),
    ("gemma3_text", "gemma3"),
    ("gemma2", "paligemma"),
    ("qwen2", "qwen2_vl"),
    ("qwen2", "qwen2_moe"),
    ("qwen3", "qwen3_moe"),
    ("bert", "roberta"),
    ("bert", "distilbert"),
    ("vit", "dinov2"),
    ("vit", "clip_vision"),
    ("bart", "whisper"),
)
"""Pairs of architectures that people mix up; tried both ways."""

ROTATING = tuple(name for name in CATALOGUE if name != "llama")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterSpec:
    """An adapter to be made with PEFT: on which architecture, by which method, with which settings."""

    architecture: str
    method: str
    settings: Mapping[str, Any]
    overrides: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 1
    step: float | None = None
    """How far training moved every number from PEFT's own start; None for random values all over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One pair. `change` is what is done to the adapter's files, `presentation` to the base's."""

    id: str
    group: str
    adapter: AdapterSpec
    base: str
    base_overrides: Mapping[str, Any] = field(default_factory=dict)
    change: Change | None = None
    presentation: str | None = None

    @property
    def peft_type(self) -> str:
        return METHODS[self.adapter.method].peft_type

    @property
    def family(self) -> str:
        return CATALOGUE[self.base].family


def all_cases(seed: int = 0) -> list[Case]:
    """Every case, in a fixed order. Another seed has other ranks, targets and random values."""
    cases = [
        *_own(seed),
        *_variants(seed),
        *_mutations(seed),
        *_names(seed),
        *_other_bases(seed),
        *_crossed(seed),
    ]
    assert len({case.id for case in cases}) == len(cases)
    return cases


def knobs_for(name: str, method: str, seed: int) -> Knobs:
    entry = CATALOGUE[name]
    if seed == 0:
        return Knobs(4, entry.targets, entry.task, entry.linears)
    dice = random.Random(f"{seed}/{name}/{method}")
    count = dice.randint(1, len(entry.linears))
    return Knobs(dice.choice((2, 4, 8)), tuple(dice.sample(entry.linears, count)), entry.task, entry.linears)


def adapter_spec(name: str, method: str = "LORA", *, seed: int = 0, **more: Any) -> AdapterSpec:
    knobs = knobs_for(name, method, seed)
    settings = {**METHODS[method].settings(knobs), "task_type": knobs.task, **more}
    return AdapterSpec(architecture=name, method=method, settings=settings, seed=seed + 1)


def _own(seed: int) -> Iterator[Case]:
    for name in CATALOGUE:
        for method in METHODS:
            spec = adapter_spec(name, method, seed=seed)
            yield Case(id=f"own/{name}/{method}", group="own base", adapter=spec, base=name)


def _variants(seed: int) -> Iterator[Case]:
    everywhere = ("llama", "llama_tied", "gpt2", "bert", "t5", "mixtral", "qwen3_moe", "llava", "vit", "opt")
    for name, entry in CATALOGUE.items():
        variants = {
            variant: settings(knobs_for(name, variant, seed)) for variant, settings in LORA_VARIANTS.items()
        }
        if name not in everywhere:
            few = ("dora", "all-linear", "bias all", "default targets", "no task", "trainable tokens")
            variants = {variant: variants[variant] for variant in few}
        variants |= _saving(entry)
        for variant, settings in variants.items():
            spec = adapter_spec(name, seed=seed, **settings)
            yield Case(id=f"variant/{name}/{variant}", group="LoRA variants", adapter=spec, base=name)


def _saving(entry: Architecture) -> dict[str, dict[str, Any]]:
    saving: dict[str, dict[str, Any]] = {
        f"saves {module}": {"modules_to_save": [module]} for module in HEADS[entry.family]
    }
    if entry.family == "MoE":
        parameters = ["experts.gate_up_proj", "experts.down_proj"]
        saving["experts' parameters"] = {"target_parameters": parameters}
        saving["down_proj's parameter"] = {"target_parameters": parameters[1:]}
        saving["experts alone"] = {"target_parameters": parameters, "target_modules": []}
    return saving


def _mutations(seed: int) -> Iterator[Case]:
    """Each on a Llama, and on one other architecture in turn."""
    for number, (name, change) in enumerate(MUTATIONS.items()):
        for base in ("llama", ROTATING[(number + seed) % len(ROTATING)]):
            spec = adapter_spec(base, seed=seed)
            if base == "llama" and seed == 0:
                spec = adapter_spec(base, target_modules=["q_proj", "v_proj"])
            yield Case(
                id=f"mutation/{base}/{name}", group="mutations", adapter=spec, base=base, change=change
            )


def _names(seed: int) -> Iterator[Case]:
    for name, (base, change) in OLD_NAMES.items():
        for method in ("LORA", "LOHA", "ADALORA"):
            if method == "LORA" or name != "gpt_neox, head":
                spec = adapter_spec(base, method, seed=seed)
                case = f"names/{name}/{method}"
                yield Case(id=case, group="old names", adapter=spec, base=base, change=change)
    for base in EXPERTS:
        spec = adapter_spec(base, r=4, target_modules=["q_proj"])
        for name, change in expert_changes(base).items():
            case = f"names/{base} experts/{name}"
            yield Case(id=case, group="old names", adapter=spec, base=base, change=change)


def _other_bases(seed: int) -> Iterator[Case]:
    rich = {"target_modules": "all-linear", "modules_to_save": ["embed_tokens", "lm_head"]}
    for base, others in OTHER_SIZES.items():
        for other, overrides in others.items():
            for method in CROSSED:
                spec = adapter_spec(base, method, seed=seed)
                yield Case(
                    id=f"base/{base} {other}/{method}",
                    group="other sizes",
                    adapter=spec,
                    base=base,
                    base_overrides=overrides,
                )
            if base == "llama":
                spec = adapter_spec(base, seed=seed, **rich)
                yield Case(
                    id=f"base/{base} {other}/LORA rich",
                    group="other sizes",
                    adapter=spec,
                    base=base,
                    base_overrides=overrides,
                )
    for name in PRESENTATIONS:
        for method, more in (("LORA", {}), ("LORA", rich), ("LOKR", {}), ("VERA", {}), ("IA3", {})):
            label = "LORA rich" if more else method
            yield Case(
                id=f"files/{name}/{label}",
                group="base files",
                adapter=adapter_spec("llama", method, seed=seed, **more),
                base="llama",
                presentation=name,
            )


def _crossed(seed: int) -> Iterator[Case]:
    """Adapters on foreign architectures: relatives both ways, and a few others in turn."""
    names = tuple(CATALOGUE)
    pairs = [*RELATIVES, *((right, left) for left, right in RELATIVES)]
    for number, name in enumerate(names):
        pairs += [(name, names[(number + step + seed) % len(names)]) for step in (3, 11, 19, 30)]
    for made_on, base in dict.fromkeys(pairs):
        if made_on != base:
            for method in CROSSED:
                yield Case(
                    id=f"cross/{made_on} on {base}/{method}",
                    group="other architectures",
                    adapter=adapter_spec(made_on, method, seed=seed),
                    base=base,
                )
