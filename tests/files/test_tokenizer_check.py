"""ADP601 to ADP604 on real folders: what trainers write is left alone, what would go wrong is told."""

from __future__ import annotations

import json
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import Mock

import pytest
from container_files import LLAMA_CONFIG, LORA, LORA_CONFIG, write_adapter, write_base
from tokenizer_files import add_tokens, byte_level, write_tokenizer
from tokenizers import Tokenizer as Engine
from tokenizers.models import Unigram

from inspector import pipeline
from inspector.compat.inspection import Finding, Inspection, Severity
from inspector.errors import Cancelled
from inspector.files import tokenizer_encoding
from inspector.files.tokenizer_samples import SAMPLE_TEXTS
from inspector.tokenizer_check import adapter_tokenizer, compare_base_tokenizers

RULES = ("ADP601", "ADP602", "ADP603", "ADP604")
TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


@pytest.fixture(scope="module")
def trained() -> str:
    return byte_level(special=("<|endoftext|>", "<|im_end|>")).to_str()


class Pair:
    """A base and an adapter with the same tokenizer, until a test changes one of them."""

    def __init__(self, folder: Path, trained: str) -> None:
        self.base, self.adapter, self.trained = folder / "base", folder / "adapter", trained
        self.size = Engine.from_str(trained).get_vocab_size()
        self.write_base()
        write_adapter(self.adapter)

    def engine(self) -> Engine:
        return Engine.from_str(self.trained)

    def write_base(self, *, rows: int | None = None, **config: Any) -> None:
        shapes = {
            "model.embed_tokens.weight": (rows or self.size, 16),
            "model.layers.0.self_attn.q_proj.weight": (16, 16),
        }
        write_base(self.base, shapes, {**LLAMA_CONFIG, "vocab_size": rows or self.size, **config})
        write_tokenizer(self.base, self.engine(), eos_token="<|endoftext|>", chat_template=TEMPLATE)

    def inspection(self, engine: Engine | None = None, **settings: Any) -> Inspection:
        """The second stage, with this tokenizer in the adapter's folder."""
        write_tokenizer(
            self.adapter,
            engine or self.engine(),
            **{"eos_token": "<|endoftext|>", "chat_template": TEMPLATE, **settings},
        )
        return self.weighed()

    def weighed(self) -> Inspection:
        adapter, base = pipeline.open_adapter(self.adapter), pipeline.open_base(self.base)
        return pipeline.weigh(pipeline.inspect_headers(adapter, base))

    def found(self, engine: Engine | None = None, **settings: Any) -> list[Finding]:
        return told(self.inspection(engine, **settings))


def told(inspection: Inspection) -> list[Finding]:
    return [finding for finding in inspection.findings if finding.rule in RULES]


@pytest.fixture
def pair(tmp_path: Path, trained: str) -> Pair:
    return Pair(tmp_path, trained)


def test_the_bases_own_tokenizer_is_silent(pair: Pair) -> None:
    inspection = pair.inspection()
    assert told(inspection) == []
    assert not {skipped.rule for skipped in inspection.not_checked} & set(RULES)


def test_what_trainers_change_without_harm_is_silent(pair: Pair) -> None:
    engine = pair.engine()
    engine.enable_truncation(64)
    engine.enable_padding(length=64)
    (pair.adapter / "chat_template.jinja").write_text(TEMPLATE + "\n")
    assert (
        pair.found(add_tokens(engine, "[PAD]"), pad_token="[PAD]", padding_side="right", chat_template=None)
        == []
    )


def test_without_tokenizers_the_rules_are_not_checked(pair: Pair) -> None:
    reasons = {skipped.rule: skipped.why for skipped in pair.weighed().not_checked}
    assert all(reasons[rule] == "The adapter's folder holds no tokenizer." for rule in RULES[:3])
    headers = pipeline.inspect_headers(pipeline.open_adapter(pair.adapter), pipeline.open_base(pair.base))
    quick = {skipped.rule: skipped.why for skipped in headers.not_checked}
    assert all(quick[rule] == "The tokenizers were not read." for rule in RULES[:3])
    (pair.base / "tokenizer.json").unlink()
    reasons = {skipped.rule: skipped.why for skipped in pair.inspection().not_checked}
    assert (
        reasons["ADP601"] == reasons["ADP603"] == "No tokenizer lies beside base." and "ADP602" not in reasons
    )


