"$METRONOME" list schedules | grep 'ramp:3-8' >/dev/null
"$METRONOME" trace --model resnet-20 --dataset cifar-10 --iterations 60 --schedule ramp:3-8 --out "$WORK/t"
[ "$(grep -c '^[0-9]' "$WORK/t/timeline.csv")" = 6 ]
