"""What lies beside a vocabulary: special tokens, tokens added later, chat templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from inspector.errors import UnreadableInput
from inspector.files.folder import is_file, list_folder, member, printable
from inspector.files.json_object import MAX_INDEX_BYTES, read_json_object
from inspector.files.signatures import HEAD_BYTES, lfs_pointer, open_regular, refuse_impostor
from inspector.files.tokenizer_record import ROLES, AddedToken, Tokenizer

SETTINGS_FILE = "tokenizer_config.json"
TEMPLATE_FILE = "chat_template.jinja"
MORE_TEMPLATES = "additional_chat_templates"
MAX_TEMPLATE_BYTES = 2_000_000
MAX_TEMPLATES = 64
BESIDE_VOCABULARY = (
    SETTINGS_FILE, "special_tokens_map.json", "added_tokens.json", "generation_config.json", "config.json",
    "chat_template.json", TEMPLATE_FILE,
)  # fmt: skip
"""What `read_settings` reads, beside the templates in the folder `MORE_TEMPLATES`."""

MAX_ID = 2**31
_NUMBER = re.compile(r"[0-9]{1,10}")
_FLAGS = ("special", "single_word", "lstrip", "rstrip", "normalized")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizerSettings:
    """The side files as one: tokenizer_config.json before special_tokens_map.json and added_tokens.json."""

    files: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    special: frozenset[str] = frozenset()
    added: Mapping[str, AddedToken] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    stop_ids: tuple[int, ...] = ()
    model_type: str | None = None

    @property
    def tokenizer_class(self) -> str | None:
        """`tokenizer_class` without `Fast`."""
        value = self.options.get("tokenizer_class")
        return value.removesuffix("Fast") if isinstance(value, str) else None


def read_settings(folder: Path) -> TokenizerSettings:
    """Read what the folder holds of it; each file may be absent.

    Raises UnreadableInput (ADP003) for a file that is there and is not what it should be.
    """
    options = _object(folder, SETTINGS_FILE)
    named = _object(folder, "special_tokens_map.json")
    numbered = _object(folder, "added_tokens.json")
    generation = _object(folder, "generation_config.json")
    config = _object(folder, "config.json")
    special = {**(named or {}), **{key: value for key, value in (options or {}).items() if value is not None}}
    templates, template_files = _templates(folder, options or {})
    present = {
        SETTINGS_FILE: options,
        "special_tokens_map.json": named,
        "added_tokens.json": numbered,
        "generation_config.json": generation,
    }
    return TokenizerSettings(
        files=(*(name for name, found in present.items() if found is not None), *template_files),
        options=options or {},
        roles={role: text for role in ROLES if (text := _content(special.get(role))) is not None},
        special=frozenset(_extra_special(special)),
        added=_added(options or {}, numbered or {}),
        templates=templates,
        stop_ids=token_ids((generation or {}).get("eos_token_id")),
        model_type=_text((config or {}).get("model_type")),
    )


def with_side_files(tokenizer: Tokenizer, settings: TokenizerSettings) -> Tokenizer:
    """With the tokens of the side files, and the named special ones marked as such."""
    added = {**tokenizer.added}
    for token in settings.added.values():
        if token.token not in added:
            added[token.token] = token
    special = {*settings.special, *tokenizer.roles.values()}
    for text in special & added.keys():
        added[text] = added[text]._replace(special=True)
    later = {token.token: token.id for token in added.values() if token.token not in tokenizer.vocabulary}
    return replace(tokenizer, added=added, vocabulary={**tokenizer.vocabulary, **later})


def token_of(entry: Any, *, id: Any = None) -> AddedToken | None:
    """An added token as JSON has it (`content`, flags), or None for what is none."""
    if not isinstance(entry, dict):
        return None
    content, number = entry.get("content"), entry.get("id", id)
    if not isinstance(content, str) or not is_id(number):
        return None
    return AddedToken(content, number, **{flag: entry.get(flag) is True for flag in _FLAGS})


def is_id(value: Any) -> bool:
    """Whether a JSON value can be a token's id."""
    return type(value) is int and 0 <= value < MAX_ID


