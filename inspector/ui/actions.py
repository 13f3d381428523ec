"""Every action in one table: id, text, shortcuts, tip, menu. Menus and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from inspector.ui.language import marked, tr


class ActionSpec(NamedTuple):
    """`button` is the short text on a button; `menu` the submenu, or empty for none."""

    id: str
    text: str
    shortcuts: tuple[str, ...]
    tip: str
    menu: str
    button: str = ""


FILE, VIEW, GO, HELP = marked("File"), marked("View"), marked("Go"), marked("Help")

ACTIONS = (
    ActionSpec(
        "library",
        marked("Library"),
        ("Ctrl+L",),
        marked("The adapters on this machine, and back"),
        FILE,
        marked("Library"),
    ),
    ActionSpec(
        "open", marked("Open adapter…"), ("Ctrl+O",), marked("Open an adapter folder"), FILE, marked("Open…")
    ),
    ActionSpec(
        "add_adapter",
        marked("Add adapters to the matrix…"),
        ("Ctrl+Shift+A",),
        marked("One more adapter, or every adapter below a folder"),
        FILE,
    ),
    ActionSpec(
        "add_base",
        marked("Add base…"),
        ("Ctrl+B", "Ctrl+Shift+O"),
        marked("Put a base model on the shelf"),
        FILE,
        marked("Add base…"),
    ),
    ActionSpec(
        "add_base_file",
        marked("Add base file…"),
        (),
        marked("One .safetensors, .gguf or config.json"),
        FILE,
    ),
    ActionSpec(
        "add_hub",
        marked("Add from the Hub…"),
        ("Ctrl+H",),
        marked("A base by its name or link; pick one of its revisions"),
        FILE,
    ),
    ActionSpec(
        "paste", marked("Paste a Hub link"), ("Ctrl+V",), marked("Add the base that was copied"), FILE
    ),
    ActionSpec(
        "remove_base", marked("Remove base"), (), marked("Take the selected base off the shelf"), FILE
    ),
    ActionSpec("reload", marked("Reload"), ("F5", "Ctrl+R"), marked("Read everything again from disk"), FILE),
    ActionSpec(
        "export",
        marked("Export report…"),
        ("Ctrl+E", "Ctrl+Shift+E"),
        marked("See the report and save it: PDF, HTML, Markdown, JSON and more"),
        FILE,
        marked("Export…"),
    ),
    ActionSpec(
        "export_shown",
        marked("Save the rows shown…"),
        ("Ctrl+S",),
        marked("What the filter leaves of the trees or of the library, as CSV or JSON"),
        FILE,
    ),
    ActionSpec(
        "repair",
        marked("Save a repaired copy…"),
        ("Ctrl+Shift+S",),
        marked("Write a copy under names by which every tensor lands"),
        FILE,
    ),
    ActionSpec(
        "python",
        marked("Choose Python for dry run and probe…"),
        (),
        marked("One that has torch, transformers and peft"),
        FILE,
    ),
    ActionSpec("demo", marked("Open the example"), (), marked("An adapter and several bases"), FILE),
    ActionSpec(
        "settings", marked("Settings…"), ("Ctrl+,",), marked("Theme, language, start, network, folders"), FILE
    ),
    ActionSpec("close_all", marked("Close all"), ("Ctrl+W",), marked("Back to the welcome page"), FILE),
    ActionSpec("quit", marked("Quit"), ("Ctrl+Q",), marked("Close the window"), FILE),
    ActionSpec(
        "palette", marked("All commands…"), ("Ctrl+Shift+P",), marked("Find a command by its name"), GO
    ),
    ActionSpec("probe", marked("Probe"), ("Ctrl+P",), marked("Measure its effect"), GO, marked("▶  Probe")),
    ActionSpec(
        "golden",
        marked("Golden set…"),
        ("Ctrl+G",),
        marked("Count the answers that the base's move breaks"),
        GO,
    ),
    ActionSpec(
        "compare",
        marked("Compare bases"),
        ("Ctrl+K",),
        marked("What the base's move means for this adapter"),
        GO,
    ),
    ActionSpec(
        "compare_with",
        marked("Compare with…"),
        ("Ctrl+Shift+K",),
        marked("Hold the selected base against another one"),
        GO,
    ),
    ActionSpec(
        "matrix",
        marked("Matrix of adapters and bases"),
        ("Ctrl+Shift+M",),
        marked("Every open adapter on every base, and back"),
        GO,
        marked("Matrix"),
    ),
    ActionSpec("swap", marked("Swap sides"), ("Ctrl+Shift+X",), marked("Compare the other way round"), GO),
    ActionSpec("next", marked("Next problem"), ("F8", "F7"), marked("Go to the next tensor in trouble"), GO),
    ActionSpec(
        "previous",
        marked("Previous problem"),
        ("Shift+F8", "Shift+F7"),
        marked("Go to the tensor in trouble before"),
        GO,
    ),
    ActionSpec("explain", marked("Explain the finding"), ("F1",), marked("What its rule means, and why"), GO),
    ActionSpec("rules", marked("All rules…"), (), marked("Every rule, and what became of it here"), GO),
    ActionSpec("find", marked("Filter"), ("Ctrl+F",), marked("Narrow the trees by name"), GO),
    ActionSpec("next_base", marked("Next base"), ("Ctrl+PgDown",), marked("Select the next base"), GO),
    ActionSpec(
        "previous_base", marked("Previous base"), ("Ctrl+PgUp",), marked("Select the base before"), GO
    ),
    ActionSpec("next_pane", marked("Next pane"), ("F6",), marked("Go to the next pane"), GO),
    ActionSpec("previous_pane", marked("Previous pane"), ("Shift+F6",), marked("Go to the pane before"), GO),
    ActionSpec("menu", marked("Menu"), ("F10",), marked("Open the menu"), ""),
    ActionSpec(
        "only_trouble",
        marked("Only mismatches"),
        ("Ctrl+M",),
        marked("Show only the worst that does not land"),
        VIEW,
    ),
    ActionSpec("collapse", marked("Collapse all"), (), marked("Close every row of the trees"), VIEW),
    ActionSpec("dark", marked("Light or dark"), ("Ctrl+D",), marked("Switch the theme"), VIEW),
    ActionSpec("copy_key", marked("Copy key"), ("Ctrl+C",), marked("Copy the selected keys"), VIEW),
    ActionSpec("copy_row", marked("Copy row"), ("Ctrl+Shift+C",), marked("Copy selected rows as text"), VIEW),
    ActionSpec("copy_json", marked("Copy as JSON"), (), marked("Copy selected rows as JSON"), VIEW),
    ActionSpec(
        "shortcuts",
        marked("Keyboard shortcuts"),
        ("Ctrl+/", "Ctrl+?"),
        marked("Every command and its keys on one page"),
        HELP,
    ),
    ActionSpec("tour", marked("A look round"), (), marked("Show what is where on the workbench"), HELP),
)


def make_actions(
    window: QWidget, do: Callable[[str], object], ids: Collection[str] | None = None
) -> dict[str, QAction]:
    """A QAction for each row of the table, or for those with `ids`, in its order; `do` is called with the id
    of the one that is triggered."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        if ids is not None and spec.id not in ids:
            continue
        action = QAction(tr(spec.text), window)
        action.setIconText(tr(spec.button or spec.text))
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setToolTip(tr(spec.tip))
        action.setStatusTip("")
        action.triggered.connect(lambda _=False, name=spec.id: do(name))
        window.addAction(action)
        made[spec.id] = action
    return made


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    """One submenu for each menu that the table names."""
    submenus: dict[str, QMenu] = {}
    for spec in ACTIONS:
        if spec.menu:
            if spec.menu not in submenus:
                submenus[spec.menu] = menu.addMenu(tr(spec.menu))
            submenus[spec.menu].addAction(actions[spec.id])
