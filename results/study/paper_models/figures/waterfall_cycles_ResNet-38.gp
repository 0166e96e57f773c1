# From the ideal saving to that in cycles, ResNet-38
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-38.svg'
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
set yrange [0:50.69511392372766]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.10693360322664436 36.78309403090516 36.78309403090516 36.78309403090516 36.78309403090516 36.79109974984276 36.79109974984276 36.79109974984276 36.79544780234431 36.79568581285505
1.7 13.753490363347986 28.876659538004468 29.17483064883064 30.61945641732874 30.66301678850919 30.68353196866299 30.68353196866299 34.88298967319151 36.652357482255134 36.68296889537439
3.4000000000000004 20.853450502879312 26.274329551540486 26.274943495032588 26.326870364022504 26.405064888752715 26.445509528817066 26.445509528817066 33.68090077609902 36.62463248312512 36.67491270509839
5.1000000000000005 24.86806009186483 24.86806009186483 25.694803313092017 25.82128835569306 25.94298938102002 25.988882632273622 25.988882632273622 33.45745903703694 36.617244513539184 36.671873727157546
6.800000000000001 25.95414553915557 25.95414553915557 25.95414553915557 27.632104767152686 27.697910415757185 27.713987521247883 27.713987521247883 34.22068639704635 37.10596506017296 37.15656797354527
8.5 17.153545076018485 24.100452830129004 24.331347376109324 27.854999539054127 27.88890198824764 27.916348157465208 27.916348157465208 33.322735560919604 36.64628778010444 36.68176674962289
10.2 19.746404085039327 25.1672831337005 25.1672831337005 25.22378341749739 25.618520387962008 25.784063135296762 30.657178656178218 40.15973855968403 43.64496041089977 43.70268441700661
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
