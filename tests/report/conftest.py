"""Inspections with each verdict, made anew for every test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from inspections import inspection, lora_keys, narrow_heads, orphaned, probed, write_adapter, write_base

from inspector.compat.inspection import Inspection, Status
from inspector.files.records import Adapter


@pytest.fixture
def adapter(tmp_path: Path) -> Adapter:
    return write_adapter(tmp_path / "support-router-lora", lora_keys(2))


@pytest.fixture
def failing(adapter: Adapter, tmp_path: Path) -> Inspection:
    return inspection(adapter, write_base(tmp_path / "base-n1-heads"), narrow_heads)


@pytest.fixture
def fitting(adapter: Adapter, tmp_path: Path) -> Inspection:
    return inspection(adapter, write_base(tmp_path / "base-n", revision="01c7f73" + "0" * 33), probe=probed())


@pytest.fixture
def inert(adapter: Adapter, tmp_path: Path) -> Inspection:
    return inspection(adapter, write_base(tmp_path / "base-n1-names"), orphaned)


@pytest.fixture
def baseless(adapter: Adapter) -> Inspection:
    found = inspection(adapter, None, lambda _key: (Status.UNKNOWN, None))
    return replace(found, report=replace(found.report, loads=None, unknown_because="No base was chosen."))
