#!/usr/bin/env bash
# Adds one of each kind of thing to a copy of the project, builds it and uses what was added.
#   extend.sh SOURCE FOLDER JOBS
# NAME.patch adds, NAME.sh uses it (METRONOME: the program, WORK: a folder of its own), limits.txt says how many files that exist
# already a patch may change, and what does not compile where one of its files is left out. All patches are in one copy,
# so that it is built once. Prints a row each; exit code 4 where one does not keep what it promises.
set -euo pipefail
source=$(cd "$1" && pwd) folder=$2 jobs=$3
here=$source/tests/extend
rm -rf "$folder"
mkdir -p "$folder/tree"
folder=$(cd "$folder" && pwd)
tree=$folder/tree
(cd "$source" && git ls-files -z | xargs -0 cp --parents --preserve=timestamps -t "$tree")

refuse() {
  echo "$1" >&2
  exit 4
}

# Of a patch, without the files that it makes.
changed() { awk '/^--- / {old = $2} /^\+\+\+ / {if (old != "/dev/null") print substr($2, 3)}' "$1"; }
added() { awk '/^--- / {old = $2} /^\+\+\+ / {if (old == "/dev/null") print substr($2, 3)}' "$1"; }

# NAME FILE SOURCE: with all of the patch but FILE, SOURCE must not compile.
left_out() {
  local name=$1 file=$2 unit=$3 copy=$folder/without
  rm -rf "$copy" && mkdir -p "$copy"
  (cd "$source" && changed "$here/$name.patch" | xargs -r cp --parents -t "$copy")
  (cd "$copy" && patch -p1 -s <"$here/$name.patch")
  rm "$copy/$file"
  local at=$source
  [ ! -e "$copy/$unit" ] || at=$copy
  "${CXX:-c++}" -std=c++20 -Wall -Wextra -Wmissing-declarations -Werror -fsyntax-only -I"$copy" -I"$source" "$at/$unit" 2>"$folder/errors" &&
    refuse "$name: $unit compiles without $file"
  grep -q 'error: ' "$folder/errors" || refuse "$name: $unit fails for another reason: $(head -3 "$folder/errors")"
}

sed '/^#/d' "$here/limits.txt" | while read -r name most file unit; do
  if [ -z "$file" ]; then
    files=$(changed "$here/$name.patch" | wc -l)
    [ "$files" -le "$most" ] || refuse "$name: changes $files files, at most $most"
    (cd "$tree" && patch -p1 -s <"$here/$name.patch") || refuse "$name: the patch does not apply any more"
  else
    left_out "$name" "$file" "$unit"
  fi
done

cmake -S "$tree" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMETRONOME_BUILD_TESTS=OFF -DMETRONOME_BUILD_BENCHMARKS=OFF \
  ${CMAKE_CXX_COMPILER_LAUNCHER:+-DCMAKE_CXX_COMPILER_LAUNCHER=$CMAKE_CXX_COMPILER_LAUNCHER} >"$folder/configure.log"
ninja -C "$folder/build" -j "$jobs" metronome >"$folder/build.log" || refuse "the copy does not build: $(grep -m3 'error' "$folder/build.log")"

echo "| added | files of its own | files changed | used |"
echo "|---|---|---|---|"
sed '/^#/d' "$here/limits.txt" | while read -r name most file unit; do
  [ -z "$file" ] || continue
  mkdir -p "$folder/used/$name"
  METRONOME=$folder/build/metronome WORK=$folder/used/$name TREE=$tree bash -euo pipefail "$here/$name.sh" >"$folder/used/$name.log" 2>&1 ||
    refuse "$name: $(tail -3 "$folder/used/$name.log")"
  echo "| $name | $(added "$here/$name.patch" | wc -l) | $(changed "$here/$name.patch" | tr '\n' ' ') | ok |"
done
