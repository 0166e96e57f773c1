# Ideal and achieved saving along training
reset session
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'savings.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
0 36.764583333333334
1 36.764583333333334
2 36.764583333333334
3 0
4 0
5 0
6 31.25
7 31.25
8 31.25
9 58.33333333333332
10 58.33333333333332
11 58.33333333333332
EOD
$p0s1 << EOD
0 36.764583333333334
1 36.764583333333334
2 36.764583333333334
3 0
4 0
5 0
6 31.25
7 31.25
8 31.25
9 58.33333333333332
10 58.33333333333332
11 58.33333333333332
EOD
$p0s2 << EOD
0 36.764583333333334
1 36.764583333333334
2 36.764583333333334
3 0
4 0
5 0
6 31.25
7 31.25
8 31.25
9 58.33333333333332
10 58.33333333333332
11 58.33333333333332
EOD
$p0s3 << EOD
0 36.764583333333334
1 36.764583333333334
2 36.764583333333334
3 0
4 0
5 0
6 31.25
7 31.25
8 31.25
9 58.33333333333332
10 58.33333333333332
11 58.33333333333332
EOD
$p1s0 << EOD
0 0.1523219165177614
1 0.1523219165177614
2 0.1523219165177614
3 0
4 0
5 0
6 0.1378499011880474
7 0.1378499011880474
8 0.1378499011880474
9 0.2461605378357934
10 0.2461605378357934
11 0.2461605378357934
EOD
$p1s1 << EOD
0 7.25933912873925
1 7.25933912873925
2 7.25933912873925
3 0
4 0
5 0
6 0.1378499011880474
7 0.1378499011880474
8 0.1378499011880474
9 19.329750359536924
10 19.329750359536924
11 19.329750359536924
EOD
$p1s2 << EOD
0 15.73925660067521
1 15.73925660067521
2 15.73925660067521
3 0
4 0
5 0
6 12.594466250094094
7 12.594466250094094
8 12.594466250094094
9 25.100763911441494
10 25.100763911441494
11 25.100763911441494
EOD
$p1s3 << EOD
0 17.754978078706884
1 17.754978078706884
2 17.754978078706884
3 0
4 0
5 0
6 14.674506175251844
7 14.674506175251844
8 14.674506175251844
9 28.23698797474179
10 28.23698797474179
11 28.23698797474179
EOD
$p2s0 << EOD
0 0.992652316555509
1 0.992652316555509
2 0.992652316555509
3 0
4 0
5 0
6 0.7980426711658439
7 0.7980426711658439
8 0.7980426711658439
9 1.6091379923607207
10 1.6091379923607207
11 1.6091379923607207
EOD
$p2s1 << EOD
0 6.89049946489344
1 6.89049946489344
2 6.89049946489344
3 0
4 0
5 0
6 0.7681118563526379
7 0.7681118563526379
8 0.7681118563526379
9 17.466993789742823
10 17.466993789742823
11 17.466993789742823
EOD
$p2s2 << EOD
0 12.940001401628853
1 12.940001401628853
2 12.940001401628853
3 0
4 0
5 0
6 10.34819421038704
7 10.34819421038704
8 10.34819421038704
9 20.491756360722725
10 20.491756360722725
11 20.491756360722725
EOD
$p2s3 << EOD
0 14.869273986592168
1 14.869273986592168
2 14.869273986592168
3 0
4 0
5 0
6 12.29101914769476
7 12.29101914769476
8 12.29101914769476
9 23.633137854143136
10 23.633137854143136
11 23.633137854143136
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [-0.25:11.25]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:62.99999999999999]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:30.495947012721135]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512"
set format x '%g'
set xtics ("CPT 3-8 seed 1" 0, "CPT 3-8 seed 2" 1, "CPT 3-8 seed 3" 2, "static 8 seed 1" 3, "static 8 seed 2" 4, "static 8 seed 3" 5, "static 6 seed 1" 6, "static 6 seed 2" 7, "static 6 seed 3" 8, "static 4 seed 1" 9, "static 4 seed 2" 10, "static 4 seed 3" 11)
set xlabel "" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:25.523788882474587]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512"
unset multiplot
