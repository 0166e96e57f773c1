# model: resnet-18; resnet-34; resnet-50
# dataset: imagenet
# batch: 256
# iterations: 450360
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:4-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: c9ce920158cfe8f2
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: a0de5b1f71de2921
# input sweep: 304e188b24b65f2f
reset session
figure_title = "Ideal and achieved saving along accelerator"
set terminal svg noenhanced size 940,610 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p0s1 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p0s2 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p1s0 << EOD
0 0.10200058529842293
1 10.15830366248558
2 18.889068130365594
3 19.887546387178066
4 19.64433180060515
5 18.476641476771015
6 18.10883524818152
7 16.767822088688998
EOD
$p1s1 << EOD
0 0.12021614459948315
1 11.463974668992382
2 21.286453179318144
3 23.64051884943762
4 23.602221787534173
5 20.790875047324075
6 21.116924334680842
7 18.89456260913701
EOD
$p1s2 << EOD
0 0.0893514549760499
1 7.882982788599057
2 14.669176324660638
3 14.298566734021378
4 14.31377873427202
5 14.409977441597555
6 12.991871485010787
7 12.967387987828182
EOD
$p2s0 << EOD
0 1.1756686082625034
1 7.753033118986818
2 8.800728927113754
3 14.039114263417273
4 17.512593334878357
5 9.824415236752094
6 8.41022140252945
7 8.483263565934063
EOD
$p2s1 << EOD
0 1.5112966329247302
1 8.866194293179863
2 10.49494804495632
3 16.604103074153155
4 20.0901238290075
5 11.85298886201378
6 10.44251018930602
7 10.029796684238734
EOD
$p2s2 << EOD
0 1.2917647175522795
1 5.3882384440065545
2 8.1814865984983
3 8.138923301702183
4 12.395909050586996
5 7.611276240881248
6 4.927471401775896
7 7.081198301104608
EOD
set multiplot
set xrange [-0.25:7.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7)
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.69303
set tmargin at screen 0.98811
unset logscale y
set yrange [0:32.50543565147881]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.37238
set tmargin at screen 0.66746
unset logscale y
set yrange [0:25.53176035739263]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:21.6973337353281]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84057 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.69303 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.73842 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.78381 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.82920 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.87459 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.91998 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.96537 right font ',11' textcolor rgb '#33373d' front
set label 9 "cycle saving (%)" at screen 0.01418, screen 0.51992 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 10 "0" at screen 0.03998, screen 0.37238 right font ',11' textcolor rgb '#33373d' front
set label 11 "5" at screen 0.03998, screen 0.43016 right font ',11' textcolor rgb '#33373d' front
set label 12 "10" at screen 0.03998, screen 0.48795 right font ',11' textcolor rgb '#33373d' front
set label 13 "15" at screen 0.03998, screen 0.54574 right font ',11' textcolor rgb '#33373d' front
set label 14 "20" at screen 0.03998, screen 0.60353 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.03998, screen 0.66131 right font ',11' textcolor rgb '#33373d' front
set label 16 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 17 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 18 "5" at screen 0.03998, screen 0.11972 right font ',11' textcolor rgb '#33373d' front
set label 19 "10" at screen 0.03998, screen 0.18772 right font ',11' textcolor rgb '#33373d' front
set label 20 "15" at screen 0.03998, screen 0.25572 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.32372 right font ',11' textcolor rgb '#33373d' front
set label 22 "systolic" at screen 0.07511, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 23 "spatial_fusion" at screen 0.18794, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 24 "operand_serial" at screen 0.30078, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 25 "dual_serial" at screen 0.41362, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "binary_overlay" at screen 0.52646, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "chunked_bfp" at screen 0.63929, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "term_serial" at screen 0.75213, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "two_in_one" at screen 0.86497, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 30 "" at screen 0.91392, screen 0.97426 point pt 7 ps 0.7 lc rgb "#6b6b6b" front
set label 31 "resnet-18" at screen 0.92775, screen 0.97426 left font ',13' textcolor rgb '#33373d' front
set label 32 "" at screen 0.91392, screen 0.94656 point pt 5 ps 0.7 lc rgb "#1b3a5c" front
set label 33 "resnet-34" at screen 0.92775, screen 0.94656 left font ',13' textcolor rgb '#33373d' front
set label 34 "" at screen 0.91392, screen 0.91885 point pt 9 ps 0.7 lc rgb "#d08a3c" front
set label 35 "resnet-50" at screen 0.92775, screen 0.91885 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
unset multiplot
