# From the ideal saving to that in cycles, systolic_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_systolic_512.svg'
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
set yrange [0:68.40548655024628]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.1523219165177614 36.98153555489089 37.005550774385384 37.17081071959786
1.7 0.1523219165177614 36.98153555489089 37.005550774385384 37.17081071959786
3.4000000000000004 0.1523219165177614 36.98153555489089 37.005550774385384 37.17081071959786
5.1000000000000005 0 0 0 0
6.800000000000001 0 0 0 0
8.5 0 0 0 0
10.2 0.1378499011880474 31.462452023203955 31.512707920208527 31.65128461834291
11.899999999999999 0.1378499011880474 31.462452023203955 31.512707920208527 31.65128461834291
13.599999999999998 0.1378499011880474 31.462452023203955 31.512707920208527 31.65128461834291
15.299999999999997 0.2461605378357934 58.67896336719034 58.69169378380779 58.97024702607438
16.999999999999996 0.2461605378357934 58.67896336719034 58.69169378380779 58.97024702607438
18.699999999999996 0.2461605378357934 58.67896336719034 58.69169378380779 58.97024702607438
EOD
plot $data using 1:5 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:4 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
