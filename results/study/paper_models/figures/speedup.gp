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
figure_title = "Speed-up over the baseline training of the first point"
set terminal svg noenhanced size 940,348 font 'Helvetica,13' background 'white'
set encoding utf8
set output "speedup.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82937
set bmargin at screen 0.23222
set tmargin at screen 0.97935
set xrange [-0.8:103.50000000000001]
set yrange [0:1.9228037349185416]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.0003285643063726
8.7 0 1.0003298767539017
17.4 0 1.0003303157689027
26.099999999999998 0 1.000330561953337
34.8 0 1.0003306088730033
43.5 0 1.0008618332496124
52.2 0 1.0008283927102533
60.900000000000006 0 1.0008567036329532
69.60000000000001 0 1.0009826137987292
78.30000000000001 0 1.0001836766048948
87.00000000000001 0 1.0018838723084071
95.70000000000002 0 1.0006587073398472
EOD
$series1 << EOD
1 0 1.199890720228682
9.7 0 1.2038804664369354
18.4 0 1.2052209667042544
27.099999999999998 0 1.2059739795868745
35.8 0 1.2061176011273307
44.5 0 1.0936060558685807
53.2 0 1.1129574232145283
61.900000000000006 0 1.1292190354090261
70.60000000000001 0 1.0850341056929165
79.30000000000001 0 1.0451007946713746
88.00000000000001 0 1.0018838723084071
96.70000000000002 0 1.1331249758590336
EOD
$series2 << EOD
2 0 1.340356609019646
10.7 0 1.3468619045989323
19.4 0 1.3490520453673422
28.099999999999998 0 1.3502833196105135
36.8 0 1.3505182400157933
45.5 0 1.509835687029839
54.2 0 1.234581526471405
62.900000000000006 0 1.272550119209543
71.60000000000001 0 1.171086200947926
80.30000000000001 0 1.0924170893760297
89.00000000000001 0 1.073568386937338
97.70000000000002 0 1.27495112754369
EOD
$series3 << EOD
3 0 1.2277486638507713
11.7 0 1.2368446194832805
20.4 0 1.2399173767906868
29.099999999999998 0 1.2416471622736966
37.8 0 1.2419773853257352
46.5 0 0.7305152245094997
55.2 0 0.9578413833358128
63.900000000000006 0 1.0633355145335734
72.60000000000001 0 0.854365420769084
81.30000000000001 0 0.654733524074146
90.00000000000001 0 1.0575111006264577
98.70000000000002 0 1.0225469024841949
EOD
$series4 << EOD
4 0 1.1700906804790125
12.7 0 1.1788430711732218
21.4 0 1.1818000473732224
30.099999999999998 0 1.1834647170946242
38.8 0 1.18378251438891
47.5 0 0.4771335062732685
56.2 0 1.0260061861995928
64.9 0 1.1623753439381586
73.60000000000001 0 0.8680121626346414
82.30000000000001 0 0.6511846745080073
91.00000000000001 0 0.9826699505686298
99.70000000000002 0 0.9707986285601204
EOD
$series5 << EOD
5 0 1.2973851589557606
13.7 0 1.3037967317674228
22.4 0 1.3059555730114363
31.099999999999998 0 1.3071693072188817
39.8 0 1.3074008856787598
48.5 0 1.4301024862386573
57.2 0 1.2225350287458336
65.9 0 1.258793662257956
74.60000000000001 0 1.1642623214312222
83.30000000000001 0 1.0858469755443783
92.00000000000001 0 1.0232846377977067
100.70000000000002 0 1.2409628999806173
EOD
$series6 << EOD
6 0 1.6651173279465148
14.7 0 1.6827716167294111
23.4 0 1.6887608356129002
32.099999999999994 0 1.692138074149401
40.8 0 1.6927832663997397
49.5 0 1.8488497451139823
58.2 0 1.5235983192828735
66.9 0 1.6341573824612186
75.60000000000001 0 1.3549281301827674
84.30000000000001 0 1.1751913563636491
93.00000000000001 0 1.2991222079027087
101.70000000000002 0 1.5555800978880217
EOD
$series7 << EOD
7 0 1.3227270986475153
15.7 0 1.3290980866129645
24.4 0 1.3312429048334378
33.099999999999994 0 1.3324486759568788
41.8 0 1.332678728604601
50.5 0 1.4906628917862452
59.2 0 1.2029486349275713
67.9 0 1.2348685713082765
76.60000000000001 0 1.1487627590209393
85.30000000000001 0 1.0803091232257376
94.00000000000001 0 1.0251792279896645
102.70000000000002 0 1.2506479933018972
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.60579 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.23222 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.42650 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.62079 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.81507 right font ',11' textcolor rgb '#33373d' front
set label 6 "ResNet-" at screen 0.07496, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 7 "38" at screen 0.08959, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 8 "ResNet-" at screen 0.13996, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 9 "74" at screen 0.15458, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "ResNet-" at screen 0.20495, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "110" at screen 0.21958, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "ResNet-" at screen 0.26995, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "152" at screen 0.28458, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "ResNet-" at screen 0.33495, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "164" at screen 0.34958, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "MobileNetV2" at screen 0.40726, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "ResNet-" at screen 0.46494, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "18" at screen 0.47957, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "ResNet-" at screen 0.52994, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "34" at screen 0.54457, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "ResNet-" at screen 0.59494, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "50" at screen 0.60957, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "Transformer" at screen 0.66725, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "2-LSTM" at screen 0.73225, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "geometric" at screen 0.78993, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "mean" at screen 0.80456, screen 0.21355 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84320, screen 0.94162 to screen 0.85495, screen 0.96852 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "systolic_512" at screen 0.86394, screen 0.95507 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84320, screen 0.89306 to screen 0.85495, screen 0.91995 fc rgb "#d08a3c" fs solid 1.0 noborder
set label 28 "spatial_fusion_512" at screen 0.86394, screen 0.90651 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.84320, screen 0.84449 to screen 0.85495, screen 0.87139 fc rgb "#3f8f6b" fs solid 1.0 noborder
set label 29 "operand_serial_512" at screen 0.86394, screen 0.85794 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84320, screen 0.79593 to screen 0.85495, screen 0.82283 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84320, screen 0.79593 to screen 0.85495, screen 0.82283 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 30 "dual_serial_512" at screen 0.86394, screen 0.80938 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84320, screen 0.74737 to screen 0.85495, screen 0.77426 fc rgb "#4f86b8" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84320, screen 0.74737 to screen 0.85495, screen 0.77426 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 31 "binary_overlay_512" at screen 0.86394, screen 0.76082 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84320, screen 0.69880 to screen 0.85495, screen 0.72570 fc rgb "#6b6b6b" fs solid 1.0 noborder
set label 32 "chunked_bfp_512" at screen 0.86394, screen 0.71225 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.84320, screen 0.65024 to screen 0.85495, screen 0.67714 fc rgb "#7b5a93" fs solid 1.0 noborder
set object 10 rectangle from screen 0.84320, screen 0.65024 to screen 0.85495, screen 0.67714 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 33 "term_serial_512" at screen 0.86394, screen 0.66369 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.84320, screen 0.60168 to screen 0.85495, screen 0.62857 fc rgb "#b5527a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.84320, screen 0.60168 to screen 0.85495, screen 0.62857 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 34 "two_in_one_512" at screen 0.86394, screen 0.61513 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "systolic_512", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f8f6b" title "operand_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "dual_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "binary_overlay_512", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#7b5a93" title "term_serial_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b5527a" title "two_in_one_512", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle
