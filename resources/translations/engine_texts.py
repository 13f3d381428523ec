"""What the engine says in English and the window shows in its own language: found in the engine's code.

The engine knows no Qt and speaks English only, for its words also stand in reports that programs read. Its
whole sentences are looked up as they are; what is put together with figures and names becomes a template
again: `f"{len(slots)} slots stay empty."` is found as `{count} slots stay empty.`, and recognised by it.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).with_name("engine.json")

MODULES = (
    "compat/answers.py",
    "compat/base_tree.py",
    "compat/comparison_words.py",
    "compat/config_comparison.py",
    "compat/drift_words.py",
    "compat/engines.py",
    "compat/match.py",
    "compat/module_changes.py",
    "compat/repairs/config.py",
    "compat/repairs/telling.py",
    "compat/rules/*.py",
    "compat/tokenizer_comparing.py",
    "compat/tokenizer_meaning.py",
    "compat/verdict.py",
    "compare.py",
    "files/adapter.py",
    "files/adapter_notes.py",
    "files/base.py",
    "files/checkpoint.py",
    "files/classify.py",
    "files/folder.py",
    "files/golden.py",
    "files/hub_base.py",
    "files/hub_errors.py",
    "files/hub_listing.py",
    "files/hub_wire.py",
    "files/json_object.py",
    "files/layouts.py",
    "files/lock.py",
    "files/prompts.py",
    "files/safetensors.py",
    "files/signatures.py",
    "pipeline.py",
    "repair.py",
    "report/weights_section.py",
    "tokenizer_check.py",
    "weights/*.py",
    "worker/base_model.py",
    "worker/blind_spots.py",
    "worker/dry_run.py",
    "worker/golden*.py",
    "worker/interpreter.py",
    "worker/launch.py",
    "worker/module_probe.py",
    "worker/obituary.py",
    "worker/offload.py",
    "worker/probe*.py",
    "worker/process.py",
    "worker/requirements.py",
    "worker/sound_base.py",
)
"""Whose texts are translated; what others say stays English in the window."""

WORDS = (
    *("yes", "no", "none", "unknown", "moved", "a pickle", "different", "fits", "degraded", "inert", "fails"),
    *("What", "Why", "Fix", "Needs", "Source", "PEFT", "{format} layout", "raises {kind}", "No: {reason}."),
    *("{landed} of {file}", "{landed} landed", "{mismatched} mismatched", "{orphaned} orphaned"),
    *("{missing} missing", "{overwrites_base} overwrite the base", "{unknown} unknown", "{share} act"),
    *("yes, KL {mean_kl}", "KL {mean_kl}", "cosine {mean_cosine}", "No. {kind}: {said}"),
    *("{verdict} on {names}; {verdict2} on {names2}.", "{verdict} with {names}; {verdict2} with {names2}."),
    *("{verdict} on both {names} and {names2}.", "{verdict} with both {names} and {names2}."),
    *("a probe", "a base", "has", "have", "new", "old", "Shape", "Cancelled.", "the {what}"),
    *("direction", "directions", "1 token", "{number} token", "{number} tokens", "{number} tensor"),
    *("1 line", "{number} lines", "{number} in {key}", "{name} and {number} more"),
    *("tokenizer", "shapes", "weights", "adapter", "base"),
)
"""Too short to be told from keys and names, or put together in pieces."""

_CITED = {"source"}
"""Keywords whose texts are citations."""

_WRITTEN = {"readme", "_made", "command_line"}
"""Functions that write files: the README of a repaired copy is English."""

_ASKED = {"PROMPTS", "QUESTION", "_MADE"}
"""Constants that go into a model or a file."""


_BUGS = {"ValueError", "TypeError", "AssertionError", "RuntimeError", "KeyError"}


def engine_texts() -> list[str]:
    """Sentences, words and templates, each once, in alphabetical order."""
    found = set(WORDS)
    for pattern in MODULES:
        for path in sorted((PROJECT / "inspector").glob(pattern)):
            found |= set(_texts_in(ast.parse(path.read_text(encoding="utf-8"))))
    manifest = json.loads((PROJECT / "resources/demo/manifest.json").read_text(encoding="utf-8"))
    found |= {base["story"] for base in manifest["bases"]}
    return sorted(found)


_LOADERS = re.compile(
    r"torch\.Size|size mismatch for|has no attribute|Error\(s\) in|Repo id must|Can't find|hf_hub/|blobs="
    r"|unable to mmap"
)
"""What is said as the loaders say it, and what is sent to servers."""


def is_template(text: str) -> bool:
    return re.search(r"\{\w+\}", text) is not None


def templates_json(texts: list[str]) -> str:
    """What the window recognises sentences by: the templates among the texts."""
    return json.dumps([text for text in texts if is_template(text)], ensure_ascii=False, indent=0) + "\n"


def marked_source(texts: list[str]) -> str:
    """A Python file for lupdate that marks each text, in the context `engine`."""
    lines = (f"QT_TRANSLATE_NOOP('engine', {json.dumps(text, ensure_ascii=False)})" for text in texts)
    return "\n".join(lines) + "\n"


def _texts_in(tree: ast.Module) -> Iterator[str]:
    inside = set(map(id, _not_said(tree)))
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "rule":
            name = node.args[1]
            assert isinstance(name, ast.Constant)
            yield str(name.value)
        if isinstance(node, ast.JoinedStr):
            yield from filter(_is_prose, _templates(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_prose(node.value):
            yield node.value


def _not_said(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, citations, what bugs raise, and the pieces of an f-string, which is taken as a whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.keyword) and node.arg in _CITED or _is_elsewhere(node):
            yield from ast.walk(node)
        elif isinstance(node, ast.JoinedStr):
            yield from (part for part in node.values if isinstance(part, ast.Constant))
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and part.format_spec is not None:
                    yield from ast.walk(part.format_spec)


def _is_elsewhere(node: ast.AST) -> bool:
    """Whether what stands here is not for the window: what a bug raises, what goes into files and models."""
    if isinstance(node, ast.Raise):
        return isinstance(node.exc, ast.Call) and getattr(node.exc.func, "id", "") in _BUGS
    if isinstance(node, ast.Assign):
        return any(isinstance(to, ast.Name) and to.id in _ASKED for to in node.targets)
    return isinstance(node, ast.FunctionDef) and node.name in _WRITTEN


def _templates(node: ast.JoinedStr) -> Iterator[str]:
    """The f-string with its values by name: the same value the same name, another one another name.

    A choice of words inside it (`{'has' if one else 'have'}`) is no value: there is a template for each word.
    """
    names: dict[str, str] = {}
    pieces: list[tuple[str, ...]] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            pieces.append((_literal(part),))
        elif isinstance(part, ast.FormattedValue):
            words = _choice(part.value)
            pieces.append(words or (f"{{{_unique(names, part.value)}}}",))
    yield from map("".join, itertools.product(*pieces))


def _choice(value: ast.expr) -> tuple[str, ...]:
    """The words that an `a if … else b` chooses between; empty where it chooses between other things."""
    if not isinstance(value, ast.IfExp):
        return ()
    both = (value.body, value.orelse)
    return tuple(_literal(b) for b in both) if all(isinstance(b, ast.Constant) for b in both) else ()


def _literal(part: ast.expr) -> str:
    return str(part.value).replace("{", "{{").replace("}", "}}") if isinstance(part, ast.Constant) else ""


def _unique(names: dict[str, str], value: ast.expr) -> str:
    key, name, same = ast.dump(value), _name(value), 1
    while key not in names and f"{name}{same if same > 1 else ''}" in names.values():
        same += 1
    return names.setdefault(key, f"{name}{same if same > 1 else ''}")


def _name(value: ast.expr) -> str:
    """What a translator calls a value by: `name` for `base.name`, `count` for `len(rows)`."""
    if isinstance(value, ast.Name):
        return value.id.strip("_").lower()
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_").lower()
    if isinstance(value, ast.Subscript):
        return _name(value.value)
    if isinstance(value, ast.Call):
        called = value.func
        if isinstance(called, ast.Name) and called.id == "len":
            return "count"
        if isinstance(called, ast.Attribute) and called.attr == "join":
            return "list"
        if isinstance(called, ast.Attribute) and called.attr in ("capitalize", "rstrip", "strip"):
            return _name(called.value)
        if isinstance(called, ast.Name) and value.args:
            return _name(value.args[0])
    return "value"


def _is_prose(text: str) -> bool:
    """Two words at least beside what is filled in: no key, no path, no regular expression."""
    odd = "{" in text and not is_template(text)
    if odd or re.search(r"\\[a-zA-Z.]|\(\?|\[\^", text) or _LOADERS.search(text):
        return False
    plain = re.sub(r"\{\w*\}", " ", text)
    return len(re.findall(r"[A-Za-z][A-Za-z']+", plain)) > 1 and " " in plain.strip()
