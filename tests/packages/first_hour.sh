#!/bin/bash
# What a newcomer does, in a Debian 12 that has nothing but its essential packages: the sources are cloned, `make run` makes the first
# report, then a figure for a paper. Prints what each step took by the clock and by the processors. Needs root, mmdebstrap, a mirror
# of Debian, and no other network.
#   first_hour.sh SOURCE WORK
set -euo pipefail
source=$(realpath "$1")
mkdir -p "$2"
work=$(realpath "$2")
tree=$work/debian
finish() {
  local place
  for place in "$tree/proc" "$tree/dev"; do
    ! mountpoint -q "$place" || umount -l "$place"
  done
  rm -rf --one-file-system "$tree"
}
trap finish EXIT
finish
mmdebstrap --quiet --mode=root --variant=apt --components=main bookworm "$tree"
mount -t proc proc "$tree/proc"
mount --bind /dev "$tree/dev"
cp /etc/resolv.conf "$tree/etc/resolv.conf"
git clone --quiet --no-hardlinks "$source" "$tree/root/metronome"

step() {  # step NAME COMMAND: seconds by the clock, seconds of processors
  local name=$1 TIMEFORMAT='%R s, processors %U + %S s'
  shift
  echo "== $name: $*"
  { time chroot "$tree" env -i HOME=/root PATH=/usr/bin:/bin:/usr/sbin:/sbin DEBIAN_FRONTEND=noninteractive \
      bash -ec "cd /root/metronome 2>/dev/null || cd /root; $*" >"$work/$name.log" 2>&1; } 2>"$work/$name.time" \
    || { tail -40 "$work/$name.log"; exit 1; }
  echo "== $name took $(cat "$work/$name.time")"
}
step compiler 'apt-get update -q && apt-get install -y -q --no-install-recommends git g++ make'
step packages 'make packages'
step build 'make build'
step run 'make run'
step figure 'build/release/metronome figures results/runs/quickstart --style ieee-column --format pdf --out paper'
chroot "$tree" bash -ec 'cd /root/metronome; test -s results/runs/quickstart/report.html; ls paper/*.pdf paper/*.tex paper/*.bib'
