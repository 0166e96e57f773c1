printf 'R 0\nR 64\n' >"$WORK/requests"
"$METRONOME" dram --device "$TREE/configs/dram/ddr4_2400.yaml" --trace "$WORK/requests" --set page_policy=row_cycle --json | grep -q '"cycles"'
"$METRONOME" explain dram_device | grep -q row_cycle
