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
16077.887404888 21.684510142285877
11974.1762518 21.97200971795342
10166.1490726 23.014651163157126
9261.314009592 25.242363574417947
EOD
$p0s1 << EOD
15215.762927832 23.63450045832187
10393.172867992 23.459301514112855
8416.036395288 24.06126414289185
7506.525236856 25.798144333677442
EOD
$p0s2 << EOD
14700.830699352 18.990336555295134
9496.711784376 18.844349366713644
7517.569080536 19.447900728373682
6617.72446956 20.94653508654674
EOD
$p0s3 << EOD
15136.240981624 19.847748569645795
10178.044380728 19.74772492719148
8188.26970748 20.473554211501753
7312.438648472 22.18749445838124
EOD
$p0s4 << EOD
15331.288686488 22.953217019452648
10529.514485016 22.95368371632427
8611.351131224 23.754691324903533
7746.656859224 25.585897738981966
EOD
$p0s5 << EOD
14819.285761816 20.795601324525002
9727.42119052 20.354375010004805
7754.477173496 20.926210753760778
6846.523359416 22.462842311587377
EOD
$p0s6 << EOD
14077.90277116 18.334891819356297
8208.055498424 18.103703149658177
5973.455097592 18.416607404038107
5052.238244792 19.469505551994793
EOD
$p0s7 << EOD
14819.008153304 19.78018411823926
9658.78127308 19.588776090902023
7613.766796856 20.16807851005054
6705.66942796 21.6839711406497
EOD
$p0s8 << EOD
5052.238244792 19.469505551994793
5973.455097592 18.416607404038107
8208.055498424 18.103703149658177
EOD
set multiplot
set xrange [5052.238244792:16077.887404888]
set xtics ("" 6000, "" 7000, "" 8000, "" 9000, "" 10000, "" 11000, "" 12000, "" 13000, "" 14000, "" 15000, "" 16000)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [17.64203667861702:26.259810804718597]
set ytics ("" 18, "" 19, "" 20, "" 21, "" 22, "" 23, "" 24, "" 25, "" 26)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "18" at screen 0.03998, screen 0.15677 right font ',11' textcolor rgb '#33373d' front
set label 3 "19" at screen 0.03998, screen 0.25665 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.35653 right font ',11' textcolor rgb '#33373d' front
set label 5 "21" at screen 0.03998, screen 0.45641 right font ',11' textcolor rgb '#33373d' front
set label 6 "22" at screen 0.03998, screen 0.55629 right font ',11' textcolor rgb '#33373d' front
set label 7 "23" at screen 0.03998, screen 0.65618 right font ',11' textcolor rgb '#33373d' front
set label 8 "24" at screen 0.03998, screen 0.75606 right font ',11' textcolor rgb '#33373d' front
set label 9 "25" at screen 0.03998, screen 0.85594 right font ',11' textcolor rgb '#33373d' front
set label 10 "26" at screen 0.03998, screen 0.95582 right font ',11' textcolor rgb '#33373d' front
set label 11 "6000" at screen 0.11416, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "7000" at screen 0.18513, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "8000" at screen 0.25609, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 14 "9000" at screen 0.32706, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 15 "10000" at screen 0.39803, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 16 "11000" at screen 0.46900, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "12000" at screen 0.53997, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "13000" at screen 0.61094, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "14000" at screen 0.68190, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "15000" at screen 0.75287, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "16000" at screen 0.82384, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 22 "cpt_time_s" at screen 0.43813, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 23 "" at screen 0.85011, screen 0.96038 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 24 "systolic_512" at screen 0.86394, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set label 25 "" at screen 0.85011, screen 0.91759 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 26 "spatial_fusion_512" at screen 0.86394, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set label 27 "" at screen 0.85011, screen 0.87481 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 28 "operand_serial_512" at screen 0.86394, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set label 29 "" at screen 0.85011, screen 0.83203 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 30 "dual_serial_512" at screen 0.86394, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set label 31 "" at screen 0.85011, screen 0.78924 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 32 "binary_overlay_512" at screen 0.86394, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set label 33 "" at screen 0.85011, screen 0.74646 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 34 "chunked_bfp_512" at screen 0.86394, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set label 35 "" at screen 0.85011, screen 0.70367 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 36 "term_serial_512" at screen 0.86394, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set label 37 "" at screen 0.85011, screen 0.66089 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 38 "two_in_one_512" at screen 0.86394, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.84320, screen 0.61810 to screen 0.87639, screen 0.61810 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 39 "Pareto front" at screen 0.88330, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512", \
     $p0s7 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p0s8 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "Pareto front"
unset multiplot