def test_a_damaged_tokenizer_is_a_reason_and_no_error(pair: Pair) -> None:
    pair.inspection()
    (pair.adapter / "tokenizer.json").write_text("{")
    reasons = {skipped.rule: skipped.why for skipped in pair.weighed().not_checked}
    assert reasons["ADP601"].startswith("tokenizer.json is not valid JSON")


def test_moved_ids_are_tokenizer_drift(pair: Pair) -> None:
    [finding] = pair.found(byte_level(special=("<|im_end|>", "<|endoftext|>")))
    assert (finding.rule, finding.severity) == ("ADP601", Severity.WARNING)
    assert finding.evidence["moved"] == 2 and "'<|endoftext|>'" in finding.message


def test_other_merges_are_tokenizer_drift(pair: Pair) -> None:
    document = json.loads(pair.trained)
    document["model"]["merges"].reverse()
    [finding] = pair.found(Engine.from_str(json.dumps(document)))
    assert (finding.rule, finding.severity) == ("ADP601", Severity.WARNING)


def test_llamas_spaces_in_the_form_of_transformers_5_are_silent(pair: Pair) -> None:
    spaces = [
        {"type": "Prepend", "prepend": "▁"},
        {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
    ]
    older = json.loads(pair.trained) | {
        "normalizer": {"type": "Sequence", "normalizers": spaces},
        "pre_tokenizer": None,
    }
    bar = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False}
    write_tokenizer(
        pair.base, Engine.from_str(json.dumps(older)), eos_token="<|endoftext|>", chat_template=TEMPLATE
    )
    assert pair.found(Engine.from_str(json.dumps({**older, "normalizer": None, "pre_tokenizer": bar}))) == []


def test_the_same_vocabulary_cut_otherwise_is_worth_a_word(pair: Pair) -> None:
    document = json.loads(pair.trained)
    document["pre_tokenizer"]["add_prefix_space"] = True
    [finding] = pair.found(Engine.from_str(json.dumps(document)))
    assert (finding.rule, finding.severity, finding.evidence["moved"]) == ("ADP601", Severity.INFO, 0)
    assert f"of {len(SAMPLE_TEXTS)} sample texts encode otherwise" in finding.message


def test_another_end_of_text_is_told_unless_the_base_stops_there_too(pair: Pair) -> None:
    [finding] = pair.found(eos_token="<|im_end|>")
    assert finding.rule == "ADP601" and "ends texts at <|im_end|> (1)" in finding.message
    (pair.base / "generation_config.json").write_text('{"eos_token_id": [0, 1]}')
    assert pair.found(eos_token="<|im_end|>") == []


def test_a_token_without_a_row_is_an_error(pair: Pair) -> None:
    [finding] = pair.found(add_tokens(pair.engine(), "<call>"))
    assert (finding.rule, finding.severity) == ("ADP602", Severity.ERROR)
    assert finding.message.startswith(f"'<call>' has no row in the base's embedding of {pair.size} rows")


def test_a_token_with_a_spare_row_is_as_bad_as_it_is_used(pair: Pair) -> None:
    pair.write_base(rows=pair.size + 8)
    longer = add_tokens(pair.engine(), "<call>")
    [unused] = pair.found(longer)
    used = pair.found(longer, chat_template=f"<call>{TEMPLATE}")
    assert (unused.rule, unused.severity) == ("ADP602", Severity.WARNING)
    assert [(finding.rule, finding.severity) for finding in used] == [
        ("ADP602", Severity.ERROR),
        ("ADP603", Severity.WARNING),
    ]


def test_trained_rows_make_new_tokens_sound(pair: Pair) -> None:
    pair.write_base(rows=pair.size + 8)
    write_adapter(pair.adapter, LORA, {**LORA_CONFIG, "trainable_token_indices": [pair.size]})
    assert pair.found(add_tokens(pair.engine(), "<call>")) == []


def test_chat_templates_that_differ_or_stand_alone(pair: Pair) -> None:
    [other] = pair.found(chat_template=f"system\n{TEMPLATE}")
    assert (
        other.rule == "ADP603"
        and other.message == "The adapter's chat template differs from the base's in 1 line."
    )
    [none] = pair.found(chat_template=None)
    assert none.message.startswith("The base has a chat template")
    (pair.base / "tokenizer_config.json").unlink()
    [only] = pair.found()
    assert only.message == "The adapter brings a chat template; the base has none."


