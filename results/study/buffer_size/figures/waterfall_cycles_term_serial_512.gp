# From the ideal saving to that in cycles, term_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_term_serial_512.svg'
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
set yrange [0:50.72284446748701]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 19.85572317646197 25.27088674798338 25.555599503950976 25.87010835708645 25.968988489183573 30.548552506320082 40.072253691613255 43.46237258514752 43.522009763187995
1.7 19.985953111872824 25.401116683394232 25.433441370210417 25.64104976640824 25.803792999114282 30.8387003999378 40.178096299074696 43.666743054205014 43.72659005817846
3.4000000000000004 19.893655846092518 25.308819417613925 25.308819417613925 25.52178264509264 25.731140994682544 30.73879376847043 40.129147299984844 43.64122796234086 43.69920119463065
5.1000000000000005 19.691216546601197 25.106380118122605 25.106380118122605 25.347959843125132 25.575492813840107 30.589816002623724 40.109266056902236 43.66583843324262 43.723806862007464
EOD
plot $data using 1:10 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:9 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:8 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:7 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
