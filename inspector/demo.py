"""The bundled example: which adapter, which bases with which story, which prompts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from inspector.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Demo:
    """`bases` pairs each folder with one line that says what happened to it."""

    adapter: Path
    bases: tuple[tuple[Path, str], ...]
    prompts: tuple[str, ...]
    golden: Path | None = None

    @classmethod
    def read(cls, folder: Path) -> Demo:
        """From `manifest.json` and `prompts.txt`. Raises UnreadableInput."""
        manifest = folder / "manifest.json"
        try:
            facts = json.loads(manifest.read_text(encoding="utf-8"))
            bases = tuple((folder / row["folder"], str(row.get("story", ""))) for row in facts["bases"])
            adapter = folder / facts["adapter"]["folder"]
            golden = folder / facts["golden"]["file"] if "golden" in facts else None
            lines = (folder / "prompts.txt").read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableInput(
                "The example that comes with the program cannot be read.",
                "Install the program again.",
                path=manifest,
            ) from error
        prompts = tuple(line for line in lines if line.strip())
        return cls(adapter, bases, prompts, golden)
