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
figure_title = "From the ideal saving to that in cycles, ResNet-50"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-50.svg"
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
set xrange [-0.8:84.7]
set yrange [0:31.500112202360384]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.097625603221122
10.7 0 30.097625603221122
21.4 0 30.097625603221122
32.1 0 30.097625603221122
42.800000000000004 0 30.097625603221122
53.50000000000001 0 30.097625603221122
64.2 0 30.097625603221122
74.9 0 30.097625603221122
EOD
$series1 << EOD
1 30.097625603221122 0
11.7 30.097625603221122 13.424075554371317
22.4 30.097625603221122 25.003108624211745
54.50000000000001 30.097625603221122 24.373094117298756
65.2 30.097625603221122 25.003108624211745
75.9 30.097625603221122 22.18329040471326
EOD
$series2 << EOD
12.7 13.424075554371317 13.417111631504019
23.4 25.003108624211745 24.743152674010005
34.1 30.097625603221122 29.728353846559905
44.800000000000004 30.097625603221122 30.189557751672567
55.50000000000001 24.373094117298756 24.40853670092611
66.2 25.003108624211745 30.288569425346523
76.9 22.18329040471326 21.935331061264108
EOD
$series3 << EOD
3 0 0.09512591926453817
13.7 13.417111631504019 13.315782171516444
24.4 24.743152674010005 24.71469535464774
35.1 29.728353846559905 29.653283881352788
45.800000000000004 30.189557751672567 30.163053410019867
56.50000000000001 24.40853670092611 24.292631673276542
67.2 30.288569425346523 29.733805077043627
77.9 21.935331061264108 21.906380698166018
EOD
$series4 << EOD
4 0.09512591926453817 0.09436688215337385
14.7 13.315782171516444 13.275963957061176
25.4 24.71469535464774 24.69884627455532
36.1 29.653283881352788 29.632881617398432
46.800000000000004 30.163053410019867 30.137623295372727
57.50000000000001 24.292631673276542 24.251160098408096
68.2 29.733805077043627 27.346428517400835
78.9 21.906380698166018 21.85874492912061
EOD
$series5 << EOD
5 0.09436688215337385 0.09434688170186778
15.7 13.275963957061176 13.247902789403698
26.4 24.69884627455532 24.694455952416437
37.1 29.632881617398432 29.627455549072234
47.800000000000004 30.137623295372727 30.1319082711778
58.50000000000001 24.251160098408096 24.22293198502893
69.2 27.346428517400835 27.259356666754375
79.9 21.85874492912061 21.826138911013537
EOD
$series6 << EOD
70.2 27.259356666754375 24.923096465663086
EOD
$series7 << EOD
7 0.09434688170186778 0.0884116593606099
17.7 13.247902789403698 7.885626264996359
28.4 24.694455952416437 14.674577815720024
39.1 29.627455549072234 14.302687599494568
49.800000000000004 30.1319082711778 14.317844298404792
60.50000000000001 24.22293198502893 14.414690870096413
71.2 24.923096465663086 12.997679594871213
81.9 21.826138911013537 12.972054119347309
EOD
$series8 << EOD
8 0.0884116593606099 0.0893514549760499
18.7 7.885626264996359 7.882982788599057
29.4 14.674577815720024 14.669176324660638
40.1 14.302687599494568 14.298566734021378
50.800000000000004 14.317844298404792 14.31377873427202
61.50000000000001 14.414690870096413 14.409977441597555
72.2 12.997679594871213 12.991871485010787
82.9 12.972054119347309 12.967387987828182
EOD
$series9 << EOD
9 0 0.0893514549760499
19.7 0 7.882982788599057
30.4 0 14.669176324660638
41.1 0 14.298566734021378
51.800000000000004 0 14.31377873427202
62.50000000000001 0 14.409977441597555
73.2 0 12.991871485010787
83.9 0 12.967387987828182
EOD
$line << EOD
-0.45 30.097625603221122
9.45 30.097625603221122

10.25 30.097625603221122
20.15 30.097625603221122

20.95 30.097625603221122
30.849999999999998 30.097625603221122

31.650000000000002 30.097625603221122
41.550000000000004 30.097625603221122

42.35 30.097625603221122
52.25000000000001 30.097625603221122

53.050000000000004 30.097625603221122
62.95000000000001 30.097625603221122

63.75 30.097625603221122
73.65 30.097625603221122

74.45 30.097625603221122
84.35000000000001 30.097625603221122

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22662 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.36877 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51092 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65306 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79521 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.93735 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.18703, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28074, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.37445, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.46816, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.56188, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.65559, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.74930, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 18 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 19 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 20 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "stall: activations" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 22 "stall: store" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 23 "stall: synchronisation" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 24 "idle: vector" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "small effects" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 26 "achieved" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 27 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
