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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: a8fe6c5d24769d8a
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 2e8de5ddd1d80d22
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
14.717234317576382 325.4247708566149
14.723792671328361 325.669438218584
14.722480533009998 325.6382311624706
14.721168628538116 325.62401560413264
14.719856957850206 325.6155449732109
14.718545520883783 325.60741000640786
14.717234317576382 325.42477085661494
EOD
$p0s1 << EOD
14.717234317576382 325.4247708566149
14.714322889989093 501.2250721804764
14.709859113144008 501.52811441429185
14.721168628538116 325.62401560413264
14.719856957850206 325.6155449732109
14.718545520883783 325.60741000640786
14.717234317576382 325.42477085661494
EOD
$p0s2 << EOD
14.717234317576382 330.575928752858
14.723792671328361 527.493707829862
14.722480533009998 478.0766242172433
14.721168628538116 431.73363438177
14.719856957850206 392.4086181602336
14.718545520883783 359.01884582642043
14.717234317576382 330.575928752858
EOD
$p0s3 << EOD
14.568604131500692 281.48864564427504
14.723792671328361 495.29445400091953
14.573744899838266 443.6571370856499
14.578856501985003 396.7466119964075
14.577570067910283 352.5289237725144
14.576283860844674 314.2395576697379
14.568604131500692 281.48864564427504
EOD
$p0s4 << EOD
14.714336216571839 258.4542975894143
14.723792671328361 498.48097745909394
14.715956762913832 443.64274030731593
14.721168628538116 385.35458598010564
14.719856957850206 335.7627931083465
14.718545520883783 293.75671983469385
14.714336216571839 258.4542975894143
EOD
$p0s5 << EOD
14.709181634772127 324.994525243917
14.72008706341578 501.33482240089955
14.717904684228369 501.2846025330703
14.715722952057904 404.44400279223015
14.713541866616696 404.44348558749164
14.705254456846493 325.05240020251347
14.709181634772127 324.994525243917
EOD
$p0s6 << EOD
14.717234317576382 396.5022563167843
14.723792671328361 560.0815829518095
14.671404165878975 534.4856896184007
14.704872939516882 498.11177392966425
14.719856957850206 461.6603785923651
14.718545520883783 425.15316651043076
14.717234317576382 396.5022563167844
EOD
$p0s7 << EOD
14.717234317576382 330.45064015707817
14.723792671328361 547.5128731789642
14.722480533009998 507.87571656830863
14.721168628538116 392.30221471137156
14.719856957850206 392.290082088953
14.718545520883783 330.5628451126801
14.717234317576382 330.4506401570781
EOD
$p0s8 << EOD
12.092656433024281 255.62728965820816
12.727178991465403 438.5902536517881
12.595002684772533 390.0615920272918
12.465543555674634 349.0876364569957
12.338718670185925 313.4445671323227
12.214448435421483 282.5941710707303
12.092656433024281 255.62728965820816
EOD
$p0s9 << EOD
12.653939658165921 248.71988960703965
13.462155271042187 424.78351941475904
13.292356920718682 379.332896269243
13.126788555410297 339.46125192986153
12.965294054833402 304.4871307751342
12.807724888117427 274.40302833359516
12.653939658165921 248.71988960703965
EOD
$p0s10 << EOD
16.870111081774144 299.35929234141827
17.740654238634743 551.4980162826645
17.56500380905558 489.9576909873053
17.38596848735489 427.9304108462597
17.210546057418053 379.0075955653268
17.038628250670786 336.4378102198581
16.870111081774144 299.35929234141827
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
set yrange [42.666666666666664:840.1223744277142]
set ytics ("" 50, "" 100, "" 200, "" 500)
set label 1 "Throughput (GMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "50" at screen 0.04649, screen 0.16682 right font ',11' textcolor rgb '#33373d' front
set label 3 "100" at screen 0.04649, screen 0.36703 right font ',11' textcolor rgb '#33373d' front
set label 4 "200" at screen 0.04649, screen 0.56723 right font ',11' textcolor rgb '#33373d' front
set label 5 "500" at screen 0.04649, screen 0.83189 right font ',11' textcolor rgb '#33373d' front
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
set arrow 1 from screen 0.74097, screen 0.48975 to screen 0.79076, screen 0.48975 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 36 "roof: 51.2 GB/s" at screen 0.79767, screen 0.48975 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.74097, screen 0.44696 to screen 0.79076, screen 0.44696 nohead lw 1.9001 dt (2,3) lc rgb "#8a8f96"
set label 37 "roof: 76.8 GB/s" at screen 0.79767, screen 0.44696 left font ',13' textcolor rgb '#33373d' front
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
