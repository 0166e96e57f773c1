# Ideal and achieved saving along fp32_products
reset session
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'savings.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s1 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s2 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s3 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s4 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s5 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p0s6 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
EOD
$p1s0 << EOD
0 0.2287661784156403
1 0.34600281047711956
2 0.2037628523742674
EOD
$p1s1 << EOD
0 6.401833953452041
1 9.682604987516086
2 5.702136372675648
EOD
$p1s2 << EOD
0 11.690012726174581
1 18.747089134860396
2 10.387070359833928
EOD
$p1s3 << EOD
0 14.355077762660207
1 22.97784820143057
2 12.496435932293759
EOD
$p1s4 << EOD
0 14.066370189972787
1 22.372294128528026
2 12.182492602785134
EOD
$p1s5 << EOD
0 11.28048991873356
1 18.13900723742203
2 9.96695957428253
EOD
$p1s6 << EOD
0 10.346397092827242
1 22.598375825203863
2 11.132435484984548
EOD
$p2s0 << EOD
0 0.49320790979715534
1 0.6682995117664903
2 0.4452421096044712
EOD
$p2s1 << EOD
0 6.279932459617276
1 8.202653696737228
2 5.632639282983198
EOD
$p2s2 << EOD
0 11.270488992070481
1 16.113108151797217
2 10.16120036889262
EOD
$p2s3 << EOD
0 14.734533356156353
1 20.64088228706471
2 13.092992619307442
EOD
$p2s4 << EOD
0 15.051576331235882
1 20.49420770196394
2 13.365835525270809
EOD
$p2s5 << EOD
0 10.176096284601222
1 14.194123193663089
2 9.050712935646732
EOD
$p2s6 << EOD
0 8.31654861135661
1 15.6712719165206
2 8.846597354797126
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [-0.25:2.25]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:32.50543565147881]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 7 ps 0.7 lc rgb '#b79ab4' title "term_serial_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:24.81607605754502]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p1s5 using 1:2 with points pt 6 ps 0.7 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p1s6 using 1:2 with points pt 7 ps 0.7 lc rgb '#b79ab4' title "term_serial_512"
set format x '%g'
set xtics ("vector unit" 0, "array 12 bit" 1, "array 16 bit" 2)
set xlabel "" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:22.292152870029888]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p2s5 using 1:2 with points pt 6 ps 0.7 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p2s6 using 1:2 with points pt 7 ps 0.7 lc rgb '#b79ab4' title "term_serial_512"
unset multiplot
