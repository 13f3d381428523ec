"""Golden answers are those of a plain script that asks one prompt after the other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
import transformers
from factories import load_base, make_adapter, make_base
from hypothesis import given
from hypothesis import strategies as st
from real_load import quiet
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from inspector.compat.golden_answers import GoldenRun, GoldenText
from inspector.errors import Cancelled
from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.golden import GoldenExample, Match, Message
from inspector.worker.client import ProbeRefused
from inspector.worker.golden import answer
from inspector.worker.golden_batches import batches, rows_that_fit
from inspector.worker.golden_inputs import Question

WORDS = 64
LINES = range(40, WORDS)
"""Words that begin a new line: with random weights every answer comes across one soon."""


def add_tokenizer(folder: Path) -> Path:
    words = {"<unk>": 0, **{f"w{n}" if n not in LINES else f"\nw{n}": n for n in range(1, WORDS)}}
    tokenizer = Tokenizer(WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


def example(number: int, words: int, **fields: Any) -> GoldenExample:
    prompt = " ".join(f"w{1 + (number * 7 + place * place) % 38}" for place in range(words))
    return GoldenExample(**{"number": number, "prompt": prompt, "expected": "w1 w2", **fields})


WRITTEN = [example(n, 1 + n * 5 % 11) for n in range(1, 13)]


def answered(
    adapter: Path, base: Path, examples: Sequence[GoldenExample], **options: Any
) -> tuple[dict[int, str], GoldenRun]:
    found: dict[int, str] = {}

    def emit(texts: list[GoldenText]) -> None:
        assert not found.keys() & {text.number for text in texts}
        found.update(texts)

    given = {"adapted": True, "device": "cpu", **options}
    return found, answer(read_adapter(adapter), read_base(base), examples, emit=emit, **given)


def loaded(adapter: Path | None, base: Path) -> Any:
    with quiet():
        model = load_base(base)
        return (peft.PeftModel.from_pretrained(model, adapter) if adapter else model).eval()


def plain_answers(adapter: Path | None, base: Path, examples: Sequence[GoldenExample]) -> dict[int, str]:
    """Prompt by prompt and token by token, without a cache: nothing of the worker's is used."""
    model = loaded(adapter, base)
    tokenizer = transformers.AutoTokenizer.from_pretrained(base)
    found = {}
    for row in examples:
        ids = torch.tensor([tokenizer(row.prompt).input_ids])
        start = ids.shape[1]
        end = start + 2 * len(tokenizer(row.expected).input_ids) + 8
        with torch.no_grad():
            while ids.shape[1] < end:
                mask = torch.ones_like(ids)
                token = model(input_ids=ids, attention_mask=mask).logits[0, -1].argmax()
                if token == 2:
                    break
                ids = torch.cat([ids, token.view(1, 1)], dim=1)
        text = tokenizer.decode(ids[0, start:], skip_special_tokens=True).strip()
        found[row.number] = text.split("\n")[0].rstrip()
    return found


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_tokenizer(make_base("llama", tmp_path_factory.mktemp("llama")))


