# From the ideal saving to that in energy, binary_overlay_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_binary_overlay_512.svg'
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
set yrange [0:42.63274122772657]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 14.065688116887964 14.182910104087497 15.592798118959495 36.64276442695705 36.75236312735049
1.7 17.292637169943525 17.40985915714306 18.808045257791715 36.637728498579094 36.75021372482382
3.4000000000000004 20.258663620343796 20.37588560754333 21.768690715821116 36.62451905297643 36.71986928024848
5.1000000000000005 22.16216938822332 22.27939137542285 23.672187079257068 36.63033509695139 36.69491410193797
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
