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
17031.81789404 20.317346533072424
12364.432739224 20.506744779885818
10386.712697656 21.432084106342714
9396.036300024 23.69250761855878
EOD
$p0s1 << EOD
16230.8035102 22.44317439239547
10806.285190488 22.307883697336766
8623.71079612 22.940573210375014
7630.967721464 24.728853433727583
EOD
$p0s2 << EOD
15737.183134808 19.306091159030114
9908.268417336 19.067426280067796
7698.619492824 19.5826419240287
6709.685544888 20.93239908582618
EOD
$p0s3 << EOD
16088.609592792 20.104021562505185
10565.079868376 19.922543787014373
8379.135657176 20.557572797133265
7398.743783608 22.0725858381222
EOD
$p0s4 << EOD
16278.131600536 23.192457754668744
10919.780402776 23.128831611834567
8793.45125148 23.821464003152307
7834.19721628 25.427094058393926
EOD
$p0s5 << EOD
15841.929478712 21.109652267818
10138.747009912 20.54986679949644
7941.069160728 21.022379786113927
6944.661064824 22.4461443234585
EOD
$p0s6 << EOD
15164.223367512 18.651508929653886
8674.271706904 18.17799867429341
6166.648042872 18.47704324932826
5146.537010936 19.525804320680848
EOD
$p0s7 << EOD
15849.188400856 20.105751747855482
10076.663327288 19.81124291200169
7801.458394264 20.30772481306395
6802.594660696 21.66331397305068
EOD
$p0s8 << EOD
5146.537010936 19.525804320680848
6166.648042872 18.47704324932826
8674.271706904 18.17799867429341
EOD
set multiplot
set xrange [5146.537010936:17031.81789404]
set xtics ("" 6000, "" 7000, "" 8000, "" 9000, "" 10000, "" 11000, "" 12000, "" 13000, "" 14000, "" 15000, "" 16000, "" 17000)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [17.74305295124738:25.862039781439957]
set ytics ("" 18, "" 19, "" 20, "" 21, "" 22, "" 23, "" 24, "" 25)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "18" at screen 0.03998, screen 0.14825 right font ',11' textcolor rgb '#33373d' front
set label 3 "19" at screen 0.03998, screen 0.25427 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.36029 right font ',11' textcolor rgb '#33373d' front
set label 5 "21" at screen 0.03998, screen 0.46631 right font ',11' textcolor rgb '#33373d' front
set label 6 "22" at screen 0.03998, screen 0.57233 right font ',11' textcolor rgb '#33373d' front
set label 7 "23" at screen 0.03998, screen 0.67834 right font ',11' textcolor rgb '#33373d' front
set label 8 "24" at screen 0.03998, screen 0.78436 right font ',11' textcolor rgb '#33373d' front
set label 9 "25" at screen 0.03998, screen 0.89038 right font ',11' textcolor rgb '#33373d' front
set label 10 "6000" at screen 0.10308, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 11 "7000" at screen 0.16892, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "8000" at screen 0.23475, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "9000" at screen 0.30059, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 14 "10000" at screen 0.36643, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 15 "11000" at screen 0.43226, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 16 "12000" at screen 0.49810, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "13000" at screen 0.56393, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "14000" at screen 0.62977, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "15000" at screen 0.69560, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "16000" at screen 0.76144, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "17000" at screen 0.82727, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
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
set arrow 1 from screen 0.84320, screen 0.61810 to screen 0.89299, screen 0.61810 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 39 "Pareto front" at screen 0.89990, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
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
