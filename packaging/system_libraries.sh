#!/bin/sh
# Looks for what pip cannot bring: the system libraries that Qt links, a virtual display for the tests.
# Installs what is missing where it may (root, or sudo without a password); otherwise prints the one command.
#
#   sh packaging/system_libraries.sh venv|window|tests
set -eu
purpose=${1:?venv, window or tests}
missing=""

need_library() { # soname package
    { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -qF "$1" || missing="$missing $2"
}
need_program() { # program package
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

[ "$(uname -s)" = Linux ] || exit 0

if [ "$purpose" = venv ]; then
    ${PYTHON:-python3} -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
else
    # Qt's own message names only libxcb-cursor0, whichever of these is absent.
    need_library libEGL.so.1 libegl1
    need_library libGL.so.1 libgl1
    need_library libglib-2.0.so.0 libglib2.0-0
    need_library libdbus-1.so.3 libdbus-1-3
    need_library libfontconfig.so.1 libfontconfig1
    need_library libxkbcommon.so.0 libxkbcommon0
    need_library libxcb-cursor.so.0 libxcb-cursor0
    need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    need_library libxcb-icccm.so.4 libxcb-icccm4
    need_library libxcb-keysyms.so.1 libxcb-keysyms1
    need_library libxcb-shape.so.0 libxcb-shape0
fi
if [ "$purpose" = tests ]; then
    need_program Xvfb xvfb
    need_program xauth xauth
    need_program xdotool xdotool
    need_program import imagemagick
fi

[ -n "$missing" ] || exit 0
install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing here (Debian's names):$missing. Install them with this system's package manager." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "Some system packages are missing. Please run:" >&2
    echo "    sudo apt-get update && sudo $install" >&2
    exit 1
fi
echo "Installing:$missing" >&2
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root $install -qq >/dev/null
