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
figure_title = "From the ideal saving to that in cycles, 2-LSTM"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_2-LSTM.svg"
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
set xrange [-0.8:108.70000000000002]
set yrange [-2.9477649585501435:24.08458835341365]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 23.158258032128508
13.7 0 23.158258032128508
27.4 0 23.158258032128508
41.1 0 23.158258032128508
54.800000000000004 0 23.158258032128508
68.50000000000001 0 23.158258032128508
82.20000000000002 0 23.158258032128508
95.90000000000002 0 23.158258032128508
EOD
$series1 << EOD
1 23.158258032128508 -0.01069104666513443
14.7 23.158258032128508 -0.01069104666513443
28.4 23.158258032128508 18.754369194298725
69.50000000000001 23.158258032128508 15.640748246636859
83.20000000000002 23.158258032128508 18.754369194298725
96.90000000000002 23.158258032128508 12.504369194298725
EOD
$series2 << EOD
15.7 -0.01069104666513443 -2.2752413632769253
43.1 23.158258032128508 22.752393118029133
56.800000000000004 23.158258032128508 22.36818803735193
70.50000000000001 15.640748246636859 15.334321106401305
84.20000000000002 18.754369194298725 21.917091702980706
EOD
$series3 << EOD
3 -0.01069104666513443 0.1544790904236759
16.7 -2.2752413632769253 -2.834389383221292
30.4 18.754369194298725 18.70219581986049
44.1 22.752393118029133 22.528141279795843
57.800000000000004 22.36818803735193 22.31519411516204
71.50000000000001 15.334321106401305 15.319982493503225
85.20000000000002 21.917091702980706 20.55212149980411
98.90000000000002 12.504369194298725 12.485692143473436
EOD
$series4 << EOD
4 0.1544790904236759 0.1662970691631127
17.7 -2.834389383221292 -2.8135257651425105
31.4 18.70219581986049 18.680209223119093
45.1 22.528141279795843 22.48401088593609
58.800000000000004 22.31519411516204 22.295323115095457
72.50000000000001 15.319982493503225 15.227348056373335
86.20000000000002 20.55212149980411 20.561492055360365
99.90000000000002 12.485692143473436 12.44615692751342
EOD
$series5 << EOD
5 0.1662970691631127 0.14682408761910182
18.7 -2.8135257651425105 -1.2418369477567026
32.4 18.680209223119093 15.975307054763032
46.1 22.48401088593609 19.67989146436523
59.800000000000004 22.295323115095457 22.02631098466279
73.50000000000001 15.227348056373335 13.160814896844164
87.20000000000002 20.561492055360365 13.161629217112925
100.90000000000002 12.44615692751342 10.616155563536767
EOD
$series6 << EOD
6 0.14682408761910182 0.13584223637767012
19.7 -1.2418369477567026 0.06783923624739119
33.4 15.975307054763032 13.766191151281914
47.1 19.67989146436523 17.329285927686342
60.800000000000004 22.02631098466279 21.792448505922344
74.50000000000001 13.160814896844164 11.465665963440353
88.20000000000002 13.161629217112925 8.939663150247956
101.90000000000002 10.616155563536767 9.169904833154717
EOD
$series7 << EOD
89.20000000000002 8.939663150247956 14.383775404868393
EOD
$series8 << EOD
8 0.13584223637767012 0.1289871963288558
21.7 0.06783923624739119 0.06443369895227091
35.4 13.766191151281914 13.12122026684006
49.1 17.329285927686342 16.35453076804558
62.800000000000004 21.792448505922344 20.736570494435146
76.50000000000001 11.465665963440353 10.902649311646606
90.20000000000002 14.383775404868393 13.572038443555623
103.90000000000002 9.169904833154717 8.73416491163318
EOD
$series9 << EOD
9 0.1289871963288558 0.1912594589719152
22.7 0.06443369895227091 0.12908968574651958
36.4 13.12122026684006 12.739692550159576
50.1 16.35453076804558 15.888945452037584
63.800000000000004 20.736570494435146 20.20119969508326
77.50000000000001 10.902649311646606 11.010482950292877
91.20000000000002 13.572038443555623 13.091529116528665
104.90000000000002 8.73416491163318 8.501137389464219
EOD
$series10 << EOD
10 0.1912594589719152 0.18710054480054472
23.7 0.12908968574651958 0.12620867976247396
37.4 12.739692550159576 12.492884502875878
51.1 15.888945452037584 15.596924915509158
64.80000000000001 20.20119969508326 19.87268542302747
78.50000000000001 11.010482950292877 10.803240801760172
92.20000000000002 13.091529116528665 12.785652132843838
105.90000000000002 8.501137389464219 8.33632691674019
EOD
$series11 << EOD
11 0.18710054480054472 0.19778861337128584
24.7 0.12620867976247396 0.13689674585095624
38.4 12.492884502875878 12.503572750305036
52.1 15.596924915509158 15.60761330616467
65.80000000000001 19.87268542302747 19.883374119244067
79.50000000000001 10.803240801760172 10.813929129146905
93.20000000000002 12.785652132843838 12.796339803486322
106.90000000000002 8.33632691674019 8.347015163357884
EOD
$series12 << EOD
12 0 0.19778861337128584
25.7 0 0.13689674585095624
39.4 0 12.503572750305036
53.1 0 15.60761330616467
66.80000000000001 0 19.883374119244067
80.50000000000001 0 10.813929129146905
94.20000000000002 0 12.796339803486322
107.90000000000002 0 8.347015163357884
EOD
$line << EOD
-0.45 23.158258032128508
12.45 23.158258032128508

