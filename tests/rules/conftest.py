"""One shop for all rules: what it makes once, the next case finds."""

from __future__ import annotations

import pytest
from folders import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shop"))
