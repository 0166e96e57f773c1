# From the ideal saving to that in energy, systolic_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_systolic_512.svg'
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
set yrange [0:69.5332667378051]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.9926523165555423 37.75723564988888
1.7 0.9926523165555423 37.75723564988888
3.4000000000000004 0.9926523165555423 37.75723564988888
5.1000000000000005 0 0
6.800000000000001 0 0
8.5 0 0
10.2 0.7980426711658661 32.04804267116587
11.899999999999999 0.7980426711658661 32.04804267116587
13.599999999999998 0.7980426711658661 32.04804267116587
15.299999999999997 1.609137992360743 59.942471325694065
16.999999999999996 1.609137992360743 59.942471325694065
18.699999999999996 1.609137992360743 59.942471325694065
EOD
plot $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
