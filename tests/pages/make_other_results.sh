#!/bin/sh
# Results whose reports have what those of examples/paper/make_results.sh lack: two trainings with tests on the way on two machines
# (accuracy against energy), a training alone (its curves), a run on four chips, and a run of forty levels whose layers have bits of
# their own. METRONOME is the program; FOLDER has the traces of make_results.sh.
#   make_other_results.sh METRONOME CONFIGS FOLDER
set -e
metronome=${1:?usage: make_other_results.sh METRONOME CONFIGS FOLDER}
configs=$2
cd "$3"
workload="{model: lenet-5, dataset: synthetic, train_samples: 256, test_samples: 64, batch: 16, iterations: 48, test_every: 8,
  schedule: 'cpt:3-8,periods=3,backward=8'}"
cat >trained.yaml <<END
name: trained
workload: $workload
baseline_schedule: static:8,backward=8
accelerators: [$configs/arch/systolic_512.yaml, $configs/arch/dual_serial_512.yaml]
mode: analytic
END
"$metronome" run trained.yaml --out trained
echo "$workload" >training.yaml
"$metronome" train training.yaml --out training
"$metronome" report training
cat >four.yaml <<END
system:
  name: four
  chips: 4
  machine: $configs/arch/systolic_512.yaml
  link: {bandwidth_gb_per_s: 1, latency_ns: 500, pj_per_bit: 1.3}
END
"$metronome" simulate trace_cpt --baseline trace_static --system four.yaml --mode analytic --out system
{
  echo iteration,forward_bits,backward_bits
  for i in $(seq 0 39); do
    echo "$((i * 160)),$((i % 7 + 2)),$((i / 7 + 3))"
  done
} >levels.csv
"$metronome" trace --model resnet-8 --dataset fashion-mnist --batch 128 --iterations 6400 --schedule csv:levels.csv --out trace_levels
"$metronome" simulate trace_levels --baseline trace_static --arch "$configs/arch/dual_serial_512.yaml" --mode analytic --out many_levels
