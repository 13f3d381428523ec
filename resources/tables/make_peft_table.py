"""Write `peft_fields.json`: the fields of every configuration class of the installed peft, by peft_type.

What a configuration file has beyond them PEFT drops with a warning (`PeftConfigMixin.from_pretrained`).
`make tables` runs it; a test fails when it is stale.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from importlib.metadata import version
from pathlib import Path

from peft.mapping import PEFT_TYPE_TO_CONFIG_MAPPING


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("peft_fields.json"))
    target: Path = parser.parse_args().output
    target.write_text(json.dumps(make_table(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def make_table() -> dict[str, object]:
    """`peft` is the version; `fields` maps each peft_type to its field names, sorted."""
    fields = {
        str(kind.value): sorted(field.name for field in dataclasses.fields(settings))
        for kind, settings in PEFT_TYPE_TO_CONFIG_MAPPING.items()
    }
    return {"peft": version("peft"), "fields": fields}


if __name__ == "__main__":
    raise SystemExit(main())
