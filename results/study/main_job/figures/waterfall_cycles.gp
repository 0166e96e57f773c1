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
figure_title = "From the ideal saving to that in cycles"
set terminal svg noenhanced size 940,377 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.79572
set bmargin at screen 0.18448
set tmargin at screen 0.98024
set xrange [-0.8:149.8]
set yrange [0:40.07249999999999]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 37.282986111111114
13.7 0 37.282986111111114
27.4 0 37.282986111111114
41.1 0 37.282986111111114
54.800000000000004 0 37.282986111111114
68.50000000000001 0 37.282986111111114
82.20000000000002 0 37.282986111111114
95.90000000000002 0 37.282986111111114
109.60000000000002 0 37.282986111111114
123.30000000000003 0 37.282986111111114
137 0 37.282986111111114
EOD
$series1 << EOD
1 37.282986111111114 37.34878103816681
14.7 37.282986111111114 37.34878103816681
28.4 37.282986111111114 37.34878103816681
42.1 37.282986111111114 37.34878103816681
55.800000000000004 37.282986111111114 37.34878103816681
69.50000000000001 37.282986111111114 37.34878103816681
83.20000000000002 37.282986111111114 37.34878103816681
96.90000000000002 37.282986111111114 37.34878103816681
110.60000000000002 37.282986111111114 37.34878103816681
124.30000000000003 37.282986111111114 37.34878103816681
138 37.282986111111114 37.34878103816681
EOD
$series2 << EOD
2 37.34878103816681 0
15.7 37.34878103816681 21.912301061007955
29.4 37.34878103816681 31.770833333333336
70.50000000000001 37.34878103816681 30.396047469053933
84.20000000000002 37.34878103816681 31.770833333333336
97.90000000000002 37.34878103816681 30.848092580312404
EOD
$series3 << EOD
16.7 21.912301061007955 21.60903291286066
44.1 37.34878103816681 36.069940476190474
57.800000000000004 37.34878103816681 38.53124999999999
71.50000000000001 30.396047469053933 30.07902298850574
85.20000000000002 31.770833333333336 38.370135430220905
98.90000000000002 30.848092580312404 30.683318661971825
112.60000000000002 37.34878103816681 36.350516317437375
126.30000000000003 37.34878103816681 36.13002232142857
140 37.34878103816681 35.64639136904761
EOD
$series4 << EOD
17.7 21.60903291286066 21.129210093649785
31.4 31.770833333333336 31.69275681309376
45.1 36.069940476190474 35.67139402574914
58.800000000000004 38.53124999999999 38.41565238183389
72.50000000000001 30.07902298850574 29.37067770872803
86.20000000000002 38.370135430220905 37.78479183800485
99.90000000000002 30.683318661971825 30.533774254673784
113.60000000000002 36.350516317437375 36.09181478710567
127.30000000000003 36.13002232142857 35.849405825160126
141 35.64639136904761 35.27131232227795
EOD
$series5 << EOD
5 0 0.04083685411342408
18.7 21.129210093649785 21.12655152991435
32.4 31.69275681309376 31.68841480493961
46.1 35.67139402574914 35.66321673515294
59.800000000000004 38.41565238183389 38.38589934831767
73.50000000000001 29.37067770872803 29.356740838294403
87.20000000000002 37.78479183800485 37.68232469090036
100.90000000000002 30.533774254673784 30.53394336054481
114.60000000000002 36.09181478710567 36.091842359032114
128.3 35.849405825160126 35.83921436132389
142 35.27131232227795 35.260604757537585
EOD
$series6 << EOD
6 0.04083685411342408 0.000925408985918974
19.7 21.12655152991435 20.06838402925798
33.4 31.68841480493961 29.992330268076284
47.1 35.66321673515294 34.50035911220881
60.800000000000004 38.38589934831767 37.39790663738424
74.50000000000001 29.356740838294403 28.18069119978609
88.20000000000002 37.68232469090036 26.974811381230488
101.90000000000002 30.53394336054481 28.477265707404307
115.60000000000002 36.091842359032114 36.07580693109678
129.3 35.83921436132389 35.68332883003623
143 35.260604757537585 34.051209556545416
EOD
$series7 << EOD
7 0.000925408985918974 0.014009407137505203
20.7 20.06838402925798 19.54156276583674
34.4 29.992330268076284 28.99319697421706
48.1 34.50035911220881 33.84764596956222
61.800000000000004 37.39790663738424 36.84201751745623
75.50000000000001 28.18069119978609 27.3830053257486
89.20000000000002 26.974811381230488 23.90215782228756
102.90000000000002 28.477265707404307 27.482286529246124
116.60000000000002 36.07580693109678 35.43682730164811
130.3 35.68332883003623 34.922091291786536
144 34.051209556545416 33.716553335771906
EOD
$series8 << EOD
90.20000000000002 23.90215782228756 27.062889134773293
EOD
$series9 << EOD
9 0.014009407137505203 0.04879480219543986
22.7 19.54156276583674 13.213783718469019
36.4 28.99319697421706 19.511591706890695
50.1 33.84764596956222 23.439673945425188
63.800000000000004 36.84201751745623 26.515142282769155
77.50000000000001 27.3830053257486 18.555207741001155
91.20000000000002 27.062889134773293 16.162656999813287
104.90000000000002 27.482286529246124 18.3994255939666
118.60000000000002 35.43682730164811 25.534563154986987
132.3 34.922091291786536 23.850126445140184
146 33.716553335771906 24.679996629752875
EOD
$series10 << EOD
10 0.04879480219543986 0.05212544421350218
23.7 13.213783718469019 13.186708858588403
37.4 19.511591706890695 19.46931270135539
51.1 23.439673945425188 23.39533339057943
64.80000000000001 26.515142282769155 26.46870648872972
78.50000000000001 18.555207741001155 18.515032027068713
92.20000000000002 16.162656999813287 16.121369164879294
105.90000000000002 18.3994255939666 18.359770918787788
119.60000000000002 25.534563154986987 22.10282968359033
133.3 23.850126445140184 21.948311160175248
147 24.679996629752875 24.66856102739706
EOD
$series11 << EOD
11 0.05212544421350218 0.05127860032149156
24.7 13.186708858588403 13.1840366008384
38.4 19.46931270135539 19.46571118170608
52.1 23.39533339057943 23.39176554659903
65.80000000000001 26.46870648872972 26.46508785750593
79.50000000000001 18.515032027068713 18.511623763402707
93.20000000000002 16.121369164879294 16.11761631420563
106.90000000000002 18.359770918787788 18.356327347147428
120.60000000000002 22.10282968359033 22.0613916707704
134.3 21.948311160175248 21.94531395269992
148 24.66856102739706 24.664602210234122
EOD
$series12 << EOD
12 0 0.05127860032149156
25.7 0 13.1840366008384
39.4 0 19.46571118170608
53.1 0 23.39176554659903
66.80000000000001 0 26.46508785750593
80.50000000000001 0 18.511623763402707
94.20000000000002 0 16.11761631420563
107.90000000000002 0 18.356327347147428
121.60000000000002 0 22.0613916707704
135.3 0 21.94531395269992
149 0 24.664602210234122
EOD
$line << EOD
-0.45 37.282986111111114
12.45 37.282986111111114

