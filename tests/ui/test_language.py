"""Which language the window speaks, and that it speaks it everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt
from PySide6.QtGui import QFont, QRawFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QTabWidget,
    QWidget,
)

from inspector.compat.rules import registered
from inspector.files.hub import cache_folder
from inspector.ui import language
from inspector.ui.actions import ACTIONS
from inspector.ui.app import bundled_demo
from inspector.ui.engine_words import said
from inspector.ui.hub_dialog import HubDialog
from inspector.ui.language import CHINESE, ENGLISH, language_of, tr, use_language
from inspector.ui.rule_dialog import RuleDialog
from inspector.ui.settings import LANGUAGES, Settings
from inspector.ui.settings_dialog import SettingsDialog
from inspector.ui.shelf import Shelf
from inspector.ui.shortcuts_page import ShortcutsPage
from inspector.ui.theme import HAN, MONO, font, use_letters_of


@pytest.fixture
def back_to_english(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, ENGLISH)
    use_letters_of(use_language(ENGLISH))
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def chinese(back_to_english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, CHINESE)
    use_letters_of(use_language("system"))


@pytest.mark.parametrize(
    ("system", "spoken"),
    [
        (["zh-Hans-CN", "zh-CN", "zh"], CHINESE),
        (["zh-CN"], CHINESE),
        (["en-US", "zh-Hans-CN"], ENGLISH),  # QTranslator alone would pass English over
        (["de-DE", "zh-Hans-SG", "en"], CHINESE),
        (["zh-Hant-TW", "zh-TW"], ENGLISH),
        (["fr-FR"], ENGLISH),
        (["C"], ENGLISH),
        ([], ENGLISH),
    ],
)
def test_system_chooses_the_first_language_that_there_is(
    system: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(language.LANGUAGE_VARIABLE)
    monkeypatch.setattr(language, "system_languages", lambda: system)
    assert language_of("system") == spoken
    assert (language_of("en"), language_of("zh_CN")) == (ENGLISH, CHINESE)


def test_environment_overrides_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, CHINESE)
    assert language_of("en") == CHINESE
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "tlh")
    assert language_of("en") == ENGLISH


def test_setting_is_kept_and_chosen_in_the_dialog(qtbot: Any, theme: Any) -> None:
    settings = Settings()
    assert settings.language == "system"
    dialog = SettingsDialog(theme, settings)
    qtbot.addWidget(dialog)
    assert [dialog.language.itemText(n) for n in range(3)] == ["As the system", "English", "中文"]
    dialog.language.setCurrentIndex(LANGUAGES.index("zh_CN"))
    assert Settings().language == "zh_CN"
    Settings().language = "tlh"
    assert Settings().language == "system"


def test_window_takes_the_language_of_the_settings(
    make_window: Callable[..., Any], back_to_english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(language.LANGUAGE_VARIABLE)
    Settings().language = "zh_CN"
    assert make_window().actions_by_id["open"].text() == "打开适配器…"
    assert QLocale().language() is QLocale.Language.Chinese
    Settings().language = "en"
    assert make_window().actions_by_id["open"].text() == "Open adapter…"


def test_a_text_of_a_base_class_is_found_from_a_subclass(chinese: None, theme: Any) -> None:
    class Ours(Shelf):
        """Not in the catalogue."""

    class Other(QObject):
        """Has nothing to do with it."""

    assert Ours(theme).tr("Bases") == Shelf(theme).tr("Bases") == "基座"
    assert Other().tr("Bases") == "Bases"


def test_what_qt_says_is_translated_too(chinese: None) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_letters_of_the_system_stand_behind_the_bundled_font(
    back_to_english: None, theme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.ui.theme.QFontDatabase.hasFamily", lambda family: family in HAN[1:3])
    use_letters_of(CHINESE)
    assert font().families() == ["Inter", *HAN[1:3]]
    assert font(mono=True).families() == [MONO, *HAN[1:3]]
    monkeypatch.setattr("inspector.ui.theme.QFontDatabase.hasFamily", lambda family: False)
    use_letters_of(CHINESE)
    assert font().families() == ["Inter", "Droid Sans Fallback"]
    assert QRawFont.fromFont(QFont("Droid Sans Fallback")).supportsCharacter(ord("适"))
    use_letters_of(ENGLISH)
    assert font().families() == ["Inter"]


# a window without English

_WORD = re.compile(r"[A-Za-z][A-Za-z]+")
_CODE = re.compile(r"<[^>]+>|&\w+;|`[^`]*`|\.[a-z]+\b|[\w.\[\]/]*\w[_./=‖\-\d][\w./=‖\-]*", re.ASCII)
"""Markup, commands, and keys, paths and names, which have a point, a stroke or a digit in them."""

TERMS = frozenset(
    _WORD.findall(
        "adapter inspector hub lora peft gguf pdf html json jsonl markdown sarif junit xml csv python torch "
        "transformers safetensors config adapter_config adapter_model txt main org name revision meta llama "
        "ctrl shift esc return del pgup pgdown kl jensen shannon kullback leibler logit top frobenius roy "
        "vetterli nats nan id auto cpu cuda mps xpu prompt expected choices answer english ln exp readme md "
        "ms kb trainer adp"
    )
)
"""Names, formats, keys and quantities that Chinese texts of the field write so as well."""


def _texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What a person can read of a widget or hear of it, and where."""
    kind = type(widget).__name__
    for role in ("toolTip", "accessibleName", "accessibleDescription", "windowTitle"):
        yield f"{kind}.{role}", getattr(widget, role)()
    if isinstance(widget, QLabel | QAbstractButton):
        yield f"{kind}.text", widget.text()
    if isinstance(widget, QLineEdit):
        yield f"{kind}.placeholder", widget.placeholderText()
    if isinstance(widget, QTabWidget):
        for place in range(widget.count()):
            yield f"{kind}.tab", widget.tabText(place)
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        # A list's columns are its own business.
        for column in range(model.columnCount() if not isinstance(widget, QListView) else 0):
            yield f"{kind}.header", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(40, model.rowCount())):
            index = model.index(row, 0)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                yield f"{kind}.row", str(index.data(role) or "")
    for action in widget.actions():
        yield f"{kind}.action", action.text()
        yield f"{kind}.action", action.toolTip()


