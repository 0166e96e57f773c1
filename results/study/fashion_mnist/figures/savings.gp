# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented; prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512; term_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9db8f7f77323)
# recipe: 93138c53dcd5782f
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: c53b877d9c2a3eec
# input sweep: f1b2902f899ba1fa
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
4 36.764583333333334
5 0
EOD
$p0s1 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p0s2 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p0s3 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p0s4 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p0s5 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p0s6 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 36.764583333333334
5 0
EOD
$p1s0 << EOD
0 0.04152397012485709
1 0
2 0.04869776390971081
3 0.05442099406293144
4 0.05078351295799699
5 0
EOD
$p1s1 << EOD
0 11.268082693632653
1 0
2 0.04869776390971081
3 30.23356401640075
4 14.219151277190312
5 0
EOD
$p1s2 << EOD
0 21.01900568260231
1 0
2 16.90821925874726
3 33.6414068963282
4 20.631303963268287
5 0
EOD
$p1s3 << EOD
0 21.036744220410853
1 0
2 17.521036307197292
3 33.592767317028816
4 24.870127789693562
5 0
EOD
$p1s4 << EOD
0 28.660023997346485
1 0
2 23.222783882211584
3 45.70816030126107
4 27.729181977709203
5 0
EOD
$p1s5 << EOD
0 16.286141155146584
1 0
2 15.860694346298997
3 28.362226099649824
4 19.62868666734868
5 0
EOD
$p1s6 << EOD
0 19.424028904010804
1 0
2 16.244791969519888
3 30.681876422250962
4 18.211501706110667
5 0
EOD
$p2s0 << EOD
0 0.3121128128333539
1 0
2 0.2536690980167733
3 0.49439772215154054
4 0.3238457405581152
5 0
EOD
$p2s1 << EOD
0 5.275923291154561
1 0
2 0.2864312429552873
3 13.779933116713172
4 6.057047184673736
5 0
EOD
$p2s2 << EOD
0 6.792661848883075
1 0
2 5.530192799176159
3 10.937945112431601
4 5.2499912873733345
5 0
EOD
$p2s3 << EOD
0 8.770750711548935
1 0
2 7.109363330639173
3 13.844475474144835
4 7.835176786324638
5 0
EOD
$p2s4 << EOD
0 23.858744279180787
1 0
2 19.277774613187358
3 38.04650954343468
4 12.735137912213778
5 0
EOD
$p2s5 << EOD
0 5.717025798651198
1 0
2 5.3237894084282145
3 10.204502178460183
4 5.641371587378208
5 0
EOD
$p2s6 << EOD
0 2.8026494400223756
1 0
2 -8.553608519199173
3 7.62389670129423
4 3.759535055500063
5 0
EOD
set multiplot
set xrange [-0.25:5.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5)
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
     $p0s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p0s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.37238
set tmargin at screen 0.66746
unset logscale y
set yrange [0:49.364813125361955]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p1s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p1s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [-9.237897200735107:41.09023030690946]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40)
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
set label 11 "10" at screen 0.03998, screen 0.43215 right font ',11' textcolor rgb '#33373d' front
set label 12 "20" at screen 0.03998, screen 0.49193 right font ',11' textcolor rgb '#33373d' front
set label 13 "30" at screen 0.03998, screen 0.55170 right font ',11' textcolor rgb '#33373d' front
set label 14 "40" at screen 0.03998, screen 0.61148 right font ',11' textcolor rgb '#33373d' front
set label 15 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 16 "0" at screen 0.03998, screen 0.10588 right font ',11' textcolor rgb '#33373d' front
set label 17 "10" at screen 0.03998, screen 0.16452 right font ',11' textcolor rgb '#33373d' front
set label 18 "20" at screen 0.03998, screen 0.22315 right font ',11' textcolor rgb '#33373d' front
set label 19 "30" at screen 0.03998, screen 0.28178 right font ',11' textcolor rgb '#33373d' front
set label 20 "40" at screen 0.03998, screen 0.34041 right font ',11' textcolor rgb '#33373d' front
set label 21 "CPT 3-8" at screen 0.08246, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 22 "static 8" at screen 0.22473, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 23 "static 6" at screen 0.36700, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 24 "static 4" at screen 0.50927, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 25 "CPT 3-8 prescaled" at screen 0.65153, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "static 8 prescaled" at screen 0.79380, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "" at screen 0.85011, screen 0.97426 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 28 "systolic_512" at screen 0.86394, screen 0.97426 left font ',13' textcolor rgb '#33373d' front
set label 29 "" at screen 0.85011, screen 0.94656 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 30 "spatial_fusion_512" at screen 0.86394, screen 0.94656 left font ',13' textcolor rgb '#33373d' front
set label 31 "" at screen 0.85011, screen 0.91885 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 32 "operand_serial_512" at screen 0.86394, screen 0.91885 left font ',13' textcolor rgb '#33373d' front
set label 33 "" at screen 0.85011, screen 0.89115 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 34 "dual_serial_512" at screen 0.86394, screen 0.89115 left font ',13' textcolor rgb '#33373d' front
set label 35 "" at screen 0.85011, screen 0.86344 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 36 "binary_overlay_512" at screen 0.86394, screen 0.86344 left font ',13' textcolor rgb '#33373d' front
set label 37 "" at screen 0.85011, screen 0.83574 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 38 "two_in_one_512" at screen 0.86394, screen 0.83574 left font ',13' textcolor rgb '#33373d' front
set label 39 "" at screen 0.85011, screen 0.80803 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 40 "term_serial_512" at screen 0.86394, screen 0.80803 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p2s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
unset multiplot