@pytest.fixture(scope="module")
def adapter(llama: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(llama, tmp_path_factory.mktemp("a") / "lora", target_modules=["q_proj", "down_proj"])


@pytest.mark.parametrize("adapted", [True, False])
def test_a_batch_is_answered_like_each_prompt_alone(adapted: bool, adapter: Path, llama: Path) -> None:
    found, run = answered(adapter, llama, WRITTEN, adapted=adapted)
    assert found == plain_answers(adapter if adapted else None, llama, WRITTEN)
    assert (run.answered, run.device, run.dtype) == (12, "cpu", "float32")
    assert run.note == "Prompts were split by the base's tokenizer."
    assert len(set(found.values())) > 6


@pytest.mark.parametrize("name", ["gpt2", "opt"])
def test_positions_that_are_learned_do_not_count_the_padding(name: str, tmp_path: Path) -> None:
    base = add_tokenizer(make_base(name, tmp_path / "base"))
    targets = ["c_attn"] if name == "gpt2" else ["q_proj"]
    adapter = make_adapter(base, tmp_path / "a", target_modules=targets)
    assert answered(adapter, base, WRITTEN)[0] == plain_answers(adapter, base, WRITTEN)


@pytest.mark.parametrize("method", ["PromptTuningConfig", "PrefixTuningConfig"])
def test_virtual_tokens_stand_right_before_the_prompt(method: str, llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(llama, tmp_path / "a", method=method, num_virtual_tokens=5, task_type="CAUSAL_LM")
    assert answered(adapter, llama, WRITTEN)[0] == plain_answers(adapter, llama, WRITTEN)


def test_sequence_to_sequence(tmp_path: Path) -> None:
    base = add_tokenizer(make_base("bart", tmp_path / "base"))
    adapter = make_adapter(base, tmp_path / "a", target_modules=["q_proj"], task_type="SEQ_2_SEQ_LM")
    rows = [*WRITTEN, example(20, 5, match=Match.CHOICE, expected="w1", choices=("w1", "w2 w3"))]
    together, _ = answered(adapter, base, rows)
    assert together == {n: text for row in rows for n, text in answered(adapter, base, [row])[0].items()}


def test_an_exact_answer_ends_with_its_line(adapter: Path, llama: Path) -> None:
    rows = [row._replace(expected=" ".join(["w1"] * 30)) for row in WRITTEN[:4]]
    found, _ = answered(adapter, llama, rows)
    whole, _ = answered(adapter, llama, [row._replace(match=Match.CONTAINS) for row in rows])
    assert found == {number: text.split("\n")[0].strip() for number, text in whole.items()}
    assert any("\n" in text for text in whole.values())


def test_the_likeliest_choice_by_the_sum_over_its_tokens(adapter: Path, llama: Path) -> None:
    choices = ("w3", "w4 w5", "w9 w1 w30", "w12")
    rows = [example(n, 1 + n % 7, match=Match.CHOICE, expected="w3", choices=choices) for n in range(1, 25)]
    found, _ = answered(adapter, llama, rows)
    model = loaded(adapter, llama)
    tokenizer = transformers.AutoTokenizer.from_pretrained(llama)
    for row in rows:
        sums = []
        for choice in choices:
            ids = tokenizer(f"{row.prompt} {choice}").input_ids
            with torch.no_grad():
                likely = model(input_ids=torch.tensor([ids])).logits[0].log_softmax(-1)
            start = len(tokenizer(row.prompt).input_ids)
            sums.append(sum(float(likely[at - 1, ids[at]]) for at in range(start, len(ids))))
        assert found[row.number] == choices[sums.index(max(sums))]
    assert len(set(found.values())) > 1


def test_messages_go_through_the_chat_template(adapter: Path, llama: Path, tmp_path: Path) -> None:
    chat = example(1, 3)._replace(messages=(Message("system", "w5"), Message("user", "w8 w2")))
    with pytest.raises(ProbeRefused, match="neither adapter nor base has a chat template"):
        answered(adapter, llama, [chat])
    base = tmp_path / "base"
    base.mkdir()
    for file in llama.iterdir():
        (base / file.name).write_bytes(file.read_bytes())
    template = "{% for m in messages %}{{ m['content'] }} w9 {% endfor %}w7"
    (base / "chat_template.jinja").write_text(template)
    plain = chat._replace(prompt="w5 w9 w8 w2 w9 w7", messages=())
    assert answered(adapter, base, [chat])[0] == answered(adapter, base, [plain])[0]


def test_what_is_done_is_not_answered_again(adapter: Path, llama: Path) -> None:
    whole, _ = answered(adapter, llama, WRITTEN)
    rest, run = answered(adapter, llama, WRITTEN, done={1, 2, 3, 7})
    assert rest == {number: text for number, text in whole.items() if number not in (1, 2, 3, 7)}
    assert run.answered == 8


def test_a_cancel_takes_effect_between_tokens(
    adapter: Path, llama: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.worker.golden._BEAT_SECONDS", 0.0)
    said: list[int] = []

    def stop(stage: str, done: int, *_: object) -> None:
        said.append(done)
        if len(said) == 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        answered(adapter, llama, WRITTEN, report=stop)
    assert set(said) == {0}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([example(1, 3), example(4, 64)], "The prompt in line 4 has 64 tokens; the base takes 64"),
        ([example(1, 3, prompt="  ")], "Nothing is left of the prompt in line 1"),
    ],
)
def test_prompts_that_cannot_be_asked(
    rows: list[GoldenExample], words: str, adapter: Path, llama: Path
) -> None:
    with pytest.raises(ProbeRefused, match=words):
        answered(adapter, llama, rows)


def test_models_that_cannot_answer(llama: Path, adapter: Path, tmp_path: Path) -> None:
    judge = make_adapter(llama, tmp_path / "a", target_modules=["q_proj"], task_type="SEQ_CLS")
    with pytest.raises(ProbeRefused, match="needs a model that writes text.*SequenceClassification"):
        answered(judge, llama, WRITTEN)
    with pytest.raises(ProbeRefused, match="Neither the adapter nor the base has a tokenizer"):
        answered(adapter, make_base("llama", tmp_path / "base"), WRITTEN)


QUESTIONS = st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 100), st.integers(0, 4)), max_size=120)


@given(QUESTIONS, st.booleans(), st.sampled_from([100, 32_000, 250_000]))
def test_batches_hold_every_question_once_and_stay_small(
    rows: list[tuple[int, int, int]], pad: bool, vocabulary: int
) -> None:
    questions = []
    for number, (length, new, options) in enumerate(rows, 1):
        ids = (1,) * length
        choices = ((ids, (2,)),) * options
        questions.append(Question(number, () if options else ids, new, options=choices))
    made = list(batches(questions, vocabulary=vocabulary, limit=2048, pad=pad))
    assert sorted(q.number for batch in made for q in batch) == [q.number for q in questions]
    assert made == list(batches(questions[::-1], vocabulary=vocabulary, limit=2048, pad=pad))
    for batch in made:
        assert len({bool(q.options) for q in batch}) == 1
        assert pad or batch[0].options or len({q.length for q in batch}) == 1
        positions = max(q.length for q in batch) + max(q.new_tokens for q in batch)
        rows_of_it = sum(max(1, len(q.options)) for q in batch)
        assert len(batch) == 1 or (positions <= 2048 and rows_of_it <= rows_that_fit(positions, vocabulary))