13.25 23.158258032128508
26.15 23.158258032128508

26.95 23.158258032128508
39.85 23.158258032128508

40.65 23.158258032128508
53.550000000000004 23.158258032128508

54.35 23.158258032128508
67.25000000000001 23.158258032128508

68.05000000000001 23.158258032128508
80.95000000000002 23.158258032128508

81.75000000000001 23.158258032128508
94.65000000000002 23.158258032128508

95.45000000000002 23.158258032128508
108.35000000000002 23.158258032128508

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.18213 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.34777 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.51341 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.67905 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.84469 right font ',11' textcolor rgb '#33373d' front
set label 7 "systolic" at screen 0.09340, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 8 "spatial_fusion" at screen 0.18709, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "operand_serial" at screen 0.28078, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "dual_serial" at screen 0.37446, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "binary_overlay" at screen 0.46815, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "chunked_bfp" at screen 0.56184, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "term_serial" at screen 0.65553, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "two_in_one" at screen 0.74922, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 16 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 17 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 18 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 19 "stall: weights" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9602f" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "stall: activations" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 21 "stall: store" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: synchronisation" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle: vector" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 18 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 24 "idle: quantize" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.80955, screen 0.43633 to screen 0.82131, screen 0.46427 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 20 rectangle from screen 0.80955, screen 0.43633 to screen 0.82131, screen 0.46427 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 25 "idle: update" at screen 0.83029, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
set object 21 rectangle from screen 0.80955, screen 0.38588 to screen 0.82131, screen 0.41382 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 22 rectangle from screen 0.80955, screen 0.38588 to screen 0.82131, screen 0.41382 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.83029, screen 0.39985 left font ',13' textcolor rgb '#33373d' front
set object 23 rectangle from screen 0.80955, screen 0.33543 to screen 0.82131, screen 0.36337 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.83029, screen 0.34940 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.29896 to screen 0.85934, screen 0.29896 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 28 "ideal: bit operations" at screen 0.86625, screen 0.29896 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "stall: weights", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "stall: synchronisation", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#86ad8f" title "idle: quantize", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c3dac4" title "idle: update", \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series12 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
