"""Every action in one table: id, text, shortcuts, tip, menu. Menus and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class ActionSpec(NamedTuple):
    """`button` is the short text on a button; `menu` the submenu, or empty for none."""

    id: str
    text: str
    shortcuts: tuple[str, ...]
    tip: str
    menu: str
    button: str = ""


def _text(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("actions", text))


FILE, VIEW, GO, HELP = _text("File"), _text("View"), _text("Go"), _text("Help")

ACTIONS = (
    ActionSpec(
        "library",
        _text("Library"),
        ("Ctrl+L",),
        _text("The adapters on this machine, and back"),
        FILE,
        _text("Library"),
    ),
    ActionSpec(
        "open", _text("Open adapter…"), ("Ctrl+O",), _text("Open an adapter folder"), FILE, _text("Open…")
    ),
    ActionSpec(
        "add_base",
        _text("Add base…"),
        ("Ctrl+B", "Ctrl+Shift+O"),
        _text("Put a base model on the shelf"),
        FILE,
        _text("Add base…"),
    ),
    ActionSpec(
        "add_base_file",
        _text("Add base file…"),
        (),
        _text("One .safetensors, .gguf or config.json"),
        FILE,
    ),
    ActionSpec(
        "add_hub",
        _text("Add from the Hub…"),
        ("Ctrl+H",),
        _text("A base by its name or link; pick one of its revisions"),
        FILE,
    ),
    ActionSpec("paste", _text("Paste a Hub link"), ("Ctrl+V",), _text("Add the base that was copied"), FILE),
    ActionSpec("remove_base", _text("Remove base"), (), _text("Take the selected base off the shelf"), FILE),
    ActionSpec("reload", _text("Reload"), ("F5", "Ctrl+R"), _text("Read everything again from disk"), FILE),
    ActionSpec(
        "export",
        _text("Export report…"),
        ("Ctrl+E", "Ctrl+Shift+E"),
        _text("See the report and save it: PDF, HTML, Markdown, JSON and more"),
        FILE,
        _text("Export…"),
    ),
    ActionSpec(
        "repair",
        _text("Save a repaired copy…"),
        ("Ctrl+Shift+S",),
        _text("Write a copy under names by which every tensor lands"),
        FILE,
    ),
    ActionSpec(
        "python",
        _text("Choose Python for dry run and probe…"),
        (),
        _text("One that has torch, transformers and peft"),
        FILE,
    ),
    ActionSpec("demo", _text("Open the example"), (), _text("An adapter and several bases"), FILE),
    ActionSpec("settings", _text("Settings…"), ("Ctrl+,",), _text("Theme, start, network, folders"), FILE),
    ActionSpec("close_all", _text("Close all"), ("Ctrl+W",), _text("Back to the welcome page"), FILE),
    ActionSpec("quit", _text("Quit"), ("Ctrl+Q",), _text("Close the window"), FILE),
    ActionSpec("palette", _text("All commands…"), ("Ctrl+Shift+P",), _text("Find a command by its name"), GO),
    ActionSpec("probe", _text("Probe"), ("Ctrl+P",), _text("Measure its effect"), GO, _text("▶  Probe")),
    ActionSpec(
        "golden",
        _text("Golden set…"),
        ("Ctrl+G",),
        _text("Count the answers that the base's move breaks"),
        GO,
    ),
    ActionSpec(
        "compare",
        _text("Compare bases"),
        ("Ctrl+K",),
        _text("What the base's move means for this adapter"),
        GO,
    ),
    ActionSpec(
        "compare_with",
        _text("Compare with…"),
        ("Ctrl+Shift+K",),
        _text("Hold the selected base against another one"),
        GO,
    ),
    ActionSpec("swap", _text("Swap sides"), ("Ctrl+Shift+X",), _text("Compare the other way round"), GO),
    ActionSpec("next", _text("Next problem"), ("F8", "F7"), _text("Go to the next tensor in trouble"), GO),
    ActionSpec(
        "previous",
        _text("Previous problem"),
        ("Shift+F8", "Shift+F7"),
        _text("Go to the tensor in trouble before"),
        GO,
    ),
    ActionSpec("explain", _text("Explain the finding"), ("F1",), _text("What its rule means, and why"), GO),
    ActionSpec("rules", _text("All rules…"), (), _text("Every rule, and what became of it here"), GO),
    ActionSpec("find", _text("Filter"), ("Ctrl+F",), _text("Narrow the trees by name"), GO),
    ActionSpec("next_base", _text("Next base"), ("Ctrl+PgDown",), _text("Select the next base"), GO),
    ActionSpec("previous_base", _text("Previous base"), ("Ctrl+PgUp",), _text("Select the base before"), GO),
    ActionSpec("next_pane", _text("Next pane"), ("F6",), _text("Go to the next pane"), GO),
    ActionSpec("previous_pane", _text("Previous pane"), ("Shift+F6",), _text("Go to the pane before"), GO),
    ActionSpec("menu", _text("Menu"), ("F10",), _text("Open the menu"), ""),
    ActionSpec(
        "only_trouble",
        _text("Only mismatches"),
        ("Ctrl+M",),
        _text("Show only the worst that does not land"),
        VIEW,
    ),
    ActionSpec("collapse", _text("Collapse all"), (), _text("Close every row of the trees"), VIEW),
    ActionSpec("dark", _text("Light or dark"), ("Ctrl+D",), _text("Switch the theme"), VIEW),
    ActionSpec("copy_key", _text("Copy key"), ("Ctrl+C",), _text("Copy the selected key"), VIEW),
    ActionSpec("copy_row", _text("Copy row"), ("Ctrl+Shift+C",), _text("Copy the row as text"), VIEW),
    ActionSpec("copy_json", _text("Copy as JSON"), (), _text("Copy the selected row as JSON"), VIEW),
    ActionSpec(
        "shortcuts",
        _text("Keyboard shortcuts"),
        ("Ctrl+/", "Ctrl+?"),
        _text("Every command and its keys on one page"),
        HELP,
    ),
    ActionSpec("tour", _text("A look round"), (), _text("Show what is where on the workbench"), HELP),
)


def make_actions(window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each row of the table. Raises KeyError for an action that nobody handles."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(_tr(spec.text), window)
        action.setIconText(_tr(spec.button or spec.text))
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setToolTip(_tr(spec.tip))
        action.setStatusTip("")
        handler = handlers[spec.id]
        action.triggered.connect(lambda _=False, handler=handler: handler())
        window.addAction(action)
        made[spec.id] = action
    return made


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """One submenu for each menu that the table names."""
    submenus: dict[str, QMenu] = {}
    for spec in ACTIONS:
        if spec.menu:
            if spec.menu not in submenus:
                submenus[spec.menu] = menu.addMenu(_tr(spec.menu))
            submenus[spec.menu].addAction(actions[spec.id])


def _tr(text: str) -> str:
    return QCoreApplication.translate("actions", text)
