# From the ideal saving to that in cycles, spatial_fusion_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_spatial_fusion_512.svg'
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
set yrange [0:35.299185861623236]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 6.401833953452041 6.401833953452041 23.075384002301845 23.45206239463313 30.323592830040855 30.43033263933038
1.7 9.682604987516086 13.19580943877079 28.909990081363656 29.378619814607255 30.076604060571444 30.32388742560893
3.4000000000000004 5.702136372675648 11.427995909550702 24.92952146652322 25.398151199766815 30.247031991610385 30.331445993383053
EOD
plot $data using 1:7 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:6 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
