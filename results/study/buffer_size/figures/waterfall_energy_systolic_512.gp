# From the ideal saving to that in energy, systolic_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_systolic_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "256" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "512" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "1024" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "2048" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:43.89279028586827]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.7565542811459935 37.42947094781266 37.613610125075716
1.7 1.1656956487370196 37.83861231540369 37.83861231540369
3.4000000000000004 1.0202296793041077 37.693146345970774 37.693146345970774
5.1000000000000005 0.998620850278853 37.67153751694552 37.67153751694552
EOD
plot $data using 1:4 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