def left_in_english(widgets: list[QWidget], names: set[str]) -> list[tuple[str, str]]:
    """Texts with a word of English in them; `names` are those of files, modules and types, which stay."""
    known = {word.lower() for name in names for word in _WORD.findall(name)} | TERMS
    found = []
    for widget in widgets:
        for place, text in _texts(widget):
            words = _WORD.findall(_CODE.sub(" ", text))
            if any(word.lower() not in known for word in words):
                found.append((place, text))
    return list(dict.fromkeys(found))


def test_actions_and_menus_are_chinese(chinese: None, make_window: Callable[..., Any]) -> None:
    window = make_window()
    for spec in ACTIONS:
        action = window.actions_by_id[spec.id]
        for text in (action.text(), action.toolTip(), action.iconText()):
            assert re.search("[一-鿿]", text), spec.id
    assert tr("File") == "文件"
    assert left_in_english([window, *window.findChildren(QWidget)], set()) == []


def test_the_open_example_is_chinese(chinese: None, qtbot: Any, make_window: Callable[..., Any]) -> None:
    """Every view of a fitting, a drifted, a failing and an inert base; stories, findings and rules too."""
    window = make_window(demo=bundled_demo(), open_demo=True)
    session = window.session
    qtbot.waitUntil(lambda: len(session.entries) == 4 and all(_is_done(e) for e in session.entries.values()))
    session.compare(*list(session.entries)[:2])
    window.bench.show_comparison()
    qtbot.waitUntil(lambda: session.comparing.state == "done")
    for entry in list(session.entries):
        session.select(entry)
        window.bench.compare.go_problem(1)
        names = _names(session.entries[entry].inspection)
        widgets = [window, *window.findChildren(QWidget)]
        assert left_in_english(widgets, names) == [], session.entries[entry].name


def test_dialogs_are_chinese(chinese: None, qtbot: Any, make_window: Callable[..., Any], theme: Any) -> None:
    window = make_window()
    names = {name for rule in registered().values() for name in (rule.name, rule.source)}
    for made in (
        SettingsDialog(theme, Settings(), window),
        ShortcutsPage(window.actions_by_id, window),
        RuleDialog(theme, None, window),
        HubDialog(theme, window),
        window.library,
    ):
        assert left_in_english([made, *made.findChildren(QWidget)], names | {str(cache_folder())}) == []
        if made is not window.library:
            made.close()


def _is_done(entry: Any) -> bool:
    return bool(entry.inspection) and not entry.stage


