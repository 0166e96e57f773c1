# From the ideal saving to that in energy, ResNet-110
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_ResNet-110.svg'
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
set yrange [0:44.921452178973]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 1.1597758730777619 37.83269253974445 37.83269253974445 37.83269253974445 37.83831583931788
1.7 11.236289871972115 25.953771747601326 26.738406008458114 36.637524661303445 36.69292288287451
3.4000000000000004 15.577522325215432 21.11801621752527 23.425248740329685 36.615745157470414 36.70098385652841
5.1000000000000005 18.877656686324272 21.42181648801371 23.151929501560485 36.625274063640944 36.72302901441634
6.800000000000001 20.333913051936815 20.453453113733776 21.819892484094694 36.62469879605483 36.71986168367788
8.5 14.070277628263106 24.00036587737675 25.357513937108 36.655408850426994 36.728477451289756
10.2 14.698737691992724 14.698737691992724 20.18097629212734 38.63444848605416 38.725389809459486
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
