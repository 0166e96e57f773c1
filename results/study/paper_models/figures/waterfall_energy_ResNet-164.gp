# From the ideal saving to that in energy, ResNet-164
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_ResNet-164.svg'
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
set yrange [0:44.924342170114436]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 1.1556446549711885 37.82856132163786 37.82856132163786 37.82856132163786 37.834142254237676
1.7 11.269172420424923 25.98616557311617 26.764808649481587 36.637586933192466 36.69295333098336
3.4000000000000004 15.627117714487582 21.16588134800448 23.45484842418938 36.61576823807658 36.70100387924033
5.1000000000000005 18.94131627205171 21.485209123649494 23.198483188532524 36.62527304998229 36.723050460604014
6.800000000000001 20.382457322366033 20.501464939155333 21.85103557917022 36.62470419252839 36.71984122166586
8.5 14.125232932607922 24.055787173786246 25.399951003940323 36.6554632898123 36.72859348348616
10.2 14.76122106681288 14.76122106681288 20.192662791943704 38.63680641181729 38.727881181133135
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
