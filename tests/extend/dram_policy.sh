printf 'R 0\nR 64\n' >"$WORK/requests"
"$METRONOME" dram --device "$TREE/configs/dram/ddr4_2400.yaml" --trace "$WORK/requests" --set page_policy=row_cycle --json | grep -q '"cycles"'
"$METRONOME" explain page_policy | grep -q row_cycle
