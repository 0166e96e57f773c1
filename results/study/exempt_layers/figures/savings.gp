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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: de3fca599ad81c4b
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
0 0.08276055645050073
1 10.149289448847142
2 18.83686643340271
3 19.886811860226594
4 19.58361957283763
5 18.451160919144748
6 18.136948633549267
7 16.711179273523946
EOD
$p1s1 << EOD
0 0.08558887648866254
1 11.443210627394784
2 21.241330001326386
3 23.64139777154397
4 23.529496267000916
5 20.76988211601479
6 21.18207964709282
7 18.846491906295583
EOD
$p1s2 << EOD
0 0.09816307563779159
1 7.8369960706555775
2 14.65188770965644
3 14.285409989313823
4 14.254967042133215
5 14.351216478193008
6 12.934714820631687
7 12.934865226928816
EOD
$p2s0 << EOD
0 1.6321986801298705
1 8.069540234602423
2 9.536898555943429
3 14.093406610496384
4 18.11863545012168
5 10.55987051340359
6 8.360500897230406
7 9.350530266108036
EOD
$p2s1 << EOD
0 2.149359863248357
1 9.317691831194852
2 11.386059970527617
3 16.727907095239914
4 20.740142587280197
5 12.642438049820337
6 10.17831094081385
7 10.976213932621848
EOD
$p2s2 << EOD
0 1.123356902222039
1 5.359387887643496
2 7.7329485715553865
3 8.160132873049175
4 13.017104195800966
5 7.959383734013992
6 4.451674650486692
7 7.087852230013724
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
set yrange [0:25.53270959326749]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:22.399353994262615]
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
set label 18 "5" at screen 0.03998, screen 0.11759 right font ',11' textcolor rgb '#33373d' front
set label 19 "10" at screen 0.03998, screen 0.18346 right font ',11' textcolor rgb '#33373d' front
set label 20 "15" at screen 0.03998, screen 0.24933 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.31519 right font ',11' textcolor rgb '#33373d' front
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
