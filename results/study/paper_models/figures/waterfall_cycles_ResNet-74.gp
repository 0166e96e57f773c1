# From the ideal saving to that in cycles, ResNet-74
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-74.svg'
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
set yrange [0:50.72248731100229]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.0916338889197843 36.76615518456067 36.76615518456067 36.76615518456067 36.76615518456067 36.771693038049065 36.771693038049065 36.771693038049065 36.77371761658732 36.77392634813715
1.7 13.907779386120355 29.028715510203806 29.253446588785735 30.68746678438341 30.740784358646522 30.75833568551326 30.75833568551326 34.88125731005076 36.64963778981679 36.68131762841141
3.4000000000000004 21.060407302632576 26.47599962161081 26.47636541354149 26.525782332047942 26.570357141319445 26.610284341370882 26.610284341370882 33.68648497120791 36.621378115668655 36.67329740552241
5.1000000000000005 25.134754998882958 25.134754998882958 25.87231913414033 25.983587772975426 26.075333696906476 26.117356851001784 26.117356851001784 33.45475088536778 36.613645452957996 36.670188533671244
6.800000000000001 26.14087834818408 26.14087834818408 26.14087834818408 27.772284797108657 27.835772862897432 27.85172624472878 27.85172624472878 34.26279118662765 37.14899008694481 37.201369012102106
8.5 17.41272434665285 24.359615549509527 24.504224988788536 27.94007206952763 27.97144350446682 27.996243901150187 27.996243901150187 33.3270568438093 36.64317728573969 36.68014177258318
10.2 19.996138911705753 25.411731230683987 25.411731230683987 25.44435372838163 25.65298778626862 25.816690377715258 30.849720109963062 40.174162792069126 43.66637866981211 43.72628216465715
EOD
plot $data using 1:11 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
