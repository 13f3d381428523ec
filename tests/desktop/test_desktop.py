"""The desktop integration: complete, valid, never the handler of folders, and gone without a trace."""

from __future__ import annotations

import configparser
import os
import shlex
import subprocess
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as Xml

import pytest

from inspector.cli import main
from inspector.desktop import integration, thunar
from inspector.desktop.pieces import launcher, pieces, quoted

UCA = "Thunar/uca.xml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Never the user's own folders; no Thunar unless a test brings one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(thunar, "_system", lambda: tmp_path / "nowhere")
    monkeypatch.setattr(thunar, "shutil", SimpleNamespace(which=lambda _: None))
    (tmp_path / "data").mkdir()
    return tmp_path


def everything_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_what_is_installed_is_there_and_what_is_removed_leaves_no_trace(home: Path) -> None:
    data = home / "data"
    (data / "applications").mkdir()
    (data / "applications" / "other.desktop").write_text("somebody else's")
    before = everything_below(data)
    assert main(["desktop", "status"]) == 1
    assert main(["desktop", "install"]) == 0
    assert main(["desktop", "status"]) == 0
    main(["desktop", "install"])  # again is no harm
    assert main(["desktop", "uninstall"]) == 0
    # The index of a folder that was there before belongs to its tool.
    assert everything_below(data) - {"applications/mimeinfo.cache"} == before
    assert main(["desktop", "uninstall"]) == 0


def test_what_somebody_changed_is_kept(home: Path) -> None:
    integration.install(refresh=False)
    changed = home / "data" / "applications" / "adapter-inspector.desktop"
    changed.write_text("mine now")
    what = {step.path: step.what for step in integration.uninstall(refresh=False)}
    assert what.pop(changed) == "kept" and changed.read_text() == "mine now"
    assert set(what.values()) == {"removed"}


def test_nothing_asks_to_open_folders_by_double_click() -> None:
    desktop = next(piece for piece in pieces("x") if piece.target.startswith("applications/"))
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(desktop.content.decode())
    types = entry["Desktop Entry"]["MimeType"].rstrip(";").split(";")
    assert types == ["application/x-peft-adapter-config", "application/x-safetensors"]
    assert entry["Desktop Entry"]["Exec"] == "x %F"


def test_the_mime_types_know_the_configuration_by_its_whole_name() -> None:
    xml = next(piece for piece in pieces("x") if piece.target.endswith(".xml")).content
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    globs = {glob.get("pattern"): glob.get("weight") for glob in Xml.fromstring(xml).iter(f"{space}glob")}
    assert globs == {"adapter_config.json": "80", "*.safetensors": None}


def test_the_launcher_starts_this_installation() -> None:
    words = shlex.split(launcher())
    shown = subprocess.run([words[0], "--help"], capture_output=True, text=True, timeout=60)
    assert "PATH" in shown.stdout or "usage" in shown.stdout.lower()
    assert quoted('/a b/"c$') == '"/a b/\\"c\\$"'


def test_the_nautilus_script_hands_over_a_path_with_spaces(home: Path) -> None:
    script = next(piece for piece in pieces("echo got") if piece.target.startswith("nautilus/"))
    assert script.is_program
    file = home / "script"
    file.write_bytes(script.content)
    environment = {**os.environ, "NAUTILUS_SCRIPT_SELECTED_FILE_PATHS": "/some/an adapter\n/other\n"}
    done = subprocess.run(["sh", str(file)], env=environment, capture_output=True, text=True, timeout=20)
    assert done.stdout == "got /some/an adapter\n"


def test_thunar_keeps_what_it_had(home: Path) -> None:
    own = home / "config" / UCA
    own.parent.mkdir(parents=True)
    other = "<actions><action><name>Open Terminal</name><unique-id>1</unique-id></action></actions>"
    own.write_text(other)
    integration.install(refresh=False)
    integration.install(refresh=False)
    names = [action.findtext("name") for action in Xml.parse(own).getroot()]
    assert names == ["Open Terminal", "Inspect adapter"]
    integration.uninstall(refresh=False)
    assert [action.findtext("name") for action in Xml.parse(own).getroot()] == ["Open Terminal"]


def test_the_systems_own_actions_of_thunar_are_not_hidden(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = home / "system.xml"
    system.write_text("<actions><action><name>Open Terminal</name></action></actions>")
    monkeypatch.setattr(thunar, "_system", lambda: system)
    added = thunar.add_action("x")
    assert [action.findtext("name") for action in Xml.parse(added).getroot()] == [
        "Open Terminal",
        "Inspect adapter",
    ]
    thunar.remove_action()
    assert not added.exists()  # it held nothing of the user's own
