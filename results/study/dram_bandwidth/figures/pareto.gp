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
17004.790083032 21.948543510291167
12335.241859096 22.075391668555373
10352.155007704 22.856744433792922
9361.241531192 24.548259839800593
EOD
$p0s1 << EOD
16207.761334136 23.972886806174888
10788.249810136 23.657038434538464
8601.903097944 24.062563960188807
7606.362714808 25.414045620079
EOD
$p0s2 << EOD
15721.111011352 19.315060982924162
9892.62409164 19.10236900085645
7688.325008408 19.59404567028497
6705.12615772 20.833157304488108
EOD
$p0s3 << EOD
16073.844124632 20.137476514529492
10564.51554332 19.946484664069928
8372.65897372 20.486413193462933
7395.196747768 21.84908108141794
EOD
$p0s4 << EOD
16266.074749112 23.237909695690274
10906.09669836 23.141462463899384
8784.131083448 23.764307648007897
7826.828439128 25.19773642917366
EOD
$p0s5 << EOD
15830.999948952 21.15565536452009
10132.923299832 20.590028712042564
7942.732633048 20.990458525582095
6945.629636856 22.213795786446582
EOD
$p0s6 << EOD
15148.202464088 18.695789860804762
8657.118184184 18.457893955208974
6153.611535 18.80166426159479
5139.409586424 19.836715919749388
EOD
$p0s7 << EOD
15835.432024088 20.114918034554258
10062.563827288 19.84311411859896
7791.081913592 20.2862322788073
6797.184438648 21.50125479011266
EOD
$p0s8 << EOD
5139.409586424 19.836715919749388
6153.611535 18.80166426159479
8657.118184184 18.457893955208974
EOD
set multiplot
set xrange [5139.409586424:17004.790083032]
set xtics ("" 6000, "" 7000, "" 8000, "" 9000, "" 10000, "" 11000, "" 12000, "" 13000, "" 14000, "" 15000, "" 16000, "" 17000)
set lmargin at screen 0.05666
set rmargin at screen 0.82937
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [18.04052485531677:25.831414719971203]
set ytics ("" 18.5, "" 19, "" 19.5, "" 20, "" 20.5, "" 21, "" 21.5, "" 22, "" 22.5, "" 23, "" 23.5, "" 24, "" 24.5, "" 25, "" 25.5)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "18.5" at screen 0.04974, screen 0.17178 right font ',11' textcolor rgb '#33373d' front
set label 3 "19" at screen 0.04974, screen 0.22702 right font ',11' textcolor rgb '#33373d' front
set label 4 "19.5" at screen 0.04974, screen 0.28226 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.04974, screen 0.33750 right font ',11' textcolor rgb '#33373d' front
set label 6 "20.5" at screen 0.04974, screen 0.39274 right font ',11' textcolor rgb '#33373d' front
set label 7 "21" at screen 0.04974, screen 0.44798 right font ',11' textcolor rgb '#33373d' front
set label 8 "21.5" at screen 0.04974, screen 0.50323 right font ',11' textcolor rgb '#33373d' front
set label 9 "22" at screen 0.04974, screen 0.55847 right font ',11' textcolor rgb '#33373d' front
set label 10 "22.5" at screen 0.04974, screen 0.61371 right font ',11' textcolor rgb '#33373d' front
set label 11 "23" at screen 0.04974, screen 0.66895 right font ',11' textcolor rgb '#33373d' front
set label 12 "23.5" at screen 0.04974, screen 0.72419 right font ',11' textcolor rgb '#33373d' front
set label 13 "24" at screen 0.04974, screen 0.77943 right font ',11' textcolor rgb '#33373d' front
set label 14 "24.5" at screen 0.04974, screen 0.83467 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.04974, screen 0.88992 right font ',11' textcolor rgb '#33373d' front
set label 16 "25.5" at screen 0.04974, screen 0.94516 right font ',11' textcolor rgb '#33373d' front
set label 17 "6000" at screen 0.11270, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "7000" at screen 0.17782, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "8000" at screen 0.24295, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "9000" at screen 0.30807, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "10000" at screen 0.37319, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 22 "11000" at screen 0.43832, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 23 "12000" at screen 0.50344, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 24 "13000" at screen 0.56856, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 25 "14000" at screen 0.63369, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 26 "15000" at screen 0.69881, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 27 "16000" at screen 0.76393, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 28 "17000" at screen 0.82906, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 29 "cpt_time_s" at screen 0.44301, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 30 "" at screen 0.85011, screen 0.96038 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 31 "systolic_512" at screen 0.86394, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set label 32 "" at screen 0.85011, screen 0.91759 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 33 "spatial_fusion_512" at screen 0.86394, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set label 34 "" at screen 0.85011, screen 0.87481 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 35 "operand_serial_512" at screen 0.86394, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set label 36 "" at screen 0.85011, screen 0.83203 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 37 "dual_serial_512" at screen 0.86394, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set label 38 "" at screen 0.85011, screen 0.78924 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 39 "binary_overlay_512" at screen 0.86394, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set label 40 "" at screen 0.85011, screen 0.74646 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 41 "chunked_bfp_512" at screen 0.86394, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set label 42 "" at screen 0.85011, screen 0.70367 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 43 "term_serial_512" at screen 0.86394, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set label 44 "" at screen 0.85011, screen 0.66089 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 45 "two_in_one_512" at screen 0.86394, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.84320, screen 0.61810 to screen 0.87639, screen 0.61810 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 46 "Pareto front" at screen 0.88330, screen 0.61810 left font ',13' textcolor rgb '#33373d' front
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
