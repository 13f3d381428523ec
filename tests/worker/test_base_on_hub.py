"""A base of which only headers are here: the dry run needs no more, the probe says what to fetch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from factories import make_adapter, make_base

from inspector.files.adapter import read_adapter
from inspector.files.base import read_base
from inspector.files.records import Base, RemoteFile
from inspector.worker.client import ProbeRefused
from inspector.worker.dry_run import dry_run
from inspector.worker.probe import probe
from inspector.worker.protocol import decode_record, encode_record

COMMIT = "0123456789" * 4


def test_headers_suffice_for_the_dry_run_and_not_for_the_probe(tmp_path: Path) -> None:
    folder = make_base("llama", tmp_path / "base")
    adapter = read_adapter(make_adapter(folder, tmp_path / "adapter", target_modules=["q_proj"]))
    here = read_base(folder)
    (folder / "model.safetensors").unlink()
    listed = RemoteFile("model.safetensors", 1_000, "ab" * 32)
    remote = replace(
        here, kind="hub", source="org/tiny@main", revision=COMMIT, weight_files=(), remote_weights=(listed,)
    )
    assert decode_record(Base, encode_record(remote)) == remote
    assert dry_run(adapter, remote).loads is True
    with pytest.raises(ProbeRefused, match="are on the Hub and not here") as caught:
        probe(adapter, remote, device="cpu")
    assert f"hf download org/tiny --revision {COMMIT}" in caught.value.hint
