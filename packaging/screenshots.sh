#!/bin/sh
# The README's pictures, taken by the program itself on a virtual display.
set -eu
export OMP_NUM_THREADS=1 # tiny models: more threads only wait for each other
python=${1:-.venv/bin/python}
here=$(cd "$(dirname "$0")" && pwd)
for picture in "window-light failing" "window-dark failing --dark" "probe probe" "comparison comparison" "welcome empty"; do
    set -- $picture
    name=$1 view=$2 theme=${3:-}
    xvfb-run -a -s "-screen 0 1600x1000x24" "$python" -m inspector.ui.screenshot $theme --view "$view" "$here/pictures/$name.png"
done
