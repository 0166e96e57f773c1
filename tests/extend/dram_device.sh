"$METRONOME" check "$TREE/configs/dram/ddr4_2133.yaml"
printf 'R 0\nR 64\n' >"$WORK/requests"
"$METRONOME" dram --device "$TREE/configs/dram/ddr4_2133.yaml" --trace "$WORK/requests" --json | grep '"cycles"' >/dev/null
