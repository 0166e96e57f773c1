# From the ideal saving to that in cycles, ResNet-50
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-50.svg'
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
set yrange [0:49.38381015281742]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.4404859416207385 6.923231621584646 30.53811154484186 30.689661483604134 30.689661483604134 30.707381792885602 30.707381792885602 30.707381792885602 30.707381792885602 30.707381792885602 30.726709098639148
1.7 6.61777977801522 13.100525457979128 27.694059700892804 29.356975398887087 29.356975398887087 29.359436448150465 29.359436448150465 29.35998095887875 29.35998095887875 30.14203630825567 30.44543645553681
3.4000000000000004 13.35422596955973 19.836971649523637 25.148314193864906 27.46605584374797 27.475432330010374 27.522299791314374 27.590980092170614 27.59284734835391 27.59284734835391 29.389515441523482 30.086551788906178
5.1000000000000005 17.07313819302114 23.55588387298505 23.55588387298505 26.603786814308695 26.631930562459317 26.632197963613468 26.6591069978668 26.6591069978668 26.6591069978668 29.148014048788784 30.083281070351486
6.800000000000001 16.714990410801445 23.197736090765353 23.197736090765353 26.367491162810595 26.909767961831975 26.91064235083026 26.932986444145712 26.934459465566096 26.934459465566096 29.208861969196597 30.083732496227388
8.5 12.917148134230938 19.399893814194847 23.891415020521976 26.30213337213031 26.98457115039713 26.99066649265993 27.03311244703693 27.034229949081457 27.034229949081457 28.94078738364636 30.086870375563457
10.2 17.989518591597875 24.472264271561784 29.783606815903052 29.783606815903052 30.045118089118294 30.425019951589082 30.953699315595372 31.135555051486463 34.920817325881316 41.22320783644028 42.57225013173915
EOD
plot $data using 1:12 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:11 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:10 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:9 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:8 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:7 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:6 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
