"""Imports PySide as quickly as it goes, and keeps it from reading the source of every module after it.

PySide looks there for its own name, for the sake of `from __feature__ import …`, which nothing here uses.
That takes ten milliseconds up to the first paint, and as many again until the plots are there.
"""

from __future__ import annotations

import sys
from types import ModuleType

from inspector.ui.kept_code import kept_code

with kept_code():
    import PySide6.QtCore  # noqa: F401 (brings the module that is changed here)

_USERS = ("PySide6", "inspector.ui", "pyqtgraph")


def _uses_pyside(module: ModuleType) -> bool:
    return module.__name__.startswith(_USERS)


_feature = sys.modules.get("shibokensupport.feature")
if hasattr(_feature, "_mod_uses_pyside"):  # else another PySide, which may do without
    _feature._mod_uses_pyside = _uses_pyside  # type: ignore[union-attr]
