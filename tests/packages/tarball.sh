#!/bin/bash
# The archive of `make tarball`: unpacked elsewhere and with nothing but its own libraries and glibc it runs, and it asks glibc for
# nothing newer than the limit below.
#   tarball.sh SOURCE BUILD WORK
set -euo pipefail
source=$1 build=$2 work=$3
# Debian 12's own libstdc++ asks for arc4random, which glibc has since 2.36 (docs/installing.md).
most=2.36

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
  newest=$(objdump -T "$file" | grep -oE 'GLIBC_[0-9.]+' | sed 's/GLIBC_//' | sort -V | tail -1)
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
[[ -s $root/share/man/man1/metronome.1 && -s $root/share/bash-completion/completions/metronome ]] || fault "no manual or completion"
((faults == 0))
