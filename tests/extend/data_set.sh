"$METRONOME" list datasets | grep stripes >/dev/null
cat >"$WORK/w.yaml" <<'Y'
model: resnet-8
dataset: stripes
iterations: 20
batch: 32
schedule: static:8
Y
"$METRONOME" train "$WORK/w.yaml" --out "$WORK/trained"
