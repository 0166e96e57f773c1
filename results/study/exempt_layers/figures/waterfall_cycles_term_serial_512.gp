# From the ideal saving to that in cycles, term_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_term_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004)
set label "vector unit" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "array 12 bit" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "array 16 bit" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-2.0999999999999996:5.5]
set yrange [0:47.86661956459781]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 10.346397092827242 10.346397092827242 15.44091407183662 15.5414620913639 15.654396255257764 15.962370828235017 20.691009858659182 36.366708288979154 36.56795032818527
1.7 22.598375825203863 26.111580276458568 31.43853621381093 31.55357639142534 31.677457324357505 32.00105640398768 36.66106110319336 39.35422282512758 40.22325509961529
3.4000000000000004 11.132435484984548 16.858295021859604 20.983616323622243 21.09966035248272 21.199961318672898 21.472246882700983 26.180413413266823 41.05870312973433 41.26432721086019
EOD
plot $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:6 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