13.25 37.282986111111114
26.15 37.282986111111114

26.95 37.282986111111114
39.85 37.282986111111114

40.65 37.282986111111114
53.550000000000004 37.282986111111114

54.35 37.282986111111114
67.25000000000001 37.282986111111114

68.05000000000001 37.282986111111114
80.95000000000002 37.282986111111114

81.75000000000001 37.282986111111114
94.65000000000002 37.282986111111114

95.45000000000002 37.282986111111114
108.35000000000002 37.282986111111114

109.15000000000002 37.282986111111114
122.05000000000003 37.282986111111114

122.85000000000002 37.282986111111114
135.75 37.282986111111114

136.55 37.282986111111114
149.45 37.282986111111114

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.58236 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.18448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.28377 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.38306 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.48235 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.58164 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.68093 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.78022 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.87951 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.97880 right font ',11' textcolor rgb '#33373d' front
set label 11 "systolic_" at screen 0.08071, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 12 "512" at screen 0.08071, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 13 "spatial_" at screen 0.14883, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 14 "fusion_512" at screen 0.14883, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 15 "operand_" at screen 0.21695, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 16 "serial_512" at screen 0.21695, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 17 "dual_serial_" at screen 0.28507, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 18 "512" at screen 0.28507, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 19 "binary_" at screen 0.35319, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 20 "overlay_" at screen 0.35319, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 21 "512" at screen 0.35319, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 22 "chunked_" at screen 0.42131, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 23 "bfp_512" at screen 0.42131, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 24 "term_" at screen 0.48943, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 25 "serial_512" at screen 0.48943, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 26 "two_in_" at screen 0.55755, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 27 "one_512" at screen 0.55755, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 28 "plain_dual_" at screen 0.62567, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 29 "serial_512" at screen 0.62567, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 30 "dual_serial_" at screen 0.69379, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 31 "512 without" at screen 0.69379, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 32 "input_path" at screen 0.69379, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 33 "dual_serial_" at screen 0.76191, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 34 "512 with" at screen 0.76191, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 35 "delayed" at screen 0.76191, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 36 "ranges" at screen 0.76191, screen 0.03959 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94541 to screen 0.82131, screen 0.97024 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94541 to screen 0.82131, screen 0.97024 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 37 "ideal" at screen 0.83029, screen 0.95782 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.90058 to screen 0.82131, screen 0.92541 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.90058 to screen 0.82131, screen 0.92541 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 38 "exempt work" at screen 0.83029, screen 0.91300 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.85576 to screen 0.82131, screen 0.88058 fc rgb "#b08d57" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.85576 to screen 0.82131, screen 0.88058 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 39 "supported widths" at screen 0.83029, screen 0.86817 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.81093 to screen 0.82131, screen 0.83576 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 40 "utilisation" at screen 0.83029, screen 0.82334 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.80955, screen 0.76610 to screen 0.82131, screen 0.79093 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 41 "fill and drain" at screen 0.83029, screen 0.77851 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.72127 to screen 0.82131, screen 0.74610 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.72127 to screen 0.82131, screen 0.74610 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 42 "stall: weights" at screen 0.83029, screen 0.73369 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.67645 to screen 0.82131, screen 0.70127 fc rgb "#c9602f" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.67645 to screen 0.82131, screen 0.70127 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 43 "stall: activations" at screen 0.83029, screen 0.68886 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.63162 to screen 0.82131, screen 0.65645 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.63162 to screen 0.82131, screen 0.65645 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 44 "stall: store" at screen 0.83029, screen 0.64403 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.58679 to screen 0.82131, screen 0.61162 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.58679 to screen 0.82131, screen 0.61162 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 45 "stall: synchronisation" at screen 0.83029, screen 0.59920 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.54196 to screen 0.82131, screen 0.56679 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 18 rectangle from screen 0.80955, screen 0.54196 to screen 0.82131, screen 0.56679 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 46 "idle: vector" at screen 0.83029, screen 0.55438 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.80955, screen 0.49714 to screen 0.82131, screen 0.52196 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 20 rectangle from screen 0.80955, screen 0.49714 to screen 0.82131, screen 0.52196 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 47 "idle: quantize" at screen 0.83029, screen 0.50955 left font ',13' textcolor rgb '#33373d' front
set object 21 rectangle from screen 0.80955, screen 0.45231 to screen 0.82131, screen 0.47714 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 22 rectangle from screen 0.80955, screen 0.45231 to screen 0.82131, screen 0.47714 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 48 "small effects" at screen 0.83029, screen 0.46472 left font ',13' textcolor rgb '#33373d' front
set object 23 rectangle from screen 0.80955, screen 0.40748 to screen 0.82131, screen 0.43231 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 49 "achieved" at screen 0.83029, screen 0.41989 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.37507 to screen 0.85934, screen 0.37507 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 50 "ideal: bit operations" at screen 0.86625, screen 0.37507 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "stall: weights", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "stall: synchronisation", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#86ad8f" title "idle: quantize", \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series12 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
