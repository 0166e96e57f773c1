# From the ideal saving to that in energy, chunked_bfp_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_chunked_bfp_512.svg'
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
set yrange [0:42.622957416142214]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 13.100473812199342 23.02613130753659 24.474986379952302 36.646553589445894 36.712733469540204
1.7 13.72998490040943 23.656009245128672 25.04322475131433 36.649542384029175 36.721699416941824
3.4000000000000004 13.986776228880625 23.913984150553635 25.29151353147294 36.65519145157361 36.72826981240931
5.1000000000000005 14.01965672250739 23.949231798087943 25.32240240629371 36.67012243581974 36.74392880701915
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
