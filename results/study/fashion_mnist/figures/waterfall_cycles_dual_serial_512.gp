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
set xrange [-0.8:57.3]
set yrange [0:68.64869707707429]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
19.4 0 31.25
29.099999999999998 0 58.33333333333332
38.8 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
20.4 31.25 31.32460212201591
30.099999999999998 58.33333333333332 58.43280282935454
39.8 36.764583333333334 36.829213638373126
EOD
$series2 << EOD
2 36.829213638373126 34.006410256410255
21.4 31.32460212201591 27.884615384615383
31.099999999999998 58.43280282935454 54.21245421245422
40.8 36.829213638373126 35.17742857142857
EOD
$series3 << EOD
3 34.006410256410255 33.755592596091965
22.4 27.884615384615383 27.735418854187653
32.099999999999994 54.21245421245422 53.8348542732201
41.8 35.17742857142857 34.765261670280736
EOD
$series4 << EOD
4 33.755592596091965 33.46761774774334
23.4 27.735418854187653 27.721044388595626
33.099999999999994 53.8348542732201 53.413349521800335
42.8 34.765261670280736 34.235652537066954
EOD
$series5 << EOD
5 33.46761774774334 33.316379015584076
24.4 27.721044388595626 27.7450986482358
34.099999999999994 53.413349521800335 53.20794266043415
43.8 34.235652537066954 33.853726352411314
EOD
$series6 << EOD
6 33.316379015584076 21.06078694413721
25.4 27.7450986482358 17.540902525368452
35.099999999999994 53.20794266043415 33.631307747096564
44.8 33.853726352411314 24.921625925103807
EOD
$series7 << EOD
7 21.06078694413721 21.036744220410853
26.4 17.540902525368452 17.521036307197292
36.099999999999994 33.631307747096564 33.592767317028816
45.8 24.921625925103807 24.870127789693562
EOD
$series8 << EOD
8 0 21.036744220410853
27.4 0 17.521036307197292
37.099999999999994 0 33.592767317028816
46.8 0 24.870127789693562
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

38.349999999999994 36.764583333333334
47.25 36.764583333333334

48.05 0
56.95 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21493 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34538 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47583 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60628 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73673 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86718 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10876, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23378, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35880, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48382, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60884, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73386, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.8" at screen 0.05721, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "31.2" at screen 0.30724, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "58.3" at screen 0.43226, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.8" at screen 0.55728, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "0.1" at screen 0.07010, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "0.1" at screen 0.32013, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "0.1" at screen 0.44515, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "0.1" at screen 0.57017, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−2.8" at screen 0.08298, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−3.4" at screen 0.33302, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−4.2" at screen 0.45804, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−1.7" at screen 0.58306, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.3" at screen 0.09587, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.1" at screen 0.34591, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.4" at screen 0.47093, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.4" at screen 0.59595, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−0.3" at screen 0.10876, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.0" at screen 0.35880, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.4" at screen 0.48382, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.5" at screen 0.60884, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−0.2" at screen 0.12165, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.0" at screen 0.37169, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−0.2" at screen 0.49671, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−0.4" at screen 0.62172, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−12.3" at screen 0.13454, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−10.2" at screen 0.38458, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−19.6" at screen 0.50959, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−8.9" at screen 0.63461, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.0" at screen 0.14743, screen 0.37071 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.39746, screen 0.32479 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.52248, screen 0.53469 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "−0.1" at screen 0.64750, screen 0.42107 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "21.0" at screen 0.16031, screen 0.37039 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "17.5" at screen 0.41035, screen 0.32453 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "33.6" at screen 0.53537, screen 0.53419 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "24.9" at screen 0.66039, screen 0.42040 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 51 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 52 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 53 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 54 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 55 "stall: activations" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 56 "stall: store" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 57 "idle: vector" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 58 "small effects" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 59 "achieved" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.50075 to screen 0.85934, screen 0.50075 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 60 "ideal: bit operations" at screen 0.86625, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
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
