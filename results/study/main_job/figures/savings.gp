# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: a8fe6c5d24769d8a
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 2e8de5ddd1d80d22
# input sweep: b2e690bd44547f19
reset session
figure_title = "Ideal and achieved saving along machine"
set terminal svg noenhanced size 940,651 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
0 37.282986111111114
1 37.282986111111114
2 37.282986111111114
3 37.282986111111114
4 37.282986111111114
5 37.282986111111114
6 37.282986111111114
7 37.282986111111114
8 37.282986111111114
9 37.282986111111114
10 37.282986111111114
EOD
$p1s0 << EOD
0 0.05127860032149156
1 13.1840366008384
2 19.46571118170608
3 23.39176554659903
4 26.46508785750593
5 18.511623763402707
6 16.11761631420563
7 18.356327347147428
8 22.0613916707704
9 21.94531395269992
10 24.664602210234122
EOD
$p2s0 << EOD
0 0.3292944224605132
1 6.026600543306093
2 5.303946596062992
3 7.7474306184620145
4 12.630978892065569
5 5.864324046120228
6 3.53052553347577
7 5.610195919628802
8 11.810769712854574
9 9.105088868073107
10 10.106598402094635
EOD
set multiplot
set xrange [-0.25:10.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8, "" 9, "" 10)
set lmargin at screen 0.04690
set rmargin at screen 0.89625
set bmargin at screen 0.71275
set tmargin at screen 0.98925
unset logscale y
set yrange [0:40.26562500000001]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
set lmargin at screen 0.04690
set rmargin at screen 0.89625
set bmargin at screen 0.41229
set tmargin at screen 0.68879
unset logscale y
set yrange [0:28.582294886106407]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
set lmargin at screen 0.04690
set rmargin at screen 0.89625
set bmargin at screen 0.11183
set tmargin at screen 0.38833
unset logscale y
set yrange [0:13.641457203430814]
set ytics ("" -0, "" 2, "" 4, "" 6, "" 8, "" 10, "" 12)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.85100 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.71275 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.74708 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.78142 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.81575 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.85009 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.88442 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.91875 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.95309 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.98742 right font ',11' textcolor rgb '#33373d' front
set label 11 "cycle saving (%)" at screen 0.01418, screen 0.55054 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 12 "0" at screen 0.03998, screen 0.41229 right font ',11' textcolor rgb '#33373d' front
set label 13 "5" at screen 0.03998, screen 0.46066 right font ',11' textcolor rgb '#33373d' front
set label 14 "10" at screen 0.03998, screen 0.50903 right font ',11' textcolor rgb '#33373d' front
set label 15 "15" at screen 0.03998, screen 0.55739 right font ',11' textcolor rgb '#33373d' front
set label 16 "20" at screen 0.03998, screen 0.60576 right font ',11' textcolor rgb '#33373d' front
set label 17 "25" at screen 0.03998, screen 0.65413 right font ',11' textcolor rgb '#33373d' front
set label 18 "energy saving (%)" at screen 0.01418, screen 0.25008 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 19 "0" at screen 0.03998, screen 0.11183 right font ',11' textcolor rgb '#33373d' front
set label 20 "2" at screen 0.03998, screen 0.15237 right font ',11' textcolor rgb '#33373d' front
set label 21 "4" at screen 0.03998, screen 0.19290 right font ',11' textcolor rgb '#33373d' front
set label 22 "6" at screen 0.03998, screen 0.23344 right font ',11' textcolor rgb '#33373d' front
set label 23 "8" at screen 0.03998, screen 0.27398 right font ',11' textcolor rgb '#33373d' front
set label 24 "10" at screen 0.03998, screen 0.31452 right font ',11' textcolor rgb '#33373d' front
set label 25 "12" at screen 0.03998, screen 0.35506 right font ',11' textcolor rgb '#33373d' front
set label 26 "systolic_512" at screen 0.06712, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 27 "spatial_" at screen 0.14801, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 28 "fusion_512" at screen 0.14801, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 29 "operand_" at screen 0.22890, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 30 "serial_512" at screen 0.22890, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 31 "dual_serial_" at screen 0.30979, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 32 "512" at screen 0.30979, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 33 "binary_" at screen 0.39068, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 34 "overlay_512" at screen 0.39068, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 35 "chunked_bfp_" at screen 0.47157, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 36 "512" at screen 0.47157, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 37 "term_serial_" at screen 0.55246, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 38 "512" at screen 0.55246, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 39 "two_in_one_" at screen 0.63335, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 40 "512" at screen 0.63335, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 41 "plain_dual_" at screen 0.71424, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 42 "serial_512" at screen 0.71424, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 43 "dual_serial_" at screen 0.79514, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 44 "512 without" at screen 0.79514, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 45 "input_path" at screen 0.79514, screen 0.04904 center font ',11' textcolor rgb '#33373d' front
set label 46 "dual_serial_" at screen 0.87603, screen 0.09128 center font ',11' textcolor rgb '#33373d' front
set label 47 "512 with" at screen 0.87603, screen 0.07016 center font ',11' textcolor rgb '#33373d' front
set label 48 "delayed" at screen 0.87603, screen 0.04904 center font ',11' textcolor rgb '#33373d' front
set label 49 "ranges" at screen 0.87603, screen 0.02792 center font ',11' textcolor rgb '#33373d' front
set label 50 "" at screen 0.91699, screen 0.97627 point pt 7 ps 0.7 lc rgb "#6b6b6b" front
set label 51 "achieved" at screen 0.93082, screen 0.97627 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
unset multiplot
