# From the ideal saving to that in cycles, dual_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_dual_serial_512.svg'
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
set yrange [0:42.546653049702115]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 15.282569898618936 16.17011598472088 16.427452211218018 20.422143291956395 20.52448855229676 34.70814470481983 36.58069267895064 36.65443080019667
1.7 22.028835938210733 22.76426818821543 22.930385803944453 23.490483764689863 23.561710138100377 34.38438033709763 36.60268069163109 36.67792689084659
3.4000000000000004 25.127169662804636 25.8647558460234 25.97593138206001 26.067606104932228 26.109462963107955 33.460276714420445 36.61713767307055 36.67364659266428
5.1000000000000005 25.796452004935745 26.53246761956447 26.632854507857694 26.661445486395774 26.68613160726492 33.34680525963716 36.64118398820687 36.67814918077769
EOD
plot $data using 1:9 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
