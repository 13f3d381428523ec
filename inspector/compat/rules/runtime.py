"""ADP7xx: servers that take less than PEFT does. Notes alone: where it is served, the inspector cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.inspection import Severity
from inspector.compat.rules.registry import Case, Fault, rule
from inspector.files.servers import server_facts


def _is_lora(case: Case) -> bool:
    return case.adapter.format == "peft" and case.adapter.peft_type == "LORA"


@rule(
    "ADP701",
    "full-modules",
    Severity.INFO,
    what="The file holds full tensors (embeddings, heads, biases) beside the A/B pairs.",
    why="PEFT loads them; servers and converters that keep many adapters on one base take A/B pairs alone, and "
    "refuse the adapter.",
    fix="Merge the adapter into its base for such a server, or train without modules_to_save.",
    source="vllm#9280, vllm#2816, llama.cpp#11554",
)
def full_modules(case: Case) -> Iterator[Fault]:
    keys = tuple(key for key in case.adapter.tensors if not case.parts[key].part.startswith("lora_"))
    keys = tuple(key for key in keys if "trainable_tokens" not in key)
    if _is_lora(case) and keys and len(keys) < len(case.adapter.tensors):
        servers = " and ".join(server_facts().pairs_only)
        yield Fault(f"{len(keys)} full tensors: {servers} refuse them ({_dated()}).", keys=keys)


@rule(
    "ADP702",
    "rank-limit",
    Severity.INFO,
    what="The rank is above what vLLM takes by default, or between two values that it takes.",
    why="vLLM keeps room for --max-lora-rank in every layer and refuses adapters above it; a limit far above the "
    "need costs memory and speed.",
    fix="Start vLLM with --max-lora-rank set to the smallest value that holds the adapter's rank.",
    source="vllm#2847, vllm-omni#1397, vllm#22782",
)
def rank_limit(case: Case) -> Iterator[Fault]:
    ranks = [
        tensor.shape[0]
        for key, tensor in case.adapter.tensors.items()
        if len(tensor.shape) == 2 and case.parts[key].part.startswith(("lora_A.", "lora_embedding_A"))
    ]
    facts = server_facts()
    if not _is_lora(case) or not ranks or max(ranks) <= facts.default_rank:
        return
    needed = next((value for value in facts.ranks if value >= max(ranks)), None)
    if needed is None:
        yield Fault(
            f"Rank {max(ranks)} is above the largest that vLLM takes, {facts.ranks[-1]} ({_dated()})."
        )
    else:
        text = f"Rank {max(ranks)}: vLLM needs --max-lora-rank {needed} (its default is {facts.default_rank})"
        yield Fault(f"{text}, {_dated()}.")


@rule(
    "ADP703",
    "feature-support",
    Severity.INFO,
    what="The adapter uses what some servers do not have: DoRA, trained token rows.",
    why="They refuse the adapter, or serve it without that part.",
    fix="Merge the adapter into its base for such a server.",
    source="vllm#6983, vllm#36501, TensorRT-LLM#2132",
)
def feature_support(case: Case) -> Iterator[Fault]:
    facts = server_facts()
    if not _is_lora(case):
        return
    magnitudes = tuple(key for key in case.adapter.tensors if "lora_magnitude_vector" in key)
    tokens = tuple(key for key in case.adapter.tensors if "trainable_tokens" in key)
    if magnitudes:
        yield Fault(f"DoRA is not served by {' and '.join(facts.no_dora)} ({_dated()}).", keys=magnitudes)
    if tokens:
        servers = " and ".join(facts.no_trainable_tokens)
        yield Fault(f"Trained token rows are not served by {servers} ({_dated()}).", keys=tokens)


def _dated() -> str:
    return f"as of {server_facts().as_of}"
