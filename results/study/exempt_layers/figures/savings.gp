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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 8aa25dd7eecdc9a5
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 1dc63b3382d15b74
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
0 0.08277070437721079
1 10.149303186125124
2 18.836883302436945
3 19.886827654065574
4 19.583633682651325
5 18.451167478165033
6 18.136969319894323
7 16.711195381421305
EOD
$p1s1 << EOD
0 0.08559703200702318
1 11.443221497078316
2 21.24134324213379
3 23.641419238851178
4 23.529508496113294
5 20.769887066271586
6 21.18209664495565
7 18.846504572198274
EOD
$p1s2 << EOD
0 0.09816492166632163
1 7.836998417539376
2 14.651891109122571
3 14.285414258970563
4 14.254969554425111
5 14.351217404377536
6 12.934717978385745
7 12.93486851753578
EOD
$p2s0 << EOD
0 1.6433828012970775
1 8.121602854896192
2 9.678112244329151
3 14.21205734756492
4 18.173290485935446
5 10.674638106924661
6 8.49183034403046
7 9.458858973407159
EOD
$p2s1 << EOD
0 2.1716788496814687
1 9.380076894201194
2 11.542115681383713
3 16.85869504382511
4 20.801097890201113
5 12.7638711867047
6 10.330362693171747
7 11.095775250148176
EOD
$p2s2 << EOD
0 1.1197700223084972
1 5.39564648104357
2 7.8081916585123645
3 8.253494823501162
4 13.05013948515552
5 8.030713787803888
6 4.53367604276429
7 7.152282791221531
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
set yrange [0:25.532732777959275]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:22.465185721417203]
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
set label 13 "15" at screen 0.03998, screen 0.54573 right font ',11' textcolor rgb '#33373d' front
set label 14 "20" at screen 0.03998, screen 0.60352 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.03998, screen 0.66130 right font ',11' textcolor rgb '#33373d' front
set label 16 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 17 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 18 "5" at screen 0.03998, screen 0.11740 right font ',11' textcolor rgb '#33373d' front
set label 19 "10" at screen 0.03998, screen 0.18307 right font ',11' textcolor rgb '#33373d' front
set label 20 "15" at screen 0.03998, screen 0.24875 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.31442 right font ',11' textcolor rgb '#33373d' front
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
