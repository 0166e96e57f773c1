# From the ideal saving to that in cycles, chunked_bfp_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_chunked_bfp_512.svg'
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
set yrange [0:42.57187879212948]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 12.79671996711741 19.74420638016089 19.881884802541748 23.3435367261705 23.57468318982363 23.660807261826978 35.32737905748694 36.643108533904154 36.69989551045645
1.7 15.707008710427072 22.654495123470554 22.800046934463012 26.244057029198665 26.270529742623392 26.319760175890437 34.33017991170269 36.62500646403636 36.67585434797921
3.4000000000000004 17.40822321917316 24.355709632216637 24.50010569868244 27.936084069674337 27.967237897530428 27.991927260153346 33.332668341399895 36.64645760853925 36.68340296720158
5.1000000000000005 17.833817418013275 24.781303831056753 24.925699897522556 28.360158716593208 28.376488380885277 28.38690680842273 33.21103088739207 36.65347090303451 36.677563685885225
EOD
plot $data using 1:10 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:9 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:8 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
