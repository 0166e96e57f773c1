# From the ideal saving to that in cycles, ResNet-152
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-152.svg'
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
set yrange [0:50.73699080725296]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.0834903251768826 36.7571729770044 36.7571729770044 36.7571729770044 36.7571729770044 36.76141235573546 36.76141235573546 36.76141235573546 36.76221916580356 36.76241166269928
1.7 13.989902651076646 29.10969622821885 29.295810045346435 30.724220226844846 30.78265128782186 30.79864047533579 30.79864047533579 34.880528850771796 36.64821724589907 36.68047236502399
3.4000000000000004 21.170403685047688 26.583291024846655 26.583481174203225 26.631582171540433 26.6585201058112 26.698174531719708 26.698174531719708 33.689733475810826 36.61967166102051 36.67247127586857
5.1000000000000005 25.276842103984485 25.276842103984485 25.967447860706795 26.070689018086345 26.146615190222523 26.18659655581895 26.18659655581895 33.45360028527432 36.611752102347886 36.669326398755196
6.800000000000001 26.24090862299806 26.24090862299806 26.24090862299806 27.847504932003798 27.90975472522259 27.92564213365275 27.92564213365275 34.28522817778252 37.17181391622864 37.225152587184674
8.5 17.551285246490266 24.49816798108061 24.597577286819917 27.98676707744364 28.01677676908626 28.040176841271112 28.040176841271112 33.329967859439066 36.6415402111393 36.67931051358107
10.2 20.129334611222415 25.542221951021382 25.542221951021382 25.56227945424002 25.67261288022904 25.83531199693886 30.952990110358137 40.18209140567471 43.67770436625921 43.73878517866635
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
