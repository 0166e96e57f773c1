# From the ideal saving to that in energy, ResNet-18
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_ResNet-18.svg'
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
set yrange [0:41.12623179319794]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.6682995117664903 30.765925114987613 30.765925114987613 35.453648097584434
1.7 8.202653696737238 27.20751019930102 27.20751019930102 31.71851146037411
3.4000000000000004 16.113108151797217 24.970372644290517 25.677482546557105 30.081751001159585
5.1000000000000005 20.64088228706471 25.866425289714023 26.186109415319557 30.086322023526023
6.800000000000001 20.49420770196392 24.02528894371425 24.49971548587343 30.07660005196674
8.5 14.194123193663089 24.818288861620886 25.215589619403943 30.141800579513987
10.2 15.6712719165206 15.6712719165206 20.269938464864623 31.97169272208329
EOD
plot $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
