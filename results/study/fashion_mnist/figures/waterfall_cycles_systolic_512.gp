# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented; prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512; term_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9db8f7f77323)
# recipe: 93138c53dcd5782f
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: c53b877d9c2a3eec
# input sweep: f1b2902f899ba1fa
reset session
figure_title = "From the ideal saving to that in cycles, systolic_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_systolic_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.79572
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:33.3]
set yrange [0:68.64869707707429]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
11.399999999999999 0 31.25
17.099999999999998 0 58.33333333333332
22.799999999999997 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
12.399999999999999 31.25 31.32460212201591
18.099999999999998 58.33333333333332 58.43280282935454
23.799999999999997 36.764583333333334 36.829213638373126
EOD
$series2 << EOD
2 36.829213638373126 0
13.399999999999999 31.32460212201591 0
19.099999999999998 58.43280282935454 0
24.799999999999997 36.829213638373126 0
EOD
$series3 << EOD
3 0 0.04152397012485709
14.399999999999999 0 0.04869776390971081
20.099999999999998 0 0.05442099406293144
25.799999999999997 0 0.05078351295799699
EOD
$series4 << EOD
4 0 0.04152397012485709
15.399999999999999 0 0.04869776390971081
21.099999999999998 0 0.05442099406293144
26.799999999999997 0 0.05078351295799699
EOD
$line << EOD
-0.45 36.764583333333334
4.45 36.764583333333334

5.25 0
10.149999999999999 0

10.95 31.25
15.849999999999998 31.25

16.65 58.33333333333332
21.549999999999997 58.33333333333332

22.349999999999998 36.764583333333334
27.249999999999996 36.764583333333334

28.049999999999997 0
32.95 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21493 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34538 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47583 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60628 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73673 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86718 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10838, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23355, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35872, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48389, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60906, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73423, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.8" at screen 0.06446, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "31.2" at screen 0.31480, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "58.3" at screen 0.43997, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.8" at screen 0.56514, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "0.1" at screen 0.08642, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "0.1" at screen 0.33676, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "0.1" at screen 0.46193, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "0.1" at screen 0.58710, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−36.8" at screen 0.10838, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−31.3" at screen 0.35872, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−58.4" at screen 0.48389, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−36.8" at screen 0.60906, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "0.0" at screen 0.13034, screen 0.09651 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "0.0" at screen 0.38068, screen 0.09661 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.1" at screen 0.50585, screen 0.09668 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.1" at screen 0.63102, screen 0.09663 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.15230, screen 0.09651 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.0" at screen 0.40264, screen 0.09661 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.1" at screen 0.52781, screen 0.09668 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.1" at screen 0.65298, screen 0.09663 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 35 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 36 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#b08d57" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 37 "supported widths" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "small effects" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 39 "achieved" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.70254 to screen 0.85934, screen 0.70254 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 40 "ideal: bit operations" at screen 0.86625, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
