"""Light and dark: one set of named colours each, the palette and style sheet from them, fonts, icons."""

from __future__ import annotations

import os
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from inspector.resource import resource_path

THEME_VARIABLE = "ADAPTER_INSPECTOR_THEME"
"""`light` or `dark` overrides setting and system."""

SANS, MONO = "Inter", "JetBrains Mono"
HAN = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Fonts of the system with Chinese characters as they are written in China, best first.

Without a choice Qt takes the first font that has a character, and with it often the Japanese form of it.
"""

_HAN_FILE = "DroidSansFallbackFull.ttf"
"""The report's font for names in Chinese, for a system that has none of its own: one weight, but whole."""
_FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Bold.otf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Bold.ttf",
)

_OURS = "has our palette"
"""The application's property that says so."""


class Colours(NamedTuple):
    """Named by role. `*_wash` lies behind text, `*_fill` fills a map cell; the rest are text and lines.

    Trouble is orange, what landed is green-blue, and they differ in lightness as well, so that neither
    red-green blindness nor a grey print hides the difference. `faint` is for lines and for what cannot be
    used now: it is too pale to be read. tests/ui/test_colours.py holds all this by figures.
    """

    window: str
    surface: str
    raised: str
    line: str
    line_soft: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_text: str
    selection: str
    good: str
    good_wash: str
    good_fill: str
    bad: str
    bad_wash: str
    bad_fill: str
    warn: str
    warn_wash: str
    warn_fill: str
    orphan: str
    orphan_wash: str
    orphan_fill: str
    absent: str
    absent_wash: str
    absent_fill: str
    idle: str
    idle_wash: str
    idle_fill: str
    empty_fill: str

    def color(self, role: str) -> QColor:
        return QColor(getattr(self, role))


LIGHT = Colours(
    window="#f4f5f7", surface="#ffffff", raised="#ffffff", line="#e2e5ea", line_soft="#eceef2",
    text="#1c2128", muted="#5a6371", faint="#9aa2ae", accent="#2257dd", accent_text="#ffffff",
    selection="#e6edfc",
    good="#1e714e", good_wash="#e9f6f0", good_fill="#96d6ae",
    bad="#8c2f00", bad_wash="#fdf0e7", bad_fill="#d37d51",
    warn="#875e00", warn_wash="#fbf4e0", warn_fill="#e1b742",
    orphan="#9838a2", orphan_wash="#f8eef9", orphan_fill="#b282c2",
    absent="#4c5b7c", absent_wash="#eef1f7", absent_fill="#b2c1e7",
    idle="#5a6371", idle_wash="#f0f1f4", idle_fill="#b5b8bc", empty_fill="#e9ebef",
)  # fmt: skip

DARK = Colours(
    window="#171a20", surface="#1d2127", raised="#242931", line="#31363f", line_soft="#292e36",
    text="#e8eaee", muted="#9aa3b0", faint="#68717e", accent="#7ba2fa", accent_text="#0f1522",
    selection="#2a3653",
    good="#5ac99d", good_wash="#1c2f29", good_fill="#428867",
    bad="#f69761", bad_wash="#38271d", bad_fill="#e38c56",
    warn="#f0c555", warn_wash="#332c1b", warn_fill="#99790d",
    orphan="#ce90db", orphan_wash="#31253a", orphan_fill="#7f4798",
    absent="#b1c2e2", absent_wash="#252c3a", absent_fill="#6e7d9b",
    idle="#9aa3b0", idle_wash="#262b33", idle_fill="#545c69", empty_fill="#2a2f37",
)  # fmt: skip


def load_fonts() -> None:
    """Register the bundled fonts; the window then looks alike on every machine."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{name}")))


def use_letters_of(language: str) -> None:
    """Put the system's fonts for a language's letters behind the bundled one."""
    chosen = QFont(QApplication.font())
    chosen.setFamilies([SANS, *(_han() if language.startswith("zh") else ())])
    QApplication.setFont(chosen)


def _han() -> list[str]:
    found = [family for family in HAN if QFontDatabase.hasFamily(family)]
    if found:
        return found
    number = QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{_HAN_FILE}")))
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def font(*, steps: float = 0, mono: bool = False, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font, `steps` points larger or smaller; `mono` for keys and shapes."""
    chosen = QFont(QApplication.font())
    if mono:
        chosen.setFamilies([MONO, *chosen.families()[1:]])
        steps -= 0.4
    chosen.setPointSizeF(chosen.pointSizeF() + steps)
    chosen.setWeight(weight)
    return chosen


def icon(name: str) -> QIcon:
    return QIcon(str(resource_path(f"icons/{name}.svg")))


class Theme(QObject):
    """The colours in force. Follows the system until a setting or the environment says otherwise."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = os.environ.get(THEME_VARIABLE, choice)
        self._system_is_dark = _palette_is_dark() if _is_untouched() else bool(_scheme_is_dark())
        self.colours = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)

    @property
    def is_dark(self) -> bool:
        if self._choice in ("light", "dark"):
            return self._choice == "dark"
        return self._system_is_dark

    def choose(self, choice: str) -> None:
        """`light`, `dark` or `system`."""
        self._choice = choice
        self.apply()

    def apply(self) -> None:
        """Give the application our palette and style sheet: the system's hint moves neither under xcb."""
        self.colours = DARK if self.is_dark else LIGHT
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setProperty(_OURS, True)
        application.setPalette(_palette(self.colours))
        application.setStyleSheet(_style_sheet(self.colours))
        self.changed.emit()

    def follow_system(self) -> None:
        """Do as the system says by now. One that says nothing is taken by the palette that it gave."""
        says = _scheme_is_dark()
        if says is not None:
            self._system_is_dark = says
        if self._choice == "system" and self.colours is not (DARK if self.is_dark else LIGHT):
            self.apply()


def _is_untouched() -> bool:
    """Whether the application still has the palette that the system gave it."""
    application = QApplication.instance()
    return application is not None and not application.property(_OURS)


def _palette_is_dark() -> bool:
    """By the system's palette: its hint cannot be asked for before the first paint, see `qt_values`."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def _scheme_is_dark() -> bool | None:
    """None where the system does not say."""
    from PySide6.QtCore import Qt

    says = {Qt.ColorScheme.Dark: True, Qt.ColorScheme.Light: False}
    return says.get(QGuiApplication.styleHints().colorScheme())


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.window,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.bad,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.accent_text,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Light: colours.raised,
        QPalette.ColorRole.Midlight: colours.line_soft,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Dark: colours.line,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette


def _style_sheet(colours: Colours) -> str:
    sheet = resource_path("styles/window.qss").read_text(encoding="utf-8")
    sheet = sheet.replace("%icons%", resource_path("icons").as_posix())
    # Longest names first, so that @good does not eat the beginning of @good_wash.
    for name in sorted(colours._fields, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", getattr(colours, name))
    return sheet
