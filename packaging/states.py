"""Takes a picture of every state of the window, light and dark, to be looked at: `states.py FOLDER [NAME…]`.

Needs a display of its own (packaging/states.sh gives it one): the screen is pictured, so that dialogs, menus
and what lies over the window are seen where they stand. The example is really loaded, probed and compared.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = 120.0
"""Seconds for anything that is waited for."""

SIZE = (1440, 900)
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 215936\n" % (b"7c" * 32)


class Stage:
    """The window, and how to wait for it, point at it and picture it."""

    def __init__(self, folder: Path, scratch: Path, names: list[str]) -> None:
        from inspector.ui.app import bundled_demo, make_application, make_window

        self.folder, self.scratch, self.names = folder, scratch, names
        self.application = make_application()
        self.demo = bundled_demo() or Path()
        self.window: Any = make_window(demo=self.demo)
        self.window.setGeometry(0, 0, *SIZE)
        self.window.show()
        self.settle()

    @property
    def session(self) -> Any:
        return self.window.session

    def until(self, done: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            self.application.processEvents()
            time.sleep(0.005)
            if time.monotonic() > end:
                raise TimeoutError(done)

    def settle(self, seconds: float = 0.35) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def act(self, name: str) -> None:
        self.window.actions_by_id[name].trigger()

    def take(self, name: str) -> None:
        """Light and dark, of the same state."""
        if self.names and not any(name.startswith(wanted) for wanted in self.names):
            return
        for theme in ("light", "dark"):
            self.window._theme.choose(theme)
            self.settle()
            picture = self.application.primaryScreen().grabWindow(0, 0, 0, *SIZE)
            picture.save(str(self.folder / f"{name}-{theme}.png"))
        self.window._theme.choose("light")

    def open(self, adapter: Path, *bases: Path | str) -> None:
        self.window.close_all()
        self.window.opening.open_adapter(adapter)
        for place, base in enumerate(bases):
            self.session.add_base(str(base), select=place == 0)
        self.until(self.is_inspected)
        self.settle()

    def is_inspected(self) -> bool:
        entries = self.session.entries.values()
        return self.session.adapter is not None and all(
            (entry.inspection or entry.error) and not entry.stage for entry in entries
        )

    def select(self, name: str) -> None:
        self.session.select(next(e.id for e in self.session.entries.values() if e.name == name))
        self.settle()

    def dialog(self) -> Any:
        from PySide6.QtWidgets import QDialog

        return next(d for d in self.window.findChildren(QDialog) if d.isVisible())

    @contextmanager
    def shown(self, action: str) -> Iterator[Any]:
        """A dialog that an action opens, until the picture is taken."""
        self.act(action)
        self.settle()
        dialog = self.dialog()
        frame = dialog.frameGeometry()
        dialog.move((SIZE[0] - frame.width()) // 2, (SIZE[1] - frame.height()) // 2)
        yield dialog
        dialog.close()
        self.settle(0.1)


def welcome(stage: Stage) -> None:
    stage.take("welcome-first")
    from inspector.ui.settings import Recent

    stage.window._settings.remember(Recent("/models/adapters/support-router", ("/models/llama",)))
    stage.window._settings.remember(Recent(str(stage.demo / "support-router-lora"), ()))
    stage.window.close_all()
    stage.take("welcome-recents")


def library(stage: Stage) -> None:
    window = stage.window
    window._settings.forget_recents()
    window.show_library()
    stage.until(lambda: not window.library.scan.is_running)
    stage.take("library-empty")
    root = stage.scratch / "adapters"
    for name in ("support-router", "invoice-writer", "old/tone-of-voice", "broken"):
        shutil.copytree(stage.demo / "support-router-lora", root / name)
    (root / "invoice-writer/README.md").unlink()
    (root / "broken/adapter_model.safetensors").write_bytes(LFS_POINTER)
    window._settings.library_folders = (str(root),)
    window.library.look()
    stage.until(lambda: not window.library.scan.is_running)
    window.library.view.setCurrentIndex(window.library.model.index(1, 0))
    stage.take("library-rows")
    window.library.group.click()
    stage.take("library-grouped")
    window.library.group.click()
    window.library.box.setText("nothing like this")
    stage.take("library-no-match")
    window.library.box.clear()
    for number in range(400):
        shutil.copytree(stage.demo / "support-router-lora", root / f"many/copy-{number:03}")
    window.library.look()
    stage.until(lambda: len(window.library.model.items) > 40)
    window.library.scan.cancel()
    stage.take("library-stopped")
    shutil.rmtree(root / "many")
    window.library.scan.found.emit([])
    window.library.look()
    stage.until(lambda: not window.library.scan.is_running)


def problems(stage: Stage) -> None:
    bad = stage.scratch / "cut-off"
    shutil.copytree(stage.demo / "support-router-lora", bad)
    weights = bad / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:5000])
    stage.window.close_all()
    stage.window.problem.show_reading(str(bad))
    stage.window.pages.setCurrentWidget(stage.window.problem)
    stage.take("adapter-reading")
    stage.window.opening.open_adapter(bad)
    stage.settle(1.0)
    stage.take("adapter-unreadable")
    stage.open(stage.demo / "support-router-lora")
    stage.take("adapter-alone")
    stage.session.add_base(str(bad))
    stage.settle(1.0)
    stage.take("base-refused")
    stage.window.message.hide()


def verdicts(stage: Stage) -> None:
    window, bench = stage.window, stage.window.bench
    window.close_all()
    stage.act("demo")
    stage.until(stage.is_inspected)
    stage.take("verdict-fits")
    stage.select("ticket-llama-n1-drifted")
    stage.take("verdict-degraded")
    stage.select("ticket-llama-n1-vision")
    stage.take("verdict-inert")
    stage.select("ticket-llama-n1-gqa")
    stage.take("verdict-fails")
    bench.findings.setCurrentRow(0)
    stage.act("explain")
    stage.take("finding-explained")
    bench.findings_page.close_rule()
    bench.compare.adapter_tree.selectAll()
    stage.take("many-selected")
    bench.tabs.setCurrentIndex(1)
    stage.act("next")
    stage.take("details-mismatch")
    bench.filter.box.setText("no such name")
    stage.take("filter-no-match")
    bench.filter.box.setText("/[/")
    stage.take("filter-wrong")
    bench.filter.box.clear()
    stage.select("ticket-llama-n")
    bench.tabs.setCurrentIndex(2)
    bench.splits.make_room()
    stage.take("weights")
    window.show_tour()
    stage.take("tour")
    from inspector.ui.tour import Tour

    window.findChild(Tour).dismiss()
    window.overlay.show_zones(window.drop_zones(), window.body.rect().center())
    stage.take("drop-zones")
    window.overlay.hide()
    window.open_files.changed.emit(["support-router-lora"])
    stage.take("changed-on-disk")
    window.message.hide()
    window.resize(980, 620)
    stage.take("small-window")
    window.setGeometry(0, 0, *SIZE)


def dialogs(stage: Stage) -> None:
    for action in ("settings", "shortcuts", "rules", "add_hub"):
        with stage.shown(action):
            stage.take(f"dialog-{action.replace('_', '-')}")
    with stage.shown("export") as dialog:
        stage.until(lambda: dialog.is_ready)
        stage.take("dialog-export-pdf")
        dialog.formats.choose("md")
        stage.until(lambda: dialog.is_ready)
        stage.take("dialog-export-markdown")
    stage.act("palette")
    stage.take("palette")
    from inspector.ui.command_palette import CommandPalette

    stage.window.findChild(CommandPalette).close()
    button = stage.window.header.menu_button
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    stage.take("menu")
    menu.close()


def probes(stage: Stage) -> None:
    window, bench, pane = stage.window, stage.window.bench, stage.window.bench.probe
    bench.show_probe()
    stage.take("probe-not-yet")
    stage.select("ticket-llama-n1-gqa")
    stage.take("probe-refused")
    stage.select("ticket-llama-n")
    pane.show_running("prompts", "ticket-llama-n", on=window.session.current)
    pane.show_progress("adapted", 3, 8, "With the adapter")
    stage.take("probe-running")
    from inspector.errors import Cancelled, WorkerError

    pane.show_failure(Cancelled())
    stage.take("probe-cancelled")
    pane.show_failure(
        WorkerError("The worker died: out of memory (SIGKILL).", "Use fewer prompts.", details="Killed")
    )
    stage.take("probe-failed")
    stage.act("probe")
    stage.until(lambda: pane.state in ("done", "failed", "refused"))
    bench.map.colour_by("effect")
    stage.take("probe-done")
    stage.select("ticket-llama-n1-vision")
    stage.act("probe")
    stage.until(lambda: pane.state in ("done", "failed", "refused"))
    stage.take("probe-nothing")
    stage.select("ticket-llama-n1-drifted")
    stage.act("golden")
    stage.take("golden-not-yet")
    pane.golden.choose_against(next(iter(stage.session.entries)))
    stage.until(lambda: pane.golden.asked is not None)
    pane.start()
    stage.until(lambda: pane.state in ("done", "failed", "refused"))
    stage.take("golden-done")
    window.bench.map.colour_by("status")


def comparisons(stage: Stage) -> None:
    bench, session = stage.window.bench, stage.session
    bench.show_comparison()
    stage.take("comparison-not-yet")
    session.compare(*list(session.entries)[:2])
    stage.until(lambda: session.comparing.state in ("done", "failed"))
    stage.take("comparison-drifted")
    ids = list(session.entries)
    session.compare(ids[0], ids[2])
    stage.until(lambda: session.comparing.state in ("done", "failed"))
    stage.take("comparison-gqa")


def matrices(stage: Stage) -> None:
    """Made of the example's adapter: itself, one before any training (B is zero), one that cannot be read."""
    from inspector.errors import WorkerError
    from inspector.files.safetensors import read_header
    from inspector.ui.matrix_run import FAILED

    window, run = stage.window, stage.session.matrix
    window.close_all()
    stage.act("matrix")
    stage.take("matrix-empty")
    root = stage.scratch / "matrix"
    made = [root / f"support-router-{name}" for name in ("v1", "untrained-r8-alpha16-checkpoint-0", "broken")]
    for path in made:
        shutil.copytree(stage.demo / "support-router-lora", path)
    (made[2] / "adapter_model.safetensors").write_bytes(LFS_POINTER)
    weights = made[1] / "adapter_model.safetensors"
    content = bytearray(weights.read_bytes())
    for tensor in read_header(weights).tensors.values():
        if ".lora_B." in tensor.key:
            content[tensor.offset : tensor.offset + tensor.nbytes] = bytes(tensor.nbytes)
    weights.write_bytes(content)
    window.opening.open_beside(made)
    stage.until(lambda: stage.session.adapter is not None)
    stage.take("matrix-no-base")
    for base in sorted(stage.demo.glob("ticket-llama-*")):
        stage.session.add_base(str(base), select=False)
    stage.until(lambda: run.state == "confirming")
    run.cancel()
    stage.until(stage.is_inspected)
    stage.take("matrix-cancelled")
    run.resume()
    stage.until(lambda: run.state == "done")
    stage.take("matrix-done")
    window.pages.matrix.order.choose("worst")
    window.pages.matrix.view.selectAll()
    stage.take("matrix-worst-first")
    run.error = WorkerError("The worker died: out of memory (SIGKILL).")
    run._turn(FAILED)
    stage.take("matrix-failed")
    window.close_all()


SCENES = (welcome, library, problems, verdicts, dialogs, probes, comparisons, matrices)


def main() -> int:
    folder, names = Path(sys.argv[1]).resolve(), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        # The pictures show the program as it comes, not as its user has arranged it.
        os.environ |= {
            "ADAPTER_INSPECTOR_SETTINGS": str(Path(scratch) / "settings.ini"),
            "HF_HUB_CACHE": str(Path(scratch) / "hub"),
            "HF_HUB_OFFLINE": "1",
        }
        stage = Stage(folder, Path(scratch), names)
        for scene in SCENES:
            scene(stage)
        stage.window.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
