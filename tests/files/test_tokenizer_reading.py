"""Tokenizers as records, whatever format they come in; and nothing that a stranger's file could break."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizer_files import add_tokens, byte_level, wordpiece, write_gpt2_files, write_tokenizer
from tokenizers import Tokenizer as Engine

from inspector.errors import UnreadableInput
from inspector.files.tokenizer import read_tokenizer
from inspector.files.tokenizer_encoding import CannotEncode, encode, encode_samples
from inspector.files.tokenizer_json import describe, frame_of, part_text
from inspector.files.tokenizer_record import Tokenizer
from inspector.files.tokenizer_samples import SAMPLE_TEXTS


@pytest.fixture(scope="module")
def engine() -> Engine:
    return byte_level()


def read(folder: Path) -> Tokenizer:
    tokenizer = read_tokenizer(folder)
    assert tokenizer is not None
    return tokenizer


def ids(tokenizer: Tokenizer) -> list[tuple[int, ...]]:
    return [encoding.ids for encoding in encode(tokenizer, SAMPLE_TEXTS)]


def plain_ids(engine: Engine) -> list[tuple[int, ...]]:
    return [tuple(engine.encode(text, add_special_tokens=False).ids) for text in SAMPLE_TEXTS]


def test_a_folder_without_a_vocabulary_has_no_tokenizer(tmp_path: Path) -> None:
    (tmp_path / "tokenizer_config.json").write_text("{}")
    assert read_tokenizer(tmp_path) is None


def test_tokenizer_json_alone_is_enough(tmp_path: Path, engine: Engine) -> None:
    found = read(write_tokenizer(tmp_path, engine))
    merges = json.loads(engine.to_str())["model"]["merges"]
    assert (found.kind, found.source, found.files) == ("BPE", "tokenizer.json", ("tokenizer.json",))
    assert found.vocabulary == engine.get_vocab(with_added_tokens=True)
    assert found.merges == len(merges)
    assert found.merges_digest == hashlib.sha256("\n".join(map(" ".join, merges)).encode()).hexdigest()
    assert found.added["<|endoftext|>"].special and found.highest_id == engine.get_vocab_size() - 1
    assert ids(found) == plain_ids(engine)


def test_gpt2s_two_files_make_the_same_tokenizer(tmp_path: Path, engine: Engine) -> None:
    whole = read(write_tokenizer(tmp_path / "json", engine))
    parts = read(write_gpt2_files(tmp_path / "files", engine, tokenizer_class="GPT2Tokenizer"))
    for part in ("vocabulary", "merges", "merges_digest", "pre_tokenizer", "normalizer", "settings"):
        assert getattr(parts, part) == getattr(whole, part), part
    assert parts.roles["eos_token"] == "<|endoftext|>" and parts.id_of("eos_token") == 0
    assert ids(parts) == ids(whole)


def test_vocab_txt_makes_berts_tokenizer(tmp_path: Path) -> None:
    engine = wordpiece()
    engine.model.save(str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    words, whole = read(tmp_path), read(write_tokenizer(tmp_path / "json", engine))
    assert words.source == "vocab.txt" and words.frame == whole.frame == "[CLS] … [SEP]"
    assert (words.vocabulary, words.normalizer) == (whole.vocabulary, whole.normalizer)
    assert ids(words) == ids(whole) == plain_ids(engine)


def test_files_that_do_not_say_how_texts_are_cut_are_not_guessed(tmp_path: Path, engine: Engine) -> None:
    unnamed = read(write_gpt2_files(tmp_path / "a", engine))
    clip = read(write_gpt2_files(tmp_path / "b", engine, tokenizer_class="CLIPTokenizerFast"))
    assert unnamed.vocabulary == engine.get_vocab() and clip.size == unnamed.size
    with pytest.raises(CannotEncode, match="without a tokenizer class"):
        encode(unnamed, ["a text"])
    samples = encode_samples(clip, unnamed, ["a text"])
    assert samples.why_not == (
        "vocab.json cannot encode texts here: how the tokenizer of clip cuts texts is not known here."
    )
    assert not samples.before and not samples.after


def test_truncation_and_padding_that_a_trainer_left_behind_cut_no_text(
    tmp_path: Path, engine: Engine
) -> None:
    trained = Engine.from_str(engine.to_str())
    trained.enable_truncation(4)
    trained.enable_padding(length=8)
    assert ids(read(write_tokenizer(tmp_path, trained))) == plain_ids(engine)


def test_special_tokens_come_as_texts_or_as_objects(tmp_path: Path, engine: Engine) -> None:
    folder = write_tokenizer(
        tmp_path,
        engine,
        bos_token={"content": "<s>", "special": True},
        eos_token="<|endoftext|>",
        pad_token=None,
    )
    (folder / "special_tokens_map.json").write_text('{"pad_token": "<pad>", "eos_token": "</s>"}')
    (folder / "generation_config.json").write_text('{"eos_token_id": [0, 7, "no id"]}')
    found = read(folder)
    assert found.roles == {"bos_token": "<s>", "eos_token": "<|endoftext|>", "pad_token": "<pad>"}
    assert (found.id_of("eos_token"), found.id_of("pad_token"), found.stop_ids) == (0, None, (0, 7))


def test_tokens_added_later_count_and_encode(tmp_path: Path, engine: Engine) -> None:
    size = engine.get_vocab_size()
    folder = write_tokenizer(
        tmp_path, engine, added_tokens_decoder={str(size): {"content": "<call>", "special": True}}
    )
    (folder / "added_tokens.json").write_text(json.dumps({"<call>": size, "<return>": size + 1}))
    found = read(folder)
    assert [found.added[token].special for token in ("<call>", "<return>")] == [True, False]
    assert found.size == size + 2
    assert encode(found, ["<call><return>"])[0].ids == (size, size + 1)


def test_an_id_that_the_library_would_not_give_is_refused(tmp_path: Path, engine: Engine) -> None:
    (write_tokenizer(tmp_path, engine) / "added_tokens.json").write_text('{"<call>": 9999}')
    with pytest.raises(CannotEncode, match="other ids"):
        encode(read(tmp_path), ["a text"])


TEMPLATES = {
    "text": ({"chat_template": "{{ a }}"}, {}, {"default": "{{ a }}"}),
    "list": (
        {
            "chat_template": [
                {"name": "default", "template": "{{ a }}"},
                {"name": "tool_use", "template": "{{ b }}"},
                3,
            ]
        },
        {},
        {"default": "{{ a }}", "tool_use": "{{ b }}"},
    ),
    "files before the setting": (
        {"chat_template": "{{ old }}"},
        {"chat_template.jinja": "{{ new }}\n", "additional_chat_templates/rag.jinja": "{{ r }}"},
        {"default": "{{ new }}\n", "rag": "{{ r }}"},
    ),
    "a processor's": ({}, {"chat_template.json": '{"chat_template": "{{ p }}"}'}, {"default": "{{ p }}"}),
}


@pytest.mark.parametrize("form", TEMPLATES)
def test_every_form_of_chat_template_is_read(form: str, tmp_path: Path, engine: Engine) -> None:
    options, files, expected = TEMPLATES[form]
    write_tokenizer(tmp_path, engine, **options)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = read(tmp_path)
    assert found.templates == expected and found.template == expected["default"]


def test_pieces_show_the_text_that_they_stand_for(tmp_path: Path, engine: Engine) -> None:
    [encoding] = encode(read(write_tokenizer(tmp_path, engine)), ["the sea shells"])
    assert "".join(encoding.pieces) == "the sea shells" and len(encoding.pieces) == len(encoding.ids)


def test_what_changes_no_id_is_no_part() -> None:
    level = {"type": "ByteLevel", "add_prefix_space": False}
    assert part_text(level) == part_text({**level, "trim_offsets": True, "use_regex": True})
    assert part_text(level) == part_text({"type": "Sequence", "pretokenizers": [level]})
    assert part_text(level) != part_text({**level, "use_regex": False}) and part_text(None) == ""


def test_the_longest_word_and_a_saved_dropout_change_ids(tmp_path: Path, engine: Engine) -> None:
    model = json.loads(wordpiece().to_str())
    usual = describe(model).settings
    model["model"]["max_input_chars_per_word"] = 10
    assert describe(model).settings != usual
    del model["model"]["max_input_chars_per_word"]
    assert describe(model | {"model": {"type": "WordPiece", **model["model"]}}).settings == usual
    saved = json.loads(engine.to_str())
    saved["model"]["dropout"] = 0.0
    assert describe(saved).settings == describe(json.loads(engine.to_str())).settings
    saved["model"]["dropout"] = 0.1
    (tmp_path / "tokenizer.json").write_text(json.dumps(saved))
    tokenizer = read_tokenizer(tmp_path)
    assert tokenizer is not None and "dropout" in (tokenizer.settings or "")
    with pytest.raises(CannotEncode, match="another way each time"):
        encode(tokenizer, ["a text"])


def test_what_stands_around_a_text_is_told() -> None:
    single = [{"SpecialToken": {"id": "<s>"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}]
    template = {"type": "TemplateProcessing", "single": single}
    assert frame_of(template) == "<s> … </s>"
    assert frame_of({"type": "Sequence", "processors": [{"type": "ByteLevel"}, template]}) == "<s> … </s>"
    assert frame_of({"type": "RobertaProcessing", "cls": ["<s>", 0], "sep": ["</s>", 2]}) == "<s> … </s>"
    assert frame_of(None) == "…"


DAMAGED = {
    "no model": ("tokenizer.json", '{"version": "1.0"}', "it holds no model"),
    "ids": ("tokenizer.json", '{"model": {"type": "BPE", "vocab": {"a": -1}}}', "a token's id"),
    "kind": ("tokenizer.json", '{"model": {"type": "Magic", "vocab": {}}}', "unknown type 'Magic'"),
    "merges": ("tokenizer.json", '{"model": {"type": "BPE", "vocab": {}, "merges": [3]}}', "no pair"),
    "settings": ("tokenizer_config.json", "[]", "not an object"),
    "template": ("chat_template.jinja", "x" * 2_000_001, "larger than"),
    "pointer": (
        "tokenizer.json",
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 9\n",
        "Git LFS pointer",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_told_in_a_sentence(damage: str, tmp_path: Path, engine: Engine) -> None:
    name, content, message = DAMAGED[damage]
    write_tokenizer(tmp_path, engine)
    (tmp_path / name).write_text(content)
    with pytest.raises(UnreadableInput, match=message):
        read_tokenizer(tmp_path)


def test_what_the_library_refuses_cannot_encode(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(
        '{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a b"]}}'
    )
    with pytest.raises(CannotEncode, match="the tokenizers library refuses it"):
        encode(read(tmp_path), ["a"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("type", "vocab", "merges", "unk_id", "unk_token", "id", "content", "single", "processors", "cls")
OBJECTS = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4)
ODD = JSON | OBJECTS | st.lists(OBJECTS, max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    model=ODD,
    added=ODD,
    part=ODD,
    options=st.dictionaries(
        st.sampled_from(
            ("eos_token", "chat_template", "added_tokens_decoder", "tokenizer_class", "extra_special_tokens")
        ),
        ODD,
    ),
)
def test_any_json_is_read_or_refused(
    tmp_path: Path, model: object, added: object, part: object, options: dict[str, object]
) -> None:
    document = {"model": model, "added_tokens": added, "normalizer": part, "post_processor": part}
    (tmp_path / "tokenizer.json").write_text(json.dumps(document))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(options))
    try:
        found = read_tokenizer(tmp_path)
    except UnreadableInput:
        return
    assert found is not None and found.size >= 0


def test_a_description_needs_no_file(engine: Engine) -> None:
    marked = add_tokens(Engine.from_str(engine.to_str()), "<a>", "<b>", special=False)
    assert describe(json.loads(marked.to_str())).added.keys() == {"<|endoftext|>", "<a>", "<b>"}
