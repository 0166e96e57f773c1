# From the ideal saving to that in cycles, ResNet-34
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-34.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set bmargin 3.4
set xrange [-0.8:11]
set yrange [0:44.614103213153925]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.34592846263916677 2.1250849581784026 30.44355406586029 30.83945762166943 30.83945762166943 30.839605222582133 30.839605222582133 30.839605222582133 30.839605222582133 30.847002829813864
1.7 10.969876749333762 12.749033244872997 28.992146746773606 29.522204687112495 29.522204687112495 29.52267709705606 29.537816957324026 29.537816957324026 30.188458364864502 30.474905081078617
3.4000000000000004 20.750691933093545 22.529848428632782 27.777801970843417 28.141962514634177 28.141962514634177 28.14236305071145 28.14236305071145 28.14236305071145 29.492232262471408 30.071097361626432
5.1000000000000005 25.444087165429963 27.2232436609692 27.2232436609692 28.031855502283264 28.031855502283264 28.03293187441914 28.03428830308874 28.03428830308874 29.401827950548864 30.08605721466784
6.800000000000001 24.752628901454987 26.531785396994223 26.531785396994223 27.419069993662315 27.818756550563318 27.8196781405709 27.8196781405709 27.8196781405709 29.424193577088207 30.091305631118235
8.5 20.107779166742944 21.88693566228218 27.273073764242472 27.543369538108465 27.816418074426828 27.816891177392055 27.83947384105837 27.83947384105837 29.162730803539795 30.072506237270545
10.2 23.156682174529173 24.93583867006841 30.183792212279048 30.183792212279048 30.294613013489013 30.39519042709815 30.699643416841624 35.42622241399705 37.582067781996095 38.46043380444304
EOD
plot $data using 1:11 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:10 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:9 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:8 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:7 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:6 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
