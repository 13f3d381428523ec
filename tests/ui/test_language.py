"""Which language the window speaks, and that it speaks it everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QTabWidget, QWidget

from inspector.ui import language
from inspector.ui.actions import ACTIONS
from inspector.ui.language import CHINESE, ENGLISH, language_of, tr, use_language
from inspector.ui.settings import LANGUAGES, Settings
from inspector.ui.settings_dialog import SettingsDialog
from inspector.ui.shelf import Shelf
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
    use_letters_of(ENGLISH)
    assert font().families() == ["Inter"]


# a window without English

_WORD = re.compile(r"[A-Za-z][A-Za-z_]+")
TERMS = frozenset(
    _WORD.findall(
        "adapter inspector hub lora peft gguf pdf html json jsonl markdown sarif junit xml csv python torch "
        "transformers safetensors config adapter_config adapter_model txt main org name revision meta llama "
        "ctrl shift esc return del pgup pgdown kl jensen shannon kullback leibler logit top frobenius roy "
        "vetterli nats nan id auto cpu cuda mps xpu prompt expected choices answer english ln exp readme md"
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
        for column in range(model.columnCount()):
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
            plain = re.sub(r"<[^>]+>|&\w+;", " ", text)
            words = [word for word in _WORD.findall(plain) if word.lower() not in known]
            if words:
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
