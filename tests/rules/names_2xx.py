"""ADP2xx: keys and the modules that they name."""

from __future__ import annotations

from edits import configured, of_tensors, replaced, with_tensor, without
from expert_names import expert_changes
from factories import PREFIX
from folders import Folders, RuleCase, Shop, check, side
from mutations import BODY, MUTATIONS, OLD_NAMES
from safetensors.torch import load_file

from inspector.compat.inspection import Severity

_OTHER_NAMES = MUTATIONS["keys: language_model inserted"]
_EXPERT = BODY + "layers.0.mlp.experts.0.up_proj.lora_A.weight"


def _saved_along(shop: Shop) -> Folders:
    """What save_embedding_layers=True adds: the base's own embedding, here in another dtype."""
    folders = side()(shop)
    weight = load_file(folders.own / "model.safetensors")["model.embed_tokens.weight"]
    added = of_tensors(lambda tensors: {**tensors, BODY + "embed_tokens.weight": weight.double()})
    return folders._replace(adapter=shop.copy(folders.adapter, added))


CASES = (
    RuleCase(
        "ADP201",
        Severity.ERROR,
        side(change=_OTHER_NAMES),
        side("llava", target_modules=r".*language_model.*\.q_proj"),
        says="0 of 12",
    ),
    RuleCase("ADP202", Severity.ERROR, side(change=without("layers.1.")), side(layers_to_transform=[0])),
    RuleCase(
        "ADP203",
        Severity.ERROR,
        side(change=replaced("layers.1.self_attn.q_proj", "layers.1.cross_attn.q_proj")),
        side("llava"),
    ),
    RuleCase(
        "ADP204",
        Severity.ERROR,
        side(of={"num_hidden_layers": 3}, sized={}),
        side(of={"num_hidden_layers": 3}, layers_to_transform=[0, 1], sized={}),
        says="layers 2",
    ),
    RuleCase(
        "ADP205",
        Severity.ERROR,
        side(change=_OTHER_NAMES),
        side("llava", target_modules=r".*language_model.*\.q_proj", change=OLD_NAMES["llava before 4.52"][1]),
    ),
    RuleCase(
        "ADP206",
        Severity.ERROR,
        side(change=MUTATIONS["keys: compiled in attention"]),
        side(modules_to_save=["norm"]),
    ),
    RuleCase("ADP207", Severity.WARNING, side(change=replaced(PREFIX, PREFIX * 2)), side(task_type=None)),
    RuleCase(
        "ADP208",
        Severity.ERROR,
        side(change=without("layers.0.self_attn.q_proj.lora_B")),
        side(rank_pattern={"q_proj": 2}),
    ),
    RuleCase(
        "ADP209",
        Severity.ERROR,
        side(change=configured(target_modules=["W_pack"])),
        side(target_modules=r".*\.self_attn\.(q|v)_proj"),
    ),
    RuleCase(
        "ADP210",
        Severity.ERROR,
        side(change=configured(target_modules=["q_proj", "v_proj"])),
        side(exclude_modules=["down_proj"]),
    ),
    RuleCase(
        "ADP211",
        Severity.ERROR,
        side("gpt_oss", change=with_tensor(_EXPERT, 4, 32)),
        side("mixtral", target_modules=["q_proj"], change=expert_changes("mixtral")["all experts"]),
        says="single experts",
    ),
    RuleCase("ADP212", Severity.ERROR, side("phi3", beside="llama"), side("phi3")),
    RuleCase(
        "ADP213",
        Severity.ERROR,
        side(change=configured(target_modules=["self_attn"])),
        side(target_modules="all-linear"),
    ),
    RuleCase(
        "ADP214",
        Severity.ERROR,
        side(change=with_tensor(BODY + "norm.weight", 32)),
        side(modules_to_save=["norm"]),
    ),
    RuleCase(
        "ADP214",
        Severity.ERROR,
        side(change=with_tensor(BODY + "embed_tokens.weight", 64, 32)),
        side(),
        check,
    ),
    RuleCase(
        "ADP214", Severity.INFO, _saved_along, side(modules_to_save=["embed_tokens"]), check, says="own"
    ),
)
