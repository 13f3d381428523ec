"""tokenizer.json: the file of the `tokenizers` library, which holds all of a tokenizer but its templates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from inspector.errors import UnreadableInput
from inspector.files.folder import member
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.tokenizer_record import AddedToken
from inspector.files.tokenizer_settings import are_ids, token_of

TOKENIZER_JSON = "tokenizer.json"
MAX_TOKENS = 4_000_000
_KINDS = ("BPE", "Unigram", "WordPiece", "WordLevel")
_NO_EFFECT = frozenset({"trim_offsets"})
_LONGEST_WORD = "max_input_chars_per_word"
# Options that mean their usual value when they are left out (tokenizers 0.23, `Deserialize` of each type).
_USUAL = {"ByteLevel": {"add_prefix_space": True, "use_regex": True}}


class Definition(NamedTuple):
    """What a tokenizer.json says, in the words of `Tokenizer`."""

    kind: str
    vocabulary: dict[str, int]
    added: dict[str, AddedToken]
    normalizer: str
    pre_tokenizer: str
    settings: str
    frame: str
    merges: int
    merges_digest: str
    unknown: str | None


class Parts(NamedTuple):
    """The parts of a tokenizer.json beside its vocabulary, in the words of `Tokenizer`."""

    normalizer: str
    pre_tokenizer: str
    settings: str


def read_definition(folder: Path) -> Definition:
    """Read `folder`/tokenizer.json. Raises UnreadableInput (ADP001 to ADP003)."""
    path = member(folder, TOKENIZER_JSON)
    document = read_json_object(path, rule="ADP003", max_bytes=MAX_INDEX_BYTES)
    try:
        return describe(document)
    except ValueError as error:
        _refuse(path, str(error))


def describe(document: Mapping[str, Any]) -> Definition:
    """The record of a parsed tokenizer.json. Raises ValueError that says what is off."""
    model = document.get("model")
    if not isinstance(model, dict):
        raise ValueError("it holds no model")
    kind = _kind(model)
    vocabulary = _vocabulary(model.get("vocab"))
    entries = document.get("added_tokens")
    tokens = [token_of(entry) for entry in entries] if isinstance(entries, list) else []
    added = {token.token: token for token in tokens if token is not None}
    merges = merge_texts(model.get("merges"))
    parts = parts_of(document)
    return Definition(
        kind=kind,
        vocabulary=vocabulary | {token.token: token.id for token in added.values()},
        added=added,
        normalizer=parts.normalizer,
        pre_tokenizer=parts.pre_tokenizer,
        settings=parts.settings,
        frame=frame_of(document.get("post_processor")),
        merges=len(merges),
        merges_digest=merges_digest(merges),
        unknown=_unknown(model),
    )


def parts_of(document: Mapping[str, Any]) -> Parts:
    """Normaliser, pre-tokeniser and the model's settings of a parsed tokenizer.json."""
    return Parts(
        part_text(document.get("normalizer")),
        part_text(document.get("pre_tokenizer")),
        _settings_text(document["model"]),
    )


def _kind(model: Mapping[str, Any]) -> str:
    """The model's type; files of tokenizers < 0.9 leave it out, and the fields tell."""
    kind = model.get("type")
    if kind is None:
        if "merges" in model:
            return "BPE"
        if isinstance(model.get("vocab"), list):
            return "Unigram"
        return "WordPiece" if _LONGEST_WORD in model else "WordLevel"
    if kind not in _KINDS:
        raise ValueError(f"its model is of the unknown type {str(kind)[:40]!r}")
    return str(kind)


def _vocabulary(vocab: Any) -> dict[str, int]:
    """Token → id: an object, or for Unigram a list of [token, score] in the order of the ids."""
    if not isinstance(vocab, (dict, list)):
        raise ValueError("its model has no vocabulary")
    if len(vocab) > MAX_TOKENS:
        raise ValueError(f"its vocabulary has {len(vocab):,} tokens, more than any model has")
    if isinstance(vocab, dict):
        if not are_ids(vocab.values()):
            raise ValueError("a token's id is not a number from 0 to 2,147,483,647")
        return vocab
    if not all(isinstance(entry, list) and entry and isinstance(entry[0], str) for entry in vocab):
        raise ValueError("its vocabulary is no list of tokens with scores")
    return {entry[0]: number for number, entry in enumerate(vocab)}


