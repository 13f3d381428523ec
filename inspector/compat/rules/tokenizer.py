"""ADP6xx: the tokenizer and chat template that travel with the adapter, and tied embeddings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspector.compat.inspection import Severity
from inspector.compat.keys import split_key
from inspector.compat.rules.registry import Case, Fault, Need, rule
from inspector.compat.tokenizer_meaning import vocabulary_rows
from inspector.files.config_form import meant_config
from inspector.files.tables import architecture_facts

if TYPE_CHECKING:
    from inspector.compat.tokenizer_comparison import TokenizerComparison
    from inspector.compat.tokenizer_facts import NewToken, TokenizerFacts

_SHOWN = 5
_VOCABULARY = ("kind", "merges")
"""Parts that make another tokenizer of the same tokens."""


@rule(
    "ADP601",
    "tokenizer-drift",
    Severity.WARNING,
    needs=(Need.BASE, Need.TOKENIZERS),
    what="The tokenizer that was saved with the adapter gives other ids than the base's.",
    why="The adapter was trained on the ids of its own tokenizer; through the base's the same text is other input.",
    fix="Serve with the tokenizer from the adapter's folder, or on the base whose tokenizer it was trained with.",
    source="LLaVA-pp#29, unsloth#2139, peft#1003",
)
def tokenizer_drift(case: Case) -> Iterator[Fault]:
    facts = case.tokenizers
    if facts is None or facts.comparison is None:
        return
    comparison = facts.comparison
    if comparison.moved or comparison.sample_disagreement:
        # transformers 5 writes some tokenizers in a form of its own when it saves them.
        only_cut = not comparison.moved and all(part.part not in _VOCABULARY for part in comparison.parts)
        severity = Severity.INFO if only_cut else None
        text, counted = _drift(comparison), _counted(comparison)
        yield Fault(text, severity=severity, where=comparison.source_after, evidence=counted)
    elif comparison.removed:
        text = f"The base has {_tokens(comparison.removed)} more than the tokenizer that was saved with the adapter."
        yield Fault(
            text, severity=Severity.INFO, where=comparison.source_after, evidence=_counted(comparison)
        )
    yield from _other_end(facts, comparison)


def _drift(comparison: TokenizerComparison) -> str:
    parts = []
    if comparison.moved:
        names = [change.token for change in comparison.changes if None not in (change.before, change.after)]
        shown = ", ".join(repr(name[:40]) for name in names[:_SHOWN])
        parts.append(f"{_tokens(comparison.moved)} have other ids than in the base ({shown})")
    if comparison.sample_disagreement:
        differing = round(comparison.sample_disagreement * comparison.samples)
        parts.append(f"{differing} of {comparison.samples} sample texts encode otherwise")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _counted(comparison: TokenizerComparison) -> dict[str, object]:
    return {
        "added": comparison.added,
        "removed": comparison.removed,
        "moved": comparison.moved,
        "sample_disagreement": comparison.sample_disagreement,
    }


def _other_end(facts: TokenizerFacts, comparison: TokenizerComparison) -> Iterator[Fault]:
    """The adapter's answers end with a token at which the base does not stop."""
    base, adapter = facts.ends
    if base is None or adapter is None or base.token == adapter.token or adapter.id in facts.stop_ids:
        return
    yield Fault(
        f"The adapter's tokenizer ends texts at {adapter.token} ({adapter.id}), the base's at {base.token} "
        f"({base.id}): answers may not stop.",
        where=comparison.source_after,
        remedy="Pass the adapter's eos_token_id to generate(), or set it in the served generation_config.json.",
        evidence={"eos_base": base.id, "eos_adapter": adapter.id},
    )


@rule(
    "ADP602",
    "added-tokens-untrained",
    Severity.ERROR,
    needs=(Need.BASE, Need.TOKENIZER),
    what="The adapter's tokenizer has tokens that the base does not know, and the adapter trained no rows for them.",
    why="Such a token has no row in the embedding (an IndexError), or one of random numbers: what it should say is lost.",
    fix="Train again with the new tokens in trainable_token_indices, or embedding and head in modules_to_save, "
    "and save with save_embedding_layers=True.",
    source="axolotl#1659, peft#1457; peft 0.21.2 `get_peft_model_state_dict` (save_embedding_layers)",
)
def added_tokens_untrained(case: Case) -> Iterator[Fault]:
    if case.tokenizers is None or vocabulary_rows(case.adapter).trains_embeddings:
        return
    # Padding is masked and never learned: trainers add a token for it as a matter of course.
    new = [token for token in case.tokenizers.new_tokens if not token.is_padding]
    if not new:
        return
    beyond = [token for token in new if not token.has_row]
    if beyond:
        rows = case.tokenizers.rows or 0
        yield Fault(
            f"{_named(beyond)} {_has(beyond)} no row in the base's embedding of {rows:,} rows, and the adapter "
            "brings none.",
            evidence={"tokens": [token.token for token in beyond[:100]], "rows": rows},
        )
    lost = [token for token in new if token.has_row]
    if lost:
        used = [token for token in lost if token.in_template]
        yield Fault(
            f"{_named(used or lost)} {_has(used or lost)} a row that neither the base nor the adapter trained"
            f"{', and every chat uses it' if used else ''}.",
            severity=Severity.ERROR if used else Severity.WARNING,
            evidence={"tokens": [token.token for token in lost[:100]]},
        )


