#!/bin/sh
# Every state of the window, light and dark, as pictures to be looked at: states.sh FOLDER [NAME…]
# SCALE=2 takes them at 200 %.
set -eu
export OMP_NUM_THREADS=1 # tiny models: more threads only wait for each other
python=${PYTHON:-.venv/bin/python}
here=$(cd "$(dirname "$0")" && pwd)
scale=${SCALE:-1}
size=$(awk "BEGIN { printf \"%dx%d\", 1440 * $scale, 900 * $scale }")
QT_SCALE_FACTOR=$scale exec xvfb-run -a -s "-screen 0 ${size}x24" "$python" "$here/states.py" "$@"
