#!/bin/bash
# The package of `make deb` in a Debian 12 that has nothing but its essential packages: apt installs it with what it depends on, and
# the first lesson runs. Needs root, mmdebstrap and a mirror of Debian.
#   clean_debian.sh SOURCE BUILD WORK
set -euo pipefail
source=$1 build=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
"$source/cmake/deb.sh" "$build" "$work" 0.0.1
tree=$work/debian
mmdebstrap --quiet --mode=root --variant=apt --components=main bookworm "$tree"
cp "$work"/metronome_*.deb "$tree/root/metronome.deb"
cp /etc/resolv.conf "$tree/etc/resolv.conf"
chroot "$tree" apt-get update -q >"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; exit 1; }
chroot "$tree" apt-get install -y -q --no-install-recommends /root/metronome.deb >"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; exit 1; }
chroot "$tree" /bin/bash -ec '
  cd /root
  metronome --version
  metronome trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 8 --schedule static:8,backward=8 --out trace
  metronome simulate trace --arch /usr/share/metronome/configs/arch/systolic_512.yaml --mode analytic --out run
  test -s run/report.html
  metronome validate >validation.txt || { tail -20 validation.txt; exit 1; }
  metronome doctor || true
  dpkg -L metronome | grep -q /usr/share/man/man1/metronome.1.gz'
rm -rf "$tree"
