#!/bin/sh
# Installs the package in a root of its own, uses it, purges it, and compares what lies there before and after.
# Needs root and debootstrap; nothing outside of FOLDER is touched.
#
#   sh packaging/test_deb.sh dist/adapter-inspector_0.1.0_amd64.deb FOLDER [SUITE]
set -eu
deb=$(realpath "$1") folder=$2 suite=${3:-bookworm}
here=$(cd "$(dirname "$0")/.." && pwd)
in_root() { chroot "$folder" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }
# Files, links and folders, but for what apt itself keeps and the indexes of triggers (dated, rebuilt).
listing() { (cd "$folder" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./var/lib/apt -o -path ./var/cache \
    -o -path ./var/log -o -path ./root \) -prune -o -printf '%y %m %p %l\n' | grep -v 'var/lib/dpkg' | sort); }

[ -d "$folder/usr" ] || debootstrap --variant=minbase "$suite" "$folder" >/dev/null
cp "$deb" "$folder/tmp/viewer.deb"
rm -rf "$folder/tmp/demo" && cp -R "$here/resources/demo" "$folder/tmp/demo"
mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc"' EXIT
in_root apt-get update -qq
in_root apt-get install -yqq shared-mime-info desktop-file-utils \
    hicolor-icon-theme xdg-utils libglib2.0-bin xvfb xauth xdotool >/dev/null
# Libraries that the package needs stay: another program may have brought them.
# shellcheck disable=SC2046 # one word a package
in_root apt-get install -yqq --no-install-recommends \
    $(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g') >/dev/null
listing >"$folder/tmp/before"
folders_before=$(in_root xdg-mime query default inode/directory)

in_root dpkg -i /tmp/viewer.deb >/dev/null
in_root adapter-inspector --version
in_root adapter-inspector check /tmp/demo/support-router-lora --base /tmp/demo/ticket-llama-n --quick | sed -n 4p
in_root adapter-inspector check /tmp/demo/support-router-lora --base /tmp/demo/ticket-llama-n --output /tmp/report.pdf
in_root adapter-inspector doctor || true
in_root gio info -a standard::content-type /tmp/demo/support-router-lora/adapter_config.json | tail -1
in_root xdg-mime query default application/x-peft-adapter-config
[ "$(in_root xdg-mime query default inode/directory)" = "$folders_before" ] || { echo "folders changed hands"; exit 1; }
in_root xvfb-run -a sh -c '
    adapter-inspector /tmp/demo/support-router-lora /tmp/demo/ticket-llama-n1-gqa & program=$!
    for _ in $(seq 60); do sleep 0.5; xdotool search --name "support-router-lora on ticket-llama-n1-gqa: fails" && break; done
    xdotool search --name " on " getwindowname; kill $program'

in_root dpkg --purge adapter-inspector >/dev/null
listing >"$folder/tmp/after"
diff "$folder/tmp/before" "$folder/tmp/after" && echo "removed without a trace"
