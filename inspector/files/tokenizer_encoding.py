"""Texts to ids, by the `tokenizers` library that models themselves use."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from inspector.errors import InspectorError
from inspector.files.tokenizer_json import TOKENIZER_JSON
from inspector.files.tokenizer_record import EncodedSamples, Encoding, Tokenizer

MAX_TEXTS = 5_000
MAX_CHARACTERS = 20_000
"""Of one text; what is longer is cut there on both sides."""


_DECISIVE = (
    "source", "kind", "merges_digest", "normalizer", "pre_tokenizer", "settings", "added", "vocabulary",
)  # fmt: skip


class CannotEncode(InspectorError):
    """This tokenizer's encoding is not known exactly; the message says why."""


def encode_samples(
    before: Tokenizer,
    after: Tokenizer,
    texts: Iterable[str],
    *,
    stop: Callable[[], None] = lambda: None,
) -> EncodedSamples:
    """The texts as both tokenizers encode them, without what is put around a text.

    Where one of them cannot encode exactly, nothing is encoded and `why_not` is one sentence. `stop` is
    called before each tokenizer and each text, and may raise Cancelled.
    """
    samples = tuple(text[:MAX_CHARACTERS] for text, _ in zip(texts, range(MAX_TEXTS), strict=False))
    try:
        first = encode(before, samples, stop=stop)
        second = first if same_encoder(before, after) else encode(after, samples, stop=stop)
        return EncodedSamples(samples, first, second)
    except CannotEncode as error:
        return EncodedSamples(samples, why_not=error.message)


def same_encoder(before: Tokenizer, after: Tokenizer) -> bool:
    """Whether two tokenizers come from the same file, or all is equal that decides on ids.

    A Unigram's scores decide too, and are not in the record.
    """
    if before.path == after.path and before.added == after.added:
        return True
    if before.source != TOKENIZER_JSON or before.kind == "Unigram":
        return False
    return all(getattr(before, part) == getattr(after, part) for part in _DECISIVE)


def encode(
    tokenizer: Tokenizer, texts: Sequence[str], *, stop: Callable[[], None] = lambda: None
) -> tuple[Encoding, ...]:
    """Encode each text, without special tokens around it. Raises CannotEncode.

    Truncation and padding, which trainers leave behind in tokenizer.json, are switched off.
    """
    stop()
    engine = _engine(tokenizer)
    encodings = []
    # One by one: a batch would start threads, of which the library warns when a process is started later.
    for text in texts:
        stop()
        try:
            encodings.append(engine.encode(text, add_special_tokens=False))
        except BaseException as error:
            raise _refused(tokenizer, error) from error
    return tuple(
        Encoding(tuple(encoding.ids), tuple(_pieces(text, encoding)))
        for text, encoding in zip(texts, encodings, strict=True)
    )


def _engine(tokenizer: Tokenizer) -> Any:
    if tokenizer.cannot_encode:
        raise CannotEncode(f"{tokenizer.source} cannot encode texts here: {tokenizer.cannot_encode}.")
    from tokenizers import AddedToken as Added
    from tokenizers import Tokenizer as Engine

    try:
        if tokenizer.definition is not None:
            engine = Engine.from_str(json.dumps(tokenizer.definition(), ensure_ascii=False))
        else:
            engine = Engine.from_file(str(tokenizer.path))
        engine.no_truncation()
        engine.no_padding()
        for token in sorted(tokenizer.added.values(), key=lambda token: token.id):
            if engine.token_to_id(token.token) is None:
                flags = token._asdict()
                del flags["id"], flags["token"]
                engine.add_tokens([Added(token.token, **flags)])
    except BaseException as error:
        raise _refused(tokenizer, error) from error
    if getattr(engine.model, "dropout", None):
        raise CannotEncode(
            f"{tokenizer.source} cuts the same text another way each time: it was saved with a dropout."
        )
    for token in tokenizer.added.values():
        if engine.token_to_id(token.token) != token.id:
            raise CannotEncode(
                f"{tokenizer.source} cannot encode texts here: its files give {token.token[:80]!r} other ids."
            )
    return engine


def _refused(tokenizer: Tokenizer, error: BaseException) -> CannotEncode:
    """What to raise for a fault of the library: its panics stand outside of Exception."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error
    said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return CannotEncode(
        f"{tokenizer.source} cannot encode texts here: the tokenizers library refuses it ({said})."
    )


def _pieces(text: str, encoding: Any) -> list[str]:
    """For each id the text that it stands for; where several share a character, the tokens' own spelling."""
    shared = Counter(encoding.offsets)
    return [
        text[start:end] if start < end and shared[start, end] == 1 else token
        for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True)
    ]
