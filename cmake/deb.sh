#!/bin/bash
# A package of Debian with the program, its presets, pages of the manual and completion. What it depends on is what its symbols
# need (dpkg-shlibdeps).
#   cmake/deb.sh BUILD OUT_FOLDER VERSION
set -euo pipefail
build=$(realpath "${1:?usage: deb.sh BUILD OUT_FOLDER VERSION}")
folder=$(realpath -m "$2")
version=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
architecture=$(dpkg --print-architecture)
root=$work/root

cmake --install "$build" --component program --prefix "$root/usr" >/dev/null
find "$root/usr/share/man" -type f -exec gzip -9n {} +
mkdir -p "$root/DEBIAN" "$work/debian" "$root/usr/share/doc/metronome"
cp "$(dirname "$0")/../LICENSE" "$root/usr/share/doc/metronome/copyright"
printf 'Source: metronome\n\nPackage: metronome\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps --ignore-missing-info -O -e"$root/usr/bin/metronome" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<CONTROL
Package: metronome
Version: $version
Architecture: $architecture
Maintainer: Metronome developers <metronome@localhost>
Section: science
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $depends
Recommends: gnuplot-nox, fonts-liberation
Suggests: dataset-fashion-mnist
Description: cycle-level simulation of precision-cycling DNN training
 Simulates bit-serial and bit-flexible accelerators on whole training runs whose
 precision changes over time, and reports time and energy per precision phase.
CONTROL
mkdir -p "$folder"
SOURCE_DATE_EPOCH=946684800 dpkg-deb --root-owner-group --build "$root" "$folder/metronome_${version}_$architecture.deb"
