"""What packages are made from: recipes that parse and never claim folders, icons in every size, notices."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import runpy
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import inspector
from inspector.cli import main
from inspector.desktop.pieces import launcher
from inspector.own_process import MODULE_OPTION, OWN_MODULES, module_command

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
CLASSES = r"HKEY_CURRENT_USER\Software\Classes"


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(PACKAGING / name))


# icons


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    command = [sys.executable, str(PACKAGING / "make_icons.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def png_size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_icons_have_the_sizes_that_their_folders_say(icons: Path) -> None:
    pictures = list(icons.glob("hicolor/*/apps/adapter-inspector.png"))
    assert {f"{size}x{size}" for size in (16, 32, 48, 64, 128, 256, 512)} <= {p.parts[-3] for p in pictures}
    for picture in pictures:
        side = int(picture.parts[-3].split("x")[0])
        assert png_size(picture.read_bytes()) == (side, side)


def test_the_icon_has_round_corners_and_two_colours(icons: Path) -> None:
    """Qt draws no clip paths: with one, the corners would be square here and round elsewhere."""
    from PySide6.QtGui import QImage

    image = QImage(str(icons / "hicolor/128x128/apps/adapter-inspector.png"))
    assert image.pixelColor(9, 9).alpha() == 0
    assert image.pixelColor(40, 40).name() == "#93d2b7" and image.pixelColor(90, 90).name() == "#e8834c"


def test_icon_files_of_windows_and_macos_hold_the_pictures(icons: Path) -> None:
    data = (icons / "adapter-inspector.ico").read_bytes()
    _, kind, count = struct.unpack("<HHH", data[:6])
    assert kind == 1
    for number in range(count):
        entry = struct.unpack("<BBBBHHII", data[6 + 16 * number : 22 + 16 * number])
        side, (length, offset) = entry[0] or 256, entry[-2:]
        assert png_size(data[offset : offset + length]) == (side, side)
    data = (icons / "adapter-inspector.icns").read_bytes()
    assert data[:4] == b"icns" and struct.unpack(">I", data[4:8]) == (len(data),)
    place = 8
    while place < len(data):
        (length,) = struct.unpack(">I", data[place + 4 : place + 8])
        png_size(data[place + 8 : place + length])
        place += length


# recipes


def registry(name: str) -> configparser.ConfigParser:
    text = (PACKAGING / "windows" / name).read_text(encoding="ascii")
    head, _, body = text.partition("\n")
    assert head == "Windows Registry Editor Version 5.00"
    parser = configparser.ConfigParser(delimiters=("=",), comment_prefixes=(";",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(body)
    return parser


def test_windows_gets_a_verb_and_no_default() -> None:
    keys = registry("adapter-inspector.reg")
    command = keys[rf"{CLASSES}\Directory\shell\AdapterInspector\command"]["@"]
    assert command.endswith(r'adapter-inspector.exe\" open \"%1\""')
    # A value of the key `shell` itself would be the default verb of every folder.
    assert not [key for key in keys.sections() if key.lower().endswith(r"directory\shell")]
    assert all(section.startswith(CLASSES) for section in keys.sections())


def test_what_windows_gets_can_be_taken_away() -> None:
    made, removed = registry("adapter-inspector.reg"), registry("adapter-inspector-remove.reg")
    trees = [section[1:] for section in removed.sections() if section.startswith("-")]
    values = {section for section in removed.sections() if not section.startswith("-")}
    for section in made.sections():
        assert section in values or any(section.startswith(tree) for tree in trees), section


def test_macos_lists_folders_as_an_alternative_only() -> None:
    text = (PACKAGING / "macos/Info.plist.in").read_text(encoding="utf-8")
    plist = plistlib.loads(text.replace("@VERSION@", inspector.__version__).encode())
    assert plist["CFBundleShortVersionString"] == inspector.__version__
    ranks = {
        entry["LSItemContentTypes"][0]: entry["LSHandlerRank"] for entry in plist["CFBundleDocumentTypes"]
    }
    assert ranks["public.folder"] == "Alternate" and "Owner" not in ranks.values()
    declared = {entry["UTTypeIdentifier"] for entry in plist["UTImportedTypeDeclarations"]}
    assert {name for name in ranks if not name.startswith("public.")} == declared


def test_recipes_that_nobody_tried_say_so() -> None:
    for recipe in (
        "windows/adapter-inspector.reg",
        "windows/adapter-inspector-remove.reg",
        "macos/Info.plist.in",
    ):
        assert "UNTESTED" in (PACKAGING / recipe).read_text()


# the Debian package


def test_the_package_brings_the_users_files_for_everyone(tmp_path: Path) -> None:
    script("stage_desktop_files.py")["stage"](tmp_path)
    there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert there == {
        "applications/adapter-inspector.desktop",
        "mime/packages/adapter-inspector.xml",
        "kio/servicemenus/adapter-inspector.desktop",
        "file-manager/actions/adapter-inspector.desktop",
        "icons/hicolor/scalable/apps/adapter-inspector.svg",
    }
    entry = (tmp_path / "applications/adapter-inspector.desktop").read_text()
    assert "\nExec=adapter-inspector open %F\n" in entry and "inode/directory" not in entry


def test_the_changelog_has_this_version_and_becomes_debians() -> None:
    text = (PACKAGING / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{inspector.__version__}] - " in text
    newest = next(script("debian/changelog.py")["entries"](text, "Some One <some@one.example>"))
    lines = newest.splitlines()
    assert lines[0] == f"adapter-inspector ({inspector.__version__}) unstable; urgency=medium"
    assert re.fullmatch(
        r" -- Some One <some@one\.example>  \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", lines[-1]
    )
    assert all(line.startswith("  ") and len(line) <= 80 for line in lines[2:-2])


def test_the_manual_page_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    page = (PACKAGING / "debian/adapter-inspector.1").read_text()
    assert len(commands) > 10 and not [command for command in commands if command not in page]


# the viewer


def test_the_viewer_runs_its_own_modules_without_a_python(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module_command("x") == [sys.executable, "-P", "-m", "x"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert module_command("x") == [sys.executable, MODULE_OPTION, "x"]
    assert launcher() == f'"{sys.executable}" open'


def test_the_viewer_knows_every_module_that_is_run_by_name() -> None:
    called = {
        name
        for file in (ROOT / "inspector").rglob("*.py")
        for name in re.findall(r'module_command\("([\w.]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert called == set(OWN_MODULES)


def test_the_viewer_gives_others_their_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    restore = script("viewer_main.py")["restore_library_path"]
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/mine")
    restore()
    assert os.environ["LD_LIBRARY_PATH"] == "/mine"
    restore()
    assert "LD_LIBRARY_PATH" not in os.environ


def test_notices_name_what_is_bundled_and_nothing_that_is_borrowed() -> None:
    notices = (PACKAGING / "THIRD_PARTY.md").read_text(encoding="utf-8").lower()
    names = re.findall(r"^\| ([\w.-]+)", notices, re.MULTILINE)
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]:
        name = re.match(r"[\w-]+", line).group().lower()  # type: ignore[union-attr]
        borrowed = name in ("torch", "transformers", "peft", "accelerate")
        assert (name.replace("-", "_") in {n.replace("-", "_") for n in names}) is not borrowed, name
    assert "inter |" in notices and "jetbrains mono |" in notices
