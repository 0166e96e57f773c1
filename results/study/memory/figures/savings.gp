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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: 8635d949ca6bdecf
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: d7a8351134467b5d
# input sweep: 675344138b52f49f
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
0 27.339640457875092
1 16.04025245538625
2 29.51366446522501
3 31.534298555548332
4 20.24020462341657
5 30.575580653037893
6 29.984425866264385
7 32.09221386118284
EOD
$p2s0 << EOD
0 10.559563919872938
1 10.114939891234975
2 18.589677828065987
3 22.800226024443838
4 9.031812597343135
5 12.423869642649699
6 14.938584170703873
7 21.000707464422995
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
set yrange [0:34.659590970077474]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
plot $p1s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.85397
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:24.624244106399345]
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
set label 12 "5" at screen 0.03998, screen 0.41495 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.45751 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50008 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.54265 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.58522 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.62779 right font ',11' textcolor rgb '#33373d' front
set label 18 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 19 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 20 "5" at screen 0.03998, screen 0.11164 right font ',11' textcolor rgb '#33373d' front
set label 21 "10" at screen 0.03998, screen 0.17156 right font ',11' textcolor rgb '#33373d' front
set label 22 "15" at screen 0.03998, screen 0.23147 right font ',11' textcolor rgb '#33373d' front
set label 23 "20" at screen 0.03998, screen 0.29139 right font ',11' textcolor rgb '#33373d' front
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
