"""Imports transformers' list of models without reading its 1,600 source files a second time.

transformers reads them for its lazy attributes when it is imported, and the very same once more for those
of `transformers.models` (5.x, `define_import_structure`): a tenth of the worker's start. What the first
reading found is remembered there, under names that begin with "models.".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_PREFIX = "models"
_PACKAGE = "transformers.models"


def import_models() -> Any:
    """The module `transformers.models`, as its import leaves it. Raises what that raises."""
    from importlib import import_module

    from transformers.utils import import_utils

    read = getattr(import_utils, "define_import_structure", None)
    if read is None:  # another transformers, which lists its models in another way
        return import_module(_PACKAGE)

    def listed(module_path: Any, prefix: str | None = None) -> Any:
        place = Path(module_path)
        if prefix is not None or place.name != "__init__.py" or place.parent.name != _PREFIX:
            return read(module_path, prefix)
        return _without_prefix(read(place.parent, prefix=_PREFIX)) or read(module_path)

    import_utils.define_import_structure = listed
    try:
        return import_module(_PACKAGE)
    finally:
        import_utils.define_import_structure = read


def _without_prefix(structure: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """What `define_import_structure` gives without a prefix: objects by module, by the backends needed.

    transformers has put modules of its own beside those of the models by now; they carry no prefix.
    """
    start = f"{_PREFIX}."
    models = {
        backends: {
            name.removeprefix(start): set(objects)
            for name, objects in modules.items()
            if name.startswith(start)
        }
        for backends, modules in structure.items()
    }
    return {backends: modules for backends, modules in models.items() if modules}
