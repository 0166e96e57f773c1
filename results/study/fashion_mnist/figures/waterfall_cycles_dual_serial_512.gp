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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 3216519c760576b7
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: b770edb6aceb6622
# input sweep: 0b012276180dc2b4
reset session
figure_title = "From the ideal saving to that in cycles, dual_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_dual_serial_512.svg"
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
set xrange [-0.8:37.89999999999999]
set yrange [0:68.64869707707429]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
19.4 0 31.25
29.099999999999998 0 58.33333333333332
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
20.4 31.25 31.32460212201591
30.099999999999998 58.33333333333332 58.43280282935454
EOD
$series2 << EOD
2 36.829213638373126 34.006410256410255
21.4 31.32460212201591 27.884615384615383
31.099999999999998 58.43280282935454 54.21245421245422
EOD
$series3 << EOD
3 34.006410256410255 33.755592596091965
22.4 27.884615384615383 27.735418854187653
32.099999999999994 54.21245421245422 53.8348542732201
EOD
$series4 << EOD
4 33.755592596091965 33.46761774774334
23.4 27.735418854187653 27.721044388595626
33.099999999999994 53.8348542732201 53.413349521800335
EOD
$series5 << EOD
5 33.46761774774334 33.316379015584076
24.4 27.721044388595626 27.7450986482358
34.099999999999994 53.413349521800335 53.20794266043415
EOD
$series6 << EOD
6 33.316379015584076 21.06078694413721
25.4 27.7450986482358 17.540902525368452
35.099999999999994 53.20794266043415 33.631307747096564
EOD
$series7 << EOD
7 21.06078694413721 21.036744220410853
26.4 17.540902525368452 17.521036307197292
36.099999999999994 33.631307747096564 33.592767317028816
EOD
$series8 << EOD
8 0 21.036744220410853
27.4 0 17.521036307197292
37.099999999999994 0 33.592767317028816
EOD
$line << EOD
-0.45 36.764583333333334
8.45 36.764583333333334

9.25 0
18.15 0

18.95 31.25
27.849999999999998 31.25

28.65 58.33333333333332
37.55 58.33333333333332

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21493 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34538 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47583 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60628 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73673 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86718 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.13977, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.32746, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.51515, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.70284, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "36.8" at screen 0.06238, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "31.2" at screen 0.43776, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "58.3" at screen 0.62544, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "0.1" at screen 0.08172, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "0.1" at screen 0.45710, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "0.1" at screen 0.64479, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−2.8" at screen 0.10107, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−3.4" at screen 0.47645, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−4.2" at screen 0.66414, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−0.3" at screen 0.12042, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−0.1" at screen 0.49580, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.4" at screen 0.68349, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.3" at screen 0.13977, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "0.0" at screen 0.51515, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.4" at screen 0.70284, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.2" at screen 0.15912, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.53450, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.2" at screen 0.72219, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−12.3" at screen 0.17847, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−10.2" at screen 0.55385, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−19.6" at screen 0.74154, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.0" at screen 0.19782, screen 0.37071 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.0" at screen 0.57320, screen 0.32479 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.0" at screen 0.76089, screen 0.53469 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "21.0" at screen 0.21717, screen 0.37039 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "17.5" at screen 0.59255, screen 0.32453 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "33.6" at screen 0.78024, screen 0.53419 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 40 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 41 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 42 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 43 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 44 "stall: activations" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 45 "stall: store" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 46 "idle: vector" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 47 "small effects" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 48 "achieved" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.50075 to screen 0.85934, screen 0.50075 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 49 "ideal: bit operations" at screen 0.86625, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
