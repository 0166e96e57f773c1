# From the ideal saving to that in energy, ResNet-74
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_ResNet-74.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set bmargin 3.4
set xrange [-0.8:11]
set yrange [0:44.91709121568429]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 1.1659033443909395 37.83882001105761 37.83882001105761 37.83882001105761 37.84450639532454
1.7 11.18746458965597 25.9056838240866 26.699343271539654 36.63743371904049 36.69287711083666
3.4000000000000004 15.503932461548752 21.047036839832888 23.381766952084558 36.61571307702947 36.70095310422721
5.1000000000000005 18.783211681248268 21.32777425181137 23.083252525025653 36.625277843657386 36.72299566466091
6.800000000000001 20.261979699269627 20.382323099169742 21.77413429228049 36.62469230605014 36.71989129788569
8.5 13.988828478000869 23.918213606809214 25.294922710831457 36.655329036134674 36.728303137602246
10.2 14.60612815333543 14.60612815333543 20.164749875469113 38.6308907772362 38.72163035834853
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
