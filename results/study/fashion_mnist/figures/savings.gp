# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: e3101e3238c1bf00
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 0db1d287426c1702
# input sweep: 0b012276180dc2b4
reset session
figure_title = "Ideal and achieved saving along training"
set terminal svg noenhanced size 940,610 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p0s1 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p0s2 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p0s3 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p0s4 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p0s5 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
EOD
$p1s0 << EOD
0 0.025595917685716785
1 0
2 0.028736848790189562
3 0.03435250064094397
EOD
$p1s1 << EOD
0 11.117885574772258
1 0
2 0.028736848790189562
3 29.852440662258815
EOD
$p1s2 << EOD
0 21.056076304123483
1 0
2 16.939487498335513
3 33.580650854990125
EOD
$p1s3 << EOD
0 21.01651101047519
1 0
2 17.533781560187755
3 33.51957553672425
EOD
$p1s4 << EOD
0 28.659494825324916
1 0
2 23.231646234988855
3 45.655068987292076
EOD
$p1s5 << EOD
0 16.348684619081855
1 0
2 15.908385666717562
3 28.360770806202282
EOD
$p2s0 << EOD
0 0.2649782711984905
1 0
2 0.2136529765085493
3 0.42104308338305474
EOD
$p2s1 << EOD
0 5.647088055044902
1 0
2 0.24089961471002175
3 14.842661437507443
EOD
$p2s2 << EOD
0 6.7458493999696945
1 0
2 5.487415004361884
3 10.655443916842044
EOD
$p2s3 << EOD
0 8.600665855045486
1 0
2 7.081620974161629
3 13.433670861094571
EOD
$p2s4 << EOD
0 23.790250414887915
1 0
2 19.22506603329689
3 37.8361340318832
EOD
$p2s5 << EOD
0 5.7034740871852
1 0
2 5.270785848647153
3 10.009485964338838
EOD
set multiplot
set xrange [-0.25:3.25]
set xtics ("" 0, "" 1, "" 2, "" 3)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.69303
set tmargin at screen 0.98811
unset logscale y
set yrange [0:62.99999999999999]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.37238
set tmargin at screen 0.66746
unset logscale y
set yrange [0:49.30747450627545]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p1s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:40.86302475443386]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84057 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.69303 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.73987 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.78671 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.83355 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.88039 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.92722 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.97406 right font ',11' textcolor rgb '#33373d' front
set label 9 "cycle saving (%)" at screen 0.01418, screen 0.51992 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 10 "0" at screen 0.03998, screen 0.37238 right font ',11' textcolor rgb '#33373d' front
set label 11 "10" at screen 0.03998, screen 0.43222 right font ',11' textcolor rgb '#33373d' front
set label 12 "20" at screen 0.03998, screen 0.49207 right font ',11' textcolor rgb '#33373d' front
set label 13 "30" at screen 0.03998, screen 0.55191 right font ',11' textcolor rgb '#33373d' front
set label 14 "40" at screen 0.03998, screen 0.61176 right font ',11' textcolor rgb '#33373d' front
set label 15 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 16 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 17 "5" at screen 0.03998, screen 0.08783 right font ',11' textcolor rgb '#33373d' front
set label 18 "10" at screen 0.03998, screen 0.12393 right font ',11' textcolor rgb '#33373d' front
set label 19 "15" at screen 0.03998, screen 0.16004 right font ',11' textcolor rgb '#33373d' front
set label 20 "20" at screen 0.03998, screen 0.19615 right font ',11' textcolor rgb '#33373d' front
set label 21 "25" at screen 0.03998, screen 0.23225 right font ',11' textcolor rgb '#33373d' front
set label 22 "30" at screen 0.03998, screen 0.26836 right font ',11' textcolor rgb '#33373d' front
set label 23 "35" at screen 0.03998, screen 0.30446 right font ',11' textcolor rgb '#33373d' front
set label 24 "40" at screen 0.03998, screen 0.34057 right font ',11' textcolor rgb '#33373d' front
set label 25 "CPT 3-8" at screen 0.10279, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "static 8" at screen 0.32635, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "static 6" at screen 0.54991, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "static 4" at screen 0.77348, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "" at screen 0.85011, screen 0.97426 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 30 "systolic_512" at screen 0.86394, screen 0.97426 left font ',13' textcolor rgb '#33373d' front
set label 31 "" at screen 0.85011, screen 0.94656 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 32 "spatial_fusion_512" at screen 0.86394, screen 0.94656 left font ',13' textcolor rgb '#33373d' front
set label 33 "" at screen 0.85011, screen 0.91885 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 34 "operand_serial_512" at screen 0.86394, screen 0.91885 left font ',13' textcolor rgb '#33373d' front
set label 35 "" at screen 0.85011, screen 0.89115 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 36 "dual_serial_512" at screen 0.86394, screen 0.89115 left font ',13' textcolor rgb '#33373d' front
set label 37 "" at screen 0.85011, screen 0.86344 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 38 "binary_overlay_512" at screen 0.86394, screen 0.86344 left font ',13' textcolor rgb '#33373d' front
set label 39 "" at screen 0.85011, screen 0.83574 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 40 "two_in_one_512" at screen 0.86394, screen 0.83574 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512"
unset multiplot
