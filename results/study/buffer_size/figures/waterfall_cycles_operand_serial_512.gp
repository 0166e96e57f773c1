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
set label "256" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "512" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "1024" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "2048" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.46112543862967]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 20.948914999309576 26.364078570830983 26.426173336535975 33.68770090079831 36.55250707944598 36.604418481577305
1.7 21.05371976747422 26.468883338995628 26.51825327642173 33.607533046404214 36.540424373646964 36.592310655149504
3.4000000000000004 20.983793323794732 26.39895689531614 26.44832683274224 33.583863465212616 36.54194554296374 36.5923106605278
5.1000000000000005 20.82173280342633 26.236896374947737 26.28626631237384 33.53430943183463 36.54173479258967 36.59231067357661
EOD
plot $data using 1:7 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:6 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:5 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
