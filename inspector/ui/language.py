"""The window's language: English as it stands in the code, or a catalogue from `resources/translations`.

Widgets say `self.tr("…")`; functions, tables and models say `tr("…")`. Both are looked up when they are
shown, never when a module is imported, for by then no catalogue is there yet. What has to stand in a table
is `marked("…")` there and goes through `tr` where it is shown.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from inspector.resource import resource_path

if TYPE_CHECKING:
    from datetime import datetime

LANGUAGE_VARIABLE = "ADAPTER_INSPECTOR_LANGUAGE"
"""`en` or `zh_CN` overrides setting and system."""

ENGLISH, CHINESE = "en", "zh_CN"
_CATALOGUES = {CHINESE: ("adapter-inspector_zh_CN.qm", "qtbase_zh_CN.qm")}
"""Ours, and Qt's own for what its dialogs and context menus say."""

_OURS = "catalogue"
_spoken = ENGLISH


def tr(text: str, note: str = "") -> str:
    """A text in the window's language; `note` tells apart what is one word in English only."""
    return QCoreApplication.translate("", text, note)


def tr_engine(text: str) -> str:
    """A whole text or a template of the engine; itself where it is not in the catalogue."""
    return QCoreApplication.translate("engine", text)


def marked(text: str) -> str:
    """The text as it is: found by `make translations` here, translated by `tr` where it is shown."""
    return text


def language_of(choice: str) -> str:
    """`en` or `zh_CN` for a setting: `system` takes the first of the system's languages that there is.

    English needs no catalogue, so it has to be looked for: QTranslator would pass it over, and give Chinese
    to whoever reads English first and Chinese second.
    """
    choice = os.environ.get(LANGUAGE_VARIABLE, choice)
    if choice in (ENGLISH, CHINESE):
        return choice
    for name in system_languages():
        locale = QLocale(name)
        if locale.language() is QLocale.Language.English:
            return ENGLISH
        if locale.language() is QLocale.Language.Chinese and _is_simplified(locale):
            return CHINESE
    return ENGLISH


def system_languages() -> list[str]:
    """What the system's user reads, best first, as `zh-Hans-CN` or `en`."""
    return QLocale.system().uiLanguages()


def _is_simplified(locale: QLocale) -> bool:
    return locale.script() is QLocale.Script.SimplifiedHanScript


def use_language(choice: str) -> str:
    """Install the catalogues of a choice (`system`, `en`, `zh_CN`), which a window made from now on speaks.

    Gives the language. A catalogue that is not there leaves its texts in English.
    """
    global _spoken
    application, language = QCoreApplication.instance(), language_of(choice)
    assert application is not None
    for old in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(old)
        old.deleteLater()
    for name in _CATALOGUES.get(language, ()):
        translator = QTranslator(application)
        translator.setObjectName(_OURS)
        if translator.load(name, _folder_of(name)):
            application.installTranslator(translator)
    _spoken = language
    follows = choice == "system" and LANGUAGE_VARIABLE not in os.environ
    QLocale.setDefault(QLocale.system() if follows else QLocale(language))
    return language


def spoken() -> str:
    """The language of the catalogues that are installed; English without any."""
    return _spoken


def _folder_of(name: str) -> str:
    if name.startswith("qt"):
        return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return str(resource_path("translations"))


def day_text(date: datetime) -> str:
    """`5 Jul 2026`, as the window's language writes it."""
    return QLocale().toString(date.date(), tr("d MMM yyyy", "a date, in Qt's letters"))  # type: ignore[call-overload]
