# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: c3a7399f6e639ffe
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 0db1d287426c1702
# input sweep: 0b012276180dc2b4
reset session
figure_title = "From the ideal saving to that in cycles, binary_overlay_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_binary_overlay_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:29.9]
set yrange [0:68.64869707707429]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
15.399999999999999 0 31.25
23.099999999999998 0 58.33333333333332
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
16.4 31.25 31.32460212201591
24.099999999999998 58.33333333333332 58.43280282935454
EOD
$series2 << EOD
2 36.829213638373126 32.35747563352827
17.4 31.32460212201591 26.19883040935672
25.099999999999998 58.43280282935454 51.53996101364522
EOD
$series3 << EOD
3 32.35747563352827 32.319161126129416
18.4 26.19883040935672 26.18436594335257
26.099999999999998 51.53996101364522 51.4603273178929
EOD
$series4 << EOD
4 32.319161126129416 28.81837774955498
19.4 26.18436594335257 23.35921586712094
27.099999999999998 51.4603273178929 45.87172753753988
EOD
$series5 << EOD
5 28.81837774955498 28.769418393997856
20.4 23.35921586712094 23.317913703900306
28.099999999999998 45.87172753753988 45.8219479400761
EOD
$series6 << EOD
6 0 28.769418393997856
21.4 0 23.317913703900306
29.099999999999998 0 45.8219479400761
EOD
$line << EOD
-0.45 36.764583333333334
6.45 36.764583333333334

7.25 0
14.149999999999999 0

14.95 31.25
21.849999999999998 31.25

22.65 58.33333333333332
29.549999999999997 58.33333333333332

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21493 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34538 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47583 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60628 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73673 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86718 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.14164, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.33362, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.52560, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.71757, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "36.8" at screen 0.06684, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "31.2" at screen 0.45080, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "58.3" at screen 0.64278, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "0.1" at screen 0.09177, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "0.1" at screen 0.47573, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "0.1" at screen 0.66771, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−4.5" at screen 0.11671, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−5.1" at screen 0.50066, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.9" at screen 0.69264, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "0.0" at screen 0.14164, screen 0.51807 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "0.0" at screen 0.52560, screen 0.43773 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.1" at screen 0.71757, screen 0.76831 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−3.5" at screen 0.16657, screen 0.51757 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−2.8" at screen 0.55053, screen 0.43755 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−5.6" at screen 0.74251, screen 0.76727 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "0.0" at screen 0.19150, screen 0.47191 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.57546, screen 0.40069 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.76744, screen 0.69437 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "28.8" at screen 0.21644, screen 0.47127 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "23.3" at screen 0.60039, screen 0.40015 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "45.8" at screen 0.79237, screen 0.69372 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 34 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 35 "exempt work" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 36 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 37 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "idle: vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 39 "small effects" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 40 "achieved" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.60164 to screen 0.85934, screen 0.60164 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 41 "ideal: bit operations" at screen 0.86625, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
