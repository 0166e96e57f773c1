# From the ideal saving to that in energy, operand_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_operand_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999, "" 13.599999999999998, "" 15.299999999999997, "" 16.999999999999996, "" 18.699999999999996)
set label "CPT 3-8 seed 1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 3" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 1" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 2" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 3" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 1" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 2" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 3" at first 13.599999999999998, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 1" at first 15.299999999999997, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 2" at first 16.999999999999996, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 3" at first 18.699999999999996, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:19.499999999999996]
set yrange [0:67.70033417456771]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 12.940001401628853 18.537533824952146 22.197610751667273 36.59548774914203 36.78221072504362
1.7 12.940001401628853 18.537533824952146 22.197610751667273 36.59548774914203 36.78221072504362
3.4000000000000004 12.940001401628853 18.537533824952146 22.197610751667273 36.59548774914203 36.78221072504362
5.1000000000000005 0 0 0 0 0
6.800000000000001 0 0 0 0 0
8.5 0 0 0 0 0
10.2 10.34819421038703 16.744086626646947 19.640391102881882 31.115144768684566 31.264145161593436
11.899999999999999 10.34819421038703 16.744086626646947 19.640391102881882 31.115144768684566 31.264145161593436
13.599999999999998 10.34819421038703 16.744086626646947 19.640391102881882 31.115144768684566 31.264145161593436
15.299999999999997 20.49175636072271 29.11687452657591 34.959458737114176 58.06644796652888 58.36235704704114
16.999999999999996 20.49175636072271 29.11687452657591 34.959458737114176 58.06644796652888 58.36235704704114
18.699999999999996 20.49175636072271 29.11687452657591 34.959458737114176 58.06644796652888 58.36235704704114
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
