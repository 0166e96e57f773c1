# From the ideal saving to that in cycles, binary_overlay_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_binary_overlay_512.svg'
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
set yrange [0:43.14782670405428]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 26.048991074006256 27.6795768501781 27.743109988088467 34.31545603170407 37.14391233692997 37.19640233108128
1.7 26.134281243701107 27.76574391327954 27.829099141200697 34.25231721741474 37.136973885737575 37.18932635029542
3.4000000000000004 26.056143323447845 27.690223579702643 27.756138973736753 34.221547600523785 37.13353004786788 37.18439583255216
5.1000000000000005 25.885681587519436 27.511095385544927 27.590933875472057 34.16331052514897 37.13321080769892 37.18442995838852
EOD
plot $data using 1:7 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:6 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:5 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:4 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:3 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
