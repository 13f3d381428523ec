"""`make bench`: what users wait for, as ratios to the least that the same machine needs for it.

Each pair runs in turn (A B A B …) after one warm-up, so that a machine that drifts drifts for both.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "resources" / "demo"
RUNS = 7

BARE_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        application.quit()
window = Window(); window.resize(1440, 900); window.show(); application.exec()
"""
FIRST_PAINT = """
from PySide6.QtCore import QEvent, QObject
from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window(worker_factory=None)
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            application.quit()
        return False
watcher = Painted(); window.installEventFilter(watcher)
window.resize(1440, 900); window.show(); application.exec()
"""
SHOWN_VERDICT = """
import sys, time
start = time.perf_counter()
from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window([sys.argv[1]], bases=[sys.argv[2]], worker_factory=None)
window.resize(1440, 900); window.show()
while not any(entry.inspection for entry in window.session.entries.values()):
    application.processEvents()
application.processEvents()
window.close()
"""


def sparse_base(folder: Path) -> Path:
    """A Llama-3-8B as files: true names and shapes, 16 GB of holes in four shards."""
    hidden, inner, layers, rows = 4096, 14336, 32, 128256
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        for name, shape in {
            "self_attn.q_proj": (hidden, hidden),
            "self_attn.k_proj": (1024, hidden),
            "self_attn.v_proj": (1024, hidden),
            "self_attn.o_proj": (hidden, hidden),
            "mlp.gate_proj": (inner, hidden),
            "mlp.up_proj": (inner, hidden),
            "mlp.down_proj": (hidden, inner),
            "input_layernorm": (hidden,),
            "post_attention_layernorm": (hidden,),
        }.items():
            shapes[f"{root}.{name}.weight"] = shape
    shapes |= {"model.norm.weight": (hidden,), "lm_head.weight": (rows, hidden)}
    folder.mkdir()
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": hidden,
        "vocab_size": rows, "intermediate_size": inner, "num_hidden_layers": layers,
        "num_attention_heads": 32, "num_key_value_heads": 8, "tie_word_embeddings": False,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    names = list(shapes)
    shards = [names[start::4] for start in range(4)]
    weight_map = {}
    for number, keys in enumerate(shards, 1):
        file = f"model-{number:05}-of-00004.safetensors"
        write_sparse(folder / file, {key: shapes[key] for key in keys}, "BF16", 2)
        weight_map |= dict.fromkeys(keys, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
    return folder


def sparse_adapter(folder: Path, rank: int = 16) -> Path:
    """A LoRA on all seven projections of that base: 448 tensors."""
    widths = {
        "self_attn.q_proj": (4096, 4096), "self_attn.k_proj": (1024, 4096), "self_attn.v_proj": (1024, 4096),
        "self_attn.o_proj": (4096, 4096), "mlp.gate_proj": (14336, 4096), "mlp.up_proj": (14336, 4096),
        "mlp.down_proj": (4096, 14336),
    }  # fmt: skip
    shapes = {}
    for layer in range(32):
        for name, (outs, ins) in widths.items():
            root = f"base_model.model.model.layers.{layer}.{name}"
            shapes[f"{root}.lora_A.weight"] = (rank, ins)
            shapes[f"{root}.lora_B.weight"] = (outs, rank)
    folder.mkdir()
    write_sparse(folder / "adapter_model.safetensors", shapes, "F32", 4)
    targets = [name.rsplit(".", 1)[-1] for name in widths]
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": rank,
        "lora_alpha": 32,
        "target_modules": targets,
    }
    (folder / "adapter_config.json").write_text(json.dumps(config))
    return folder


