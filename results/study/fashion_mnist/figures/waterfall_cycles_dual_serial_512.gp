# From the ideal saving to that in cycles, dual_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_dual_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999, "" 13.599999999999998, "" 15.299999999999997, "" 16.999999999999996, "" 18.699999999999996)
set label "CPT 3-8 seed 1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 3" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 1" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 2" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 3" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 1" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 2" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 3" at first 13.599999999999998, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 1" at first 15.299999999999997, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 2" at first 16.999999999999996, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 3" at first 18.699999999999996, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:19.499999999999996]
set yrange [0:67.75170569073197]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 17.754978078706884 20.801002061907592 20.93376497878382 21.132581921038927 21.164524881802247 36.11409327067957 36.81637635409564
1.7 17.754978078706884 20.801002061907592 20.93376497878382 21.132581921038927 21.164524881802247 36.11409327067957 36.81637635409564
3.4000000000000004 17.754978078706884 20.801002061907592 20.93376497878382 21.132581921038927 21.164524881802247 36.11409327067957 36.81637635409564
5.1000000000000005 0 0 0 0 0 0 0
6.800000000000001 0 0 0 0 0 0 0
8.5 0 0 0 0 0 0 0
10.2 14.674506175251844 18.177791682847687 18.248978878514478 18.379932038167368 18.390913764752025 30.737699088705327 31.318700352129003
11.899999999999999 14.674506175251844 18.177791682847687 18.248978878514478 18.379932038167368 18.390913764752025 30.737699088705327 31.318700352129003
13.599999999999998 14.674506175251844 18.177791682847687 18.248978878514478 18.379932038167368 18.390913764752025 30.737699088705327 31.318700352129003
15.299999999999997 28.23698797474179 32.947220271180974 33.13287935401075 33.45259143687416 33.50831236298507 57.29040901090189 58.406642836837904
16.999999999999996 28.23698797474179 32.947220271180974 33.13287935401075 33.45259143687416 33.50831236298507 57.29040901090189 58.406642836837904
18.699999999999996 28.23698797474179 32.947220271180974 33.13287935401075 33.45259143687416 33.50831236298507 57.29040901090189 58.406642836837904
EOD
plot $data using 1:8 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:7 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:6 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:5 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:4 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
