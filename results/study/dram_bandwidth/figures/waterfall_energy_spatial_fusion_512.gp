# From the ideal saving to that in energy, spatial_fusion_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_spatial_fusion_512.svg'
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
set yrange [0:42.57115028926241]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 9.11456860186901 23.829451179736292 24.614324333202898 36.61323740314714 36.684251974224345
1.7 10.209398544294523 24.924281122161805 25.720090539228433 36.631337722412034 36.69926749074346
3.4000000000000004 11.18570222859785 25.900584806465133 26.69498158416703 36.63733223583092 36.69286485966002
5.1000000000000005 12.103472744556843 26.818355322424125 27.612813720385166 36.64454690489652 36.682670546037954
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