def are_ids(values: Collection[Any]) -> bool:
    """`is_id` of all, fast enough for a vocabulary."""
    return not values or (set(map(type, values)) == {int} and min(values) >= 0 and max(values) < MAX_ID)


def _object(folder: Path, name: str) -> dict[str, Any] | None:
    if not is_file(folder / name):
        return None
    return read_json_object(member(folder, name), rule="ADP003", max_bytes=MAX_INDEX_BYTES)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _content(value: Any) -> str | None:
    """A special token is written as its text, or as an object that holds it."""
    return _text(value.get("content")) if isinstance(value, dict) else _text(value)


def _extra_special(settings: Mapping[str, Any]) -> list[str]:
    texts: list[str] = []
    for name in ("additional_special_tokens", "extra_special_tokens"):
        value = settings.get(name)
        entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        texts.extend(text for entry in entries if (text := _content(entry)) is not None)
    return texts


def _added(options: Mapping[str, Any], numbered: Mapping[str, Any]) -> dict[str, AddedToken]:
    """added_tokens.json, overruled by the newer `added_tokens_decoder`, which knows the flags."""
    added = {text: AddedToken(text, number) for text, number in numbered.items() if is_id(number)}
    decoder = options.get("added_tokens_decoder")
    for number, entry in decoder.items() if isinstance(decoder, dict) else ():
        token = token_of(entry, id=int(number) if _NUMBER.fullmatch(number) else None)
        if token is not None:
            added[token.token] = token
    return added


def token_ids(value: Any) -> tuple[int, ...]:
    """Ids as JSON has them: one number, or a list of them."""
    entries = value if isinstance(value, list) else [value]
    return tuple(entry for entry in entries if is_id(entry))


def read_templates(folder: Path) -> dict[str, str]:
    """Chat templates by name, wherever the folder holds them. Raises UnreadableInput (ADP003)."""
    return _templates(folder, _object(folder, SETTINGS_FILE) or {})[0]


def _templates(folder: Path, options: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Chat templates by name; the files of newer transformers come before tokenizer_config.json."""
    templates = named_templates(options.get("chat_template"))
    files: list[str] = []
    if not templates and is_file(folder / "chat_template.json"):  # processors of transformers 4
        templates = named_templates((_object(folder, "chat_template.json") or {}).get("chat_template"))
        files.append("chat_template.json")
    if is_file(folder / TEMPLATE_FILE):
        templates["default"] = _read_text(member(folder, TEMPLATE_FILE))
        files.append(TEMPLATE_FILE)
    if MORE_TEMPLATES in list_folder(folder).folders:
        for name in list_folder(folder / MORE_TEMPLATES).files[:MAX_TEMPLATES]:
            if name.endswith(".jinja"):
                path = f"{MORE_TEMPLATES}/{name}"
                templates[name.removesuffix(".jinja")] = _read_text(member(folder, path))
                files.append(path)
    return templates, files


def named_templates(value: Any) -> dict[str, str]:
    """Templates by name: JSON has one text, a list of {name, template}, or an object of them."""
    if isinstance(value, str):
        return {"default": value}
    if isinstance(value, dict):
        return {name: text for name, text in value.items() if isinstance(text, str)}
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    return {
        name: text
        for entry in entries
        if isinstance(name := entry.get("name"), str) and isinstance(text := entry.get("template"), str)
    }


def _read_text(path: Path) -> str:
    return read_text(path, max_bytes=MAX_TEMPLATE_BYTES)


def read_text(path: Path, *, max_bytes: int = MAX_INDEX_BYTES) -> str:
    """A text file, with line ends as they stand. Raises UnreadableInput (ADP003): too large, not UTF-8."""
    file, _ = open_regular(path)
    with file:
        raw = file.read(max_bytes + 1)
    if lfs_pointer(raw[:HEAD_BYTES]) is not None:
        refuse_impostor(path, raw[:HEAD_BYTES], expected="a text file")
    try:
        if len(raw) <= max_bytes:
            return raw.decode("utf-8")
        reason = "is larger than any such file needs, and was not read"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    raise UnreadableInput(
        f"{printable(path.name)} {reason}.", "Restore it from its source.", rule="ADP003", path=path
    )
