# From the ideal saving to that in cycles, operand_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_operand_serial_512.svg'
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
set yrange [0:42.562005468450124]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 19.75645055000732 25.170310895794355 25.250073000760153 25.39745810126226 25.48229926650345 33.164763705500846 36.29520499388595 36.66418100142822
1.7 20.80909467890404 26.223215669837952 26.275941975852955 26.345998882069843 26.40065434174873 33.607923828150874 36.56615574922187 36.66794663281109
3.4000000000000004 21.05371976747422 26.468883338995628 26.51825327642173 26.562759404919333 26.602605404062253 33.691885174044735 36.62477650128748 36.676662782790025
5.1000000000000005 21.170231741135847 26.58748047383228 26.618210309057112 26.662396418218492 26.678242030895195 33.744526722240074 36.665181162683425 36.69138402452597
EOD
plot $data using 1:9 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