def merge_texts(merges: Any) -> list[str]:
    """The merge rules as `left right`; newer files have pairs, older ones texts. Raises ValueError."""
    if merges is None:
        return []
    if not isinstance(merges, list) or len(merges) > MAX_TOKENS:
        raise ValueError("its merges are no list")
    if set(map(type, merges)) <= {str}:
        return merges
    try:
        return [merge if isinstance(merge, str) else " ".join(merge) for merge in merges]
    except TypeError as error:
        raise ValueError("a merge rule is no pair of tokens") from error


def merges_digest(merges: Iterable[str]) -> str:
    """SHA-256 (hex) of the merge rules in their order; empty for none."""
    text = "\n".join(merges)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def part_text(part: Any) -> str:
    """A normaliser or pre-tokeniser as JSON with sorted keys, without what changes no id; empty for none."""
    return "" if part is None else json.dumps(_effective(part), sort_keys=True, ensure_ascii=False)


def _effective(part: Any) -> Any:
    if isinstance(part, list):
        return [_effective(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    kept = {key: _effective(value) for key, value in part.items() if key not in _NO_EFFECT}
    for name in ("normalizers", "pretokenizers"):
        if kind == "Sequence" and isinstance(kept.get(name), list) and len(kept[name]) == 1:
            return kept[name][0]
    return {**_USUAL.get(kind, {}), **kept} if isinstance(kind, str) else kept


def _settings_text(model: Mapping[str, Any]) -> str:
    """The model's options that change ids; absent, null, empty and false are the same."""
    named = {key: value for key, value in model.items() if key not in _TOLD_APART}
    named["unk_token"] = _unknown(model)
    if named.get(_LONGEST_WORD) == _USUAL_LONGEST_WORD:
        del named[_LONGEST_WORD]
    kept = {key: value for key, value in named.items() if key not in _NO_EFFECT and value not in _UNSET}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else ""


_UNSET = (None, "", False)
_USUAL_LONGEST_WORD = 100
_TOLD_APART = ("type", "vocab", "merges", "unk_id")


def _unknown(model: Mapping[str, Any]) -> str | None:
    number, vocab = model.get("unk_id"), model.get("vocab")
    if isinstance(number, int) and isinstance(vocab, list) and 0 <= number < len(vocab):
        return str(vocab[number][0])
    token = model.get("unk_token")
    return token if isinstance(token, str) else None


def frame_of(post_processor: Any) -> str:
    """What a post-processor puts around a single text: `<s> …`, `[CLS] … [SEP]`, `…` for nothing."""
    before, after = _around(post_processor)
    return " ".join((*before, "…", *after))


def _around(processor: Any, depth: int = 0) -> tuple[list[str], list[str]]:
    if not isinstance(processor, dict) or depth > 4:
        return [], []
    kind = processor.get("type")
    if kind in ("BertProcessing", "RobertaProcessing"):
        return _first(processor.get("cls")), _first(processor.get("sep"))
    if kind == "Sequence":
        inner = processor.get("processors")
        pairs = [_around(entry, depth + 1) for entry in inner] if isinstance(inner, list) else []
        before = [token for pair in reversed(pairs) for token in pair[0]]
        return before, [token for pair in pairs for token in pair[1]]
    single = processor.get("single") if kind == "TemplateProcessing" else None
    sides: tuple[list[str], list[str]] = ([], [])
    reached = False
    for piece in single if isinstance(single, list) else ():
        if isinstance(piece, dict) and "Sequence" in piece:
            reached = True
        elif isinstance(piece, dict) and isinstance(special := piece.get("SpecialToken"), dict):
            sides[reached].append(str(special.get("id")))
    return sides


def _first(pair: Any) -> list[str]:
    return [str(pair[0])] if isinstance(pair, list) and pair else []


def _refuse(path: Path, reason: str) -> NoReturn:
    raise UnreadableInput(
        f"{path.name} is no tokenizer: {reason}.",
        "Restore the file from its source.",
        rule="ADP003",
        path=path,
    )
