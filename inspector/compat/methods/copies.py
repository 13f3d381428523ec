"""LN tuning: a full copy of every targeted module (peft 0.21.2, tuners/ln_tuning)."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.compat.lora_config import Fields, Uncertain
from inspector.compat.methods.method import LayerMethod, Part, Target
from inspector.compat.methods.options import Options


def _copied(target: Target, _options: Options) -> Iterator[Part]:
    root = f"{target.path}."
    for name, shape in target.tree.parameters.items():
        if not name.startswith(root):
            continue
        leaf = name[len(root) :]
        if "." in leaf or shape is None:
            raise Uncertain(f"LN tuning copies {target.path} with what is inside it.")
        yield f"ln_tuning_layers.{leaf}", shape
    if target.tree.modules[target.path].shape is None and target.kind != "other":
        raise Uncertain(f"The parameters of {target.path} are not in the base's file.")


LN_TUNING = LayerMethod(fields=Fields(layers=False), kinds=(), parts=_copied, whole_modules=True)
