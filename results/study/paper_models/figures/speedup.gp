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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: 0430129a5d750345
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
set yrange [0:1.9227864910835475]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.0003285498166976
8.7 0 1.000329862168163
17.4 0 1.000330301150963
26.099999999999998 0 1.000330547317325
34.8 0 1.0003305942335456
43.5 0 1.000861827220919
52.2 0 1.0008282910627975
60.900000000000006 0 1.0008566219379789
69.60000000000001 0 1.0009825953021476
78.30000000000001 0 1.0001836765742225
87.00000000000001 0 1.0018838723084071
95.70000000000002 0 1.000658681807975
EOD
$series1 << EOD
1 0 1.1998801465502358
9.7 0 1.2038696174658323
18.4 0 1.2052100246742483
27.099999999999998 0 1.2059629851574345
35.8 0 1.206106596693618
44.5 0 1.093604849167172
53.2 0 1.1129572530544325
61.900000000000006 0 1.1292188968058354
70.60000000000001 0 1.0850340780630774
79.30000000000001 0 1.045100660920228
88.00000000000001 0 1.0018838723084071
96.70000000000002 0 1.1331201677201947
EOD
$series2 << EOD
2 0 1.3404157018926675
10.7 0 1.3469214400633538
19.4 0 1.3491117298392081
28.099999999999998 0 1.3503430878528069
36.8 0 1.350578024241027
45.5 0 1.5098173317086294
54.2 0 1.2345812689832851
62.900000000000006 0 1.2725499045878126
71.60000000000001 0 1.171086154340767
80.30000000000001 0 1.0924167974442187
89.00000000000001 0 1.073568386937338
97.70000000000002 0 1.2749752610937681
EOD
$series3 << EOD
3 0 1.2277363368748921
11.7 0 1.2368316713368999
20.4 0 1.2399042165667862
29.099999999999998 0 1.2416338821655106
37.8 0 1.2419640822904683
46.5 0 0.7305139128395959
55.2 0 0.9578412739577369
63.900000000000006 0 1.0633352633751312
72.60000000000001 0 0.8543653930124314
81.30000000000001 0 0.6547335124112068
90.00000000000001 0 1.0575111006264577
98.70000000000002 0 1.0225418152298713
EOD
$series4 << EOD
4 0 1.1701422667654828
12.7 0 1.1788951796852252
21.4 0 1.1818523323179884
30.099999999999998 0 1.183517101364599
38.8 0 1.183834917620774
47.5 0 0.47713312080972725
56.2 0 1.026006070170218
64.9 0 1.1623751889199867
73.60000000000001 0 0.8680121515681322
82.30000000000001 0 0.6511846146891527
91.00000000000001 0 0.9826699505686298
99.70000000000002 0 0.9708180358645353
EOD
$series5 << EOD
5 0 1.297368149981581
13.7 0 1.303779224408575
22.4 0 1.3059378965907054
31.099999999999998 0 1.3071515354722116
39.8 0 1.307383095721434
48.5 0 1.4300850064269974
57.2 0 1.2225349317404757
65.9 0 1.2587935844082587
74.60000000000001 0 1.164262309053933
83.30000000000001 0 1.0858460093565052
92.00000000000001 0 1.0232846377977067
100.70000000000002 0 1.2409538137904685
EOD
$series6 << EOD
6 0 1.6651873209835848
14.7 0 1.6828442505836534
23.4 0 1.6888343734880733
32.099999999999994 0 1.6922121236042744
40.8 0 1.692857413736377
49.5 0 1.848833164503411
58.2 0 1.5235977999498178
66.9 0 1.6341569175661244
75.60000000000001 0 1.3549280652855968
84.30000000000001 0 1.1751910036483182
93.00000000000001 0 1.2991222079027087
101.70000000000002 0 1.5556092808914612
EOD
$series7 << EOD
7 0 1.3227854142808002
15.7 0 1.329156836861656
24.4 0 1.3313018013971198
33.099999999999994 0 1.3325076547757322
41.8 0 1.3327377231171624
50.5 0 1.4906433948222133
59.2 0 1.2029484014554255
67.9 0 1.2348683779469367
76.60000000000001 0 1.1487627155909386
85.30000000000001 0 1.0803088397285372
94.00000000000001 0 1.0251792279896645
102.70000000000002 0 1.2506715657541547
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.60579 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.23222 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.42651 right font ',11' textcolor rgb '#33373d' front
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
