"""Brings the catalogues up to date with the code, and compiles them: `make translations`.

Run from anywhere. The sources are named relative to the project and in order, no place and no date is written
down, and texts stand in alphabetical order: the same code and the same words give the same bytes.

Says what is left to translate, and ends with 1 while there is something.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from engine_texts import TEMPLATES, engine_texts, marked_source, templates_json

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path("resources/translations")
CATALOGUES = ("adapter-inspector_zh_CN",)


def tool(name: str) -> str:
    """The Qt tool that belongs to this Python's PySide6. Raises FileNotFoundError where there is none."""
    beside = Path(sys.executable).parent / f"pyside6-{name}"
    found = str(beside) if beside.exists() else shutil.which(f"pyside6-{name}")
    if found is None:
        raise FileNotFoundError(f"pyside6-{name} is not installed")
    return found


def update(catalogue: Path) -> None:
    """Add what is new in the code to a .ts file, and drop what is gone."""
    sources = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "inspector/ui").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        engine = Path(folder) / "engine_texts.py"
        engine.write_text(marked_source(engine_texts()), encoding="utf-8")
        _run_lupdate([*sources, str(engine)], catalogue)


def _run_lupdate(sources: list[str], catalogue: Path) -> None:
    options = ["-silent", "-locations", "none", "-no-obsolete", "-sort-messages", "-source-language", "en_US"]
    options += ["-disable-heuristic", "similartext", "-disable-heuristic", "sametext"]
    options += ["-tr-function-alias", "QT_TR_NOOP+=marked"]
    subprocess.run([tool("lupdate"), *options, *sources, "-ts", str(catalogue)], cwd=PROJECT, check=True)


def release(catalogue: Path, compiled: Path) -> None:
    """Compile a .ts file; what is unfinished in it is left out, and stays English."""
    command = [tool("lrelease"), "-silent", str(catalogue), "-qm", str(compiled)]
    subprocess.run(command, cwd=PROJECT, check=True)


def unfinished(catalogue: Path) -> list[str]:
    """What is not translated yet: its context and its text."""
    return [
        f"{context.findtext('name') or '–'}: {message.findtext('source')}"
        for context in ElementTree.parse(PROJECT / catalogue).iter("context")
        for message in context.iter("message")
        if message.find("translation[@type='unfinished']") is not None
    ]


def main() -> int:
    left = []
    TEMPLATES.write_text(templates_json(engine_texts()), encoding="utf-8")
    for name in CATALOGUES:
        catalogue = FOLDER / f"{name}.ts"
        update(catalogue)
        release(catalogue, FOLDER / f"{name}.qm")
        left += unfinished(catalogue)
    for line in left:
        print(line)
    print(f"{len(left)} left to translate" if left else "all translated")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
