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
# version: 0.1.0 (commit 23769148aa08)
# recipe: 33e54280470cb75e
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: bd0e5796f27afbfc
# input sweep: 0b012276180dc2b4
reset session
figure_title = "Ideal and achieved saving along training"
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
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
0 0.020428918614956437
1 0
2 0.0245461675352443
3 0.026791280437710174
EOD
$p1s1 << EOD
0 11.373271570717602
1 0
2 0.0245461675352443
3 30.545145228489766
EOD
$p1s2 << EOD
0 21.420116096383502
1 0
2 17.224505142058
3 34.130935951475735
EOD
$p1s3 << EOD
0 21.30509471538281
1 0
2 17.74171246589017
3 33.96787413096053
EOD
$p1s4 << EOD
0 28.769418393997856
1 0
2 23.317913703900306
3 45.8219479400761
EOD
$p1s5 << EOD
0 16.727194787033948
1 0
2 16.22788629066454
3 28.9648331363462
EOD
$p2s0 << EOD
0 0.2657151085603049
1 0
2 0.2146187121161991
3 0.4217967927430122
EOD
$p2s1 << EOD
0 6.043871009324775
1 0
2 0.24187436647585825
3 15.907999061893651
EOD
$p2s2 << EOD
0 7.722570373013371
1 0
2 6.218317385649574
3 12.2753614752787
EOD
$p2s3 << EOD
0 9.721764359173223
1 0
2 7.987821336971823
3 15.25014135810916
EOD
$p2s4 << EOD
0 24.907007317065087
1 0
2 20.121282767164793
3 39.68075764466098
EOD
$p2s5 << EOD
0 6.334333056751451
1 0
2 5.86353533665932
3 11.078593870362763
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [-0.25:3.25]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:62.99999999999999]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#7aa9d0" title "two_in_one_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:49.48770377528219]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p1s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#7aa9d0" title "two_in_one_512"
set format x '%g'
set xtics ("CPT 3-8" 0, "static 8" 1, "static 6" 2, "static 4" 3)
set xlabel "" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:42.85521825623386]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p2s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#7aa9d0" title "two_in_one_512"
unset multiplot
