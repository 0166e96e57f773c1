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
set label "256" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "512" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "1024" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "2048" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.54499129639179]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 24.99093075946822 25.728516942686984 25.92344711758745 26.01322645372106 26.038487626058213 33.53452254747361 36.618208106648034 36.674681330945305
1.7 25.127169662804636 25.8647558460234 25.97593138206001 26.067606104932228 26.109462963107955 33.460276714420445 36.61713767307055 36.67364659266428
3.4000000000000004 25.074513983697898 25.81210016691666 25.898156586868726 25.97238100288024 26.02250846752473 33.43202082335904 36.621768614378716 36.67671662393085
5.1000000000000005 24.89513873915069 25.632724922369455 25.718781342321517 25.79300575833303 25.84313322297752 33.37247310389942 36.621466945766436 36.676716634820515
EOD
plot $data using 1:9 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
