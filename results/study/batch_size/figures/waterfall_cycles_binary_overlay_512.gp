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
set label "16" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "64" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "128" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "256" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:43.17808772593029]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 24.71367495091069 26.411438305677837 26.635200695959004 26.740345743108307 33.6842990682241 36.80482111369343 37.18259716317736
1.7 25.895392382079585 27.539375759517103 27.65182773796192 27.671264788197625 34.17756342642555 37.094563240703025 37.19755840910449
3.4000000000000004 26.134281243701107 27.76574391327954 27.829099141200697 27.845038373451747 34.26825644966579 37.152913117988625 37.20526558254647
5.1000000000000005 26.250630078423907 27.892920167195665 27.92414298218283 27.93295751797097 34.32658665942477 37.19608318480007 37.222489418905425
EOD
plot $data using 1:8 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:7 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:6 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:5 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:4 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:3 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
