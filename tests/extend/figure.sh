"$METRONOME" trace --model resnet-20 --dataset cifar-10 --batch 8 --iterations 64 --schedule cpt:3-4,periods=2 --out "$WORK/t"
"$METRONOME" simulate "$WORK/t" --arch "$TREE/configs/arch/dual_serial_512.yaml" --mode analytic --out "$WORK/r"
[ -s "$WORK/r/figures/level_shares.csv" ]
