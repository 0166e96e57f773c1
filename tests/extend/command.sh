"$METRONOME" --help | grep -q levels
"$METRONOME" trace --model resnet-20 --dataset cifar-10 --iterations 64 --schedule cpt:3-4,periods=2 --out "$WORK/t"
"$METRONOME" levels "$WORK/t" | grep -qx '3 bits: 32 iterations'
