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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
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
17004.790083032 21.966515915249484
12335.235584408 22.13839127677287
10351.697279704 23.017172910809993
9360.783803192 24.90287265008
EOD
$p0s1 << EOD
16207.761334136 23.98678850428995
10788.243535448 23.703947325306647
8601.445369944 24.186491728391946
7605.904986808 25.695458025392014
EOD
$p0s2 << EOD
15720.966693528 19.326333104592383
9892.620191416 19.13964031652843
7688.325008408 19.698466134580674
6705.12615772 21.076067943639544
EOD
$p0s3 << EOD
16073.699806808 20.15070216048362
10564.013081944 19.990855737103594
8372.20124572 20.605483791637496
7395.177675768 22.121361758290384
EOD
$p0s4 << EOD
16265.930431288 23.251831090854783
10905.671907704 23.189252113028484
8784.131083448 23.891801171075592
7826.828439128 25.487900030479736
EOD
$p0s5 << EOD
15830.999948952 21.167607545231483
10132.790367992 20.630124546604133
7942.274905048 21.10064486576391
6945.250342456 22.46762534581182
EOD
$p0s6 << EOD
15148.095794392 18.70407497804596
8657.118184184 18.481528624701948
6153.605136344 18.87273370096156
5139.409586424 20.01197242545299
EOD
$p0s7 << EOD
15835.287706264 20.12681158175629
10062.135899288 19.882212786884914
7791.081913592 20.393092698027637
6797.184438648 21.748737290441397
EOD
$p0s8 << EOD
5139.409586424 20.01197242545299
6153.605136344 18.87273370096156
8657.118184184 18.481528624701948
EOD
set multiplot
set xrange [5139.409586424:17004.790083032]
set xtics ("" 6000, "" 7000, "" 8000, "" 9000, "" 10000, "" 11000, "" 12000, "" 13000, "" 14000, "" 15000, "" 16000, "" 17000)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [18.048692860660545:26.128293789433418]
set ytics ("" 19, "" 20, "" 21, "" 22, "" 23, "" 24, "" 25, "" 26)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "19" at screen 0.03998, screen 0.22236 right font ',11' textcolor rgb '#33373d' front
set label 3 "20" at screen 0.03998, screen 0.32889 right font ',11' textcolor rgb '#33373d' front
set label 4 "21" at screen 0.03998, screen 0.43543 right font ',11' textcolor rgb '#33373d' front
set label 5 "22" at screen 0.03998, screen 0.54196 right font ',11' textcolor rgb '#33373d' front
set label 6 "23" at screen 0.03998, screen 0.64850 right font ',11' textcolor rgb '#33373d' front
set label 7 "24" at screen 0.03998, screen 0.75503 right font ',11' textcolor rgb '#33373d' front
set label 8 "25" at screen 0.03998, screen 0.86157 right font ',11' textcolor rgb '#33373d' front
set label 9 "26" at screen 0.03998, screen 0.96810 right font ',11' textcolor rgb '#33373d' front
set label 10 "6000" at screen 0.10365, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 11 "7000" at screen 0.16959, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "8000" at screen 0.23554, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "9000" at screen 0.30149, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 14 "10000" at screen 0.36743, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 15 "11000" at screen 0.43338, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 16 "12000" at screen 0.49932, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "13000" at screen 0.56527, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "14000" at screen 0.63121, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "15000" at screen 0.69716, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "16000" at screen 0.76311, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "17000" at screen 0.82905, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
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
