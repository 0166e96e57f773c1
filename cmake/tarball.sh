#!/bin/bash
# A relocatable archive of the installed program, for computers on which nothing can be installed: presets and results beside it,
# and all libraries but those of glibc inside.
#   cmake/tarball.sh BUILD OUT.tar.gz
set -euo pipefail
build=${1:?usage: tarball.sh BUILD OUT.tar.gz}
out=$(realpath -m "${2:?usage: tarball.sh BUILD OUT.tar.gz}")
name=$(basename "$out" .tar.gz)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/$name

cmake --install "$build" --component program --prefix "$root" >/dev/null
# Of glibc, which every Linux has, and which has to fit its kernel and its loader.
outside='^(linux-vdso|ld-linux-x86-64|ld-linux-aarch64|libc|libm|libpthread|libdl|librt)\.so'
mkdir -p "$root/lib/metronome/bundled"
ldd "$root/bin/metronome" | awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}' | while read -r library path; do
  [[ $library =~ $outside ]] || cp -L "$path" "$root/lib/metronome/bundled/$library"
done
# Debian's libstdc++ and libgcc ask for versions above this limit because of two symbols that the program has itself
# (sim/cli/older_glibc.cc).
c++ -std=c++20 -O1 -o "$work/glibc_versions" "$(dirname "$0")/glibc_versions.cpp"
"$work/glibc_versions" lower 2.34 "$root"/lib/metronome/bundled/lib{stdc++,gcc_s}.so.*
# The same bytes of the same files.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2000-01-01 UTC' -C "$work" -cf - "$name" | gzip -9n >"$out.new"
mv "$out.new" "$out"
echo "$out: $(du -h "$out" | cut -f1), $(ls "$root/lib/metronome/bundled" | wc -l) libraries inside"
