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
set label "1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:57.6131263550165]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 9.698433768626424 15.113597340147832 15.230709826356382 15.300457527909316 34.660868713605254 34.869120093939365 34.869120093939365 48.51418208337794 49.61057264003315 49.66648823708319
1.7 16.800025880873083 22.21518945239449 22.263747948558077 22.293738403313245 24.769638677722995 25.021372566603404 28.658859614048936 41.59043044353137 43.655489324644314 43.72872403393183
3.4000000000000004 19.985953111872824 25.401116683394232 25.433441370210417 25.446117736701567 25.65372613289939 25.816469365605432 30.85137676642895 40.190772665565845 43.67941942069616 43.73926642466961
5.1000000000000005 20.650112403863872 26.065275975385283 26.065275975385283 26.065275975385283 26.213709003603835 26.311849067426984 31.503609234705152 40.040217981347446 43.744421223864734 43.78415657800204
EOD
plot $data using 1:11 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
