# From the ideal saving to that in energy, term_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_term_serial_512.svg'
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
set yrange [0:37.135830070137544]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 8.31654861135661 16.83177675472579 31.811919348226514 31.960989820926123
1.7 15.6712719165206 20.269938464864623 31.97169272208329 32.01364661218754
3.4000000000000004 8.846597354797147 13.529083774703599 31.804227524516183 31.9849504595231
EOD
plot $data using 1:5 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:4 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
