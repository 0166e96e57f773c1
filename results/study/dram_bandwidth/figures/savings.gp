# Ideal and achieved saving along accelerator.memory.channels
reset session
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'savings.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s1 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s2 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s3 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s4 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s5 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p0s6 << EOD
1 36.672916666666666
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
EOD
$p1s0 << EOD
1 0.9260123513024299
2 0.6180341022066771
4 0.09160927105130723
8 0.06303999078099976
EOD
$p1s1 << EOD
1 9.7510085165751
2 12.526044740567144
4 13.904042996802257
8 14.25439514153789
EOD
$p1s2 << EOD
1 12.830538728064312
2 18.520820890797694
4 21.05371976747422
8 21.648745845945637
EOD
$p1s3 << EOD
1 15.282569898618936
2 22.028835938210733
4 25.127169662804636
8 25.796452004935745
EOD
$p1s4 << EOD
1 18.09561651186542
2 23.44293764031141
4 26.134281243701107
8 26.712147564627696
EOD
$p1s5 << EOD
1 12.79671996711741
2 15.707008710427072
4 17.40822321917316
8 17.833817418013275
EOD
$p1s6 << EOD
1 9.698433768626424
2 16.800025880873083
4 19.985953111872824
8 20.650112403863872
EOD
$p2s0 << EOD
1 2.201382412010955
2 1.81327072537667
4 1.1656956487370196
8 0.632244099121082
EOD
$p2s1 << EOD
1 9.114568601868989
2 10.209398544294523
4 11.18570222859785
8 12.10347274455683
EOD
$p2s2 << EOD
1 9.854379709140048
2 13.111688659047681
4 15.500815974655668
8 17.310859268929146
EOD
$p2s3 << EOD
1 11.802354459856156
2 15.636324675273027
4 18.77935978398728
8 21.017394929868427
EOD
$p2s4 << EOD
1 14.065688116887964
2 17.292637169943525
4 20.258663620343796
8 22.162169388223308
EOD
$p2s5 << EOD
1 10.401648071829172
2 12.141151461990773
4 13.986776228880625
8 15.229372791081708
EOD
$p2s6 << EOD
1 8.054621717965137
2 11.489155579576549
4 14.60076792024746
8 16.608107631118042
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [1:8]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:39.60675]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p0s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p0s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p0s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p0s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p0s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p0s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:28.84911936979791]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p1s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p1s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p1s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p1s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p1s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p1s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
set format x '%g'
set xtics autofreq
set xlabel "accelerator.memory.channels" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:23.935142939281175]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
unset multiplot
