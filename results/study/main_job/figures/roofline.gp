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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: 4225b2d8f0ca77d2
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 3333ed234956420c
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
14.716471763923309 322.2381139250042
14.723029777801969 322.504551360282
14.721717707482505 322.48229852970746
14.7204058709974 322.4696278467011
14.71909426828415 322.4604433200955
14.717782899280273 322.4524648242751
14.716471763923309 322.2381139250042
EOD
$p0s1 << EOD
14.716471763923309 322.2381139250042
14.713560624124531 494.1163738881163
14.709097078522483 494.4711389333659
14.7204058709974 322.4764014962745
14.71909426828415 322.46721658381836
14.717782899280273 322.45923775282296
14.716471763923309 322.2381139250042
EOD
$p0s2 << EOD
14.716471763923309 327.54196303627293
14.723029914887977 519.7465935083799
14.72171784454408 471.58714612879663
14.72040600803455 426.29143053867244
14.71909440529688 387.9218824134356
14.71778303626859 355.65895663048417
14.716471763923309 327.54196303627293
EOD
$p0s3 << EOD
14.567849325026705 279.8890690599584
14.723029914887977 488.59567550152616
14.572989916524454 438.34873290512064
14.578101253867988 392.47039084153704
14.576814886436145 349.29252312377116
14.575528611648647 311.71621442071245
14.567849325026705 279.8890690599584
EOD
$p0s4 << EOD
14.716471809577945 257.5462948168497
14.72302986919264 491.14580869411805
14.715194275467418 437.4348873423173
14.7204058709974 381.87878368296134
14.71909431395506 334.0320497017746
14.71778303626859 292.6450500085225
14.716471809577945 257.5462948168497
EOD
$p0s5 << EOD
14.708419498432855 322.0514847032671
14.719324498941988 494.2488361533558
14.717142232811302 494.2844735695391
14.714960568018782 399.855578008776
14.712779595580805 399.8174285133938
14.704492524025149 322.13290467007226
14.708419498432855 322.0514847032671
EOD
$p0s6 << EOD
14.716471855232582 392.0630149499012
14.723029914887977 551.5315751087976
14.67064412339082 526.3092415478898
14.704111163200817 490.8399787222837
14.71909440529688 455.5256744649653
14.71778303626859 419.73557114071525
14.716471855232582 392.0630149499011
EOD
$p0s7 << EOD
14.716471763923309 327.4220981028496
14.723029914887977 538.9922788595732
14.719472570153348 500.4518247274224
14.72040600803455 387.7648249758146
14.71909440529688 387.75170297814884
14.717782899280273 327.6083537765213
14.716471763923309 327.4220981028496
EOD
$p0s8 << EOD
12.092029980874244 255.61045219926734
12.726519668289617 438.5675327708214
12.594350208903785 390.0413851418713
12.464897786351319 349.0695522005198
12.338079470942777 313.42832934171935
12.213815673916493 282.5795314646987
12.092029980874244 255.61045219926734
EOD
$p0s9 << EOD
12.65328412910585 248.10089435419792
13.461457872901391 424.660596503139
13.291668318870267 378.2278438381434
13.126108530722655 339.5357473381515
12.964622396262639 304.75705620234436
12.807061392314194 274.717136587832
12.65328412910585 248.10089435419792
EOD
$p0s10 << EOD
16.869237016736495 298.7629501677132
17.739735195655857 551.6345769273572
17.564093865532207 487.93350270619425
17.385067818639154 428.29148962852395
17.209654476346458 379.77503617013514
17.037745392109628 336.8425845864922
16.869237016736495 298.7629501677132
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
set yrange [42.666666666666664:827.4518653910359]
set ytics ("" 50, "" 100, "" 200, "" 500)
set label 1 "Throughput (GMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "50" at screen 0.04649, screen 0.16706 right font ',11' textcolor rgb '#33373d' front
set label 3 "100" at screen 0.04649, screen 0.36829 right font ',11' textcolor rgb '#33373d' front
set label 4 "200" at screen 0.04649, screen 0.56952 right font ',11' textcolor rgb '#33373d' front
set label 5 "500" at screen 0.04649, screen 0.83553 right font ',11' textcolor rgb '#33373d' front
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
