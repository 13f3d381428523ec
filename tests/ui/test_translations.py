"""The catalogues hold what the code says, in the context that it is looked up in; nothing is left or lost."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "resources/translations"
sys.path.insert(0, str(FOLDER))
import engine_texts  # noqa: E402
import make_translations  # noqa: E402

sys.path.remove(str(FOLDER))

Key = tuple[str, str, str]
"""Context, text and note."""


class Message(NamedTuple):
    key: Key
    translation: str
    state: str


def _messages(catalogue: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(catalogue).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (
                context.findtext("name") or "",
                message.findtext("source") or "",
                message.findtext("comment") or "",
            )
            found.append(Message(key, translation.text or "", translation.get("type", "")))
    return found


CATALOGUES = [FOLDER / f"{name}.ts" for name in make_translations.CATALOGUES]
ALL = [message for catalogue in CATALOGUES for message in _messages(catalogue)]


class _Said(ast.NodeVisitor):
    """What one module says: `self.tr` under its class, `tr` and `marked` under no name."""

    def __init__(self, name: str) -> None:
        self.name, self.classes, self.depth = name, [""], 0
        self.found: list[Key] = []
        self.wrong: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> None:  # noqa: N802 (ast's way)
        self.classes.append(node.name)
        self.generic_visit(node)
        self.classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:  # noqa: N802
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.decorator_list):
            self.visit(default)
        self.depth += 1
        for part in node.body:
            self.visit(part)
        self.depth -= 1

    def visit_Lambda(self, node: ast.Lambda) -> None:  # noqa: N802
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:  # noqa: N802
        for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
            said = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if said == "tr" and isinstance(call.args[0], ast.Constant):
                self.wrong.append(f"{self.name}:{call.lineno}: lupdate does not look into f-strings")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:  # noqa: N802
        self.generic_visit(node)
        function, place = node.func, f"{self.name}:{node.lineno}"
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if isinstance(function, ast.Attribute) and function.attr == "tr":
            of_self = isinstance(function.value, ast.Name) and function.value.id == "self"
            if not of_self or len(texts) != len(node.args):
                self.wrong.append(f"{place}: only self.tr of texts as they are has a context")
            else:
                self.found.append((self.classes[-1], texts[0], "".join(texts[1:])))
        elif isinstance(function, ast.Name) and function.id in ("tr", "marked"):
            if function.id == "tr" and not self.depth:
                self.wrong.append(f"{place}: looked up at import, before any catalogue is there")
            if texts:
                self.found.append(("", texts[0], "".join(texts[1:])))
            elif function.id == "marked" or isinstance(node.args[0], ast.JoinedStr):
                self.wrong.append(f"{place}: cannot be found by make translations")
        elif isinstance(function, ast.Attribute) and function.attr == "translate":
            owner = ast.unparse(function.value)
            if owner == "QCoreApplication" and self.name != "language.py":
                self.wrong.append(f"{place}: say tr of inspector.ui.language")


def _said() -> Iterator[_Said]:
    for path in sorted((PROJECT / "inspector/ui").glob("*.py")):
        said = _Said(path.name)
        said.visit(ast.parse(path.read_text(encoding="utf-8")))
        yield said


@pytest.mark.parametrize("name", make_translations.CATALOGUES)
def test_catalogue_is_what_the_code_says(name: str, tmp_path: Path) -> None:
    """By lupdate, by what is looked up at run time, and by the file: the same texts, the same contexts."""
    fresh = tmp_path / f"{name}.ts"
    make_translations.update(fresh)
    said = list(_said())
    assert [words for module in said for words in module.wrong] == []
    by_code = {key for module in said for key in module.found}
    by_code |= {("engine", text, "") for text in engine_texts.engine_texts()}
    by_lupdate = {message.key for message in _messages(fresh)}
    assert by_lupdate == by_code
    assert {message.key for message in _messages(FOLDER / f"{name}.ts")} == by_code, "make translations"


@pytest.mark.parametrize("name", make_translations.CATALOGUES)
def test_compiled_catalogue_is_made_from_its_source(name: str, tmp_path: Path) -> None:
    compiled = tmp_path / f"{name}.qm"
    make_translations.release(FOLDER / f"{name}.ts", compiled)
    assert compiled.read_bytes() == (FOLDER / f"{name}.qm").read_bytes(), "make translations"


def test_window_knows_the_templates_of_the_engine() -> None:
    found = engine_texts.templates_json(engine_texts.engine_texts())
    assert found == engine_texts.TEMPLATES.read_text(encoding="utf-8"), "make translations"


@pytest.mark.parametrize("name", make_translations.CATALOGUES)
def test_source_is_written_the_same_again(name: str, tmp_path: Path) -> None:
    text = (FOLDER / f"{name}.ts").read_bytes()
    again = tmp_path / f"{name}.ts"
    again.write_bytes(text)
    make_translations.update(again)
    assert again.read_bytes() == text
    assert str(PROJECT).encode() not in text


def test_nothing_is_left_to_translate() -> None:
    assert [message.key for message in ALL if message.state or not message.translation.strip()] == []


def _fields(text: str) -> Counter[str]:
    """The places that are filled in, by number or name: `{}` (also as `{0}`), `{name}`, `%n`."""
    found: Counter[str] = Counter()
    for _, name, form, _ in string.Formatter().parse(text):
        if name is not None:
            number = sum(found.values()) if name == "" else name
            found[f"{number}:{form}"] += 1
    return found + Counter(re.findall(r"%L?n", text))


_ENDS = {".": "。", ":": "：", "?": "？", "…": "…", "!": "！"}


def _lost(message: Message) -> Iterator[str]:
    """What a translation does not keep of its text."""
    (context, text, _), translation, _ = message
    shown, keys = text.partition("\t")[::2]
    if _fields(translation) != _fields(text):
        yield "what is filled in"
    if translation.count("\n") != text.count("\n"):
        yield "its lines"
    if translation.partition("\t")[2] != keys:
        yield "the key behind it"
    if ("&" in translation) != ("&" in text):
        yield "its ampersand"
    end = shown[-1:]
    if end in _ENDS and not translation.partition("\t")[0].endswith((end, _ENDS[end])):
        yield "its end"
    edges = [(said[:1] == " ", said[-1:] == " ") for said in (text, translation)]
    # Pieces of the engine are joined where the other language wants no space.
    if edges[0] != edges[1] and context != "engine":
        yield "the space at its edge"
    if re.findall(r"\*\.[a-z]+", translation) != re.findall(r"\*\.[a-z]+", text):
        yield "its file patterns"


def test_translations_keep_what_is_filled_in() -> None:
    lost = [(m.key[1], m.translation, what) for m in ALL for what in _lost(m)]
    assert lost == []


def _filled(text: str) -> str:
    """The text as the window would fill it in; what cannot be filled in says why."""
    try:
        fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        places = fields if all(not name or name.isdigit() for name in fields) else []
        named = {name: f"«{name}»" for name in fields if not places}
        return text.format(*(f"«{number}»" for number in range(len(places))), **named)
    except (ValueError, LookupError) as error:
        return f"!! {error}"


def test_every_translation_can_be_filled_in() -> None:
    """As `str.format` does it: `{}` beside `{1}` has all that its text has, and raises all the same."""
    assert _filled("{} of {1}").startswith("!!")
    said = [m for m in ALL if "{" in m.key[1]]
    wrong = [(m.translation, told) for m in said if (told := _filled(m.translation)).startswith("!!")]
    values = [(m.key[1], m.translation) for m in said if _values(m.key[1]) != _values(m.translation)]
    assert (wrong, values) == ([], [])


def _values(text: str) -> list[str]:
    return sorted(re.findall("«.*?»", _filled(text)))


def test_chinese_is_punctuated_in_full_width() -> None:
    """Between Chinese characters stands no half-width comma, semicolon, question mark or bracket."""
    han = "[一-鿿]"
    half = re.compile(f"{han}[,;?!:()]|[,;?!]{han}|{han}\\.$")
    wrong = [m.translation for m in ALL if half.search(m.translation.replace(";;", ""))]
    assert wrong == []


def test_make_says_what_is_left(tmp_path: Path) -> None:
    catalogue = tmp_path / "left.ts"
    catalogue.write_text(
        '<?xml version="1.0"?><TS version="2.1" language="zh_CN"><context><name>Shelf</name><message>'
        '<source>Bases</source><translation type="unfinished"></translation></message></context></TS>',
        encoding="utf-8",
    )
    assert make_translations.unfinished(catalogue) == ["Shelf: Bases"]


def test_tools_are_those_of_this_pyside() -> None:
    said = subprocess.run([make_translations.tool("lrelease"), "-version"], capture_output=True, text=True)
    import PySide6

    assert PySide6.__version__ in said.stdout
