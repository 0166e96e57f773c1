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
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: d4726ff98913550f
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
0 0.08416375366235851
1 10.199337725421486
2 18.928864483860973
3 19.961251425958782
4 19.662597810615566
5 18.54056029461628
6 18.281102904606538
7 16.792859594827057
EOD
$p1s1 << EOD
0 0.08716268107530345
1 11.489138828468237
2 21.325389387391635
3 23.717164301150184
4 23.612343070674857
5 20.85139928597729
6 21.308194289912375
7 18.921156613552014
EOD
$p1s2 << EOD
0 0.09990995216363485
1 7.913986048365063
2 14.776707320423421
3 14.375458676932052
4 14.34661387079631
5 14.475143013583457
6 13.196449429063794
7 13.055674896024039
EOD
$p2s0 << EOD
0 1.5145708175792305
1 8.180710872536133
2 10.180718717807958
3 14.542718396130127
4 18.303399581532442
5 11.076386889459533
6 8.939484445644608
7 9.869775524737944
EOD
$p2s1 << EOD
0 1.9452640361659501
1 9.392113547056512
2 12.085766034300482
3 17.280435996258024
4 20.999286227327573
5 13.174902704756475
6 10.838061710668134
7 11.535836911021956
EOD
$p2s2 << EOD
0 1.0904885867004444
1 5.562224378166403
2 8.146257196626072
3 8.597408842299291
4 13.164073845185332
5 8.333075474259333
6 5.210033154320725
7 7.389989273169994
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
set yrange [0:25.6145374452422]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:22.679229125513782]
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
set label 11 "5" at screen 0.03998, screen 0.42998 right font ',11' textcolor rgb '#33373d' front
set label 12 "10" at screen 0.03998, screen 0.48758 right font ',11' textcolor rgb '#33373d' front
set label 13 "15" at screen 0.03998, screen 0.54518 right font ',11' textcolor rgb '#33373d' front
set label 14 "20" at screen 0.03998, screen 0.60278 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.03998, screen 0.66038 right font ',11' textcolor rgb '#33373d' front
set label 16 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 17 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 18 "5" at screen 0.03998, screen 0.11678 right font ',11' textcolor rgb '#33373d' front
set label 19 "10" at screen 0.03998, screen 0.18183 right font ',11' textcolor rgb '#33373d' front
set label 20 "15" at screen 0.03998, screen 0.24689 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.31194 right font ',11' textcolor rgb '#33373d' front
set label 22 "systolic" at screen 0.07511, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 23 "spatial\nfusion" at screen 0.18794, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 24 "operand\nserial" at screen 0.30078, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 25 "dual\nserial" at screen 0.41362, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "binary\noverlay" at screen 0.52646, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "chunked\nbfp" at screen 0.63929, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "term\nserial" at screen 0.75213, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "two\nin\none" at screen 0.86497, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
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
