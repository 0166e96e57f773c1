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
figure_title = "Pareto front of cpt_time_s and cpt_energy_j"
set terminal svg noenhanced size 940,395 font 'Helvetica,13' background 'white'
set encoding utf8
set output "pareto.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
5.595035776 14.111500561323165
EOD
$p0s1 << EOD
4.859876288 14.742511767384803
EOD
$p0s2 << EOD
4.43798504 13.16213868453904
EOD
$p0s3 << EOD
4.957820568 13.732014320336248
EOD
$p0s4 << EOD
5.183057808 15.107220824835128
EOD
$p0s5 << EOD
4.567681904 13.84166135317764
EOD
$p0s6 << EOD
3.853907912 12.73817641117972
EOD
$p0s7 << EOD
4.500825424 13.496561632773489
EOD
$p0s8 << EOD
5.55420192 26.396619128596107
EOD
$p0s9 << EOD
5.716954 15.059644546960415
EOD
$p0s10 << EOD
4.584400752 12.154704381673703
EOD
$p0s11 << EOD
3.853907912 12.73817641117972
4.584400752 12.154704381673703
EOD
set multiplot
set xrange [3.853907912:5.716954]
set xtics ("" 4, "" 4.2, "" 4.4, "" 4.6000000000000005, "" 4.800000000000001, "" 5, "" 5.2, "" 5.4, "" 5.6000000000000005)
set lmargin at screen 0.04690
set rmargin at screen 0.72714
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [11.300189496858358:27.251134013411452]
set ytics ("" 12, "" 13, "" 14, "" 15, "" 16, "" 17, "" 18, "" 19, "" 20, "" 21, "" 22, "" 23, "" 24, "" 25, "" 26, "" 27)
set label 1 "cpt_energy_j" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "12" at screen 0.03998, screen 0.15878 right font ',11' textcolor rgb '#33373d' front
set label 3 "13" at screen 0.03998, screen 0.21274 right font ',11' textcolor rgb '#33373d' front
set label 4 "14" at screen 0.03998, screen 0.26670 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.32067 right font ',11' textcolor rgb '#33373d' front
set label 6 "16" at screen 0.03998, screen 0.37463 right font ',11' textcolor rgb '#33373d' front
set label 7 "17" at screen 0.03998, screen 0.42859 right font ',11' textcolor rgb '#33373d' front
set label 8 "18" at screen 0.03998, screen 0.48255 right font ',11' textcolor rgb '#33373d' front
set label 9 "19" at screen 0.03998, screen 0.53652 right font ',11' textcolor rgb '#33373d' front
set label 10 "20" at screen 0.03998, screen 0.59048 right font ',11' textcolor rgb '#33373d' front
set label 11 "21" at screen 0.03998, screen 0.64444 right font ',11' textcolor rgb '#33373d' front
set label 12 "22" at screen 0.03998, screen 0.69841 right font ',11' textcolor rgb '#33373d' front
set label 13 "23" at screen 0.03998, screen 0.75237 right font ',11' textcolor rgb '#33373d' front
set label 14 "24" at screen 0.03998, screen 0.80633 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.03998, screen 0.86029 right font ',11' textcolor rgb '#33373d' front
set label 16 "26" at screen 0.03998, screen 0.91426 right font ',11' textcolor rgb '#33373d' front
set label 17 "27" at screen 0.03998, screen 0.96822 right font ',11' textcolor rgb '#33373d' front
set label 18 "4" at screen 0.10024, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "4.2" at screen 0.17326, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "4.4" at screen 0.24629, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "4.6" at screen 0.31931, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 22 "4.8" at screen 0.39234, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 23 "5" at screen 0.46536, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 24 "5.2" at screen 0.53839, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 25 "5.4" at screen 0.61141, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 26 "5.6" at screen 0.68444, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 27 "cpt_time_s" at screen 0.38702, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 28 "" at screen 0.74788, screen 0.96038 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 29 "systolic_512" at screen 0.76171, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set label 30 "" at screen 0.74788, screen 0.91759 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 31 "spatial_fusion_512" at screen 0.76171, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set label 32 "" at screen 0.74788, screen 0.87481 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 33 "operand_serial_512" at screen 0.76171, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set label 34 "" at screen 0.74788, screen 0.83203 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 35 "dual_serial_512" at screen 0.76171, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set label 36 "" at screen 0.74788, screen 0.78924 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 37 "binary_overlay_512" at screen 0.76171, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set label 38 "" at screen 0.74788, screen 0.74646 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 39 "chunked_bfp_512" at screen 0.76171, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set label 40 "" at screen 0.74788, screen 0.70367 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 41 "term_serial_512" at screen 0.76171, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set label 42 "" at screen 0.74788, screen 0.66089 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 43 "two_in_one_512" at screen 0.76171, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
set label 44 "" at screen 0.74788, screen 0.61810 point pt 10 ps 0.7 lc rgb "#8a2d1f" front
set label 45 "plain_dual_serial_512" at screen 0.76171, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
set label 46 "" at screen 0.74788, screen 0.57532 point pt 14 ps 0.7 lc rgb "#8a2d1f" front
set label 47 "dual_serial_512 without input_path" at screen 0.76171, screen 0.57532 left font ',13' textcolor rgb '#33373d' front
set label 48 "" at screen 0.74788, screen 0.53253 point pt 8 ps 0.7 lc rgb "#8a2d1f" front
set label 49 "dual_serial_512 with delayed ranges" at screen 0.76171, screen 0.53253 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.74097, screen 0.48975 to screen 0.79076, screen 0.48975 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 50 "Pareto front" at screen 0.79767, screen 0.48975 left font ',13' textcolor rgb '#33373d' front
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
     $p0s11 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "Pareto front"
unset multiplot
