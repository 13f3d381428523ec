"""A window on 100,000 keys: rows, filter, scrolling and memory, each in a process of its own.

Filter and scrolling are the UI thread's own time: whatever else runs on the machine does not count.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from models import write_sparse
from setting import Setting
from timing import ROOT
from window import a_display

RUNS = 3
KEYS = 100_000
RANK = 8

SCRIPT = r"""
import json, os, resource, statistics, sys, tempfile, time
from pathlib import Path
os.environ["ADAPTER_INSPECTOR_SETTINGS"] = str(Path(tempfile.mkdtemp()) / "settings.ini")
os.environ["ADAPTER_INSPECTOR_THEME"] = "light"
from PySide6.QtCore import QEvent, QObject, QTimer
from inspector.ui.app import make_application, make_window
application = make_application()
window = make_window([sys.argv[1]], bases=[sys.argv[2]], worker_factory=None)
window.resize(1440, 900)
window.show()
result, session = {}, window.session


def until(done):
    while not done():
        application.processEvents()
        time.sleep(0.0005)

until(lambda: session.adapter)
bench = window.bench
tree = bench.compare.adapter_tree
painted = {}
class Painted(QObject):  # rows with the base beside them: the first ones of an outline, then all
    def eventFilter(self, watched, event):
        shown = bench.compare.model.tree
        if event.type() == QEvent.Type.Paint and shown is not None and shown.in_base[0]:
            kind = "outline" if shown.is_outline else "tree"
            QTimer.singleShot(0, lambda: painted.setdefault(kind, time.perf_counter()))
        return False
watcher = Painted()
tree.viewport().installEventFilter(watcher)
gaps, last, start = [], time.perf_counter(), None
while "tree" not in painted:
    application.processEvents()
    now = time.perf_counter()
    if start is not None:
        gaps.append(now - last)
    elif any(e.inspection and e.inspection.base for e in session.entries.values()):
        start, gaps = last, [now - last]  # the record came in this turn: counted from before it
    last = now
    time.sleep(0.0005)
application.processEvents()
result["keys"] = len(session.adapter.tensors)
result["nodes"] = len(bench.compare.tree)
result["record to first rows"] = painted["outline"] - start
result["record to all rows, laid out beside"] = painted["tree"] - start
result["longest hold-up while they are made"] = max(gaps)
begin = time.thread_time()
bench.compare.show_tree(bench.compare.tree)
application.processEvents()
result["laid out to first rows"] = time.thread_time() - begin

def filtered(text):
    begin = time.thread_time()
    bench.filter.box.setText(text)
    application.processEvents()
    return time.thread_time() - begin

FILTERS = {
    "few hits": "layers.77.mlp.experts.3.", "glob": "*.9?.*k_proj*", "regex": r"/layers\.(1|2)\d\./",
    "many hits": "lora_A", "no hits": "zzz", "none": "",
}
for name, text in FILTERS.items():
    result["filter, " + name] = filtered(text)
for layer in range(40):
    node = bench.compare.tree.by_module.get(f"model.layers.{layer}.mlp")
    if node:
        bench.compare.select_node(node); tree.expand(bench.compare.model.index_of(node))
application.processEvents()
bar, frames = tree.verticalScrollBar(), []
steps = 60
for step in range(steps):
    begin = time.thread_time()
    bar.setValue(int(bar.maximum() * step / steps))
    application.processEvents()
    frames.append(time.thread_time() - begin)
result["scroll frame, median"] = statistics.median(frames)
result["scroll frame, worst of 60"] = max(frames)
begin = time.perf_counter()
window.actions_by_id["next"].trigger()
application.processEvents()
result["next problem"] = time.perf_counter() - begin
status = Path("/proc/self/status")
if status.exists():  # what getrusage says may be the peak of the bench, from before it became this program
    kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
result["peak MB"] = int(kilobytes) / 1024
window.close()
print(json.dumps(result))
"""


def measure(setting: Setting) -> None:
    """Milliseconds, and megabytes at the peak: medians of processes of their own."""
    adapter, base = wide_pair(setting.scratch)
    with a_display():
        runs = [_run(adapter, base) for _ in range(RUNS)]
    for name in runs[0]:
        found = statistics.median(run[name] for run in runs)
        plain = name in ("keys", "nodes", "peak MB")
        shown = f"{found:10,.0f}" if plain else f"{1000 * found:7.1f} ms"
        print(f"window on {KEYS:,} keys, {name:44} {shown:>12}")


def _run(adapter: Path, base: Path) -> dict[str, float]:
    command = [sys.executable, "-c", SCRIPT, str(adapter), str(base)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def wide_pair(folder: Path) -> tuple[Path, Path]:
    """A mixture of experts of 50,000 targeted modules, and a LoRA of 100,000 tensors on all of them.

    Every 97th does not fit, so that runs of layers do not fold into one row.
    """
    hidden, inner, layers, experts = 512, 128, 100, 164
    base: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (1000, hidden)}
    adapter: dict[str, tuple[int, ...]] = {}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        shapes = {f"self_attn.{name}": (hidden, hidden) for name in ("q_proj", "k_proj", "v_proj", "o_proj")}
        for expert in range(experts):
            place = f"mlp.experts.{expert}"
            shapes |= {f"{place}.{name}": (inner, hidden) for name in ("gate_proj", "up_proj")}
            shapes[f"{place}.down_proj"] = (hidden, inner)
        shapes = {name: shapes[name] for name in list(shapes)[: KEYS // 2 // layers]} | {}
        for name, (outs, ins) in {f"{root}.{name}": shape for name, shape in shapes.items()}.items():
            base[f"{name}.weight"] = (outs, ins)
            wrong = len(adapter) // 2 % 97 == 0
            adapter[f"base_model.model.{name}.lora_A.weight"] = (RANK, ins)
            adapter[f"base_model.model.{name}.lora_B.weight"] = (outs * 2 if wrong else outs, RANK)
    config = {
        "architectures": ["WideForCausalLM"],
        "model_type": "wide",
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "vocab_size": 1000,
    }
    settings = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": RANK,
        "lora_alpha": 16,
        "target_modules": "all-linear",
    }
    places = folder / "wide", folder / "wide-lora"
    for place, name, contents in zip(
        places, ("config.json", "adapter_config.json"), (config, settings), strict=True
    ):
        place.mkdir()
        (place / name).write_text(json.dumps(contents))
    write_sparse(places[0] / "model.safetensors", base, "BF16", 2)
    write_sparse(places[1] / "adapter_model.safetensors", adapter, "F32", 4)
    return places[1], places[0]
