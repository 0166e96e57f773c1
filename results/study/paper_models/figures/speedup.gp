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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4126c029b9f7e66c
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: d5b9446567ca1223
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
set yrange [0:1.9143423497365715]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.0005230959308251
8.7 0 1.0005246154873648
17.4 0 1.000525123517531
26.099999999999998 0 1.0005254083456194
34.8 0 1.0005254626255815
43.5 0 1.0002231090510179
52.2 0 1.001021047327234
60.900000000000006 0 1.0012036083775824
69.60000000000001 0 1.0008943136320028
78.30000000000001 0 1.0001699901280667
87.00000000000001 0 1.0019818059201622
95.70000000000002 0 1.0007378400110059
EOD
$series1 << EOD
1 0 1.2011474627902428
9.7 0 1.2050684413809036
18.4 0 1.2063850474272646
27.099999999999998 0 1.2071244639547942
35.8 0 1.2072654780624277
44.5 0 1.0956604677120103
53.2 0 1.1132364257530374
61.900000000000006 0 1.1296431355188739
70.60000000000001 0 1.0856056131916743
79.30000000000001 0 1.045083622245112
88.00000000000001 0 1.0022054913418017
96.70000000000002 0 1.133973838866398
EOD
$series2 << EOD
2 0 1.3428256276445407
10.7 0 1.349873407522828
19.4 0 1.35224620262717
28.099999999999998 0 1.353580166746681
36.8 0 1.353834680107542
45.5 0 1.499680673040408
54.2 0 1.2345679813609387
62.900000000000006 0 1.2727729454321046
71.60000000000001 0 1.171667871179941
80.30000000000001 0 1.0919450265254382
89.00000000000001 0 1.0742632833224288
97.70000000000002 0 1.2755837659404774
EOD
$series3 << EOD
3 0 1.230968697299394
11.7 0 1.2402426876929742
20.4 0 1.2433744827876765
29.099999999999998 0 1.2451372577082678
37.8 0 1.245473758482391
46.5 0 0.7252470777926727
55.2 0 0.957519978068185
63.900000000000006 0 1.0634279680857157
72.60000000000001 0 0.8556201450884261
81.30000000000001 0 0.6543188510872654
90.00000000000001 0 1.0567881063051292
98.70000000000002 0 1.0231447122691917
EOD
$series4 << EOD
4 0 1.172670474596222
12.7 0 1.1818069414157408
21.4 0 1.184893349226046
30.099999999999998 0 1.1866308114215292
38.8 0 1.1869624993556793
47.5 0 0.47203204643212315
56.2 0 1.0244969068504153
64.9 0 1.1608993503761749
73.60000000000001 0 0.8683589292417165
82.30000000000001 0 0.6507492010856688
91.00000000000001 0 0.9851211344887509
99.70000000000002 0 0.9709232003441781
EOD
$series5 << EOD
5 0 1.3022382374458559
13.7 0 1.3086602720190004
22.4 0 1.310821484683063
31.099999999999998 0 1.3120362976123652
39.8 0 1.3122680610834447
48.5 0 1.4382185416098072
57.2 0 1.222731338752541
65.9 0 1.259074552844536
74.60000000000001 0 1.164703213106119
83.30000000000001 0 1.085503202698303
92.00000000000001 0 1.0238072083049632
100.70000000000002 0 1.2438117639314497
EOD
$series6 << EOD
6 0 1.666723677760386
14.7 0 1.6852205048433486
23.4 0 1.6914964114052724
32.099999999999994 0 1.6950355005568112
40.8 0 1.6957116286695628
49.5 0 1.8407137978236263
58.2 0 1.5219570404772151
66.9 0 1.6319282240893365
75.60000000000001 0 1.3559296278985649
84.30000000000001 0 1.1745608811696118
93.00000000000001 0 1.299966555220124
101.70000000000002 0 1.5557887176493121
EOD
$series7 << EOD
7 0 1.3251617075189543
15.7 0 1.3320793629612646
24.4 0 1.3344082612817125
33.099999999999994 0 1.3357175276819337
41.8 0 1.3359673272660721
50.5 0 1.4876384958406133
59.2 0 1.2029903057375417
67.9 0 1.2351186435075487
76.60000000000001 0 1.1486907054719024
85.30000000000001 0 1.07986697875477
94.00000000000001 0 1.025841626011988
102.70000000000002 0 1.251756933137532
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.60579 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.23222 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.42736 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.62250 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.81764 right font ',11' textcolor rgb '#33373d' front
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
