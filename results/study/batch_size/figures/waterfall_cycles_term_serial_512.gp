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
set label "16" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "64" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "128" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "256" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:50.798663750947576]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 18.32946859735468 23.743328943141716 23.89625683713512 24.00199433061372 24.670177766082713 25.42645145418544 29.658211545606527 39.645929020184255 43.26380029648716 43.67566520791696
1.7 19.65459889706801 25.068719888001922 25.145656159649032 25.18164031280554 25.46140360814929 25.683424877147996 30.578199114080352 40.101434043069695 43.602098849715006 43.718809609045586
3.4000000000000004 19.985953111872824 25.401116683394232 25.433441370210417 25.446117736701567 25.65372613289939 25.816469365605432 30.85137676642895 40.190772665565845 43.67941942069616 43.73926642466961
5.1000000000000005 20.110304048401016 25.52755278109745 25.52755278109745 25.53256947300595 25.70853669538734 25.79893915676086 30.96845689256218 40.28334336465821 43.76168146740721 43.79195150943757
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
