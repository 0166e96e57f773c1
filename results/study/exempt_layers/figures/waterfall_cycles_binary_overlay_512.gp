# From the ideal saving to that in cycles, binary_overlay_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_binary_overlay_512.svg'
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
set yrange [0:34.921660205470815]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 14.066370189972787 14.066370189972787 14.389036556423552 14.8040782405084 29.858943908722136 30.093595581712083
1.7 22.372294128528026 25.885498579782727 27.27971082071372 27.691680446573972 29.483156792469288 30.084142715704843
3.4000000000000004 12.182492602785134 17.908352139660188 19.78408540936537 20.10461535333722 29.929417155101767 30.104879487474843
EOD
plot $data using 1:7 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:6 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
