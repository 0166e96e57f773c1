# From the ideal saving to that in cycles, chunked_bfp_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_chunked_bfp_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004)
set label "vector unit" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "array 12 bit" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "array 16 bit" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-2.0999999999999996:5.5]
set yrange [0:34.86243230094029]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 11.28048991873356 11.28048991873356 17.005021404655928 17.22437625341715 17.545792360613476 29.756223293980764 30.04171843921084
1.7 18.13900723742203 21.652211688676736 26.70853599564019 27.263194988684326 27.631670528858354 29.138404704470467 30.03344062469433
3.4000000000000004 9.96695957428253 15.692819111157585 20.328299133854156 21.031143816860787 21.28622708763187 29.79027155211411 30.05382094908646
EOD
plot $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
