"""One shelf of tiny bases for the whole session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import make_base


@pytest.fixture(scope="session")
def base_shelf(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`base_shelf(name, **overrides)` is the folder of that tiny base, made once."""
    made: dict[str, Path] = {}

    def base(name: str, **overrides: Any) -> Path:
        label = "-".join([name, *(f"{key}_{value}" for key, value in sorted(overrides.items()))])
        if label not in made:
            made[label] = make_base(name, tmp_path_factory.mktemp("bases") / label, **overrides)
        return made[label]

    return base
