# From the ideal saving to that in energy, operand_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_operand_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "16" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "64" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "128" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "256" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.590889940837236]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 14.697608469513955 20.23716846593876 22.733951588938027 36.60852210014056 36.685776357581176
1.7 15.601885361618928 21.140572774922315 23.482842899340195 36.606109699472185 36.69162826539723
3.4000000000000004 15.500815974655668 21.040378770954828 23.37653364492931 36.61556817654503 36.70093836815139
5.1000000000000005 15.51074167544133 21.052343333077015 23.35644070779921 36.629622224164756 36.71628443175624
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
