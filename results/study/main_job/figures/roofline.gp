# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: f27c6120acd4ac52
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 0a1e2b93e6a3074c
# input sweep: b2e690bd44547f19
reset session
figure_title = "Roofline: a point for each level of both trainings"
set terminal svg noenhanced size 940,395 font 'Helvetica,13' background 'white'
set encoding utf8
set output "roofline.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
14.71647190088722 325.40791243940043
14.723029914887977 325.6525671265371
14.72171784454408 325.62136168708486
14.72040600803455 325.6071468651745
14.71909440529688 325.5986766730682
14.71778303626859 325.59054212769183
14.71647190088722 325.4079124394005
EOD
$p0s1 << EOD
14.71647190088722 325.40791243940043
14.713560624124531 501.1991065437398
14.709097078522483 501.50213307865084
14.72040600803455 325.6071468651745
14.71909440529688 325.5986766730682
14.71778303626859 325.59054212769183
14.71647190088722 325.4079124394005
EOD
$p0s2 << EOD
14.71647190088722 330.55880348328094
14.723029914887977 527.4663813636524
14.72171784454408 478.05185777069926
14.72040600803455 431.711268703476
14.71909440529688 392.3882896886607
14.71778303626859 359.00024709014457
14.71647190088722 330.55880348328094
EOD
$p0s3 << EOD
14.567849414501017 281.4740633092644
14.723029914887977 495.26879559597535
14.572989916524454 443.634153718104
14.578101253867988 396.7260587979038
14.576814886436145 352.51066124240197
14.575528746001648 314.2232786951702
14.567849414501017 281.4740633092644
EOD
$p0s4 << EOD
14.713573950016901 258.4409085337251
14.723029914887977 498.455153978388
14.715194412407552 443.6197576855857
14.72040600803455 385.33462293805195
14.71909440529688 335.74539913665717
14.71778303626859 293.74150196013113
14.713573950016901 258.4409085337252
EOD
$p0s5 << EOD
14.708419635246926 324.97768911529494
14.719324498941988 501.3088510786246
14.717142232811302 501.2586338124028
14.714960613664044 404.42305083543545
14.712779641212538 404.42253365749036
14.704492660766173 325.03556107571706
14.708419635246926 324.9776891152949
EOD
$p0s6 << EOD
14.71647190088722 396.4817157769666
14.723029914887977 560.052568292063
14.67064412339082 534.458000937152
14.704111163200817 498.0859695753054
14.71909440529688 461.6364625786788
14.71778303626859 425.13114172896684
14.71647190088722 396.48171577696667
EOD
$p0s7 << EOD
14.71647190088722 330.43352137799485
14.723029914887977 547.4845096329993
14.72171784454408 507.8494063992934
14.72040600803455 392.2818917519597
14.71909440529688 392.2697597580637
14.71778303626859 330.54572052089253
14.71647190088722 330.4335213779948
EOD
$p0s8 << EOD
12.092029980874244 255.61014918932852
12.726519668289617 438.5675327708214
12.594350208903785 390.0413851418713
12.464897786351319 349.0695522005198
12.338079470942777 313.42832934171935
12.213815673916493 282.5795314646987
12.092029980874244 255.61014918932855
EOD
$p0s9 << EOD
12.65328412910585 248.7070048359834
13.461457872901391 424.76151378262097
13.291668318870267 379.3132451768826
13.126108530722655 339.44366636193416
12.964622396262639 304.47135701865733
12.807061392314194 274.3888130643507
12.65328412910585 248.7070048359834
EOD
$p0s10 << EOD
16.869237136713597 299.34378422925454
17.739735195655857 551.4694462889698
17.564093865532207 489.93230904987524
17.385067818639154 427.9082421914711
17.209654476346458 378.9879613249565
17.037745575688625 336.42038127934916
16.869237136713597 299.3437842292546
EOD
$p0s11 << EOD
1.25 64
10 512
80 512
EOD
$p0s12 << EOD
0.8330000000000001 64
6.664000000000001 512
53.312000000000005 512
EOD
set logscale x
set multiplot
set xrange [0.6664000000000001:100]
set xtics ("" 1, "" 2, "" 5, "" 10, "" 20, "" 50, "" 100)
set lmargin at screen 0.05340
set rmargin at screen 0.72714
set bmargin at screen 0.12101
set tmargin at screen 0.98177
set logscale y
set yrange [42.666666666666664:840.0788524380946]
set ytics ("" 50, "" 100, "" 200, "" 500)
set label 1 "Throughput (GMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "50" at screen 0.04649, screen 0.16682 right font ',11' textcolor rgb '#33373d' front
set label 3 "100" at screen 0.04649, screen 0.36703 right font ',11' textcolor rgb '#33373d' front
set label 4 "200" at screen 0.04649, screen 0.56724 right font ',11' textcolor rgb '#33373d' front
set label 5 "500" at screen 0.04649, screen 0.83190 right font ',11' textcolor rgb '#33373d' front
set label 6 "1" at screen 0.10797, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 7 "2" at screen 0.20116, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 8 "5" at screen 0.32436, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 9 "10" at screen 0.41755, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 10 "20" at screen 0.51075, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 11 "50" at screen 0.63394, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "100" at screen 0.72714, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "multiply-accumulates per DRAM byte" at screen 0.39027, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 14 "" at screen 0.74788, screen 0.96038 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 15 "systolic_512" at screen 0.76171, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set label 16 "" at screen 0.74788, screen 0.91759 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 17 "spatial_fusion_512" at screen 0.76171, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set label 18 "" at screen 0.74788, screen 0.87481 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 19 "operand_serial_512" at screen 0.76171, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set label 20 "" at screen 0.74788, screen 0.83203 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 21 "dual_serial_512" at screen 0.76171, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set label 22 "" at screen 0.74788, screen 0.78924 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 23 "binary_overlay_512" at screen 0.76171, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set label 24 "" at screen 0.74788, screen 0.74646 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 25 "chunked_bfp_512" at screen 0.76171, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set label 26 "" at screen 0.74788, screen 0.70367 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 27 "term_serial_512" at screen 0.76171, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set label 28 "" at screen 0.74788, screen 0.66089 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 29 "two_in_one_512" at screen 0.76171, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
set label 30 "" at screen 0.74788, screen 0.61810 point pt 10 ps 0.7 lc rgb "#8a2d1f" front
set label 31 "plain_dual_serial_512" at screen 0.76171, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
set label 32 "" at screen 0.74788, screen 0.57532 point pt 14 ps 0.7 lc rgb "#8a2d1f" front
set label 33 "dual_serial_512 without input_path" at screen 0.76171, screen 0.57532 left font ',13' textcolor rgb '#33373d' front
set label 34 "" at screen 0.74788, screen 0.53253 point pt 8 ps 0.7 lc rgb "#8a2d1f" front
set label 35 "dual_serial_512 with delayed ranges" at screen 0.76171, screen 0.53253 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.74097, screen 0.48975 to screen 0.77416, screen 0.48975 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 36 "roof: 51.2 GB/s" at screen 0.78107, screen 0.48975 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.74097, screen 0.44696 to screen 0.77416, screen 0.44696 nohead lw 1.9 dt (2,3) lc rgb "#8a8f96"
set label 37 "roof: 76.8 GB/s" at screen 0.78107, screen 0.44696 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512", \
     $p0s7 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p0s8 using 1:2 with points pt 10 ps 0.7 lc rgb "#8a2d1f" title "plain_dual_serial_512", \
     $p0s9 using 1:2 with points pt 14 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512 without input_path", \
     $p0s10 using 1:2 with points pt 8 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512 with delayed ranges", \
     $p0s11 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "roof: 51.2 GB/s", \
     $p0s12 using 1:2 with lines lw 1.9 dt (2,3) lc rgb "#8a8f96" title "roof: 76.8 GB/s"
unset multiplot
