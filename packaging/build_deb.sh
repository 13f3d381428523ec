#!/bin/sh
# Builds dist/adapter-inspector_VERSION_ARCH.deb around the viewer (build_viewer.sh; built first if it is not there).
# Needs dpkg-deb; works without root. No maintainer scripts: the desktop's own triggers index what it brings.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONPATH
build=build/deb
python=build/viewer/venv/bin/python
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}"
maintainer="${DEBFULLNAME:-Adapter Inspector developers} <${DEBEMAIL:-adapter-inspector@localhost.localdomain}>"
umask 022

[ -x dist/viewer/adapter-inspector/adapter-inspector ] || sh packaging/build_viewer.sh
version=$("$python" -P -c 'import inspector; print(inspector.__version__)')
arch=$(dpkg --print-architecture)
rm -rf "$build"
root=$build/root
doc=$root/usr/share/doc/adapter-inspector
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$root/usr/share/man/man1" "$root/usr/share/icons" "$doc"

cp -R dist/viewer/adapter-inspector "$root/usr/lib/adapter-inspector"
mv "$root/usr/lib/adapter-inspector/licences" "$root/usr/lib/adapter-inspector/THIRD_PARTY.md" "$doc/"
rm "$root/usr/lib/adapter-inspector/LICENSE"
find "$root/usr/lib" -type f -name '*.so*' -exec chmod 644 {} +
ln -s ../lib/adapter-inspector/adapter-inspector "$root/usr/bin/adapter-inspector"

"$python" -P packaging/stage_desktop_files.py "$root/usr/share"
cp -R build/viewer/icons/hicolor "$root/usr/share/icons/"

day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
sed "s/@DATE@/$day/; s/@VERSION@/adapter-inspector $version/" packaging/debian/adapter-inspector.1 |
    gzip -9n >"$root/usr/share/man/man1/adapter-inspector.1.gz"
"$python" -P packaging/debian/changelog.py "$maintainer" <packaging/CHANGELOG.md | gzip -9n >"$doc/changelog.gz"
cp packaging/debian/copyright "$doc/copyright"

# What the bundle takes from the system: every library that the loader finds outside of it.
bundle=$PWD/$root/usr/lib/adapter-inspector
depends=$(find "$bundle" -type f \( -name '*.so*' -o -name adapter-inspector \) -print0 |
    LD_LIBRARY_PATH="$bundle/_internal:$bundle/_internal/PySide6/Qt/lib" xargs -0 ldd 2>/dev/null |
    awk '$2 == "=>" && $3 ~ /^\// {print $3}' | grep -vF "$bundle" | sort -u |
    while read -r library; do # merged or not, a package knows its file by one of these names
        dpkg-query -S "$library" 2>/dev/null || dpkg-query -S "$(readlink -f "$library")" 2>/dev/null ||
            dpkg-query -S "/usr$library"
    done | sed 's/:.*//' | sort -u | paste -sd , | sed 's/,/, /g')
glibc=$(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//')

cat >"$root/DEBIAN/control" <<CONTROL
Package: adapter-inspector
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$root" | cut -f 1)
Depends: $(echo "$depends" | sed "s/\blibc6\b/libc6 (>= $glibc)/"), fontconfig-config, xkb-data
Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme
Section: science
Priority: optional
Description: see whether a LoRA adapter fits its base model
 Opens a PEFT adapter beside any base model and says in a second whether it
 loads, whether every tensor lands, and what to do where one does not: in a
 window with two aligned trees, in the terminal, or as a report.
 .
 This package is the viewer. It reads files and nothing else; the dry run of
 the real loader and the probe, which measures what the adapter changes, run
 in a Python with torch, transformers and peft that the user chooses.
CONTROL
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p dist
dpkg-deb --root-owner-group -Zzstd --build "$root" "dist/adapter-inspector_${version}_$arch.deb" >/dev/null
du -h "dist/adapter-inspector_${version}_$arch.deb" | sed 's/^/built: /'
