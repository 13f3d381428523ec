"""Write `config_defaults.json`: what each field of config.json is where the file leaves it out.

For every model type of the installed transformers, the defaults of its configuration class; fields of the
common base class stand once, under an empty name. `make tables` runs it; a test fails when it is stale.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import transformers
from transformers import PreTrainedConfig
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

SKIPPED = frozenset({"model_type", "transformers_version", "architectures"})
THETA = "default_theta"


def plain(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str))


def defaults(config_class: type[Any]) -> dict[str, Any]:
    """Field → default, of those that are plain values; `rope_theta` from the class's `default_theta`."""
    found: dict[str, Any] = {}
    for name, parameter in inspect.signature(config_class.__init__).parameters.items():
        if parameter.default is not inspect.Parameter.empty and plain(parameter.default):
            found[name] = parameter.default
    theta = getattr(config_class, THETA, None)
    if "rope_parameters" in found and isinstance(theta, (int, float)):
        found["rope_theta"] = theta
    return {name: value for name, value in sorted(found.items()) if name not in SKIPPED}


def describe(model_type: str) -> dict[str, Any]:
    """The defaults of a model type that differ from the common ones; these under an empty name."""
    common = defaults(PreTrainedConfig)
    if not model_type:
        return common
    own = defaults(CONFIG_MAPPING[model_type])
    return {name: value for name, value in own.items() if name not in common or common[name] != value}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("config_defaults.json"))
    target = parser.parse_args().output
    head = f' "made_with": {json.dumps({"transformers": transformers.__version__})}'
    lines = [
        f"{json.dumps(name)}: {json.dumps(describe(name), separators=(',', ':'))}"
        for name in ("", *sorted(CONFIG_MAPPING.keys()))
    ]
    body = ",\n".join(lines)
    target.write_text(f'{{\n{head},\n"model_types": {{\n{body}\n}}}}\n', encoding="utf-8")
    print(f"{len(lines)} model types", file=sys.stderr)


if __name__ == "__main__":
    main()
