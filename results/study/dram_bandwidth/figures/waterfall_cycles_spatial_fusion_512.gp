# From the ideal saving to that in cycles, spatial_fusion_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_spatial_fusion_512.svg'
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
set yrange [0:42.52782272438766]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 9.7510085165751 24.871803871420095 25.10311021940964 26.690809657875203 26.697155164029407 26.84145784555768 35.74801771664687 36.64738040914488
1.7 12.526044740567144 27.646840095412138 27.856252448280237 29.341534938248557 29.42955195679209 29.47260478185166 35.623024596460084 36.65699477402856
3.4000000000000004 13.904042996802257 29.02483835164725 29.24969975702195 30.68387201939935 30.737150910063605 30.754634531720736 34.885502678815506 36.65286764394169
5.1000000000000005 14.25439514153789 29.375190496382885 29.600051901757585 31.03461382662882 31.068201382791038 31.075808092877622 34.81558145290947 36.661916141713505
EOD
plot $data using 1:9 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:8 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