def _names(inspection: Any) -> set[str]:
    """What comes from the files and the loaders: it is the same in every language."""
    adapter, base = inspection.adapter, inspection.base
    found = {str(adapter.path), str(base.path), adapter.base_name, base.architecture, *adapter.tensors}
    found |= {f"{m.path} {m.kind} {m.dtype}" for m in inspection.report.modules}
    found |= {slot.slot for slot in inspection.report.missing} | {
        rule.source for rule in registered().values()
    }
    found |= {"RuntimeError", "PeftModel.from_pretrained", inspection.report.loader}
    if inspection.report.error is not None:
        found |= {inspection.report.error.message, "and more"}
    return {name for name in found if name}


# what the engine says

FITS = "适配 llama：全部 24 个张量均已落位"


@pytest.mark.parametrize(
    ("english", "spoken"),
    [
        ("Fits llama: all 24 tensors land", FITS),
        ("yes", "是"),
        (
            "Degraded on moved: 3 of 24 tensors are dropped without a word",
            "在 moved 上降级：24 个张量中有 3 个被丢弃，且毫无提示",
        ),
        (
            "Degraded on llama: every tensor lands, but the base has moved",
            "在 llama 上降级：所有张量均已落位，但基座已变动",
        ),
        ("48 landed, 8 mismatched, 0 orphaned, 0 missing.", "48 已落位，8 形状不符，0 无槽位，0 缺失。"),
        (
            "Key/value heads 6 in the adapter, 2 in the base: the file has [96, 8], the base needs [32, 8]. "
            "PeftModel.from_pretrained raises RuntimeError; nothing is served.",
            "键/值头：适配器中为 6，基座中为 2：文件中为 [96, 8]，基座需要 [32, 8]。"
            "PeftModel.from_pretrained 报出 RuntimeError，无法部署。",
        ),
        (
            "All 28 target modules changed by a low-rank matrix, as where another LoRA was merged.",
            "全部 28 个目标模块相差一个低秩矩阵，如同合并过另一个 LoRA。",
        ),
        (
            "Fits on a; fails on b. None of 240 golden examples got worse.",
            "在 a 上适配，在 b 上失败。240 个黄金样本无一变差。",
        ),
        (
            "68 of 240 examples (28.3 %, 95 % interval 23.0 to 34.3 %) were right with lora on base-n "
            "and are wrong with lora on base-n1. At most 2 % were allowed. PeftModel.from_pretrained"
            " loads it without an error.",
            "240 个样本中的 68 个（28.3\u00a0%，95\u00a0% 区间 23.0 至 34.3\u00a0%）"
            "在 lora · base-n 上正确，在 lora · base-n1 上错误。最多允许 2\u00a0%。"
            "PeftModel.from_pretrained 加载时没有报错。",
        ),
        (
            "There is no cuda device that this torch can use (torch 2.13.0+cpu).",
            "没有此 torch 可用的 cuda 设备（torch 2.13.0+cpu）。",
        ),
        (
            "No base was chosen. Something new that nobody translated.",
            "未选择基座。 Something new that nobody translated.",
        ),
        ("Something new that nobody translated.", "Something new that nobody translated."),
        ("model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.q_proj"),
        (
            "weights is a base model (config.json, no adapter_config.json), not an adapter.",
            "weights 是基座模型（有 config.json，无 adapter_config.json），不是适配器。",
        ),
        ("a.txt is a text file, not a safetensors file.", "a.txt 是 文本文件，而不是 safetensors 文件。"),
        (
            "model.safetensors has a header that is not UTF-8 text.",
            "model.safetensors 的文件头不是 UTF-8 文本。",
        ),
        ("", ""),
    ],
)
def test_what_the_engine_says_is_recognised(chinese: None, english: str, spoken: str) -> None:
    assert said(english) == spoken


def test_the_engine_speaks_english_in_english(back_to_english: None) -> None:
    use_language(CHINESE)
    assert said("yes") == "yes"  # the environment of the tests keeps to English
    assert said("Fits llama: all 24 tensors land") == "Fits llama: all 24 tensors land"


def test_every_rule_has_a_page_in_chinese(chinese: None) -> None:
    english = re.compile(r"(?<![`\w./=\"])[a-z]{3,} [a-z]{3,} [a-z]{3,}")
    for rule in registered().values():
        for text in (rule.name, rule.what, rule.why, rule.fix, *(need.value for need in rule.needs)):
            assert said(text) != text and not english.search(said(text)), (rule.id, text)
