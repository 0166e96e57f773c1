#!/bin/bash
# The archive of `make tarball`: unpacked elsewhere and with nothing but its own libraries and glibc it runs, asks glibc for nothing
# newer than the limit below but for what it has itself, and runs with a glibc that has nothing newer.
#   tarball.sh SOURCE BUILD WORK
set -euo pipefail
source=$(realpath "$1") build=$(realpath "$2") work=$3
most=2.34

rm -rf "$work"
mkdir -p "$work/moved elsewhere"
"$source/cmake/tarball.sh" "$build" "$work/metronome-test.tar.gz"
cp "$work/metronome-test.tar.gz" "$work/first.tar.gz"
"$source/cmake/tarball.sh" "$build" "$work/metronome-test.tar.gz" >/dev/null
cmp "$work/metronome-test.tar.gz" "$work/first.tar.gz"
tar -C "$work/moved elsewhere" -xzf "$work/metronome-test.tar.gz"
root="$work/moved elsewhere/metronome-test"

faults=0
fault() {
  echo "$1"
  faults=$((faults + 1))
}
outside='^(linux-vdso|ld-linux-x86-64|ld-linux-aarch64|libc|libm|libpthread|libdl|librt)\.so'
for file in "$root/bin/metronome" "$root"/lib/metronome/bundled/*; do
  newest=$(objdump -p "$file" | sed -nE 's/.* GLIBC_([0-9.]+)$/\1/p' | sort -V | tail -1)
  [[ $(printf '%s\n%s\n' "$newest" "$most" | sort -V | tail -1) == "$most" ]] || fault "$file asks for glibc $newest"
  while read -r needed; do
    [[ $needed =~ $outside || -e $root/lib/metronome/bundled/$needed ]] || fault "$file needs $needed, which is not inside"
  done < <(objdump -p "$file" | awk '/NEEDED/ {print $2}')
done
while read -r library path; do
  [[ $library =~ $outside || $path == "$root"/* ]] || fault "$library is taken from $path"
done < <(ldd "$root/bin/metronome" | awk '$2 == "=>" {name = $1; sub(/^[^>]*> /, ""); sub(/ \(0x.*/, ""); print name, $0}')

cd "$work"
run() {
  env -i PATH=/usr/bin:/bin HOME="$work" METRONOME_CACHE=off "$root/bin/metronome" "$@"
}
[[ $(run list archs) == *dual_serial_512* ]] || fault "presets are not found"
run trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 8 --schedule static:8,backward=8 --out trace >/dev/null
run simulate trace --arch "$root/share/metronome/configs/arch/systolic_512.yaml" --mode analytic --no-figures --out run >/dev/null \
  || fault "it does not run"
run figures run --out paper --format svg >/dev/null || fault "figures find no bibliography"
run validate >validation.txt || fault "reference data are missing, or a row is out: $(tail -20 validation.txt)"
[[ -s $root/share/man/man1/metronome.1 && -s $root/share/bash-completion/completions/metronome ]] || fault "no manual or completion"

# The same with this system's glibc as an older one: without the versions above the limit. An error passes through an exception.
c++ -std=c++20 -O1 -o "$work/glibc_versions" "$source/cmake/glibc_versions.cpp"
old=$work/old_glibc
mkdir "$old"
while read -r path; do
  cp -L "$path" "$old/"
done < <(ldd "$root/bin/metronome" | grep -oE '/[^ ]*/(ld-linux[^ /]*|libc|libm|libpthread|libdl|librt)\.so[^ ]*')
"$work/glibc_versions" forget "$most" "$old"/lib*.so*  # the loader has to fit them
on_old() {
  env -i PATH=/usr/bin:/bin HOME="$work" METRONOME_CACHE=off METRONOME_CONFIGS="$root/share/metronome/configs" "$old"/ld-linux*.so* \
    --library-path "$old:$root/lib/metronome/bundled" "$@"
}
[[ $(on_old "$root/bin/metronome" list archs) == *dual_serial_512* ]] || fault "it does not run with glibc $most"
code=0
on_old "$root/bin/metronome" simulate trace --arch nowhere.yaml --out none 2>"$work/error" || code=$?
[[ $code == 2 && $(<"$work/error") == *"nowhere.yaml"* ]] || fault "it ends with $code on an error with glibc $most: $(<"$work/error")"
for symbol in arc4random _dl_find_object; do
  LD_BIND_NOW=1 LD_DEBUG=bindings "$root/bin/metronome" --version 2>&1 | grep "symbol .$symbol'" | grep -q "to $root/bin/metronome " \
    || fault "$symbol is taken from glibc"
done
# Nor is it noticed that anything is missing; and the old one is one: Debian's own libstdc++ does not load there.
[[ -z $(on_old "$root/bin/metronome" list archs 2>&1 >/dev/null) ]] || fault "the loader complains"
cp -L "$(ldd "$build/metronome" | awk '/libstdc/ {print $3}')" "$root/lib/metronome/bundled/"
! on_old "$root/bin/metronome" --version >/dev/null 2>&1 || fault "the old glibc is not old"
((faults == 0))