def _named(tokens: list[NewToken]) -> str:
    shown = ", ".join(repr(token.token[:40]) for token in tokens[:_SHOWN])
    more = f" and {len(tokens) - _SHOWN} more" if len(tokens) > _SHOWN else ""
    return f"{shown}{more}"


def _has(tokens: list[NewToken]) -> str:
    return "has" if len(tokens) == 1 else "have"


def _tokens(count: int) -> str:
    return "1 token" if count == 1 else f"{count:,} tokens"


@rule(
    "ADP603",
    "chat-template",
    Severity.WARNING,
    needs=(Need.BASE, Need.TEMPLATES),
    what="The chat template that was saved with the adapter is not the base's, or only one of them has one.",
    why="A server that takes the base's template puts the conversation together otherwise than in training: "
    "the adapter may answer as if it were not there.",
    fix="Serve with the adapter's template: copy its chat_template.jinja or tokenizer_config.json beside the base.",
    source="unsloth#522, LlamaFactory#7943, souprise#17",
)
def chat_template(case: Case) -> Iterator[Fault]:
    facts = case.tokenizers
    if facts is None or not facts.template_diff:
        return
    in_base, in_adapter = facts.has_template
    if in_base and in_adapter:
        changed = sum(
            line[:1] in "+-" and line[:3] not in ("+++", "---") for line in facts.template_diff.split("\n")
        )
        lines = "1 line" if changed == 1 else f"{changed:,} lines"
        text = f"The adapter's chat template differs from the base's in {lines}."
    elif in_adapter:
        text = "The adapter brings a chat template; the base has none."
    else:
        text = "The base has a chat template; the tokenizer that was saved with the adapter has none."
    yield Fault(text, where="chat template", evidence={"diff": facts.template_diff[:4000]})


@rule(
    "ADP604",
    "tied-embeddings",
    Severity.WARNING,
    needs=(Need.BASE,),
    what="The base shares one matrix between embedding and output head, and the adapter holds one of them.",
    why="PEFT trains a copy of one side; merging or loading ties them again, and what one side learned reaches "
    "both or is lost.",
    fix="Train with ensure_weight_tying=True, or untie (tie_word_embeddings=false) before merging.",
    source="peft#2777, peft#2972, transformers#45127; peft 0.21.2 `BaseTuner._check_tied_modules`",
)
def tied_embeddings(case: Case) -> Iterator[Fault]:
    rows = vocabulary_rows(case.adapter)
    keys = tuple(key for key in (*rows.embeddings, *rows.heads, *rows.low_rank) if _is_of_base(case, key))
    if keys and case.adapter.config.get("ensure_weight_tying") is not True and _is_tied(case):
        names = dict.fromkeys(
            split_key(key).module.removesuffix(".base_layer").rpartition(".")[2] for key in keys
        )
        yield Fault(f"tie_word_embeddings is true, and the adapter holds {' and '.join(names)}.", keys=keys)


def _is_of_base(case: Case, key: str) -> bool:
    """Whether the key holds a part of the base of its own training, and not of what the adapter brings (SHADOW)."""
    return key not in case.repeated and (
        not case.base_paths or split_key(key).module.removesuffix(".base_layer") in case.base_paths
    )


def _is_tied(case: Case) -> bool:
    """What config.json says, of the language model where there are several, else its class's default.

    A class without an output head (a classifier) ties nothing, whatever config.json says.
    """
    facts = architecture_facts(case.report.base_class) if case.report.base_class is not None else None
    if facts is not None and not facts.tied:
        return False
    meant = meant_config(case.base.config) if case.base is not None else {}
    own = case.base.config.get("tie_word_embeddings") if case.base is not None else None
    if isinstance(own, bool):
        return own
    inner = meant.get("text_config.tie_word_embeddings")
    return (inner if isinstance(inner, bool) else meant.get("tie_word_embeddings")) is True
