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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: a81dc2250ed685a9
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 60fc6e13b9c31b47
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
0 0.07497578415941453
1 9.951537251416942
2 18.56231684777745
3 19.81418882931094
4 19.436697325122687
5 18.156124323638377
6 17.807921642713207
7 16.501561147381903
EOD
$p1s1 << EOD
0 0.08067390674180164
1 11.290909357483613
2 21.011529763189973
3 23.612427032141248
4 23.37593426233284
5 20.56684261217916
6 20.814829087332875
7 18.67329075555434
EOD
$p1s2 << EOD
0 0.2905517575682137
1 7.314631783821645
2 14.176999350482966
3 13.559448672246388
4 13.180331393483756
5 12.90842358975004
6 12.83323367170306
7 12.695899670394573
EOD
$p2s0 << EOD
0 1.5469276840299084
1 8.088951434772529
2 9.776788697017324
3 14.69319929108116
4 18.049778540253115
5 10.799208738311282
6 8.514305852968617
7 9.500686314081607
EOD
$p2s1 << EOD
0 1.9796819447504777
1 9.351028714861254
2 11.783118155262418
3 17.38943317399848
4 20.93383090067681
5 12.961362410998811
6 10.529082939660228
7 11.265369293756677
EOD
$p2s2 << EOD
0 1.329400271651926
1 4.964515165104221
2 5.232276506767186
3 7.709199916768772
4 10.774040371352688
5 6.22528981450281
6 3.594078417315716
7 5.472861461004285
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
set yrange [0:25.50142119471255]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "resnet-18", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "resnet-34", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "resnet-50"
set lmargin at screen 0.04690
set rmargin at screen 0.89318
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:22.608537372730957]
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
set label 11 "5" at screen 0.03998, screen 0.43023 right font ',11' textcolor rgb '#33373d' front
set label 12 "10" at screen 0.03998, screen 0.48809 right font ',11' textcolor rgb '#33373d' front
set label 13 "15" at screen 0.03998, screen 0.54595 right font ',11' textcolor rgb '#33373d' front
set label 14 "20" at screen 0.03998, screen 0.60380 right font ',11' textcolor rgb '#33373d' front
set label 15 "25" at screen 0.03998, screen 0.66166 right font ',11' textcolor rgb '#33373d' front
set label 16 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 17 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 18 "5" at screen 0.03998, screen 0.11698 right font ',11' textcolor rgb '#33373d' front
set label 19 "10" at screen 0.03998, screen 0.18224 right font ',11' textcolor rgb '#33373d' front
set label 20 "15" at screen 0.03998, screen 0.24750 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.31276 right font ',11' textcolor rgb '#33373d' front
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
