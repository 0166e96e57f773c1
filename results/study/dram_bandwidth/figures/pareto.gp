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
# version: 0.1.0 (commit 6339065bb754)
# recipe: a1cd2df3ccbcd1f9
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
17004.790083032 21.81680248226496
12335.241859096 22.04365379377654
10352.155007704 23.07711728701673
9361.241531192 25.303452006376677
EOD
$p0s1 << EOD
16207.761334136 23.822169268151868
10788.249810136 23.55162130086306
8601.903097944 24.12850604699306
7606.362714808 25.86216994441938
EOD
$p0s2 << EOD
15721.111011352 19.14760380641994
9892.62409164 18.926789610828212
7688.325008408 19.504936870320392
6705.12615772 20.999606649164804
EOD
$p0s3 << EOD
16073.844124632 19.984081608015632
10564.51554332 19.824448574526258
8372.65897372 20.5344060852638
7395.196747768 22.237654389478656
EOD
$p0s4 << EOD
16266.074749112 23.085380013986388
10906.09669836 23.026771564251916
8784.131083448 23.810432409598352
7826.828439128 25.634101474304458
EOD
$p0s5 << EOD
15830.999948952 20.996440127474845
10132.923299832 20.45585926983878
7942.732633048 20.997547062953114
6945.629636856 22.52763095032023
EOD
$p0s6 << EOD
15148.202464088 18.52346645432486
8657.118184184 18.20750176140658
6153.611535 18.479086073997777
5139.409586424 19.523080181166094
EOD
$p0s7 << EOD
15835.432024088 19.95022858246607
10062.563827288 19.677364015670097
7791.081913592 20.22912316190001
6797.184438648 21.740562385587733
EOD
$p0s8 << EOD
5139.409586424 19.523080181166094
6153.611535 18.479086073997777
8657.118184184 18.20750176140658
EOD
set multiplot
set xrange [5139.409586424:17004.790083032]
set xtics ("" 6000, "" 7000, "" 8000, "" 9000, "" 10000, "" 11000, "" 12000, "" 13000, "" 14000, "" 15000, "" 16000, "" 17000)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [17.74822167042581:26.32145003540015]
set ytics ("" 18, "" 19, "" 20, "" 21, "" 22, "" 23, "" 24, "" 25, "" 26)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "18" at screen 0.03998, screen 0.14629 right font ',11' textcolor rgb '#33373d' front
set label 3 "19" at screen 0.03998, screen 0.24669 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34709 right font ',11' textcolor rgb '#33373d' front
set label 5 "21" at screen 0.03998, screen 0.44749 right font ',11' textcolor rgb '#33373d' front
set label 6 "22" at screen 0.03998, screen 0.54789 right font ',11' textcolor rgb '#33373d' front
set label 7 "23" at screen 0.03998, screen 0.64830 right font ',11' textcolor rgb '#33373d' front
set label 8 "24" at screen 0.03998, screen 0.74870 right font ',11' textcolor rgb '#33373d' front
set label 9 "25" at screen 0.03998, screen 0.84910 right font ',11' textcolor rgb '#33373d' front
set label 10 "26" at screen 0.03998, screen 0.94950 right font ',11' textcolor rgb '#33373d' front
set label 11 "6000" at screen 0.10365, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "7000" at screen 0.16959, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "8000" at screen 0.23554, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 14 "9000" at screen 0.30149, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 15 "10000" at screen 0.36743, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 16 "11000" at screen 0.43338, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "12000" at screen 0.49932, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "13000" at screen 0.56527, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "14000" at screen 0.63121, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "15000" at screen 0.69716, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "16000" at screen 0.76311, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 22 "17000" at screen 0.82905, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 23 "cpt_time_s" at screen 0.43813, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 24 "" at screen 0.85011, screen 0.96038 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 25 "systolic_512" at screen 0.86394, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set label 26 "" at screen 0.85011, screen 0.91759 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 27 "spatial_fusion_512" at screen 0.86394, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set label 28 "" at screen 0.85011, screen 0.87481 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 29 "operand_serial_512" at screen 0.86394, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set label 30 "" at screen 0.85011, screen 0.83203 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 31 "dual_serial_512" at screen 0.86394, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set label 32 "" at screen 0.85011, screen 0.78924 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 33 "binary_overlay_512" at screen 0.86394, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set label 34 "" at screen 0.85011, screen 0.74646 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 35 "chunked_bfp_512" at screen 0.86394, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set label 36 "" at screen 0.85011, screen 0.70367 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 37 "term_serial_512" at screen 0.86394, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set label 38 "" at screen 0.85011, screen 0.66089 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 39 "two_in_one_512" at screen 0.86394, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.84320, screen 0.61810 to screen 0.87639, screen 0.61810 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 40 "Pareto front" at screen 0.88330, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
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
