"$METRONOME" --help | grep levels >/dev/null
"$METRONOME" trace --model resnet-20 --dataset cifar-10 --iterations 64 --schedule cpt:3-4,periods=2 --out "$WORK/t"
"$METRONOME" levels "$WORK/t" | grep -x '3 bits: 32 iterations' >/dev/null
