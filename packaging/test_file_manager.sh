#!/bin/sh
# A real file manager on a virtual display: a double click on adapter_config.json and *Inspect adapter* on a folder
# each open the right window, and folders keep their program. Run where the package is installed.
# Needs pcmanfm with libfm-modules, openbox, dbus-x11, xdotool, xvfb, xdg-utils.
#
#   sh packaging/test_file_manager.sh ADAPTER [FOLDER FOR SCREENSHOTS]
set -eu
if [ "${3:-}" != inside ]; then
    exec xvfb-run -a -s "-screen 0 1500x950x24" dbus-run-session -- sh "$0" "$1" "${2:-}" inside
fi
scratch=$(mktemp -d) pictures=$2
export HOME="$scratch/home" XDG_RUNTIME_DIR="$scratch/run"
mkdir -p "$HOME" "$scratch/look here" && mkdir -m 700 "$XDG_RUNTIME_DIR"
cp -R "$1" "$scratch/look here/my adapter"
openbox >/dev/null 2>&1 &
for _ in $(seq 120); do xdotool get_desktop >/dev/null 2>&1 && break; sleep 0.25; done # until it is there

picture() { [ -z "$pictures" ] || import -window root "$pictures/$1.png"; }
wait_for() { # --name or --class, and of what the title begins with
    for _ in $(seq 120); do
        found=$(xdotool search --onlyvisible "$1" "$2" 2>/dev/null | tail -1)
        case $(xdotool getwindowname "${found:-0}" 2>/dev/null) in "$3"*) return ;; esac
        sleep 0.25
    done
    echo "no window that begins with $3" >&2
    picture failed
    exit 1
}
show() { # a folder, in the file manager
    pcmanfm "$1" >/dev/null 2>&1 &
    manager=$!
    wait_for --name "^$(basename "$1")\$" "$(basename "$1")"
    sleep 1
}
ended() {
    kill "$manager"
    xdotool windowactivate --sync "$found" key ctrl+q
    sleep 2
}

before=$(xdg-mime query default inode/directory)
show "$scratch/look here/my adapter"
# Places in the file manager's window: adapter_config.json is the second icon of its first row.
xdotool mousemove --window "$found" 299 97 sleep 0.3 click --repeat 2 --delay 80 1
wait_for --class adapter-inspector "my adapter"
echo "double click on adapter_config.json: $(xdotool getwindowname "$found")"
sleep 2 && picture double-click
ended

show "$scratch/look here"
xdotool mousemove --window "$found" 206 97 sleep 0.3 click 3 sleep 1
picture context-menu
xdotool key Up key Up key Return # the last but one, above Properties
wait_for --class adapter-inspector "my adapter"
echo "Inspect adapter on the folder: $(xdotool getwindowname "$found")"
sleep 2 && picture inspect-adapter
ended
[ "$(xdg-mime query default inode/directory)" = "$before" ] || { echo "folders changed hands" >&2; exit 1; }
echo "folders still open with: $before"
