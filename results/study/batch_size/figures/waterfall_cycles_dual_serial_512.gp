# From the ideal saving to that in cycles, dual_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_dual_serial_512.svg'
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
set yrange [0:42.560537696315905]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 23.597966676107482 24.338818626175783 24.560576540918298 24.73235192403378 24.93297934340135 32.84754655910859 36.23254809846511 36.63586419703842
1.7 24.856373763092453 25.593816838108086 25.72094189140317 25.837957281733026 25.925736614558136 33.3648999841371 36.55167046220426 36.66261209356881
3.4000000000000004 25.127169662804636 25.8647558460234 25.97593138206001 26.067606104932228 26.109462963107955 33.460276714420445 36.61713767307055 36.67364659266428
5.1000000000000005 25.25367092746883 25.99154332709387 26.09736745186607 26.174368412066382 26.20150605520165 33.51963071102766 36.661595340686915 36.69011870372061
EOD
plot $data using 1:9 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
