#!/usr/bin/env bash
# What building costs: CPU seconds per 1000 source lines, and how much of the tree each header
# rebuilds. Builds twice what `make test` builds, from nothing and without a compiler cache.
#   cmake/build_time.sh [JOBS]        exit code 4 where a limit is exceeded
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
jobs=${1:-$(nproc)}
folder=$root/build/build-time
tool_limit=5    # CPU seconds per 1000 lines of sim, arch, workloads
all_limit=8     # the same for everything, tests and benchmarks included
header_limit=33.4  # percent of the CPU time that touching a header outside sim/base may cost

lines_of() { git ls-files -- "$@" | grep -E '\.(cpp|hpp|cc)$' | xargs cat | wc -l; }

rm -rf "$folder"
export METRONOME_BUILD_TIMES=$folder.times
: >"$METRONOME_BUILD_TIMES"
cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_COMPILER_LAUNCHER="$root/cmake/timed_compiler.sh" >/dev/null

TIMEFORMAT='%R %U %S'
exec 3>&2
build() { { time nice ninja -C "$folder" -j "$jobs" "$@" >/dev/null 2>&3; } 2>&1; }
tool=$(build metronome)
rest=$(build)
awk -v tool="$tool" -v rest="$rest" -v tool_lines="$(lines_of sim arch workloads)" \
  -v all_lines="$(lines_of sim arch workloads tests docs)" \
  -v tool_limit=$tool_limit -v all_limit=$all_limit 'BEGIN {
    split(tool, t); split(rest, r)
    tool_cpu = t[2] + t[3]; all_cpu = tool_cpu + r[2] + r[3]
    tool_rate = 1000 * tool_cpu / tool_lines; all_rate = 1000 * all_cpu / all_lines
    form = "%-11s %6d lines %7.0f CPU s %7.0f s wall %6.2f CPU s per 1000 lines (limit %d)\n"
    printf form, "the tool", tool_lines, tool_cpu, t[1], tool_rate, tool_limit
    printf form, "everything", all_lines, all_cpu, t[1] + r[1], all_rate, all_limit
    exit tool_rate > tool_limit || all_rate > all_limit ? 4 : 0
  }' && rates=0 || rates=$?

# Every object with its cost, then every header with the sum over the objects that read it.
ninja -C "$folder" -t deps | awk -v root="$root/" -v limit=$header_limit '
  FILENAME == ARGV[1] { cost[$2] += $1; total += $1; next }
  /^[^ ].*: #deps/ { object = $1; sub(/:$/, "", object); next }
  /^ / {
    file = $1
    if (index(file, root) == 1) { file = substr(file, length(root) + 1) }
    if (file ~ /^\.\.\/\.\.\//) { file = substr(file, 7) }
    if (file ~ /^(sim|arch|workloads)\/.*\.hpp$/ && !((file, object) in seen)) {
      seen[file, object] = 1
      sum[file] += cost[object]
    }
  }
  END {
    for (file in sum) {
      share = 100 * sum[file] / total
      printf "%5.1f %% %s%s\n", share, file, share > limit && file !~ /^sim\/base\// ? "  <- over the limit" : ""
    }
  }' "$METRONOME_BUILD_TIMES" - | sort -rn >"$folder.headers"
echo "What touching a header rebuilds, in percent of the CPU time (limit $header_limit outside sim/base):"
grep -v ' sim/base/' "$folder.headers" | head -n 12
rm -rf "$folder"
if [ "$rates" -ne 0 ] || grep -q 'over the limit' "$folder.headers"; then exit 4; fi
