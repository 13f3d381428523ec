"""Real tiny files and real records for the window; Qt without a screen; settings in a temporary file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from still_worker import StillWorker

from inspector.compat.inspection import Inspection
from inspector.pipeline import inspect_headers, open_adapter, open_base

HIDDEN, LAYERS = 16, 4
TARGETS = {"self_attn": ("q_proj", "k_proj", "v_proj"), "mlp": ("down_proj",)}


def _write_safetensors(path: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    header, offset = {}, 0
    for key, shape in shapes.items():
        size = 4
        for extent in shape:
            size *= extent
        header[key] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    # 1.0 as float32: a zero adapter would be a finding of its own.
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"\x00\x00\x80\x3f" * (offset // 4))


def _module_shapes(kv_heads: int) -> dict[str, tuple[int, int]]:
    kv = HIDDEN // 4 * kv_heads
    inner = {
        "self_attn.q_proj": (HIDDEN, HIDDEN),
        "self_attn.k_proj": (kv, HIDDEN),
        "self_attn.v_proj": (kv, HIDDEN),
        "self_attn.o_proj": (HIDDEN, HIDDEN),
        "mlp.gate_proj": (32, HIDDEN),
        "mlp.up_proj": (32, HIDDEN),
        "mlp.down_proj": (HIDDEN, 32),
    }
    return {f"model.layers.{n}.{name}": shape for n in range(LAYERS) for name, shape in inner.items()}


@pytest.fixture(scope="session")
def adapter_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rank-2 LoRA on q, k, v and down, made for four key/value heads."""
    folder = tmp_path_factory.mktemp("files") / "router-lora"
    folder.mkdir()
    names = [f"{group}.{leaf}" for group, leaves in TARGETS.items() for leaf in leaves]
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": 2,
        "lora_alpha": 4,
        "target_modules": [name.split(".")[1] for name in names],
        "base_model_name_or_path": "acme/router-base",
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
    modules, shapes = _module_shapes(4), {}
    for layer in range(LAYERS):
        for name in names:
            path = f"model.layers.{layer}.{name}"
            out, into = modules[path]
            shapes[f"base_model.model.{path}.lora_A.weight"] = (2, into)
            shapes[f"base_model.model.{path}.lora_B.weight"] = (out, 2)
    _write_safetensors(folder / "adapter_model.safetensors", shapes)
    return folder


def _base(folder: Path, kv_heads: int) -> Path:
    folder.mkdir()
    config = {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": HIDDEN,
        "intermediate_size": 32,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 4,
        "num_key_value_heads": kv_heads,
        "vocab_size": 24,
        "tie_word_embeddings": False,
    }
    (folder / "config.json").write_text(json.dumps(config))
    shapes: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (24, HIDDEN),
        "lm_head.weight": (24, HIDDEN),
        "model.norm.weight": (HIDDEN,),
    }
    for path, shape in _module_shapes(kv_heads).items():
        shapes[f"{path}.weight"] = shape
    for layer in range(LAYERS):
        for norm in ("input_layernorm", "post_attention_layernorm"):
            shapes[f"model.layers.{layer}.{norm}.weight"] = (HIDDEN,)
    _write_safetensors(folder / "model.safetensors", shapes)
    return folder


@pytest.fixture(scope="session")
def fitting_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _base(tmp_path_factory.mktemp("bases") / "router-base", 4)


@pytest.fixture(scope="session")
def failing_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half the key/value heads: k and v do not fit in any layer, eight tensors in all."""
    return _base(tmp_path_factory.mktemp("bases") / "router-base-gqa", 2)


@pytest.fixture(scope="session")
def fitting(adapter_folder: Path, fitting_base: Path) -> Inspection:
    return inspect_headers(open_adapter(adapter_folder), open_base(fitting_base))


@pytest.fixture(scope="session")
def failing(adapter_folder: Path, failing_base: Path) -> Inspection:
    return inspect_headers(open_adapter(adapter_folder), open_base(failing_base))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin says this for every window with a smallest size; it means nothing."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never the user's own."""
    monkeypatch.setenv("ADAPTER_INSPECTOR_SETTINGS", str(tmp_path / "settings.ini"))
    monkeypatch.setenv("ADAPTER_INSPECTOR_THEME", "light")


@pytest.fixture(autouse=True)
def gone_widgets(qapp: Any) -> None:
    """Delete what earlier tests closed: a style sheet is worked out anew for every widget that there is."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(gone_widgets: None) -> Any:
    from inspector.ui.app import make_application
    from inspector.ui.theme import Theme

    make_application()
    theme = Theme()
    theme.apply()
    return theme


@pytest.fixture
def make_window(qtbot: Any) -> Iterator[Callable[..., Any]]:
    """Makes and shows windows; closes them, and with them their threads, at the end."""
    from inspector.ui import app

    made = []

    def make(worker: Any = None, **options: Any) -> Any:
        app.make_application()
        worker = worker or StillWorker()
        window = app.make_window(worker_factory=lambda: worker, **options)
        made.append(window)
        qtbot.addWidget(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
