# From the ideal saving to that in cycles, operand_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_operand_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999, "" 13.599999999999998, "" 15.299999999999997, "" 16.999999999999996, "" 18.699999999999996)
set label "CPT 3-8 seed 1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 3" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 1" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 2" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 3" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 1" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 2" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 3" at first 13.599999999999998, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 1" at first 15.299999999999997, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 2" at first 16.999999999999996, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 3" at first 18.699999999999996, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:19.499999999999996]
set yrange [0:67.75305742427658]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 15.73925660067521 21.218470239048337 21.261916743161844 21.42018074411275 21.444859002708014 36.15750211498994 36.81532194919129
1.7 15.73925660067521 21.218470239048337 21.261916743161844 21.42018074411275 21.444859002708014 36.15750211498994 36.81532194919129
3.4000000000000004 15.73925660067521 21.218470239048337 21.261916743161844 21.42018074411275 21.444859002708014 36.15750211498994 36.81532194919129
5.1000000000000005 0 0 0 0 0 0 0
6.800000000000001 0 0 0 0 0 0 0
8.5 0 0 0 0 0 0 0
10.2 12.594466250094094 18.919068372110004 18.949127949345336 19.029245426256313 19.037828604533647 30.788217519326277 31.315098344869785
11.899999999999999 12.594466250094094 18.919068372110004 18.949127949345336 19.029245426256313 19.037828604533647 30.788217519326277 31.315098344869785
13.599999999999998 12.594466250094094 18.919068372110004 18.949127949345336 19.029245426256313 19.037828604533647 30.788217519326277 31.315098344869785
15.299999999999997 25.100763911441494 33.53356674079604 33.60045988450283 33.808915107217615 33.87604717352608 57.35940300171479 58.40780812437636
16.999999999999996 25.100763911441494 33.53356674079604 33.60045988450283 33.808915107217615 33.87604717352608 57.35940300171479 58.40780812437636
18.699999999999996 25.100763911441494 33.53356674079604 33.60045988450283 33.808915107217615 33.87604717352608 57.35940300171479 58.40780812437636
EOD
plot $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
