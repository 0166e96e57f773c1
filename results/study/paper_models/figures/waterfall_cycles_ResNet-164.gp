# model: resnet-38; resnet-74; resnet-110; resnet-152; resnet-164; mobilenet-v2:depthwise=schedule; resnet-18; resnet-34; resnet-50; transformer-base; lstm-2
# dataset: cifar-100; imagenet; wikitext-103; ptb
# batch: 128; 256; 18; 20
# iterations: 64000; 450360; 286000; 53120
# optimizer: momentum; sgd
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8; cpt:4-8,periods=32,backward=8; cpt:5-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 0386d1fa9ef07e03
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "From the ideal saving to that in cycles, ResNet-164"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-164.svg"
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
set xrange [-0.8:84.7]
set yrange [-0.0021811310190411604:39.570037277355084]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
10.7 0 36.672916666666666
21.4 0 36.672916666666666
32.1 0 36.672916666666666
42.800000000000004 0 36.672916666666666
53.50000000000001 0 36.672916666666666
64.2 0 36.672916666666666
74.9 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 -0.002097241364462654
11.7 36.672916666666666 21.553263003560453
22.4 36.672916666666666 31.26040275863554
54.50000000000001 36.672916666666666 29.72577153681052
65.2 36.672916666666666 31.26040275863554
75.9 36.672916666666666 30.22601411979211
EOD
$series2 << EOD
12.7 21.553263003560453 21.500685223083792
23.4 31.26040275863554 31.25032007604481
34.1 36.672916666666666 35.89385952571521
44.800000000000004 36.672916666666666 37.263512292514775
55.50000000000001 29.72577153681052 29.658382513654246
66.2 31.26040275863554 38.04811276668758
76.9 30.22601411979211 30.117997068465574
EOD
$series3 << EOD
13.7 21.500685223083792 21.332434085617813
24.4 31.25032007604481 31.176407263373918
35.1 35.89385952571521 35.723235200691626
45.800000000000004 37.263512292514775 37.18555799664991
56.50000000000001 29.658382513654246 29.427331042072623
67.2 38.04811276668758 37.615610401686524
77.9 30.117997068465574 30.044229284132694
EOD
$series4 << EOD
4 -0.002097241364462654 -0.0018959432985465874
14.7 21.332434085617813 21.274176073562366
25.4 31.176407263373918 31.117588913227532
36.1 35.723235200691626 35.595555557170485
46.800000000000004 37.18555799664991 37.13161165577067
57.50000000000001 29.427331042072623 29.347065806324277
68.2 37.615610401686524 36.674121546991024
78.9 30.044229284132694 29.92873493255711
EOD
$series5 << EOD
5 -0.0018959432985465874 -0.0019117717726557792
15.7 21.274176073562366 21.238802586659155
26.4 31.117588913227532 31.071260106305463
37.1 35.595555557170485 35.490054850171305
47.800000000000004 37.13161165577067 37.091284472337406
58.50000000000001 29.347065806324277 29.297619701294032
69.2 36.674121546991024 36.22795256078158
79.9 29.92873493255711 29.82680861091329
EOD
$series6 << EOD
70.2 36.22795256078158 32.321240641718425
EOD
$series7 << EOD
7 -0.0019117717726557792 0.015667927562634798
17.7 21.238802586659155 17.106235766709343
28.4 31.071260106305463 24.943414599063072
39.1 35.490054850171305 28.90008791717752
49.800000000000004 37.091284472337406 30.711661582184078
60.50000000000001 29.297619701294032 23.592013666927592
71.2 32.321240641718425 24.259909340657703
81.9 29.82680861091329 23.9497298056661
EOD
$series8 << EOD
8 0.015667927562634798 0.03304996069006805
18.7 17.106235766709343 17.089345262408685
29.4 24.943414599063072 24.910117616629144
40.1 28.90008791717752 28.864256827245903
50.800000000000004 30.711661582184078 30.67568102716205
61.50000000000001 23.592013666927592 23.557015867540553
72.2 24.259909340657703 24.224850136232067
82.9 23.9497298056661 23.91844630880915
EOD
$series9 << EOD
9 0 0.03304996069006805
19.7 0 17.089345262408685
30.4 0 24.910117616629144
41.1 0 28.864256827245903
51.800000000000004 0 30.67568102716205
62.50000000000001 0 23.557015867540553
73.2 0 24.224850136232067
83.9 0 23.91844630880915
EOD
$line << EOD
-0.45 36.672916666666666
9.45 36.672916666666666

10.25 36.672916666666666
20.15 36.672916666666666

20.95 36.672916666666666
30.849999999999998 36.672916666666666

31.650000000000002 36.672916666666666
41.550000000000004 36.672916666666666

42.35 36.672916666666666
52.25000000000001 36.672916666666666

53.050000000000004 36.672916666666666
62.95000000000001 36.672916666666666

63.75 36.672916666666666
73.65 36.672916666666666

74.45 36.672916666666666
84.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08453 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19768 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31083 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.42398 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.53713 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.65028 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.76343 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.87658 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09434, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.19013, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28592, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.47750, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.57329, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.66908, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.76487, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 19 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 20 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 21 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 28 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "stall: synchronisation", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
