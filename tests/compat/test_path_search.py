"""An expression that runs without end is stopped, or not tried, and says so."""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspector.compat import path_search
from inspector.compat.path_index import PathIndex
from inspector.compat.path_search import FilterError, search

ENDLESS = "/(?:[a-z0-9_.]+)+[!?]/"
NAMES = ["", "model_layers_0_self_attn_q_proj"]
PATHS = PathIndex.of(NAMES, [-1, 0], [0, 1], leaves=[0, 0], folds=[0, 0])


def hits(text: str) -> int:
    return PATHS.hits(search(text), PATHS.named).count(1)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(path_search, "LONGEST", 0.1)
    with pytest.raises(FilterError, match="without end"):
        hits(ENDLESS)
    assert signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, None)
    assert hits("/[a-z]+/") == 1


def test_where_nothing_could_stop_it_it_is_not_tried() -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        with pytest.raises(FilterError, match="without end"):
            elsewhere.submit(hits, ENDLESS).result()
        assert elsewhere.submit(hits, "/model.*proj/").result() == 1
