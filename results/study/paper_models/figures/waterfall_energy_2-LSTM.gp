# From the ideal saving to that in energy, 2-LSTM
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_2-LSTM.svg'
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
set yrange [0:31.435925476461318]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 2.5232762443272105 25.681534276455718 25.681534276455718 25.681534276455718
1.7 2.4068194515087904 25.5650774836373 25.5650774836373 25.5650774836373
3.4000000000000004 8.349198129044066 12.776395064767087 13.961705016387182 23.154521879117517
5.1000000000000005 12.675686485471815 14.265139430739104 15.566061455118007 23.15959845792502
6.800000000000001 13.93274997993027 13.955835613196577 14.951518810675546 23.162578140106227
8.5 8.532153603299053 17.62907536719902 18.428638742085635 23.15026693332286
10.2 12.736597240859815 12.736597240859815 27.099935755570105 27.099935755570105
EOD
plot $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
