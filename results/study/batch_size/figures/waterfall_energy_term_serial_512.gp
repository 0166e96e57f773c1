# From the ideal saving to that in energy, term_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_term_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "16" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "64" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "128" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "256" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:44.93639987285019]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 13.648713898515952 19.432123095423336 38.61892947795177 38.70095259588172
1.7 14.455820328996937 20.074538688035638 38.620976773370884 38.71226424006241
3.4000000000000004 14.60076792024746 20.161529134302736 38.63072053963275 38.72157989687794
5.1000000000000005 14.561226043467478 19.980526918750087 38.64649385799489 38.738275752457064
EOD
plot $data using 1:5 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:4 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:3 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
