# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 1 channel; DDR4-2400 8Gb x8, 4 channels; DDR4-2400 8Gb x8, 8 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 16 channels; LPDDR5-6400 8Gb x16, 8 channels; HBM2-2000 pseudo channel, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: 3df0ce3ad9276c34
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: b7b12812f2132719
# input sweep: d0588ae0e596084d
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
23.701369528180003 0.3401198257781796
23.748710714787205 0.709496742396333
23.702590001195585 0.603201158440724
23.71379269674473 0.5162407488224479
23.710064953847265 0.44462270452274033
23.70633838274743 0.38717431336531055
23.701369528180003 0.34011982577817956
23.730171795239823 0.264018193294302
23.74497740317142 0.3675763178278567
23.745115123676864 0.3551296888757094
23.71150874843208 0.33486650510084437
23.709065986460597 0.3107485181368897
23.705339729349948 0.2869269799059124
23.730171795239823 0.26401819329430193
23.70297846750965 0.36229897600891087
23.721617759794157 0.834388246905749
23.717887556527565 0.6838626956011752
23.71415852621881 0.5705861710564722
23.710430668314725 0.48360893955311224
23.706703982262496 0.4161425681026423
23.70297846750965 0.36229897600891087
23.70297846750965 0.38586419250918647
23.721617759794157 0.9810353324090243
23.717887556527565 0.7752980589280413
23.71415852621881 0.6311856562795264
23.710430668314725 0.5264673419621454
23.706703982262496 0.4474273298948866
23.70297846750965 0.38586419250918647
23.702470357807073 0.2872398364466967
23.748567534398457 0.4525751485162901
23.74482885132913 0.42125403271749867
23.712507921682334 0.3872802055025598
23.736210715819357 0.3543740747866987
23.70505441526165 0.3194999957523934
23.702470357807073 0.2872398364466967
23.70297846750965 0.37370022912720297
23.710413420665912 0.902004314453161
23.689123987398986 0.7265324028622004
23.71415852621881 0.5987374424787576
23.709497449770083 0.5037253529556298
23.706703982262496 0.4312363059286049
23.70297846750965 0.37370022912720297
23.70297846750965 0.36769796969992713
23.721617759794157 0.8664240887698056
23.717887556527565 0.7038446122283872
23.71415852621881 0.5834465648190044
23.710430668314725 0.49266728218375444
23.706703982262496 0.42322886184404235
23.70297846750965 0.3676979696999272
23.70297846750965 0.3923046961350096
23.710413420665912 1.0278965871404233
23.717887556527565 0.8020504428978635
23.71415852621881 0.6486319896522414
23.710430668314725 0.5385833369322199
23.706703982262496 0.4560684726885444
23.70297846750965 0.3923046961350097
EOD
$p0s1 << EOD
3.3320000000000003 0.064
26.656000000000002 0.512
213.24800000000002 0.512
EOD
$p0s2 << EOD
2.5 0.064
20 0.512
160 0.512
EOD
$p0s3 << EOD
1.25 0.064
10 0.512
80 0.512
EOD
$p0s4 << EOD
0.8330000000000001 0.064
6.664000000000001 0.512
53.312000000000005 0.512
EOD
$p0s5 << EOD
0.625 0.064
5 0.512
40 0.512
EOD
$p0s6 << EOD
0.41650000000000004 0.064
3.3320000000000003 0.512
26.656000000000002 0.512
EOD
$p0s7 << EOD
0.25000000000000006 0.064
2.0000000000000004 0.512
16.000000000000004 0.512
EOD
set logscale x
set multiplot
set xrange [0.20000000000000004:266.56]
set xtics ("" 1, "" 10, "" 100)
set lmargin at screen 0.05666
set rmargin at screen 0.83153
set bmargin at screen 0.12101
set tmargin at screen 0.98177
set logscale y
set yrange [0.042666666666666665:1.5418448807106349]
set ytics ("" 0.05, "" 0.1, "" 0.2, "" 0.5, "" 1)
set label 1 "Throughput (TMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0.05" at screen 0.04974, screen 0.15907 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.1" at screen 0.04974, screen 0.32539 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.2" at screen 0.04974, screen 0.49170 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.5" at screen 0.04974, screen 0.71156 right font ',11' textcolor rgb '#33373d' front
set label 6 "1" at screen 0.04974, screen 0.87788 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.22998, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 8 "10" at screen 0.47796, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 9 "100" at screen 0.72594, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 10 "multiply-accumulates per DRAM byte" at screen 0.44409, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 11 "" at screen 0.85227, screen 0.96038 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 12 "dual_serial_512" at screen 0.86610, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.84536, screen 0.91759 to screen 0.87855, screen 0.91759 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 13 "roof: 19.2 GB/s" at screen 0.88546, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.84536, screen 0.87481 to screen 0.87855, screen 0.87481 nohead lw 1.9 dt (2,3) lc rgb "#8a8f96"
set label 14 "roof: 25.6 GB/s" at screen 0.88546, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.84536, screen 0.83203 to screen 0.87855, screen 0.83203 nohead lw 1.9 dt (9,3,2,3) lc rgb "#8a8f96"
set label 15 "roof: 51.2 GB/s" at screen 0.88546, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.84536, screen 0.78924 to screen 0.87855, screen 0.78924 nohead lw 1.9 dt (5,3) lc rgb "#8a8f96"
set label 16 "roof: 76.8 GB/s" at screen 0.88546, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.84536, screen 0.74646 to screen 0.87855, screen 0.74646 nohead lw 1.9 dt (12,3,2,3,2,3) lc rgb "#8a8f96"
set label 17 "roof: 102.4 GB/s" at screen 0.88546, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.84536, screen 0.70367 to screen 0.87855, screen 0.70367 nohead lw 1.9 dt (14,4) lc rgb "#8a8f96"
set label 18 "roof: 153.7 GB/s" at screen 0.88546, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.84536, screen 0.66089 to screen 0.87855, screen 0.66089 nohead lw 1.9 dt (5,2,2,2) lc rgb "#8a8f96"
set label 19 "roof: 256.0 GB/s" at screen 0.88546, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s1 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "roof: 19.2 GB/s", \
     $p0s2 using 1:2 with lines lw 1.9 dt (2,3) lc rgb "#8a8f96" title "roof: 25.6 GB/s", \
     $p0s3 using 1:2 with lines lw 1.9 dt (9,3,2,3) lc rgb "#8a8f96" title "roof: 51.2 GB/s", \
     $p0s4 using 1:2 with lines lw 1.9 dt (5,3) lc rgb "#8a8f96" title "roof: 76.8 GB/s", \
     $p0s5 using 1:2 with lines lw 1.9 dt (12,3,2,3,2,3) lc rgb "#8a8f96" title "roof: 102.4 GB/s", \
     $p0s6 using 1:2 with lines lw 1.9 dt (14,4) lc rgb "#8a8f96" title "roof: 153.7 GB/s", \
     $p0s7 using 1:2 with lines lw 1.9 dt (5,2,2,2) lc rgb "#8a8f96" title "roof: 256.0 GB/s"
unset multiplot
