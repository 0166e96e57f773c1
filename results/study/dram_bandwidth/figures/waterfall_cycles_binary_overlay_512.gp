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
set label "1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:43.16263102303349]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 18.09561651186542 19.791552503472076 20.546842604449644 20.609316624906405 34.94269536131114 37.110936329297985 37.19186979205402
1.7 23.44293764031141 25.08691756033029 25.2135806288023 25.241325729981302 34.99642484007407 37.136754098145566 37.20916467502887
3.4000000000000004 26.134281243701107 27.76574391327954 27.829099141200697 27.845038373451747 34.26825644966579 37.152913117988625 37.20526558254647
5.1000000000000005 26.712147564627696 28.35379548983905 28.383698277161738 28.3952092290775 34.186983180829586 37.17493232792685 37.20894072550952
EOD
plot $data using 1:8 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:7 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:6 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:5 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:4 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:3 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
