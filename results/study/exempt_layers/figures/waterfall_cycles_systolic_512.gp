# From the ideal saving to that in cycles, systolic_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_systolic_512.svg'
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
set yrange [0:35.69531205618384]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.2287661784156403 0.2287661784156403 30.32639178163676 30.600014854291647 30.771820738089517
1.7 0.34600281047711956 3.859207261731823 30.443628413698242 30.661765461706967 30.661765461706967
3.4000000000000004 0.2037628523742674 5.929622389249323 30.30138845559539 30.519525503604115 30.634273490020835
EOD
plot $data using 1:6 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
