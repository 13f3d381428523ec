"""Two tokenizers held against each other, beside a slow, plain count; and what it means for an adapter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import PREFIX, llama, lora
from hypothesis import given
from hypothesis import strategies as st

from inspector.compat.tokenizer_comparing import MOST_CHANGES, compare_tokenizers
from inspector.compat.tokenizer_meaning import embedding_rows, vocabulary_rows
from inspector.compat.tokenizer_templates import MOST_DIFF_LINES, template_diff
from inspector.files.tokenizer_record import AddedToken, EncodedSamples, Encoding, Tokenizer


def tokenizer(
    tokens: dict[str, int] | list[str], *, special: tuple[str, ...] = (), **fields: Any
) -> Tokenizer:
    vocabulary = tokens if isinstance(tokens, dict) else {token: at for at, token in enumerate(tokens)}
    added = {token: AddedToken(token, vocabulary[token], special=True) for token in special}
    return Tokenizer(
        source="tokenizer.json", path=Path("tokenizer.json"), files=(), kind="BPE", vocabulary=vocabulary,
        added=added, **fields,
    )  # fmt: skip


ABC = tokenizer(["<s>", "a", "b", "c"], special=("<s>",), roles={"bos_token": "<s>"})


VOCABULARIES = st.dictionaries(st.text(max_size=2), st.integers(0, 20), max_size=20)


@given(before=VOCABULARIES, after=VOCABULARIES)
def test_counts_are_those_of_a_plain_count(before: dict[str, int], after: dict[str, int]) -> None:
    found = compare_tokenizers(tokenizer(before), tokenizer(after))
    plain = {"added": [], "removed": [], "moved": []}  # type: ignore[var-annotated]
    for token in [*before, *after]:
        if token not in before:
            plain["added"].append(token)
        elif token not in after:
            plain["removed"].append(token)
        elif before[token] != after[token]:
            plain["moved"].append(token)
    assert (found.vocab_before, found.vocab_after) == (len(before), len(after))
    for kind, tokens in plain.items():
        assert getattr(found, kind) == len(set(tokens))
    assert {change.token for change in found.changes} == {
        token for group in plain.values() for token in group
    }
    for token, old, new, _ in found.changes:
        assert (old, new) == (before.get(token), after.get(token))


def test_special_tokens_come_first_then_what_moved() -> None:
    before = tokenizer(["a", "b", "<s>", "gone"], special=("<s>",))
    after = tokenizer(["b", "a", "new", "<s>"], special=("<s>",))
    changes = compare_tokenizers(before, after).changes
    assert [change.token for change in changes] == ["<s>", "a", "b", "gone", "new"]
    assert changes[0].special and not changes[1].special


def test_of_many_changes_the_first_are_kept() -> None:
    found = compare_tokenizers(tokenizer([f"{n}" for n in range(999)]), tokenizer({}))
    assert found.removed == 999 and len(found.changes) == MOST_CHANGES


def test_the_same_tokenizer_changes_nothing() -> None:
    found = compare_tokenizers(ABC, ABC)
    assert (found.added, found.removed, found.moved, found.changes, found.parts) == (0, 0, 0, (), ())
    assert found.sample_disagreement is None and found.template_diff == ""


PARTS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str, str]]] = {
    "normalizer": (
        {"normalizer": ""},
        {"normalizer": '{"type": "NFC"}'},
        ("normalizer", "none", '{"type": "NFC"}'),
    ),
    "merges": (
        {"merges": 2, "merges_digest": "0" * 64},
        {"merges": 3, "merges_digest": "1" * 64},
        ("merges", f"2 ({'0' * 12})", f"3 ({'1' * 12})"),
    ),
    "eos": (
        {"roles": {"eos_token": "a"}},
        {"roles": {"eos_token": "x"}},
        ("eos_token", "a (1)", "x (no id)"),
    ),
    "frame": ({"frame": "…"}, {"frame": "<s> …"}, ("frame", "…", "<s> …")),
    "stop": ({"stop_ids": (2,)}, {"stop_ids": (2, 3)}, ("stop ids", "2", "2, 3")),
    "template": ({"templates": {"default": "abc"}}, {}, ("chat template", "3 characters", "none")),
    "tools": (
        {"templates": {"tools": "abc"}},
        {"templates": {"tools": "abcd"}},
        ("chat template 'tools'", "3 characters", "4 characters"),
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_differs_is_named_with_both_sides(part: str) -> None:
    old, new, expected = PARTS[part]
    [change] = compare_tokenizers(tokenizer(["<s>", "a"], **old), tokenizer(["<s>", "a"], **new)).parts
    assert change[:3] == expected and change.effect.endswith(".")


def test_what_a_format_does_not_tell_is_no_difference() -> None:
    told = tokenizer(
        ["a"], normalizer="", pre_tokenizer="", settings="", frame="…", merges=1, merges_digest="0" * 64
    )
    assert compare_tokenizers(told, tokenizer(["a"])).parts == ()


def test_a_token_that_is_found_otherwise_is_told() -> None:
    plain, eager = (tokenizer(["a"], special=("a",)) for _ in range(2))
    eager.added["a"] = eager.added["a"]._replace(lstrip=True)  # type: ignore[index]
    [change] = compare_tokenizers(plain, eager).parts
    assert change[:3] == ("added token flags", "no flags", "lstrip")


def samples(*pairs: tuple[tuple[int, ...], tuple[int, ...]]) -> EncodedSamples:
    before, after = (
        tuple(Encoding(ids, tuple(map(str, ids))) for ids in side) for side in zip(*pairs, strict=True)
    )
    return EncodedSamples(tuple(f"text {at}" for at in range(len(pairs))), before, after)


def test_the_share_of_samples_that_encode_otherwise() -> None:
    found = compare_tokenizers(
        ABC, ABC, samples=samples(((1, 2), (1, 2)), ((1,), (2,)), ((), ()), ((3, 1), (3,)))
    )
    assert (found.samples, found.sample_disagreement) == (4, 0.5)
    assert [change.text for change in found.sample_changes] == ["text 1", "text 3"]
    assert found.sample_changes[1][1:] == (("3", "1"), ("3",), (3, 1), (3,))
    assert any(sentence.startswith("2 of 4 sample texts encode to other ids") for sentence in found.meaning)


def test_samples_that_could_not_be_encoded_are_no_agreement() -> None:
    found = compare_tokenizers(ABC, ABC, samples=EncodedSamples(("a",), why_not="It cannot be told."))
    assert found.sample_disagreement is None and found.cannot_encode == "It cannot be told."
    assert found.meaning == ("Sample texts were not compared: It cannot be told.",)
    assert (
        compare_tokenizers(ABC, ABC, samples=EncodedSamples(())).cannot_encode
        == "There were no sample texts."
    )


def test_templates_are_compared_as_jinja_reads_them() -> None:
    assert template_diff("{{ a }}\r\n{{ b }}\n", "{{ a }}\n{{ b }}") == ""
    assert template_diff("{{ a }}\n{{ b }}", "{{ a }}\n{{ c }}").split("\n")[3:] == [
        " {{ a }}",
        "-{{ b }}",
        "+{{ c }}",
    ]
    assert template_diff(None, "{{ a }}") == "+{{ a }}" and template_diff(None, None) == ""


def test_a_strangers_endless_template_is_cut_and_not_searched() -> None:
    long = "\n".join(f"{{{{ a{line} }}}}" for line in range(50_000))
    lines = template_diff(long, long + "\n{{ more }}").split("\n")
    assert len(lines) == MOST_DIFF_LINES + 1 and lines[-1] == f"… {100_001 - MOST_DIFF_LINES:d} more lines"


EMBEDDING = {f"{PREFIX}model.embed_tokens.weight": (4, 32)}
MOVED = tokenizer(["<s>", "b", "a", "c"], special=("<s>",))
LONGER = tokenizer(["<s>", "a", "b", "c", "d"])


def test_rows_of_moved_tokens_would_serve_others() -> None:
    [first, *_] = compare_tokenizers(ABC, MOVED, adapter=lora(extra=EMBEDDING)).meaning
    assert "the whole embedding" in first and "2 tokens of the old vocabulary have another id" in first


def test_new_tokens_leave_old_rows_alone_but_have_none() -> None:
    meaning = compare_tokenizers(ABC, LONGER, adapter=lora(extra=EMBEDDING), rows_after=4).meaning
    assert meaning[0].startswith(
        "The new base has 4 embedding rows, but its tokenizer has ids up to 4: 1 token"
    )
    assert "the rows of all old tokens still fit" in meaning[1]
    assert meaning[1].endswith("on the 1 new one.")
    assert meaning[2] == "embed_tokens in the adapter has 4 rows; the new tokenizer needs 5."


def test_trained_token_ids_are_named_with_what_they_stand_for() -> None:
    trained = lora(trainable_token_indices={"embed_tokens": [0, 1, 2]})
    meaning = compare_tokenizers(ABC, MOVED, adapter=trained).meaning
    assert "2 of 3 trained token ids stand for other tokens: 1 was 'a', is 'b', 2 was 'b', is 'a'." in meaning
    kept = compare_tokenizers(ABC, LONGER, adapter=trained).meaning
    assert "All 3 trained token ids still stand for the same tokens." in kept


def test_of_an_adapter_with_single_trained_rows_only_those_count() -> None:
    apart = compare_tokenizers(ABC, MOVED, adapter=lora(trainable_token_indices=[0, 3])).meaning
    assert apart[0] == "All 2 trained token ids still stand for the same tokens."
    assert not any("Train it again" in sentence for sentence in apart)
    hit = compare_tokenizers(ABC, MOVED, adapter=lora(trainable_token_indices=[1])).meaning
    assert "Train it again." in hit[0] and hit[1].startswith("1 of 1 trained token ids")


def test_an_adapter_without_rows_is_told_so() -> None:
    [only, *_] = compare_tokenizers(ABC, MOVED, adapter=lora()).meaning
    assert only.startswith("The adapter holds no embedding rows, no head and no trained tokens")


def test_what_of_an_adapter_is_tied_to_ids() -> None:
    whole = lora(
        extra={
            **EMBEDDING,
            f"{PREFIX}lm_head.weight": (4, 32),
            f"{PREFIX}model.embed_tokens.lora_embedding_A": (4, 4),
        },
        trainable_token_indices=[5, 3],
    )
    rows = vocabulary_rows(whole)
    assert [len(keys) for keys in (rows.embeddings, rows.heads, rows.low_rank)] == [1, 1, 1]
    assert rows.indices == (3, 5) and rows.trains_embeddings
    assert not vocabulary_rows(lora()).any


def test_rows_are_the_tensors_or_what_the_configuration_says() -> None:
    assert embedding_rows(llama(rows=70)) == 70
    bare = llama(rows=70)
    object.__setattr__(bare, "tensors", {})
    assert embedding_rows(bare) == 70
    object.__setattr__(bare, "config", {"text_config": {"vocab_size": 71}})
    assert embedding_rows(bare) == 71
