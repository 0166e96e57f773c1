#!/usr/bin/env bash
# A compiler launcher: appends "CPU_SECONDS OUTPUT" of each call to $METRONOME_BUILD_TIMES.
set -u
output=none
previous=
for word in "$@"; do
  [ "$previous" = -o ] && output=$word
  previous=$word
done
TIMEFORMAT='%U %S'
exec 3>&2 4>&1
times=$({ time "$@" >&4 2>&3; } 2>&1)
status=$?
echo "$times $output" | awk '{ printf "%.3f %s\n", $1 + $2, $3 }' >>"$METRONOME_BUILD_TIMES"
exit $status
