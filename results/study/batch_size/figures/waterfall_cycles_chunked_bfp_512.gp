# From the ideal saving to that in cycles, chunked_bfp_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_chunked_bfp_512.svg'
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
set yrange [0:42.5801220575119]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 16.323470463870592 23.270565909193763 23.414917860972082 26.858127716582203 26.987711648731683 27.078766041486023 32.88830531997995 36.446074521977565 36.70700177371716
1.7 17.192810565050365 24.13977568780009 24.284146545873053 27.725801929506698 27.766742056356662 27.813095991383975 33.25400642218778 36.60952337332514 36.68184757824688
3.4000000000000004 17.40822321917316 24.355709632216637 24.50010569868244 27.936084069674337 27.967237897530428 27.991927260153346 33.332668341399895 36.64645760853925 36.68340296720158
5.1000000000000005 17.504778788278685 24.453307781909672 24.597754265161164 28.036129729360447 28.053280483993923 28.06575356307541 33.38626620561933 36.6764529806139 36.69512135085956
EOD
plot $data using 1:10 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:9 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:8 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