def sparse_moe(folder: Path) -> tuple[Path, Path]:
    """A Qwen3-235B-A22B (36,945 tensors, each expert by itself) and a LoRA on attention and experts."""
    hidden, inner, layers, experts, rank, rows = 4096, 1536, 94, 128, 16, 151936
    attention = {
        "q_proj": (8192, hidden),
        "k_proj": (512, hidden),
        "v_proj": (512, hidden),
        "o_proj": (hidden, 8192),
    }
    base: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    adapter: dict[str, tuple[int, ...]] = {}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        for name, (outs, ins) in attention.items():
            base[f"{root}.self_attn.{name}.weight"] = (outs, ins)
            adapter[f"base_model.model.{root}.self_attn.{name}.lora_A.weight"] = (rank, ins)
            adapter[f"base_model.model.{root}.self_attn.{name}.lora_B.weight"] = (outs, rank)
        for name, extent in {
            "self_attn.q_norm": 128,
            "self_attn.k_norm": 128,
            "input_layernorm": hidden,
        }.items():
            base[f"{root}.{name}.weight"] = (extent,)
        base[f"{root}.post_attention_layernorm.weight"] = (hidden,)
        base[f"{root}.mlp.gate.weight"] = (experts, hidden)
        for expert in range(experts):
            base[f"{root}.mlp.experts.{expert}.gate_proj.weight"] = (inner, hidden)
            base[f"{root}.mlp.experts.{expert}.up_proj.weight"] = (inner, hidden)
            base[f"{root}.mlp.experts.{expert}.down_proj.weight"] = (hidden, inner)
        fused = f"base_model.model.{root}.mlp.experts"
        adapter[f"{fused}.lora_A.weight"], adapter[f"{fused}.lora_B.weight"] = (
            (experts * rank, inner),
            (hidden, experts * rank),
        )
        adapter[f"{fused}.base_layer.lora_A.weight"] = (experts * rank, hidden)
        adapter[f"{fused}.base_layer.lora_B.weight"] = (2 * inner, experts * rank)
    base |= {"model.norm.weight": (hidden,), "lm_head.weight": (rows, hidden)}
    config = {
        "architectures": ["Qwen3MoeForCausalLM"], "model_type": "qwen3_moe", "hidden_size": hidden,
        "intermediate_size": 12288, "moe_intermediate_size": inner, "num_hidden_layers": layers,
        "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 128, "vocab_size": rows,
        "tie_word_embeddings": False, "decoder_sparse_step": 1, "mlp_only_layers": [], "num_experts": experts,
    }  # fmt: skip
    settings = {
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": 32,
        "target_modules": list(attention),
        "target_parameters": ["mlp.experts.gate_up_proj", "mlp.experts.down_proj"],
    }  # fmt: skip
    folders = folder / "moe", folder / "moe-lora"
    documents = {"config.json": config, "adapter_config.json": settings}
    for place, (name, contents) in zip(folders, documents.items(), strict=True):
        place.mkdir()
        (place / name).write_text(json.dumps(contents))
    write_sparse(folders[0] / "model.safetensors", base, "BF16", 2)
    write_sparse(folders[1] / "adapter_model.safetensors", adapter, "BF16", 2)
    return folders


def write_sparse(path: Path, shapes: dict[str, tuple[int, ...]], dtype: str, width: int) -> None:
    header: dict[str, Any] = {}
    end = 0
    for key, shape in shapes.items():
        count = width
        for extent in shape:
            count *= extent
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + count]}
        end += count
    raw = json.dumps(header).encode()
    raw += b" " * (-len(raw) % 8)
    with path.open("wb") as file:
        file.write(len(raw).to_bytes(8, "little") + raw)
        file.truncate(8 + len(raw) + end)


def timed(command: list[str]) -> Callable[[], float]:
    # Installed programs run from compiled bytecode; a setting that forbids it would time the compiler.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        )
        return time.perf_counter() - start

    return run


def ratio(label: str, ours: Callable[[], float], theirs: Callable[[], float]) -> None:
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(RUNS)]
    ratios = sorted(a / b for a, b in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{label:66} {statistics.median(ratios):6.2f}x  ({ratios[0]:.2f} … {ratios[-1]:.2f})  "
        f"{1000 * mine:7.1f} ms : {1000 * other:.1f} ms"
    )


def in_process(label: str, adapter: Path, base: Path) -> None:
    """The header match itself, beside parsing the same headers with json."""
    from inspector import pipeline
    from inspector.compat.match import match_headers

    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    report = match_headers(opened, chosen)
    label = f"header match, {label}, {len(opened.tensors)} tensors, loads={report.loads}"

    def match() -> float:
        start = time.perf_counter()
        match_headers(opened, chosen)
        return time.perf_counter() - start

    def parse() -> float:
        start = time.perf_counter()
        for path in (adapter / "adapter_model.safetensors", *chosen.weight_files):
            with path.open("rb") as file:
                json.loads(file.read(int.from_bytes(file.read(8), "little")))
        return time.perf_counter() - start

    ratio(f"{label} : json.loads", match, parse)


