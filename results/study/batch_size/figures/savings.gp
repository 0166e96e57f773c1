# Ideal and achieved saving along batch
reset session
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'savings.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s1 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s2 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s3 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s4 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s5 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p0s6 << EOD
16 36.66067708333334
64 36.665625
128 36.672916666666666
256 36.68749999999999
EOD
$p1s0 << EOD
16 0.2653963745458787
64 0.1134807458230247
128 0.09160927105130723
256 0.07371641984987853
EOD
$p1s1 << EOD
16 13.115283752135664
64 13.738684475727458
128 13.904042996802257
256 13.99328926318395
EOD
$p1s2 << EOD
16 19.75645055000732
64 20.80909467890404
128 21.05371976747422
256 21.170231741135847
EOD
$p1s3 << EOD
16 23.597966676107482
64 24.856373763092453
128 25.127169662804636
256 25.25367092746883
EOD
$p1s4 << EOD
16 24.71367495091069
64 25.895392382079585
128 26.134281243701107
256 26.250630078423907
EOD
$p1s5 << EOD
16 16.323470463870592
64 17.192810565050365
128 17.40822321917316
256 17.504778788278685
EOD
$p1s6 << EOD
16 18.32946859735468
64 19.65459889706801
128 19.985953111872824
256 20.110304048401016
EOD
$p2s0 << EOD
16 1.3215385394422352
64 1.1684173807797515
128 1.1656956487370196
256 1.0005882376022401
EOD
$p2s1 << EOD
16 10.946188482741725
64 11.319771087661023
128 11.18570222859785
256 11.23196921822902
EOD
$p2s2 << EOD
16 14.697608469513945
64 15.601885361618928
128 15.500815974655668
256 15.51074167544133
EOD
$p2s3 << EOD
16 18.073085315581714
64 18.603170437236738
128 18.77935978398728
256 18.85853283198785
EOD
$p2s4 << EOD
16 19.39452968702292
64 20.142463553963285
128 20.258663620343796
256 20.260839131815334
EOD
$p2s5 << EOD
16 13.100473812199342
64 13.72998490040942
128 13.986776228880625
256 14.01965672250739
EOD
$p2s6 << EOD
16 13.648713898515963
64 14.455820328996937
128 14.60076792024746
256 14.56122604346749
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [16:256]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:39.622499999999995]
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
set yrange [0:28.350680484697822]
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
set xlabel "batch" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:21.881706262360563]
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
