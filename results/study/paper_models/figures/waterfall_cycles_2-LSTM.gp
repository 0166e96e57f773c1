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
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: 1508fa1ee99cd639
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:100.7]
set yrange [-0.011118688531739807:24.08458835341365]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 23.158258032128508
12.7 0 23.158258032128508
25.4 0 23.158258032128508
38.1 0 23.158258032128508
50.800000000000004 0 23.158258032128508
63.50000000000001 0 23.158258032128508
76.2 0 23.158258032128508
88.9 0 23.158258032128508
EOD
$series1 << EOD
1 23.158258032128508 -0.01069104666513443
13.7 23.158258032128508 -0.01069104666513443
26.4 23.158258032128508 18.754369194298725
64.5 23.158258032128508 15.640748246636859
77.2 23.158258032128508 18.754369194298725
89.9 23.158258032128508 12.504369194298725
EOD
$series2 << EOD
40.1 23.158258032128508 22.752393118029133
52.800000000000004 23.158258032128508 22.36818803735193
65.5 15.640748246636859 15.420778885566111
78.2 18.754369194298725 21.955154952697676
EOD
$series3 << EOD
3 -0.01069104666513443 0.12155820155669295
15.7 -0.01069104666513443 0.12155820155669295
28.4 18.754369194298725 18.70903326389193
41.1 22.752393118029133 22.534204014300872
53.800000000000004 22.36818803735193 22.324146326574112
66.5 15.420778885566111 15.354369353922658
79.2 21.955154952697676 20.609978989200606
91.9 12.504369194298725 12.471711962457665
EOD
$series4 << EOD
4 0.12155820155669295 0.11080574219974881
16.7 0.12155820155669295 0.11080574219974881
29.4 18.70903326389193 16.210835273307012
42.1 22.534204014300872 19.984269642602282
54.800000000000004 22.324146326574112 22.272555813608328
67.5 15.354369353922658 13.445702812443827
80.2 20.609978989200606 13.596669373996296
92.9 12.471711962457665 10.784731749545696
EOD
$series5 << EOD
5 0.11080574219974881 0.10208919997199972
17.7 0.11080574219974881 0.10208919997199972
30.4 16.210835273307012 14.109771995788323
43.1 19.984269642602282 17.776111972658203
55.800000000000004 22.272555813608328 22.24001441800979
68.5 13.445702812443827 11.839839860420264
81.2 13.596669373996296 9.389515368874568
93.9 10.784731749545696 9.407578916616032
EOD
$series6 << EOD
82.2 9.389515368874568 14.809735764171139
EOD
$series7 << EOD
7 0.10208919997199972 0.10233654945910331
19.7 0.10208919997199972 0.10233654945910331
32.4 14.109771995788323 13.482043313436764
45.1 17.776111972658203 16.809453025523148
57.800000000000004 22.24001441800979 21.221359338915
70.5 11.839839860420264 11.28659517327023
83.2 14.809735764171139 14.013768155940697
95.9 9.407578916616032 8.989192293704084
EOD
$series8 << EOD
8 0.10233654945910331 0.16227172761821285
20.7 0.10233654945910331 0.16227172761821285
33.4 13.482043313436764 13.108213503349186
46.1 16.809453025523148 16.35352589004163
58.800000000000004 21.221359338915 20.710344601517715
71.5 11.28659517327023 11.361787996257389
84.2 14.013768155940697 13.53759819009761
96.9 8.989192293704084 8.75958557813471
EOD
$series9 << EOD
9 0.16227172761821285 0.15887162127929955
21.7 0.16227172761821285 0.15887162127929955
34.4 13.108213503349186 12.866740039446789
47.1 16.35352589004163 16.067590312965475
59.800000000000004 20.710344601517715 20.396206706533405
72.5 11.361787996257389 11.15752066132788
85.2 13.53759819009761 13.23504792309974
97.9 8.75958557813471 8.598066791205216
EOD
$series10 << EOD
10 0.15887162127929955 0.16955959009731236
22.7 0.15887162127929955 0.16955959009731236
35.4 12.866740039446789 12.877428204211139
48.1 16.067590312965475 16.078278623857024
60.800000000000004 20.396206706533405 20.406895379551948
73.5 11.15752066132788 11.168208895762199
86.2 13.23504792309974 13.245735473371678
98.9 8.598066791205216 8.608754954390374
EOD
$series11 << EOD
11 0 0.16955959009731236
23.7 0 0.16955959009731236
36.4 0 12.877428204211139
49.1 0 16.078278623857024
61.800000000000004 0 20.406895379551948
74.5 0 11.168208895762199
87.2 0 13.245735473371678
99.9 0 8.608754954390374
EOD
$line << EOD
-0.45 23.158258032128508
11.45 23.158258032128508

12.25 23.158258032128508
24.15 23.158258032128508

24.95 23.158258032128508
36.85 23.158258032128508

37.65 23.158258032128508
49.550000000000004 23.158258032128508

50.35 23.158258032128508
62.25000000000001 23.158258032128508

63.050000000000004 23.158258032128508
74.95 23.158258032128508

75.75 23.158258032128508
87.65 23.158258032128508

88.45 23.158258032128508
100.35000000000001 23.158258032128508

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08489 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.27072 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.45654 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.64237 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.82820 right font ',11' textcolor rgb '#33373d' front
set label 7 "systolic" at screen 0.09440, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 8 "spatial\nfusion" at screen 0.19018, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "operand\nserial" at screen 0.28595, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "dual\nserial" at screen 0.38172, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "binary\noverlay" at screen 0.47749, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "chunked\nbfp" at screen 0.57326, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "term\nserial" at screen 0.66904, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "two\nin\none" at screen 0.76481, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 16 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 17 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 18 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 19 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 20 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 21 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle: quantize" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 18 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 24 "idle: update" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.82615, screen 0.43633 to screen 0.83790, screen 0.46427 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 20 rectangle from screen 0.82615, screen 0.43633 to screen 0.83790, screen 0.46427 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "small effects" at screen 0.84689, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
set object 21 rectangle from screen 0.82615, screen 0.38588 to screen 0.83790, screen 0.41382 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 26 "achieved" at screen 0.84689, screen 0.39985 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.34940 to screen 0.85934, screen 0.34940 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 27 "ideal: bit operations" at screen 0.86625, screen 0.34940 left font ',13' textcolor rgb '#33373d' front
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
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#86ad8f" title "idle: quantize", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c3dac4" title "idle: update", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
