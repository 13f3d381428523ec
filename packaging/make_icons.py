"""Draws the project's icon in every size that a desktop asks for, from its SVG, with Qt.

    python packaging/make_icons.py OUTPUT

OUTPUT/hicolor/16x16/apps/adapter-inspector.png … 512x512 (freedesktop.org icon theme), and beside it
adapter-inspector.ico (Windows) and adapter-inspector.icns (macOS), which hold the same PNG files.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "adapter-inspector"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
"""Types of Apple's icon container that may hold a PNG, by size in pixels."""


def png(renderer: QSvgRenderer, size: int) -> bytes:
    """The icon as a PNG of `size` pixels a side, on a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(store.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' icon file: a directory of 16-byte entries, then the PNG files (Windows Vista and later)."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, data in pictures.items():
        side = size % 256  # 0 means 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Apple's icon file: a type and a length of eight bytes before each PNG, big-endian."""
    parts = b"".join(
        ICNS_TYPES[size] + struct.pack(">I", 8 + len(data)) + data for size, data in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def main(output: Path) -> None:
    application = QGuiApplication.instance() or QGuiApplication([])
    source = Path(__file__).resolve().parent.parent / "resources" / "icons" / f"{NAME}.svg"
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise SystemExit(f"{source} cannot be drawn")
    pictures = {size: png(renderer, size) for size in SIZES}
    for size, data in pictures.items():
        target = output / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (output / f"{NAME}.ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    (output / f"{NAME}.icns").write_bytes(icns({size: pictures[size] for size in ICNS_TYPES}))
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