def a_display() -> AbstractContextManager[object]:
    """The display that is here, or a virtual one for the length of the bench."""
    if os.environ.get("DISPLAY"):
        return nullcontext()
    from pyvirtualdisplay.display import Display

    return Display(visible=False, size=(1600, 1000))


def beside_peers(peers: Path, scratch: Path, adapter: Path, base: Path, tool: list[str]) -> None:
    """The same question put to other tools, from a virtual environment of their own."""
    from inspector.files.base import read_base

    whole = scratch / "llama-8b-in-one"
    whole.mkdir()
    shapes = {key: tensor.shape for key, tensor in read_base(base).tensors.items()}
    write_sparse(whole / "model.safetensors", shapes, "BF16", 2)
    (whole / "config.json").write_bytes((base / "config.json").read_bytes())
    weights = str(adapter / "adapter_model.safetensors")
    theirs = [str(peers / "bin" / "sft"), "lora", "compat", str(whole / "model.safetensors"), weights]
    ours = [*tool, "check", str(adapter), "--base", str(whole), "--quick"]
    ratio("check --quick, 8B in one file : sft lora compat (sft-cli)", timed(ours), timed(theirs))
    listing = [
        sys.executable,
        "-c",
        f"from inspector.files.adapter import read_adapter; read_adapter({str(adapter)!r})",
    ]
    theirs = [str(peers / "bin" / "safetensors-arch"), weights]
    ratio("reading an adapter's header, 448 tensors : safetensors-arch", timed(listing), timed(theirs))


def warm_dry_run(adapter: Path, base: Path) -> None:
    """A later dry run of a process, beside PEFT's own meta model and injection (CPU time)."""
    import torch
    import transformers
    from peft import LoraConfig, get_peft_model

    from inspector import pipeline
    from inspector.worker.dry_run import dry_run

    warnings.simplefilter("ignore")  # those of the packages, on every model that they make
    torch.set_num_threads(1)
    opened, chosen = pipeline.open_adapter(adapter), pipeline.open_base(base)
    settings = {
        key: value for key, value in chosen.config.items() if key not in ("architectures", "model_type")
    }

    def ours() -> float:
        gc.collect()  # the other side's models are not to be cleared away on this side's time
        start = time.process_time()
        dry_run(opened, chosen)
        return time.process_time() - start

    def theirs() -> float:
        gc.collect()  # the other side's models are not to be cleared away on this side's time
        start = time.process_time()
        with torch.device("meta"):
            model = transformers.LlamaForCausalLM(transformers.LlamaConfig(**settings))
            targets = opened.config["target_modules"]
            get_peft_model(model, LoraConfig(r=16, task_type="CAUSAL_LM", target_modules=targets))
        return time.process_time() - start

    ours(), theirs()
    ratio("warm dry run, 8B : get_peft_model on the meta device", ours, theirs)


def main() -> int:
    peers = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    python, tool = sys.executable, [sys.executable, "-m", "inspector"]
    with tempfile.TemporaryDirectory() as scratch, a_display():
        base = sparse_base(Path(scratch) / "llama-8b")
        adapter = sparse_adapter(Path(scratch) / "lora")
        check = [*tool, "check", str(adapter), "--base", str(base), "--quick", "--format", "json"]
        bare = timed([python, "-c", "import json, argparse, pathlib, dataclasses"])
        ratio("check --quick, 8B-shaped pair : an interpreter that imports json", timed(check), bare)
        in_process("8B", adapter, base)
        moe, moe_adapter = sparse_moe(Path(scratch))
        in_process("235B MoE", moe_adapter, moe)
        if peers is not None:
            beside_peers(peers, Path(scratch), adapter, base, tool)
        warm_dry_run(adapter, base)
        window = timed([python, "-c", BARE_WINDOW])
        ratio("first paint : a bare PySide6 window", timed([python, "-c", FIRST_PAINT]), window)
        pair = [str(DEMO / "support-router-lora"), str(DEMO / "ticket-llama-n")]
        shown = timed([python, "-c", SHOWN_VERDICT, *pair])
        ratio("folder argument to verdict shown, demo : a bare PySide6 window", shown, window)
        pair = [str(adapter), str(base)]
        shown = timed([python, "-c", SHOWN_VERDICT, *pair])
        ratio("folder argument to verdict shown, 8B : a bare PySide6 window", shown, window)
    return 0


if __name__ == "__main__":
    sys.exit(main())
