#!/usr/bin/env bash
# Runs fuzzers that preset `fuzz` has built, each over its corpus and what earlier runs have found.
#   fuzz.sh BUILD (--runs N | --seconds N) [--seed N] [--into FOLDER] [--jobs N] [TARGET...]
# A table row of each goes to standard output; logs, inputs found and inputs that broke a reader to
# FOLDER (BUILD/fuzzing). Exit code 4 where a reader broke.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build=$1
shift
limit=-runs=100000 jobs=1 seed=0 folder=$build/fuzzing targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --runs) limit=-runs=$2; shift ;;
    --seconds) limit=-max_total_time=$2; shift ;;
    --seed) seed=$2; shift ;;  # 0: another one each time
    --into) folder=$2; shift ;;
    --jobs) jobs=$2; shift ;;
    *) targets+=("$1") ;;
  esac
  shift
done
if [ ${#targets[@]} -eq 0 ]; then
  mapfile -t targets < <(sed -n 's/^TARGET(\(.*\))$/\1/p' "$here/targets.def")
fi

fuzz() {
  local name=$1 state=ok row
  mkdir -p "$folder/found/$name" "$folder/broken"
  "$build/tests/fuzz/fuzz_$name" "$limit" -seed="$seed" -artifact_prefix="$folder/broken/$name-" \
    -print_final_stats=1 "$folder/found/$name" "$here/corpus/$name" \
    >"$folder/$name.log" 2>&1 || state=BROKEN
  row=$(awk '/DONE/ {for (i = 1; i < NF; ++i) f[$i] = $(i + 1)}
             /^Done/ {runs = $2; seconds = $5}
             /peak_rss_mb/ {memory = $2}
             END {printf "%s | %s | %s | %s | %s | %s", runs, seconds, f["exec/s:"], f["cov:"], f["ft:"], memory}' \
    "$folder/$name.log")
  echo "| $name | $row | $state |"
  [ $state = ok ] || { tail -40 "$folder/$name.log" >&2; return 4; }
}
export -f fuzz
export build here limit seed folder

echo "| target | executions | seconds | executions/s | edges | features | peak MiB | state |"
echo "|---|---|---|---|---|---|---|---|"
printf '%s\n' "${targets[@]}" | xargs -P "$jobs" -I{} bash -c 'fuzz "$1"' fuzz {} || exit 4
