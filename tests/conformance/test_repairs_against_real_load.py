"""A damaged adapter, repaired, gives the very logits of the undamaged one, in a real load."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import torch
from architectures import CATALOGUE
from factories import PREFIX, WEIGHTS, load_base, make_adapter, real_load, rewrite_config, rewrite_tensors
from peft import PeftModel
from real_load import quiet
from safetensors.torch import load_file, save_file

from inspector import pipeline
from inspector.compat.inspection import Inspection, LoadReport, Verdict
from inspector.repair import NotRepairable
from inspector.worker.dry_run import dry_run

Shelf = Callable[..., Path]
Tensors = dict[str, torch.Tensor]
ATTENTION = ["q_proj", "v_proj"]
TEXT = torch.tensor([[1, 5, 9, 33, 7, 2]])


class WorkerHere:
    """The worker's own dry run, without its process."""

    def dry_run(self, adapter: Any, base: Any, **_: Any) -> LoadReport:
        with quiet():
            return dry_run(adapter, base)


WORKER: Any = WorkerHere()


def inspect(adapter: Path, base: Path) -> Inspection:
    *_, inspection = pipeline.stages(pipeline.open_adapter(adapter), pipeline.open_base(base), worker=WORKER)
    return inspection


def repaired(damaged: Path, base: Path, *, kind: str = "") -> Path:
    """The copy, after the original has been found untouched and the copy whole."""
    before = {path.name: path.read_bytes() for path in damaged.iterdir()}
    inspection = inspect(damaged, base)
    assert inspection.verdict is not Verdict.FITS
    assert inspection.proposal is not None and inspection.proposal.is_offered, inspection.headline
    assert any(finding.rule == "ADP205" for finding in inspection.findings)
    assert inspection.proposal.kind == (kind or inspection.proposal.kind)
    result = pipeline.repair(inspection, damaged.parent / "repaired", worker=WORKER)
    assert {path.name: path.read_bytes() for path in damaged.iterdir()} == before
    counts = result.inspection.counts
    assert counts.landed + counts.overwrites_base == counts.file
    assert (counts.orphaned, counts.mismatched) == (0, 0)
    return result.folder


def logits(base: Path, adapter: Path | None, **inputs: Any) -> torch.Tensor:
    model = load_base(base).eval()
    with quiet(), torch.no_grad():
        if adapter is not None:
            model = PeftModel.from_pretrained(model, str(adapter)).eval()
        return model(**(inputs or {"input_ids": TEXT})).logits


def damaged_copy(adapter: Path, folder: Path, change: Callable[[str], str], **config: Any) -> Path:
    shutil.copytree(adapter, folder)
    rewrite_tensors(folder, lambda tensors: {change(key): value for key, value in tensors.items()})
    return rewrite_config(folder, **config) if config else folder


SHELLS: dict[str, tuple[str, Callable[[str], str]]] = {
    "prefix missing": ("prefix", lambda key: key.removeprefix(PREFIX)),
    "prefix halved": ("moved-modules", lambda key: key.replace(PREFIX, "base_model.")),
    "prefix doubled": ("prefix", lambda key: PREFIX + key),
    "compiled": ("wrapper", lambda key: key.replace(PREFIX, PREFIX + "_orig_mod.")),
    "compiled outside": ("wrapper", lambda key: "_orig_mod." + key),
    "FSDP in every layer": (
        "wrapper",
        lambda key: key.replace(".self_attn", "._fsdp_wrapped_module.self_attn"),
    ),
    "checkpointed attention": (
        "wrapper",
        lambda key: key.replace("self_attn.", "self_attn._checkpoint_wrapped_module."),
    ),
    "one layer wrapped": ("wrapper", lambda key: key.replace("layers.1.", "layers.1._orig_mod.")),
    "data parallel": ("wrapper", lambda key: "module." + key),
    "adapter's name": ("adapter-name", lambda key: key.replace(".weight", ".task.weight")),
    "compiled and named": (
        "wrapper + adapter-name",
        lambda key: "_orig_mod." + key.replace(".weight", ".task.weight"),
    ),
    "under language_model": (
        "moved-modules",
        lambda key: key.replace("model.model.model.", "model.model.language_model.model."),
    ),
}


class Good(NamedTuple):
    """An adapter with patterns of its own, and what it gives while it is whole."""

    base: Path
    adapter: Path
    logits: torch.Tensor