def test_a_template_alone_is_compared_too(pair: Pair) -> None:
    (pair.adapter / "chat_template.jinja").write_text("{{ other }}")
    inspection = pair.weighed()
    assert [finding.rule for finding in told(inspection)] == ["ADP603"]
    assert "ADP601" in {skipped.rule for skipped in inspection.not_checked}


def test_tied_embeddings_in_the_adapter(pair: Pair) -> None:
    rows = {"base_model.model.model.embed_tokens.weight": (pair.size, 16)}
    pair.write_base(tie_word_embeddings=True)
    assert told(pair.weighed()) == []
    write_adapter(pair.adapter, {**LORA, **rows}, {**LORA_CONFIG, "modules_to_save": ["embed_tokens"]})
    [finding] = told(pair.weighed())
    assert finding.rule == "ADP604" and finding.message.endswith("the adapter holds embed_tokens.")
    pair.write_base()  # Llama's own default
    assert told(pair.weighed()) == []


def test_two_bases_are_compared_over_texts_of_ones_own(pair: Pair, tmp_path: Path) -> None:
    other = Pair(tmp_path / "other", byte_level(vocabulary=300, special=("<|endoftext|>",)).to_str())
    bases = pipeline.open_base(pair.base), pipeline.open_base(other.base)
    found, why_not = compare_base_tokenizers(*bases, adapter=pipeline.open_adapter(pair.adapter))
    assert found is not None and not why_not
    engines = pair.engine(), other.engine()
    plain = [[engine.encode(text).ids for text in SAMPLE_TEXTS] for engine in engines]
    differing = sum(old != new for old, new in zip(*plain, strict=True))
    assert (found.samples, found.sample_disagreement) == (len(SAMPLE_TEXTS), differing / len(SAMPLE_TEXTS))
    own, _ = compare_base_tokenizers(*bases, texts=["", "sea"])
    assert own is not None and own.samples == 2
    (other.base / "tokenizer.json").unlink()
    assert compare_base_tokenizers(*map(pipeline.open_base, (pair.base, other.base))) == (
        None,
        "No tokenizer lies beside base.",
    )


def test_a_cancel_is_heard_between_the_steps(pair: Pair) -> None:
    inspection = pair.inspection(add_tokens(pair.engine(), "<call>"))
    assert inspection.base is not None
    adapter, base = inspection.adapter, inspection.base
    asked = count()
    adapter_tokenizer(adapter, base, cancelled=lambda: next(asked) < 0)
    steps = next(asked)
    assert steps > len(SAMPLE_TEXTS)
    for last in (0, 1, 2, 3, steps - 1):
        answers = iter([False] * last + [True])
        with pytest.raises(Cancelled):
            adapter_tokenizer(adapter, base, cancelled=partial(next, answers))
        assert next(answers, None) is None
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        compare_base_tokenizers(base, base, cancelled=cancel.is_set)


def test_equal_pieces_with_other_scores_are_cut_otherwise(tmp_path: Path) -> None:
    bases = []
    for name, whole in (("one", -1.0), ("two", -9.0)):
        pieces = [("<unk>", 0.0), ("a", -2.0), ("b", -2.0), ("ab", whole)]
        base = write_base(tmp_path / name, {"model.embed_tokens.weight": (4, 16)}, LLAMA_CONFIG)
        Engine(Unigram(pieces, unk_id=0)).save(str(base / "tokenizer.json"))
        bases.append(pipeline.open_base(base))
    found, _ = compare_base_tokenizers(*bases, texts=["ab", "a"])
    assert found is not None and (found.moved, found.sample_disagreement) == (0, 0.5)


def test_equal_tokenizers_of_two_folders_are_built_once(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Pair(tmp_path / "other", pair.trained)
    build = Mock(side_effect=tokenizer_encoding._engine)
    monkeypatch.setattr(tokenizer_encoding, "_engine", build)
    found, _ = compare_base_tokenizers(pipeline.open_base(pair.base), pipeline.open_base(other.base))
    assert found is not None and found.sample_disagreement == 0 and build.call_count == 1
