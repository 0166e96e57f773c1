# From the ideal saving to that in cycles, 2-LSTM
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_2-LSTM.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set bmargin 3.4
set xrange [-0.8:11]
set yrange [0:35.148827913555024]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.09374735683436164 23.262696435628005 23.262696435628005 23.262696435628005 23.4481541208965 23.4481541208965 23.4481541208965 23.449942717489247 23.449942717489247 23.454299898558393
1.7 0.09374735683436164 23.262696435628005 23.262696435628005 23.262696435628005 23.4481541208965 23.4481541208965 23.4481541208965 23.449942717489247 23.449942717489247 23.454299898558393
3.4000000000000004 11.285670509898171 15.689559347727954 15.689559347727954 15.748853270357198 16.829431197503652 20.44511137980193 20.60317814848396 21.971707744366963 22.619575416220993 23.16894637689616
5.1000000000000005 16.637456431780794 16.637456431780794 17.582029694940637 17.838409003117217 17.99204011682044 19.0584526225548 19.572243302583626 21.460799535494168 22.401364370770626 23.168946511811438
6.800000000000001 17.820365282767924 17.820365282767924 18.6104352775445 19.965288696469695 20.147612784786194 20.202018290025357 20.249110290208694 21.74776716939376 22.52433863375497 23.168947046809663
8.5 9.46043040444967 16.97794018994132 16.97794018994132 20.077187030909503 20.216115502793176 20.411683346785725 20.608209207968166 21.772867904791028 23.34774802196008 23.739869190225136
10.2 12.381932785503347 16.78582162333313 16.78582162333313 18.18381306083593 19.27996639804691 26.293737721584286 26.786237749490738 28.694231873622254 29.57761669287655 30.300713718581918
EOD
plot $data using 1:11 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:7 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:6 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
