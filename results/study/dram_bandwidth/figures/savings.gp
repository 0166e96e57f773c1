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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: e122ca0b740e7e73
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
2 0.03184683686525691
4 0.03955199678897792
8 0.0329753394993082
16 0.017936334469270676
EOD
$p1s1 << EOD
2 4.717437876566599
4 12.575829764007374
8 16.934526339736145
16 18.760792713120455
EOD
$p1s2 << EOD
2 6.965470241617455
4 18.782125507770488
8 24.697664261112873
16 27.351914074907366
EOD
$p1s3 << EOD
2 11.279624080228922
4 22.946996873216275
8 28.65241918818463
16 31.36535707559923
EOD
$p1s4 << EOD
2 13.147523865502697
4 25.31227387090932
8 30.51833913411328
16 33.03584265342886
EOD
$p1s5 << EOD
2 7.022604227150031
4 17.94090172811378
8 23.349908355482228
16 25.875016627506664
EOD
$p1s6 << EOD
2 4.043843752041731
4 14.18991380681357
8 23.927961667696117
16 27.702888538160163
EOD
$p1s7 << EOD
2 6.316371965327705
4 17.409059556580154
8 23.70556860374534
16 26.34472561291644
EOD
$p2s0 << EOD
2 0.3328108012018882
4 0.3225381666666638
8 0.3107711568618332
16 0.28324334063631884
EOD
$p2s1 << EOD
2 6.871550528945669
4 8.129729540973518
8 9.223883907941731
16 9.8321440610318
EOD
$p2s2 << EOD
2 5.104452596363984
4 6.448914710859632
8 7.667275773486382
16 9.13393846178433
EOD
$p2s3 << EOD
2 7.235906838548189
4 9.259929115805509
8 10.54003779489696
16 12.245118905911434
EOD
$p2s4 << EOD
2 14.30525779016245
4 15.470312011541177
8 16.343574484613665
16 17.55887312005554
EOD
$p2s5 << EOD
2 5.302588291235033
4 7.1877836953466385
8 8.323177331460585
16 9.598970944151496
EOD
$p2s6 << EOD
2 3.3230545998109484
4 5.6139434892517155
8 7.084419026875155
16 8.41360663563595
EOD
$p2s7 << EOD
2 5.580024527310023
4 6.909521780887373
8 8.15630867505578
16 9.482634736724671
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
set yrange [0:35.67871006570317]
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
set yrange [0:18.963582969659985]
set ytics ("" -0, "" 5, "" 10, "" 15)
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
set label 12 "5" at screen 0.03998, screen 0.42911 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.46941 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50971 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.55000 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.59030 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.63059 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.67089 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.22013 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.07636 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.15217 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.22799 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.30380 right font ',11' textcolor rgb '#33373d' front
set label 24 "2" at screen 0.04690, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 25 "3" at screen 0.10140, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 26 "4" at screen 0.15591, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 27 "5" at screen 0.21042, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 28 "6" at screen 0.26493, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 29 "7" at screen 0.31944, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 30 "8" at screen 0.37394, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 31 "9" at screen 0.42845, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 32 "10" at screen 0.48296, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 33 "11" at screen 0.53747, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 34 "12" at screen 0.59197, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 35 "13" at screen 0.64648, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 36 "14" at screen 0.70099, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 37 "15" at screen 0.75550, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 38 "16" at screen 0.81001, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 39 "accelerator.memory.channels" at screen 0.42845, screen 0.02752 center font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82384, screen 0.97532 to screen 0.85703, screen 0.97532 nohead lw 1.9 dt 1 lc rgb "#1b3a5c"
set label 40 "" at screen 0.84043, screen 0.97532 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 41 "systolic_512" at screen 0.86394, screen 0.97532 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.82384, screen 0.94832 to screen 0.85703, screen 0.94832 nohead lw 1.9 dt (9,4) lc rgb "#d08a3c"
set label 42 "" at screen 0.84043, screen 0.94832 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 43 "spatial_fusion_512" at screen 0.86394, screen 0.94832 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.82384, screen 0.92133 to screen 0.85703, screen 0.92133 nohead lw 1.9 dt (2,3) lc rgb "#3f8f6b"
set label 44 "" at screen 0.84043, screen 0.92133 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 45 "operand_serial_512" at screen 0.86394, screen 0.92133 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.82384, screen 0.89433 to screen 0.85703, screen 0.89433 nohead lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f"
set label 46 "" at screen 0.84043, screen 0.89433 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 47 "dual_serial_512" at screen 0.86394, screen 0.89433 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.82384, screen 0.86733 to screen 0.85703, screen 0.86733 nohead lw 1.9 dt (5,3) lc rgb "#4f86b8"
set label 48 "" at screen 0.84043, screen 0.86733 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 49 "binary_overlay_512" at screen 0.86394, screen 0.86733 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.82384, screen 0.84034 to screen 0.85703, screen 0.84034 nohead lw 1.9 dt (14,4) lc rgb "#6b6b6b"
set label 50 "" at screen 0.84043, screen 0.84034 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 51 "chunked_bfp_512" at screen 0.86394, screen 0.84034 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.82384, screen 0.81334 to screen 0.85703, screen 0.81334 nohead lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93"
set label 52 "" at screen 0.84043, screen 0.81334 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 53 "term_serial_512" at screen 0.86394, screen 0.81334 left font ',13' textcolor rgb '#33373d' front
set arrow 8 from screen 0.82384, screen 0.78634 to screen 0.85703, screen 0.78634 nohead lw 1.9 dt (5,2,2,2) lc rgb "#b5527a"
set label 54 "" at screen 0.84043, screen 0.78634 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 55 "two_in_one_512" at screen 0.86394, screen 0.78634 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p2s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
unset multiplot
