"""Values: the adapter's health and spectra, and how far one base moved from another, beside other tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from models import write_sparse
from setting import Setting
from timing import ratio, timed

MOVED = 0.05
"""How far a base moves, relative to its weights' standard deviation."""
RANK = 8
"""With seven projections of 32 layers of an 8B model: 84 MB in float32."""
USUAL_RANK = 16


class Sizes(NamedTuple):
    """Of a Llama."""

    layers: int
    hidden: int
    inner: int
    rows: int


SMALL = Sizes(layers=13, hidden=512, inner=1408, rows=4096)
"""41M parameters, in as many small matrices as any model has."""
WIDE = Sizes(layers=1, hidden=4096, inner=8192, rows=1024)
"""151M parameters, in matrices as large as those of an 8B model."""


def measure(setting: Setting) -> None:
    adapter = _filled_adapter(setting.scratch / "trained-lora", RANK)
    _alone(_filled_adapter(setting.scratch / "usual-lora", USUAL_RANK))
    base, real_lora = setting.real_pair
    moved = _moved(base, setting.scratch / "llama-46m-n1", MOVED)
    _streaming("F32", real_lora, base, moved)
    if setting.peers is not None and _has(setting.peers, "lib/*/site-packages/diffai"):
        _beside_diffai(setting.peers, real_lora, base, moved)
    for sizes, dtype in ((WIDE, "BF16"), (SMALL, "F32")):
        before, after = (setting.scratch / f"{dtype}-{name}" for name in ("n", "n1"))
        _base(before, sizes, dtype, 0.0)
        _base(after, sizes, dtype, MOVED)
        lora = _adapter(setting.scratch / f"{dtype}-lora", _widths(sizes), sizes.layers)
        _streaming(dtype, lora, before, after)
    if setting.peers is not None:
        _beside_scanners(setting.peers, adapter)


def _alone(adapter: Path) -> None:
    """Norms, and norms with spectra, of 224 modules of rank 16, beside reading the file."""
    from inspector.files.adapter import read_adapter
    from inspector.weights.changes import pending_changes
    from inspector.weights.delta import factor_norm, module_weights
    from inspector.weights.scan import scan_weights

    opened = read_adapter(adapter)
    file = adapter / "adapter_model.safetensors"

    def norms() -> float:
        start = time.perf_counter()
        with file.open("rb") as weights:
            for one in pending_changes(opened, weights, report=None, base=None):
                factor_norm(one.read())
        return time.perf_counter() - start

    def spectra() -> float:
        start = time.perf_counter()
        module_weights(opened)
        return time.perf_counter() - start

    def scan() -> float:
        start = time.perf_counter()
        scan_weights(opened)
        return time.perf_counter() - start

    def read() -> float:
        start = time.perf_counter()
        file.read_bytes()
        return time.perf_counter() - start

    size = f"{file.stat().st_size / 1e6:.0f} MB"
    ratio(f"norms of 224 modules of rank {USUAL_RANK}, {size} : reading the file", norms, read)
    ratio("norms and spectra of them : reading the file", spectra, read)
    ratio(f"weight scan, {size} : reading the file", scan, read)


def _streaming(dtype: str, lora: Path, before: Path, after: Path) -> None:
    """In a process of its own, where BLAS has one thread, as the plain reader has."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    command = [sys.executable, Path(__file__).with_name("streaming.py"), dtype, lora, before, after]
    sys.stdout.flush()
    subprocess.run(command, env=os.environ | threads, check=True)


def _has(peers: Path, pattern: str) -> bool:
    """Whether the tool is there; without it the time of an error would be taken."""
    return any(peers.glob(pattern))


def _beside_diffai(peers: Path, lora: Path, before: Path, after: Path) -> None:
    files = [str(base / "model.safetensors") for base in (before, after)]
    theirs = [str(peers / "bin" / "python"), "-c", f"import diffai; diffai.diff_paths(*{files!r})"]
    code = f"""
