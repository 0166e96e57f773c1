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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4fed3b103169477e
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: cffa341ce9b33f03
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
2 0.036969496300198745
4 0.05436358259846008
8 0.05243404102650562
16 0.04990171254219966
EOD
$p1s1 << EOD
2 4.738277705667571
4 12.64830488762112
8 17.017161377648648
16 18.825774035505106
EOD
$p1s2 << EOD
2 6.967274294396663
4 18.745313718344438
8 24.671386975678256
16 27.32075525770915
EOD
$p1s3 << EOD
2 11.292927969080912
4 22.94622269897003
8 28.63987536746113
16 31.349197029359466
EOD
$p1s4 << EOD
2 13.174206233468011
4 25.274856738289664
8 30.471704129013766
16 33.00478873922238
EOD
$p1s5 << EOD
2 7.018817067422722
4 17.933617626016453
8 23.353665742581754
16 25.880809819898154
EOD
$p1s6 << EOD
2 4.0716697029100635
4 14.224487608684477
8 23.957099426197114
16 27.686218714168085
EOD
$p1s7 << EOD
2 6.317353878135745
4 17.374190310462932
8 23.67552042085055
16 26.324301917566462
EOD
$p2s0 << EOD
2 0.5391055783301346
4 0.5348507377122891
8 0.5124257535590204
16 0.4243387985515601
EOD
$p2s1 << EOD
2 6.158112388058212
4 7.02432676263578
8 7.857258348361073
16 8.986875968224295
EOD
$p2s2 << EOD
2 5.145397070121748
4 6.524555097335904
8 7.881254018627337
16 9.523733155527836
EOD
$p2s3 << EOD
2 7.391178394268294
4 9.503418589739153
8 10.788061841506735
16 12.56228221047463
EOD
$p2s4 << EOD
2 14.221390119400667
4 15.61008421458454
8 16.56884525195952
16 17.877589360386935
EOD
$p2s5 << EOD
2 5.473104595872191
4 7.219905509396185
8 8.511712842362728
16 9.72567776378236
EOD
$p2s6 << EOD
2 3.523219368231756
4 4.655705136941723
8 5.882850446698762
16 7.358352908877596
EOD
$p2s7 << EOD
2 5.621378448269809
4 6.981003968619404
8 8.338355906132922
16 9.818169196229876
EOD
set multiplot
set xrange [2:16]
set xtics ("" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8, "" 9, "" 10, "" 11, "" 12, "" 13, "" 14, "" 15, "" 16)
set lmargin at screen 0.04690
set rmargin at screen 0.78235
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
set rmargin at screen 0.78235
set bmargin at screen 0.38882
set tmargin at screen 0.67636
unset logscale y
set yrange [0:35.64517183836017]
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
set rmargin at screen 0.78235
set bmargin at screen 0.07636
set tmargin at screen 0.36390
unset logscale y
set yrange [0:19.30779650921789]
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
set label 12 "5" at screen 0.03998, screen 0.42915 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.46949 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50982 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.55015 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.59049 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.63082 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.67115 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.22013 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.07636 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.15082 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.22528 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.29974 right font ',11' textcolor rgb '#33373d' front
set label 24 "2" at screen 0.04690, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 25 "3" at screen 0.09943, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 26 "4" at screen 0.15196, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 27 "5" at screen 0.20449, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 28 "6" at screen 0.25702, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 29 "7" at screen 0.30956, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 30 "8" at screen 0.36209, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 31 "9" at screen 0.41462, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 32 "10" at screen 0.46715, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 33 "11" at screen 0.51969, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 34 "12" at screen 0.57222, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 35 "13" at screen 0.62475, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 36 "14" at screen 0.67728, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 37 "15" at screen 0.72981, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 38 "16" at screen 0.78235, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 39 "accelerator.memory.channels" at screen 0.41462, screen 0.02752 center font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.79618, screen 0.97532 to screen 0.85703, screen 0.97532 nohead lw 1.9 dt 1 lc rgb "#1b3a5c"
set label 40 "" at screen 0.82660, screen 0.97532 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 41 "systolic_512" at screen 0.86394, screen 0.97532 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.79618, screen 0.94832 to screen 0.85703, screen 0.94832 nohead lw 1.9001 dt (9,4) lc rgb "#d08a3c"
set label 42 "" at screen 0.82660, screen 0.94832 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 43 "spatial_fusion_512" at screen 0.86394, screen 0.94832 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.79618, screen 0.92133 to screen 0.85703, screen 0.92133 nohead lw 1.9002 dt (2,3) lc rgb "#3f8f6b"
set label 44 "" at screen 0.82660, screen 0.92133 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 45 "operand_serial_512" at screen 0.86394, screen 0.92133 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.79618, screen 0.89433 to screen 0.85703, screen 0.89433 nohead lw 1.9002999999999999 dt (9,3,2,3) lc rgb "#8a2d1f"
set label 46 "" at screen 0.82660, screen 0.89433 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 47 "dual_serial_512" at screen 0.86394, screen 0.89433 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.79618, screen 0.86733 to screen 0.85703, screen 0.86733 nohead lw 1.9003999999999999 dt (5,3) lc rgb "#4f86b8"
set label 48 "" at screen 0.82660, screen 0.86733 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 49 "binary_overlay_512" at screen 0.86394, screen 0.86733 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.79618, screen 0.84034 to screen 0.85703, screen 0.84034 nohead lw 1.9004999999999999 dt (14,4) lc rgb "#6b6b6b"
set label 50 "" at screen 0.82660, screen 0.84034 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 51 "chunked_bfp_512" at screen 0.86394, screen 0.84034 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.79618, screen 0.81334 to screen 0.85703, screen 0.81334 nohead lw 1.9005999999999998 dt (12,3,2,3,2,3) lc rgb "#7b5a93"
set label 52 "" at screen 0.82660, screen 0.81334 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 53 "term_serial_512" at screen 0.86394, screen 0.81334 left font ',13' textcolor rgb '#33373d' front
set arrow 8 from screen 0.79618, screen 0.78634 to screen 0.85703, screen 0.78634 nohead lw 1.9006999999999998 dt (5,2,2,2) lc rgb "#b5527a"
set label 54 "" at screen 0.82660, screen 0.78634 point pt 4 ps 0.7 lc rgb "#b5527a" front
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
