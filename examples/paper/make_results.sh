#!/bin/sh
# What the paper shows: CPT against static 8 bits, ResNet-8 by its shapes alone (nothing is trained), on four machines in closed
# form; then its figures and tables. METRONOME is the program, FOLDER is made.
set -e
metronome=${1:?usage: make_results.sh METRONOME CONFIGS FOLDER}
configs=$2
folder=$3
mkdir -p "$folder"
cd "$folder"
for schedule in cpt:3-8,periods=8,backward=8 static:8,backward=8; do
  "$metronome" trace --model resnet-8 --dataset fashion-mnist --batch 128 --iterations 6400 --schedule $schedule \
    --out "trace_${schedule%%:*}"
done
for machine in systolic spatial_fusion operand_serial dual_serial; do
  "$metronome" simulate trace_cpt --baseline trace_static --arch "$configs/arch/${machine}_512.yaml" --mode analytic \
    --out "runs/$machine"
done
"$metronome" report runs/* --out comparison
"$metronome" figures comparison runs/* --only savings,waterfall_energy,energy --style ieee-column --out column
"$metronome" figures runs/dual_serial --only roofline --style ieee-page --out page
