# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 1 channel; DDR4-2400 8Gb x8, 4 channels; DDR4-2400 8Gb x8, 8 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 16 channels; LPDDR5-6400 8Gb x16, 8 channels; HBM2-2000 pseudo channel, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: d7bfc6d957226263
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 8156fa19b0e916ec
# input sweep: 7b3d8f83fd305080
reset session
figure_title = "Ideal and achieved saving along choice"
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
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p1s0 << EOD
0 27.377557089838522
1 16.041160815795084
2 29.512098290619715
3 31.53387062294075
4 20.236054188822806
5 30.476730393780414
6 29.963351612970577
7 32.09479216317494
EOD
$p2s0 << EOD
0 10.568250661783063
1 8.209451627714559
2 15.987704622546527
3 20.451879906520364
4 9.022533962283896
5 12.428481211498909
6 14.95484190928119
7 19.752937372393443
EOD
set multiplot
set xrange [-0.25:7.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7)
set lmargin at screen 0.04690
set rmargin at screen 0.85397
set bmargin at screen 0.69303
set tmargin at screen 0.98811
unset logscale y
set yrange [0:39.60675]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p0s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.85397
set bmargin at screen 0.37238
set tmargin at screen 0.66746
unset logscale y
set yrange [0:34.662375536228936]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
plot $p1s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.85397
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:22.088030299041996]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84057 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.69303 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.73028 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.76754 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.80479 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.84204 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.87929 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.91654 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.95379 right font ',11' textcolor rgb '#33373d' front
set label 10 "cycle saving (%)" at screen 0.01418, screen 0.51992 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 11 "0" at screen 0.03998, screen 0.37238 right font ',11' textcolor rgb '#33373d' front
set label 12 "5" at screen 0.03998, screen 0.41494 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.45751 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50007 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.54264 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.58520 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.62777 right font ',11' textcolor rgb '#33373d' front
set label 18 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 19 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 20 "5" at screen 0.03998, screen 0.11852 right font ',11' textcolor rgb '#33373d' front
set label 21 "10" at screen 0.03998, screen 0.18531 right font ',11' textcolor rgb '#33373d' front
set label 22 "15" at screen 0.03998, screen 0.25211 right font ',11' textcolor rgb '#33373d' front
set label 23 "20" at screen 0.03998, screen 0.31891 right font ',11' textcolor rgb '#33373d' front
set label 24 "balanced" at screen 0.07380, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 25 "DDR4-2400 x1" at screen 0.18141, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "DDR4-2400 x4" at screen 0.28902, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "DDR4-2400 x8" at screen 0.39663, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "LPDDR4-3200 x4" at screen 0.50424, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "LPDDR4-3200 x16" at screen 0.61185, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 30 "LPDDR5-6400 x8" at screen 0.71946, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 31 "HBM2 x16" at screen 0.82707, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 32 "" at screen 0.87472, screen 0.97426 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 33 "dual_serial_512" at screen 0.88855, screen 0.97426 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512"
unset multiplot
