"$METRONOME" list layers | grep softsign >/dev/null
cat >"$WORK/network.yaml" <<'Y'
name: softsigned
inputs: [{channels: 3, height: 32, width: 32}]
layers:
  - {name: conv, kind: convolution, out_channels: 8, kernel: 3, pad: 1}
  - {name: bent, kind: softsign}
  - {name: pool, kind: global_average_pool}
  - {name: fc, kind: linear, out_features: 10}
Y
cat >"$WORK/w.yaml" <<Y
model: $WORK/network.yaml
dataset: synthetic
iterations: 20
batch: 32
schedule: static:8
Y
"$METRONOME" train "$WORK/w.yaml" --out "$WORK/trained"
"$METRONOME" simulate "$WORK/trained" --mode analytic --arch "$TREE/configs/arch/dual_serial_512.yaml" --no-figures --out "$WORK/run"
grep -q 'bent.forward' "$WORK/run/operations.csv"
