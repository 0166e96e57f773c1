# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 2 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 8 channels; LPDDR4-3200 8Gb x16, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: ce45fbbcc4aa74bf
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Ideal and achieved saving along accelerator.memory.channels"
set terminal svg noenhanced size 940,626 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s1 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s2 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s3 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s4 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s5 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s6 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s7 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p1s0 << EOD
2 0.03759728753852665
4 0.024445610297030296
8 0.024581746038854213
16 0.013598363335554087
EOD
$p1s1 << EOD
2 5.397756367738427
4 13.22465967633274
8 17.235449465596954
16 18.958535856716228
EOD
$p1s2 << EOD
2 7.969374500485992
4 19.818346262947173
8 25.117050009632745
16 27.61126285337089
EOD
$p1s3 << EOD
2 12.326852428166102
4 23.84953719664511
8 29.123615677465008
16 31.60418909096585
EOD
$p1s4 << EOD
2 14.772453185131573
4 26.17412131015464
8 30.941790845804974
16 33.261711452581046
EOD
$p1s5 << EOD
2 7.954093329384093
4 18.82204542778475
8 23.775564760038304
16 26.160134367514807
EOD
$p1s6 << EOD
2 4.697399907505884
4 15.68536346405246
8 24.561586283064706
16 28.048517831195163
EOD
$p1s7 << EOD
2 7.2582832511065565
4 18.440684191365165
8 24.1554362000007
16 26.606666194865603
EOD
$p2s0 << EOD
2 0.3348445952930601
4 0.3198221596383721
8 0.30513722727328885
16 0.2741309390531854
EOD
$p2s1 << EOD
2 7.097830988051734
4 8.494893987570906
8 9.746874690386942
16 10.6588031320627
EOD
$p2s2 << EOD
2 5.3896515260666185
4 7.087347209815231
8 8.67643594973112
16 10.802107743670863
EOD
$p2s3 << EOD
2 7.628601321686601
4 10.028174614233432
8 11.710381153199512
16 14.089522151322987
EOD
$p2s4 << EOD
2 14.729681217953061
4 16.138682836415764
8 17.360166425547163
16 19.10383822882522
EOD
$p2s5 << EOD
2 5.601796028879857
4 7.750400433355997
8 9.188672412483001
16 11.017508968021994
EOD
$p2s6 << EOD
2 3.481756805836278
4 5.7652051824139345
8 7.492365042010529
16 9.555888554407698
EOD
$p2s7 << EOD
2 5.85692267385336
4 7.492911571201632
8 9.077722782742203
16 10.991553613897242
EOD
set multiplot
set xrange [2:16]
set xtics ("" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8, "" 9, "" 10, "" 11, "" 12, "" 13, "" 14, "" 15, "" 16)
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.70128
set tmargin at screen 0.98882
unset logscale y
set yrange [0:39.60675]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p0s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p0s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p0s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.38882
set tmargin at screen 0.67636
unset logscale y
set yrange [0:35.922648368787534]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p1s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p1s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p1s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p1s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p1s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p1s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p1s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.07636
set tmargin at screen 0.36390
unset logscale y
set yrange [0:20.63214528713124]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84505 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.70128 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.73758 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.77388 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.81018 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.84648 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.88277 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.91907 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.95537 right font ',11' textcolor rgb '#33373d' front
set label 10 "cycle saving (%)" at screen 0.01418, screen 0.53259 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 11 "0" at screen 0.03998, screen 0.38882 right font ',11' textcolor rgb '#33373d' front
set label 12 "5" at screen 0.03998, screen 0.42884 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.46886 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50888 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.54891 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.58893 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.62895 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.66897 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.22013 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.07636 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.14604 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.21572 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.28541 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.35509 right font ',11' textcolor rgb '#33373d' front
set label 25 "2" at screen 0.04690, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 26 "3" at screen 0.10140, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 27 "4" at screen 0.15591, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 28 "5" at screen 0.21042, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 29 "6" at screen 0.26493, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 30 "7" at screen 0.31944, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 31 "8" at screen 0.37394, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 32 "9" at screen 0.42845, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 33 "10" at screen 0.48296, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 34 "11" at screen 0.53747, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 35 "12" at screen 0.59197, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 36 "13" at screen 0.64648, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 37 "14" at screen 0.70099, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 38 "15" at screen 0.75550, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 39 "16" at screen 0.81001, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 40 "accelerator.memory.channels" at screen 0.42845, screen 0.02752 center font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82384, screen 0.97532 to screen 0.85703, screen 0.97532 nohead lw 1.9 dt 1 lc rgb "#1b3a5c"
set label 41 "" at screen 0.84043, screen 0.97532 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 42 "systolic_512" at screen 0.86394, screen 0.97532 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.82384, screen 0.94832 to screen 0.85703, screen 0.94832 nohead lw 1.9 dt (9,4) lc rgb "#d08a3c"
set label 43 "" at screen 0.84043, screen 0.94832 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 44 "spatial_fusion_512" at screen 0.86394, screen 0.94832 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.82384, screen 0.92133 to screen 0.85703, screen 0.92133 nohead lw 1.9 dt (2,3) lc rgb "#3f8f6b"
set label 45 "" at screen 0.84043, screen 0.92133 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 46 "operand_serial_512" at screen 0.86394, screen 0.92133 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.82384, screen 0.89433 to screen 0.85703, screen 0.89433 nohead lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f"
set label 47 "" at screen 0.84043, screen 0.89433 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 48 "dual_serial_512" at screen 0.86394, screen 0.89433 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.82384, screen 0.86733 to screen 0.85703, screen 0.86733 nohead lw 1.9 dt (5,3) lc rgb "#4f86b8"
set label 49 "" at screen 0.84043, screen 0.86733 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 50 "binary_overlay_512" at screen 0.86394, screen 0.86733 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.82384, screen 0.84034 to screen 0.85703, screen 0.84034 nohead lw 1.9 dt (14,4) lc rgb "#6b6b6b"
set label 51 "" at screen 0.84043, screen 0.84034 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 52 "chunked_bfp_512" at screen 0.86394, screen 0.84034 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.82384, screen 0.81334 to screen 0.85703, screen 0.81334 nohead lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93"
set label 53 "" at screen 0.84043, screen 0.81334 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 54 "term_serial_512" at screen 0.86394, screen 0.81334 left font ',13' textcolor rgb '#33373d' front
set arrow 8 from screen 0.82384, screen 0.78634 to screen 0.85703, screen 0.78634 nohead lw 1.9 dt (5,2,2,2) lc rgb "#b5527a"
set label 55 "" at screen 0.84043, screen 0.78634 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 56 "two_in_one_512" at screen 0.86394, screen 0.78634 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p2s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
unset multiplot
