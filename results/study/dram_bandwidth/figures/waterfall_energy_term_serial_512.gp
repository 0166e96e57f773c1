# From the ideal saving to that in energy, term_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_term_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:44.936461327667836]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 8.054621717965137 13.168725536918545 38.64052308782942 38.71592658221201
1.7 11.489155579576549 17.01602556540591 38.64409004284974 38.73832873074814
3.4000000000000004 14.60076792024746 20.161529134302736 38.63072053963275 38.72157989687794
5.1000000000000005 16.608107631118042 22.05050278770917 38.639969659602954 38.70600687869844
EOD
plot $data using 1:5 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:4 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