@pytest.fixture(scope="module")
def good(base_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Good:
    base = base_shelf("llama")
    adapter = make_adapter(
        base,
        tmp_path_factory.mktemp("adapters") / "good",
        target_modules=ATTENTION,
        alpha_pattern={"layers.1.self_attn.q_proj": 3},
        rank_pattern={"v_proj": 2},
    )
    given = logits(base, adapter)
    assert not torch.equal(given, logits(base, None))
    return Good(base, adapter, given)


@pytest.mark.parametrize("damage", SHELLS)
def test_shells_around_the_names(damage: str, good: Good, tmp_path: Path) -> None:
    kind, change = SHELLS[damage]
    damaged = damaged_copy(good.adapter, tmp_path / "damaged", change)
    copy = repaired(damaged, good.base, kind=kind)
    assert torch.equal(logits(good.base, copy), good.logits)


VARIANTS: dict[str, dict[str, Any]] = {
    "dora": {"use_dora": True},
    "saved head": {"modules_to_save": ["lm_head"]},
    "embedding": {"target_modules": ["q_proj", "embed_tokens"]},
    "regex": {"target_modules": r"model\.layers\.\d+\.self_attn\.(q|v)_proj"},
    "trainable tokens": {"trainable_token_indices": [3, 4]},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_part_of_an_adapter_moves_along(variant: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path / "good", **{"target_modules": ATTENTION, **VARIANTS[variant]})
    damaged = damaged_copy(adapter, tmp_path / "damaged", lambda key: "_orig_mod." + key)
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


@pytest.mark.parametrize("name", ["bert", "gemma3", "gpt2", "mixtral", "t5"])
def test_every_kind_of_architecture(name: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base, entry = base_shelf(name), CATALOGUE[name]
    task = {"task_type": entry.task} if entry.task else {}
    adapter = make_adapter(base, tmp_path / "good", target_modules=list(entry.targets), **task)
    damaged = damaged_copy(
        adapter, tmp_path / "damaged", lambda key: key.replace(PREFIX, PREFIX + "_orig_mod.")
    )
    found, wanted = (load_file(folder / WEIGHTS) for folder in (repaired(damaged, base), adapter))
    assert found.keys() == wanted.keys()
    assert all(torch.equal(found[key], wanted[key]) for key in wanted)


def test_a_head_under_the_running_models_name(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("bert")
    adapter = make_adapter(base, tmp_path / "good", target_modules=["query"], task_type="SEQ_CLS")
    damaged = damaged_copy(
        adapter,
        tmp_path / "damaged",
        lambda key: "module." + key.replace("classifier.", "classifier.modules_to_save.task."),
    )
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


def test_biases_move_along(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("qwen2")
    adapter = make_adapter(base, tmp_path / "good", target_modules=ATTENTION, bias="all")
    damaged = damaged_copy(adapter, tmp_path / "damaged", lambda key: "module." + key)
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


def test_other_methods_than_lora(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path / "good", method="LoHaConfig", target_modules=ATTENTION, r=4)
    damaged = damaged_copy(
        adapter, tmp_path / "damaged", lambda key: key.replace(PREFIX, PREFIX + "_orig_mod.")
    )
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


def test_names_of_qwen2_vl_before_transformers_4_52(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("qwen2_vl")
    adapter = make_adapter(
        base, tmp_path / "good", target_modules=r".*(language_model.*\.(q|v)_proj|visual.*\.fc1)"
    )
    damaged = damaged_copy(
        adapter,
        tmp_path / "damaged",
        lambda key: key.replace("model.language_model.", "model.").replace("model.visual.", "visual."),
        target_modules=["q_proj", "v_proj", "fc1"],
    )
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


def test_the_projector_of_llava_that_peft_drops(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llava")
    adapter = make_adapter(base, tmp_path / "good", target_modules=[*ATTENTION, "linear_1"])
    old = {"model.language_model.": "language_model.model.", "model.multi_modal": "multi_modal"}

    def change(key: str) -> str:
        for new, was in old.items():
            key = key.replace(new, was)
        return key

    damaged = damaged_copy(adapter, tmp_path / "damaged", change)
    truth = real_load(base, repaired(damaged, base))
    assert (len(truth.landed), truth.orphaned, truth.missing) == (
        len(load_file(adapter / WEIGHTS)),
        set(),
        set(),
    )


def test_vision_transformers_renamed_their_projections(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("vit")
    adapter = make_adapter(
        base, tmp_path / "good", target_modules=["q_proj", "v_proj"], alpha_pattern={"q_proj": 2}
    )
    old = {
        "vit.layers.": "vit.encoder.layer.",
        "n.q_proj": "n.attention.query",
        "n.v_proj": "n.attention.value",
    }

    def change(key: str) -> str:
        for new, was in old.items():
            key = key.replace(new, was)
        return key

    damaged = damaged_copy(
        adapter, tmp_path / "damaged", change, target_modules=["query", "value"], alpha_pattern={"query": 2}
    )
    picture = {"pixel_values": torch.randn(1, 3, 16, 16)}
    copy = repaired(damaged, base)
    assert torch.equal(logits(base, copy, **picture), logits(base, adapter, **picture))


def as_mlx(adapter: Path, folder: Path, **parameters: Any) -> Path:
    """The same adapter as mlx-lm writes it."""
    folder.mkdir()
    names = {"lora_A.weight": "lora_a", "lora_B.weight": "lora_b"}
    tensors = {}
    for key, value in load_file(adapter / WEIGHTS).items():
        module, _, part = key.removeprefix(PREFIX).partition(".lora_")
        tensors[f"{module}.{names['lora_' + part]}"] = value.T.contiguous()
    save_file(tensors, folder / "adapters.safetensors")
    config = {
        "fine_tune_type": "lora",
        "model": "maker/base",
        "num_layers": 1,
        "lora_parameters": {"rank": 4, "dropout": 0.0, "scale": 2.0, **parameters},
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
    return folder


def test_an_mlx_adapter_of_the_last_layer(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(
        base, tmp_path / "good", target_modules=ATTENTION, layers_to_transform=[1], task_type="CAUSAL_LM"
    )
    copy = repaired(as_mlx(adapter, tmp_path / "damaged"), base)
    config = json.loads((copy / "adapter_config.json").read_text())
    assert (config["r"], config["lora_alpha"], config["layers_to_transform"]) == (4, 8, [1])
    assert torch.equal(logits(base, copy), logits(base, adapter))


def test_an_mlx_adapter_whose_scale_is_ambiguous_is_left_alone(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path / "good", target_modules=ATTENTION)
    inspection = inspect(as_mlx(adapter, tmp_path / "damaged", alpha=16), base)
    assert inspection.proposal is None
    with pytest.raises(NotRepairable):
        pipeline.repair(inspection, tmp_path / "repaired", worker=WORKER)
    assert not (tmp_path / "repaired").exists()


def as_kohya(adapter: Path, folder: Path, *, alphas: Mapping[str, float]) -> Path:
    """The same adapter as sd-scripts writes it; `alphas` by a word in the flat name."""
    folder.mkdir()
    tensors: Tensors = {}
    for key, value in load_file(adapter / WEIGHTS).items():
        module, _, part = key.removeprefix(PREFIX).partition(".lora_")
        flat = "lora_te_" + module.replace(".", "_")
        tensors[f"{flat}.lora_{'down' if part[0] == 'A' else 'up'}.weight"] = value
        for word, alpha in alphas.items():
            if word in flat:
                tensors[f"{flat}.alpha"] = torch.tensor(alpha)
    save_file(tensors, folder / "text_encoder_lora.safetensors")
    return folder


def test_kohya_names_and_alphas(base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(
        base, tmp_path / "good", target_modules=ATTENTION, lora_alpha=4, alpha_pattern={"q_proj": 1.5}
    )
    damaged = as_kohya(adapter, tmp_path / "damaged", alphas={"q_proj": 1.5})
    assert torch.equal(logits(base, repaired(damaged, base)), logits(base, adapter))


def pair(key: str, rank: int, n_in: int, n_out: int, generator: torch.Generator) -> Tensors:
    return {
        f"{PREFIX}{key}.lora_A.weight": torch.randn((rank, n_in), generator=generator) * 0.2,
        f"{PREFIX}{key}.lora_B.weight": torch.randn((n_out, rank), generator=generator) * 0.2,
    }


def handmade(folder: Path, tensors: Tensors, **config: Any) -> Path:
    folder.mkdir()
    save_file(tensors, folder / WEIGHTS)
    settings = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "lora_alpha": 6, **config}
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    return folder


def logits_with(base: Path, changes: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """The base with these products added to its weights, by hand."""
    model = load_base(base).eval()
    with torch.no_grad():
        for path, change in changes.items():
            model.get_submodule(path).weight += change
        return model(input_ids=TEXT).logits


SPLIT = {
    "self_attn": {"q_proj": 32, "k_proj": 16, "v_proj": 16},
    "mlp": {"gate_proj": 48, "up_proj": 48},
}
FUSED = {"self_attn": "qkv_proj", "mlp": "gate_up_proj"}


@pytest.mark.parametrize("absent", ["", "q_proj"])
@pytest.mark.parametrize("rslora", [False, True])
def test_split_projections_become_the_fused_one(
    absent: str, rslora: bool, base_shelf: Shelf, tmp_path: Path
) -> None:
    base, generator = base_shelf("phi3"), torch.Generator().manual_seed(4)
    tensors: Tensors = {}
    wanted: dict[str, torch.Tensor] = {}
    scale = 6 / (2 if rslora else 4)
    for layer in (0, 1):
        for parent, parts in SPLIT.items():
            rows = []
            for name, n_out in parts.items():
                made = pair(f"model.layers.{layer}.{parent}.{name}", 4, 32, n_out, generator)
                a, b = made.values()
                rows.append(b @ a if name != absent else torch.zeros(n_out, 32))
                if name != absent:
                    tensors |= made
            wanted[f"model.layers.{layer}.{parent}.{FUSED[parent]}"] = scale * torch.cat(rows)
    names = [name for parts in SPLIT.values() for name in parts if name != absent]
    damaged = handmade(tmp_path / "damaged", tensors, target_modules=names, use_rslora=rslora)
    copy = repaired(damaged, base)
    assert torch.allclose(logits(base, copy), logits_with(base, wanted), atol=1e-5)


def test_a_fused_projection_becomes_split_ones(base_shelf: Shelf, tmp_path: Path) -> None:
    base, generator = base_shelf("llama"), torch.Generator().manual_seed(5)
    tensors: Tensors = {}
    wanted: dict[str, torch.Tensor] = {}
    for layer in (0, 1):
        for parent, parts in SPLIT.items():
            root = f"model.layers.{layer}.{parent}"
            made = pair(f"{root}.{FUSED[parent]}", 4, 32, sum(parts.values()), generator)
            a, b = made.values()
            tensors |= made
            for name, rows in zip(parts, (1.5 * b @ a).split(list(parts.values())), strict=True):
                wanted[f"{root}.{name}"] = rows
    damaged = handmade(tmp_path / "damaged", tensors, target_modules=[*FUSED.values()])
    copy = repaired(damaged, base)
    assert torch.allclose(logits(base, copy), logits_with(base, wanted), atol=1e-5)


def without_layer(adapter: Path) -> None:
    rewrite_tensors(adapter, lambda ts: {k: v for k, v in ts.items() if "layers.1.self_attn.q" not in k})


def with_stranger(adapter: Path) -> None:
    rewrite_tensors(
        adapter,
        lambda ts: {**ts, "_orig_mod." + PREFIX + "model.layers.7.x.lora_A.weight": torch.ones(4, 32)},
    )


def with_wrong_rank(adapter: Path) -> None:
    rewrite_config(adapter, r=8)


NEAR_MISSES: dict[str, Callable[[Path], None]] = {
    "a part is missing": without_layer,
    "one tensor belongs nowhere": with_stranger,
    "the rank is another one": with_wrong_rank,
}


@pytest.mark.parametrize("miss", NEAR_MISSES)
def test_near_misses_are_not_offered(miss: str, base_shelf: Shelf, tmp_path: Path) -> None:
    base = base_shelf("llama")
    adapter = make_adapter(base, tmp_path / "good", target_modules=ATTENTION)
    damaged = damaged_copy(adapter, tmp_path / "damaged", lambda key: "_orig_mod." + key)
    NEAR_MISSES[miss](damaged)
    proposal = inspect(damaged, base).proposal
    assert proposal is None or not proposal.is_offered


def test_a_base_of_another_width_is_no_place(base_shelf: Shelf, tmp_path: Path) -> None:
    adapter = make_adapter(base_shelf("llama"), tmp_path / "good", target_modules=ATTENTION)
    damaged = damaged_copy(adapter, tmp_path / "damaged", lambda key: "_orig_mod." + key)
    assert inspect(damaged, base_shelf("llama", hidden_size=64)).proposal is None
    assert inspect(damaged, base_shelf("gpt2")).proposal is None


def test_interleaved_heads_are_never_cut(base_shelf: Shelf, tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(6)
    tensors: Tensors = {}
    for layer in (0, 1):
        tensors |= pair(f"transformer.h.{layer}.attn.qkv_proj", 4, 32, 96, generator)
    adapter = handmade(tmp_path / "codegen", tensors, target_modules=["qkv_proj"])
    assert inspect(adapter, base_shelf("gptj")).proposal is None
