"""How the workbench divides its room: shelf, trees and map side by side, the tabs below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QWidget

SPLITTERS = ("across", "down")
PROBE_HEIGHT = (280, 0.46, 350)
SIDES = ((190, 0.17, 246), (170, 0.18, 258))
BELOW = (130, 0.29, 240)
"""Least pixels, share and most pixels: of shelf and map in the width, of tabs and probe in the height."""

SMALLEST = (190, 420, 170)
"""Pixels that shelf, trees and map need at least."""


class BenchSplits:
    """What a person has not moved stands round the trees in proportion, and never crowds them."""

    def __init__(self, side_by_side: Sequence[QWidget], below: QWidget) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.down = QSplitter(Qt.Orientation.Vertical)
        self._splitters = dict(zip(SPLITTERS, (self.across, self.down), strict=True))
        self._moved: set[str] = set()
        for name, splitter in self._splitters.items():
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(lambda *_, name=name: self._moved.add(name))
        for pane, width in zip(side_by_side, SMALLEST, strict=True):
            pane.setMinimumWidth(width)
            self.across.addWidget(pane)
        below.setMinimumHeight(BELOW[0])
        self.across.setStretchFactor(1, 1)
        self.down.addWidget(self.across)
        self.down.addWidget(below)
        self.down.setStretchFactor(0, 1)

    def arrangement(self) -> dict[str, QByteArray]:
        """Where a person has put the splitters, by the name that it is remembered under."""
        return {name: self._splitters[name].saveState() for name in self._moved}

    def arrange(self, name: str, state: QByteArray) -> None:
        """Put a splitter back to where a person had it."""
        if self._splitters[name].restoreState(state):
            self._moved.add(name)

    def fit(self, width: int) -> None:
        """Divide a width (pixels) and the height that there is."""
        height = self.down.height()
        if "across" not in self._moved:
            left, right = (min(most, max(least, int(share * width))) for least, share, most in SIDES)
            self.across.setSizes([left, width - left - right, right])
        if "down" not in self._moved:
            least, share, most = BELOW
            below = min(most, max(least, int(share * height)))
            self.down.setSizes([height - below, below])

    def make_room(self) -> None:
        """For the tabs below, where they are too low for pictures."""
        above, below = self.down.sizes()
        least, share, most = PROBE_HEIGHT
        wanted = min(most, max(least, int(share * (above + below))))
        if below < least:
            self.down.setSizes([above + below - wanted, wanted])
            self._moved.add("down")