from inspector import pipeline
from inspector.weights.drift import drift
adapter = pipeline.open_adapter({str(lora)!r})
bases = [pipeline.open_base(path) for path in ({str(before)!r}, {str(after)!r})]
drift(*(pipeline.inspect_headers(adapter, base) for base in bases), every_weight=True)
"""
    ours = timed([sys.executable, "-c", code])
    ratio("values of two bases of 46M parameters : diffai", ours, timed(theirs))


def _beside_scanners(peers: Path, adapter: Path) -> None:
    file = str(adapter / "adapter_model.safetensors")
    opened = f"from inspector.files.adapter import read_adapter as r; a = r({str(adapter)!r}); "
    code = f"{opened}from inspector.weights.scan import scan_weights as s; s(a)"
    if _has(peers, "bin/sft"):
        theirs = timed([str(peers / "bin" / "sft"), "check", file])
        ratio("weight scan, 84 MB : sft check (sft-cli)", timed([sys.executable, "-c", code]), theirs)
    code = f"{opened}from inspector.weights.delta import module_weights as m; m(a)"
    if _has(peers, "bin/adaptersentry"):
        theirs = timed([str(peers / "bin" / "adaptersentry"), "scan", file, "--mode", "fast"])
        ratio("norms and spectra, 84 MB : adaptersentry, fast", timed([sys.executable, "-c", code]), theirs)


def _filled_adapter(folder: Path, rank: int) -> Path:
    widths = {
        "self_attn.q_proj": (4096, 4096), "self_attn.k_proj": (1024, 4096), "self_attn.v_proj": (1024, 4096),
        "self_attn.o_proj": (4096, 4096), "mlp.gate_proj": (14336, 4096), "mlp.up_proj": (14336, 4096),
        "mlp.down_proj": (4096, 14336),
    }  # fmt: skip
    return _adapter(folder, widths, 32, rank)


def _adapter(folder: Path, widths: dict[str, tuple[int, int]], layers: int, rank: int = RANK) -> Path:
    shapes: dict[str, tuple[int, ...]] = {}
    for layer in range(layers):
        for name, (outs, ins) in widths.items():
            root = f"base_model.model.model.layers.{layer}.{name}"
            shapes[f"{root}.lora_A.weight"] = (rank, ins)
            shapes[f"{root}.lora_B.weight"] = (outs, rank)
    targets = [name.rpartition(".")[2] for name in widths]
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "r": rank,
        "lora_alpha": 16,
        "target_modules": targets,
    }
    return _written(folder, "adapter_model.safetensors", shapes, "adapter_config.json", config, "F32", 0.0)


def _widths(sizes: Sizes) -> dict[str, tuple[int, int]]:
    _, hidden, inner, _ = sizes
    return {
        "self_attn.q_proj": (hidden, hidden), "self_attn.k_proj": (hidden // 4, hidden),
        "self_attn.v_proj": (hidden // 4, hidden), "self_attn.o_proj": (hidden, hidden),
        "mlp.gate_proj": (inner, hidden), "mlp.up_proj": (inner, hidden), "mlp.down_proj": (hidden, inner),
    }  # fmt: skip


def _base(folder: Path, sizes: Sizes, dtype: str, moved: float) -> None:
    """A Llama with random values; `moved`: how far every one is from the first base's."""
    layers, hidden, inner, rows = sizes
    shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (rows, hidden)}
    for layer in range(layers):
        root = f"model.layers.{layer}"
        shapes |= {f"{root}.{name}.weight": shape for name, shape in _widths(sizes).items()}
        norms = ("input_layernorm", "post_attention_layernorm")
        shapes |= {f"{root}.{name}.weight": (hidden,) for name in norms}
    shapes |= {"model.norm.weight": (hidden,), "lm_head.weight": (rows, hidden)}
    config = {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": hidden,
        "vocab_size": rows, "intermediate_size": inner, "num_hidden_layers": layers,
        "num_attention_heads": 16, "num_key_value_heads": 4, "tie_word_embeddings": False,
    }  # fmt: skip
    _written(folder, "model.safetensors", shapes, "config.json", config, dtype, moved)


def _moved(base: Path, folder: Path, moved: float) -> Path:
    """The same model after some more training: random steps on every matrix."""
    import numpy
    from safetensors.numpy import load_file, save_file

    shutil.copytree(base, folder)
    draw = numpy.random.default_rng(1)
    weights = load_file(base / "model.safetensors")
    for name, values in weights.items():
        if values.ndim > 1:
            step = draw.standard_normal(values.shape, dtype="float32")
            weights[name] = values + numpy.float32(moved * values.std()) * step
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def _written(
    folder: Path,
    weights: str,
    shapes: dict[str, tuple[int, ...]],
    settings: str,
    config: dict[str, Any],
    dtype: str,
    moved: float,
) -> Path:
    """Random values, the same for every folder of these shapes, and as many again times `moved`."""
    import numpy

    folder.mkdir()
    (folder / settings).write_text(json.dumps(config))
    path = folder / weights
    write_sparse(path, shapes, dtype, 4 if dtype == "F32" else 2)
    draw: Callable[[int], Any] = numpy.random.default_rng(0).standard_normal
    shift: Callable[[int], Any] = numpy.random.default_rng(1).standard_normal
    with path.open("r+b") as file:
        file.seek(8 + int.from_bytes(file.read(8), "little"))
        for shape in shapes.values():
            count = int(numpy.prod(shape))
            values = (0.02 * (draw(count) + moved * shift(count))).astype("<f4")
            file.write((values if dtype == "F32" else (values.view("<u4") >> 16).astype("<u2")).tobytes())
    return folder
