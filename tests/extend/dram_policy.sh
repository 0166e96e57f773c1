printf 'R 0\nR 64\n' >"$WORK/requests"
"$METRONOME" dram --device "$TREE/configs/dram/ddr4_2400.yaml" --trace "$WORK/requests" --set page_policy=row_cycle --json | grep '"cycles"' >/dev/null
"$METRONOME" explain page_policy | grep row_cycle >/dev/null
