"""ADP1xx: adapter_config.json, by itself and against the tensors beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import sqrt

from inspector.compat.inspection import Severity, Status
from inspector.compat.lora_config import LoraSettings, Raises, Uncertain, read_settings
from inspector.compat.rules.registry import Case, Fault, Need, rule
from inspector.compat.targets import rank_for
from inspector.files.peft_fields import known_fields
from inspector.files.tables import made_with

_RESIDUAL = ("pissa", "olora", "corda", "loftq", "eva", "lora_ga", "orthogonal", "mica")
_COMMIT = re.compile(r"[0-9a-f]{7,40}")
_LOCAL_PATH = re.compile(r"^(?:[./~\\]|[A-Za-z]:[\\/])")


def _settings(case: Case) -> LoraSettings | None:
    try:
        return read_settings(case.adapter.config) if case.adapter.peft_type == "LORA" else None
    except (Uncertain, Raises):
        return None


@rule(
    "ADP101",
    "config-invalid",
    Severity.ERROR,
    what="adapter_config.json lacks what every loader needs, or says something that none accepts.",
    why="PEFT stops with a KeyError or ValueError before it opens the weights.",
    fix="Restore adapter_config.json from the training run; peft_type and task_type have to be PEFT's own words.",
    source="peft 0.21.2 `PeftConfig._get_peft_type`",
)
def config_invalid(case: Case) -> Iterator[Fault]:
    if case.adapter.format != "peft":
        return
    if case.adapter.peft_type is None:
        yield Fault("adapter_config.json has no peft_type.", where="adapter_config.json")
        return
    try:
        read_settings(case.adapter.config)
    except Raises as raised:
        yield Fault(f"PEFT refuses adapter_config.json: {raised.error.message}", where="adapter_config.json")
    except Uncertain:
        return


@rule(
    "ADP102",
    "config-newer-than-peft",
    Severity.WARNING,
    what="adapter_config.json holds fields that the PEFT here does not know, or was written by a newer one.",
    why="PEFT drops the fields that it does not know, with a warning that nobody reads (before 0.14 it raises).",
    fix="Upgrade peft where the adapter is served.",
    source="peft#2038, peft#2275; peft 0.21.2 `PeftConfigMixin.from_peft_type`",
)
def config_newer(case: Case) -> Iterator[Fault]:
    written = case.adapter.config.get("peft_version")
    here = made_with()["peft"]
    newer = isinstance(written, str) and _release(written) > _release(here)
    known = known_fields(case.adapter.peft_type or "")
    # Null, false and empty fields change nothing, known or not.
    dropped = sorted(
        name for name, value in case.adapter.config.items() if value and name not in (known or ())
    )
    if known is not None and dropped:
        # From a newer PEFT the field says how it was trained; otherwise it is a trainer's own note.
        level = Severity.ERROR if newer else Severity.INFO
        text = f"peft {here} drops {', '.join(dropped[:6])}" + (", …" if len(dropped) > 6 else "") + "."
        yield Fault(text, severity=level, where="adapter_config.json", evidence={"dropped": dropped})
    elif newer:
        yield Fault(f"Written by peft {written}; this check stands on {here}.", where="adapter_config.json")


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.split("@")[0])[:3])


@rule(
    "ADP103",
    "base-id-unusable",
    Severity.WARNING,
    what="The adapter does not say which base it was trained on, or names a folder of somebody's machine.",
    why="Nobody can tell the right base from a wrong one of the same shape, and AutoPeftModel cannot load it.",
    fix="Write the base's Hub id into base_model_name_or_path.",
    source="lorax#172, peft#2001",
)
def base_id_unusable(case: Case) -> Iterator[Fault]:
    name = case.adapter.base_name
    if case.adapter.format != "peft":
        return
    if name is None:
        yield Fault("adapter_config.json names no base.", where="adapter_config.json")
    elif _LOCAL_PATH.match(name):
        # Stock PEFT writes whatever path the model was loaded from, so this alone is no fault.
        text = f"The base is recorded as a local path, {name}."
        yield Fault(text, severity=Severity.INFO, where="adapter_config.json")


@rule(
    "ADP104",
    "base-revision-unpinned",
    Severity.INFO,
    what="The adapter names its base without a commit: no revision at all, or a branch or tag that can move.",
    why="The repository under that name may move; loaders never compare, so the change goes unnoticed.",
    fix="Pin the commit in adapter_config.json (`revision`), or write a lock with `adapter-inspector lock`.",
    source="peft#1567, transformers#29849, lorax#192",
)
def base_revision_unpinned(case: Case) -> Iterator[Fault]:
    name, revision = case.adapter.base_name, case.adapter.base_revision
    if case.adapter.format != "peft" or not name or (revision and _COMMIT.fullmatch(revision)):
        return
    if case.lock is not None or _LOCAL_PATH.match(name):
        return  # a lock pins it better than a revision would; a local path has none
    remedy = _pinning_line(case, name)
    if revision:
        text = f"{name} is recorded at {revision}, a name that can move to another commit."
        yield Fault(text, where="adapter_config.json", remedy=remedy)
    else:
        yield Fault(f"{name} is recorded without a revision.", where="adapter_config.json", remedy=remedy)


def _pinning_line(case: Case, name: str) -> str:
    """The line of code that pins the base; empty where its commit is not known."""
    base = case.base
    commit = base.revision if base is not None and base.kind == "hub" else None
    if not commit or base is None or base.source.split("@")[0] != name:
        return ""
    call = f'from_pretrained("{name}", revision="{commit}")'
    return f"Load it as `{call}` and write that revision into adapter_config.json, or write a lock."


@rule(
    "ADP105",
    "rank-mismatch",
    Severity.ERROR,
    what="The tensors' rank is not the one that adapter_config.json declares.",
    why="PEFT makes slots of the declared rank; the tensors do not fit into them.",
    fix="Set r (or rank_pattern) to the tensors' rank: the number of rows of lora_A.",
    source="ChatGLM3#657, peft#3737",
)
def rank_mismatch(case: Case) -> Iterator[Fault]:
    settings = _settings(case)
    if settings is None:
        return
    wrong: dict[tuple[int, int], list[str]] = {}
    # What landed has its slot's rank: a pair for all experts has as many rows an expert.
    landed = {row.key for row in case.report.tensors if row.status is Status.LANDED}
    for key, tensor in case.adapter.tensors.items():
        module, part, _ = case.parts[key]
        if (
            key not in landed
            and part.startswith(("lora_A.", "lora_embedding_A"))
            and len(tensor.shape) == 2
            and tensor.shape[0] > 0
        ):
            declared = _declared_rank(module, settings)
            of_experts = bool(settings.target_parameters) and declared and tensor.shape[0] % declared == 0
            if declared is not None and tensor.shape[0] != declared and not of_experts:
                wrong.setdefault((tensor.shape[0], declared), []).append(key)
    for (found, declared), keys in wrong.items():
        yield Fault(
            f"{len(keys)} tensors have rank {found}, adapter_config.json says {declared}.",
            keys=tuple(keys),
            evidence={"rank": found, "declared": declared},
        )


def _declared_rank(module: str, settings: LoraSettings) -> int | None:
    try:
        return rank_for(module, settings)
    except Uncertain:  # a rank_pattern that is no regular expression
        return None


@rule(
    "ADP106",
    "scale-suspicious",
    Severity.WARNING,
    what="The adapter's scale, alpha/r (alpha/√r with rsLoRA), is far from what people train with.",
    why="A scale that was meant for another convention makes the adapter many times too strong or too weak.",
    fix="Compare lora_alpha with the training run.",
    source="mlx-vlm#845, mflux#449",
)
def scale_suspicious(case: Case) -> Iterator[Fault]:
    alpha, rank = case.adapter.config.get("lora_alpha"), case.adapter.rank
    if case.adapter.peft_type != "LORA" or not isinstance(alpha, (int, float)) or not rank or rank < 0:
        return
    rslora = bool(case.adapter.config.get("use_rslora"))
    scale = alpha / (sqrt(rank) if rslora else rank)
    if alpha == 0:
        yield Fault("lora_alpha is 0: the adapter is multiplied by nothing.", severity=Severity.ERROR)
    elif not 0.1 <= scale <= (16 if rslora else 8):
        divisor = f"√{rank}" if rslora else str(rank)
        yield Fault(f"The scale is {alpha}/{divisor} = {scale:.3g}.", evidence={"scale": scale})
    yield from _one_alpha_for_many_ranks(case)


def _one_alpha_for_many_ranks(case: Case) -> Iterator[Fault]:
    """PEFT divides by each module's own rank; a converter that takes the first module's scale does not."""
    ranks = {
        tensor.shape[0]
        for key, tensor in case.adapter.tensors.items()
        if len(tensor.shape) == 2 and tensor.shape[0] and case.parts[key].part.startswith("lora_A.")
    }
    if len(ranks) > 1 and not case.adapter.config.get("alpha_pattern"):
        text = (
            f"Ranks from {min(ranks)} to {max(ranks)} share one lora_alpha, so the scale differs by module."
        )
        yield Fault(text, severity=Severity.INFO, where="adapter_config.json")


@rule(
    "ADP108",
    "dora-inconsistent",
    Severity.ERROR,
    what="use_dora and the magnitude vectors in the file disagree.",
    why="PEFT ignores magnitudes without the flag, and starts them afresh without the tensors: both without an error.",
    fix="Set use_dora as it was in training.",
    source="outlines#1082, mlxcel#1328",
)
def dora_inconsistent(case: Case) -> Iterator[Fault]:
    if case.adapter.peft_type != "LORA" or not case.adapter.tensors:
        return
    flagged = bool(case.adapter.config.get("use_dora"))
    vectors = tuple(key for key in case.adapter.tensors if "lora_magnitude_vector" in key)
    if flagged and not vectors:
        yield Fault("use_dora is set, but the file holds no magnitude vectors.", where="adapter_config.json")
    elif vectors and not flagged:
        yield Fault(f"The file holds {len(vectors)} magnitude vectors, but use_dora is off.", keys=vectors)


@rule(
    "ADP109",
    "residual-init",
    Severity.WARNING,
    what="The adapter was initialised from the base's own weights (PiSSA, OLoRA, CorDA, LoftQ, …).",
    why="PEFT repeats that initialisation at load and rewrites the base: the base is no longer the base, adapter off.",
    fix="Convert it to plain LoRA with path_initial_model_for_weight_conversion.",
    source="peft#1929, peft#1626",
)
def residual_init(case: Case) -> Iterator[Fault]:
    init = case.adapter.config.get("init_lora_weights")
    if isinstance(init, str) and init.lower().startswith(_RESIDUAL):
        yield Fault(f'init_lora_weights is "{init}".', where="adapter_config.json")


@rule(
    "ADP110",
    "random-init-partial",
    Severity.ERROR,
    needs=(Need.LOAD,),
    what="Slots stay empty, and init_lora_weights makes empty slots random.",
    why="The modules without tensors get random deltas, different at every load.",
    fix="Set init_lora_weights to true, so that empty slots add nothing, and repair the keys.",
    source="peft#1678",
)
def random_init_partial(case: Case) -> Iterator[Fault]:
    if case.adapter.config.get("init_lora_weights") is False and case.report.loads and case.report.missing:
        yield Fault(
            f"{len(case.report.missing)} empty slots start at random.",
            keys=tuple(slot.slot for slot in case.report.missing),
        )
