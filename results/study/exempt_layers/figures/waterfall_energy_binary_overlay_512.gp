# From the ideal saving to that in energy, binary_overlay_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_binary_overlay_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004)
set label "vector unit" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "array 12 bit" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "array 16 bit" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-2.0999999999999996:5.5]
set yrange [0:34.93092854613946]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 15.051576331235871 15.074488226329107 17.069229654765195 29.87833871949065 30.088272020160566
1.7 20.49420770196392 24.02528894371425 24.49971548587343 30.07660005196674 30.112869436327127
3.4000000000000004 13.36583552527082 19.10672071819307 19.55567545552079 29.890967186991634 30.086103654292717
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
