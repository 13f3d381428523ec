"""The settings, each in force as soon as it is changed; the language from the next start on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.files.hub import cache_folder
from inspector.ui.elided_label import ElidedLabel
from inspector.ui.settings import LANGUAGES, THEMES, Settings
from inspector.ui.theme import Theme, font


class SettingsDialog(QDialog):
    """`folders_changed` when the library is to look elsewhere, `network_changed`, `python_asked`."""

    folders_changed = Signal()
    network_changed = Signal()
    python_asked = Signal()

    def __init__(self, theme: Theme, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(560)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(14)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.tr("Theme"), self._theme_box())
        form.addRow(self.tr("Language"), self._language_box())
        self.restore = self._check(
            self.tr("Open again what was open last"), self.tr("When nothing else is asked for at the start")
        )
        self.restore.setChecked(settings.restores_session)
        self.restore.toggled.connect(self._on_restore)
        form.addRow(self.tr("Start"), self.restore)
        self.network = self._check(
            self.tr("Ask the Hub for models that I name"),
            self.tr("Nothing else is ever asked of the network"),
        )
        self.network.setChecked(settings.allows_network)
        self.network.toggled.connect(self._on_network)
        form.addRow(self.tr("Network"), self.network)
        form.addRow(self.tr("Library"), self._folders())
        form.addRow(self.tr("Python"), self._python())
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        title = QLabel(self.tr("Settings"))
        title.setFont(font(steps=4, weight=QFont.Weight.DemiBold))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(18)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _theme_box(self) -> QComboBox:
        self.theme = QComboBox()
        self.theme.setAccessibleName(self.tr("Theme"))
        for choice, text in zip(
            THEMES, (self.tr("As the system"), self.tr("Light"), self.tr("Dark")), strict=True
        ):
            self.theme.addItem(text, choice)
        self.theme.setCurrentIndex(THEMES.index(self._settings.theme))
        self.theme.currentIndexChanged.connect(self._on_theme)
        return self.theme

    def _language_box(self) -> QWidget:
        """Each language under its own name: whoever cannot read this one finds the way back."""
        self.language = QComboBox()
        self.language.setAccessibleName(self.tr("Language"))
        names = (self.tr("As the system"), "English", "中文")
        for choice, text in zip(LANGUAGES, names, strict=True):
            self.language.addItem(text, choice)
        self.language.setCurrentIndex(LANGUAGES.index(self._settings.language))
        self.language.currentIndexChanged.connect(self._on_language)
        when = QLabel(self.tr("from the next start on"))
        when.setObjectName("muted")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.language)
        row.addWidget(when)
        row.addStretch(1)
        return _stacked(None, row)

    def _check(self, text: str, tip: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(tip)
        box.setAccessibleDescription(tip)
        return box

    def _folders(self) -> QWidget:
        """The Hub cache always, and the folders that a person adds."""
        self.folders = QListWidget()
        self.folders.setObjectName("folderList")
        self.folders.setAccessibleName(self.tr("Folders of the library"))
        self.folders.setFixedHeight(96)
        self.folders.addItems(list(self._settings.library_folders))
        add, self.remove = QPushButton(self.tr("Add…")), QPushButton(self.tr("Remove"))
        add.clicked.connect(self._add_folder)
        self.remove.clicked.connect(self._remove_folder)
        self.folders.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        self.remove.setEnabled(False)
        also = ElidedLabel(cut="middle", smallest=0)
        also.setText(self.tr("and the Hub cache, {}").format(cache_folder()))
        also.setObjectName("muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(also, 1)
        buttons.addWidget(add)
        buttons.addWidget(self.remove)
        return _stacked(self.folders, buttons)

    def _python(self) -> QWidget:
        shown = ElidedLabel(cut="middle", smallest=0)
        shown.setText(self._settings.python or self.tr("the one that the window runs in"))
        choose = QPushButton(self.tr("Choose…"))
        choose.setToolTip(self.tr("For dry run and probe: one that has torch, transformers and peft"))
        choose.clicked.connect(self.python_asked)
        choose.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(shown, 1)
        row.addWidget(choose)
        return _stacked(None, row)

    def _on_theme(self, index: int) -> None:
        self._settings.theme = THEMES[index]
        self._theme.choose(THEMES[index])

    def _on_language(self, index: int) -> None:
        self._settings.language = LANGUAGES[index]

    def _on_restore(self, on: bool) -> None:
        self._settings.restores_session = on

    def _on_network(self, on: bool) -> None:
        self._settings.allows_network = on
        self.network_changed.emit()

    def _add_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with adapters"))
        if chosen and chosen not in self._settings.library_folders:
            self.folders.addItem(chosen)
            self._keep_folders()

    def _remove_folder(self) -> None:
        self.folders.takeItem(self.folders.currentRow())
        self._keep_folders()

    def _keep_folders(self) -> None:
        self._settings.library_folders = [
            self.folders.item(row).text() for row in range(self.folders.count())
        ]
        self.folders_changed.emit()


def _stacked(above: QWidget | None, below: QHBoxLayout) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    if above is not None:
        column.addWidget(above)
    column.addLayout(below)
    return both
