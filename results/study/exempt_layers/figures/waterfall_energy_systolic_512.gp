# From the ideal saving to that in energy, systolic_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_systolic_512.svg'
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
set yrange [0:41.77262613039469]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.49320790979715534 30.59083351301828 36.01088459516784
1.7 0.6682995117664903 30.765925114987613 35.453648097584434
3.4000000000000004 0.4452421096044712 30.542867712825593 35.444290391746804
EOD
plot $data using 1:4 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
