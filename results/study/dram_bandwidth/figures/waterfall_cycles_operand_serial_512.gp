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
set label "1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.54833682033534]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 12.830538728064312 18.24570229958572 18.318246533635328 21.48535651534158 21.554437029113682 35.06394848752543 36.608091392149056 36.6737900721374
1.7 18.520820890797694 23.935984462319105 23.98682241917224 24.240210796672432 24.297578167899303 34.66745966039155 36.61113171430412 36.679600707185635
3.4000000000000004 21.05371976747422 26.468883338995628 26.51825327642173 26.562759404919333 26.602605404062253 33.691885174044735 36.62477650128748 36.676662782790025
5.1000000000000005 21.648745845945637 27.063909417467045 27.096339633340005 27.11570674213246 27.138084693616527 33.570155818466795 36.64411256002518 36.67817482108369
EOD
plot $data using 1:9 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
