# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 1 channel; DDR4-2400 8Gb x8, 4 channels; DDR4-2400 8Gb x8, 8 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 16 channels; LPDDR5-6400 8Gb x16, 8 channels; HBM2-2000 pseudo channel, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: d7bfc6d957226263
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 8156fa19b0e916ec
# input sweep: 7b3d8f83fd305080
reset session
figure_title = "From the ideal saving to that in cycles, dual_serial_512"
set terminal svg noenhanced size 940,349 font 'Helvetica,13' background 'white'
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
set bmargin at screen 0.12049
set tmargin at screen 0.98009
set xrange [-0.8:76.7]
set yrange [0:38.139833333333335]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
9.7 0 36.672916666666666
19.4 0 36.672916666666666
29.099999999999998 0 36.672916666666666
38.8 0 36.672916666666666
48.5 0 36.672916666666666
58.2 0 36.672916666666666
67.9 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 35.88528475614614
10.7 36.672916666666666 35.88593642847858
20.4 36.672916666666666 35.90104716280018
30.099999999999998 36.672916666666666 35.90352326901953
39.8 36.672916666666666 35.764713480703534
49.5 36.672916666666666 35.90352326901953
59.2 36.672916666666666 35.90352326901953
68.9 36.672916666666666 35.90352326901953
EOD
$series2 << EOD
2 35.88528475614614 35.74562858741539
11.7 35.88593642847858 35.50614964496518
21.4 35.90104716280018 35.78726010450524
31.099999999999998 35.90352326901953 35.80344643627702
40.8 35.764713480703534 35.57430480603525
50.5 35.90352326901953 35.815926986228554
60.2 35.90352326901953 35.810733036445754
69.9 35.90352326901953 35.810222913084324
EOD
$series3 << EOD
3 35.74562858741539 35.727824400711114
12.7 35.50614964496518 35.45553014324183
22.4 35.78726010450524 35.76472570073588
32.099999999999994 35.80344643627702 35.80497035863501
41.8 35.57430480603525 35.532509268290326
51.5 35.815926986228554 35.808371354601796
61.2 35.810733036445754 35.8030390184787
70.9 35.810222913084324 35.8010535968621
EOD
$series4 << EOD
4 35.727824400711114 35.373718849666815
13.7 35.45553014324183 27.311722760282585
23.4 35.76472570073588 35.635999228456306
33.099999999999994 35.80497035863501 35.71138228037377
42.8 35.532509268290326 31.516876171473584
52.5 35.808371354601796 35.652966489763536
62.2 35.8030390184787 35.62294004796721
71.9 35.8010535968621 35.74026743568594
EOD
$series5 << EOD
5 35.373718849666815 35.24833447446287
14.7 27.311722760282585 26.923752552992287
24.4 35.635999228456306 35.57470531383356
34.099999999999994 35.71138228037377 35.683771231488194
43.8 31.516876171473584 31.069685732114195
53.5 35.652966489763536 35.60495154453691
63.2 35.62294004796721 35.567959389574334
72.9 35.74026743568594 35.72172166988998
EOD
$series6 << EOD
6 35.24833447446287 27.40789364864543
15.7 26.923752552992287 16.07029334637906
25.4 35.57470531383356 29.53386656380691
35.099999999999994 35.683771231488194 31.54793349660513
44.8 31.069685732114195 20.271135698669706
54.5 35.60495154453691 30.498277093573577
64.2 35.567959389574334 29.982998409200032
73.9 35.72172166988998 32.1043427529375
EOD
$series7 << EOD
7 27.40789364864543 27.377557089838522
16.7 16.07029334637906 16.041160815795084
26.4 29.53386656380691 29.512098290619715
36.099999999999994 31.54793349660513 31.53387062294075
45.8 20.271135698669706 20.236054188822806
55.5 30.498277093573577 30.476730393780414
65.2 29.982998409200032 29.963351612970577
74.9 32.1043427529375 32.09479216317494
EOD
$series8 << EOD
8 0 27.377557089838522
17.7 0 16.041160815795084
27.4 0 29.512098290619715
37.099999999999994 0 31.53387062294075
46.8 0 20.236054188822806
56.5 0 30.476730393780414
66.2 0 29.963351612970577
75.9 0 32.09479216317494
EOD
$line << EOD
-0.45 36.672916666666666
8.45 36.672916666666666

9.25 36.672916666666666
18.15 36.672916666666666

18.95 36.672916666666666
27.849999999999998 36.672916666666666

28.65 36.672916666666666
37.55 36.672916666666666

38.349999999999994 36.672916666666666
47.25 36.672916666666666

48.05 36.672916666666666
56.95 36.672916666666666

57.75 36.672916666666666
66.65 36.672916666666666

67.45 36.672916666666666
76.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.55029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.12049 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.23318 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.34587 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.45856 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.57125 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.68394 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.79663 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90932 right font ',11' textcolor rgb '#33373d' front
set label 10 "balanced" at screen 0.09327, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 11 "DDR4-2400 x1" at screen 0.18700, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 12 "DDR4-2400 x4" at screen 0.28072, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 13 "DDR4-2400 x8" at screen 0.37445, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 14 "LPDDR4-3200" at screen 0.46817, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 15 "x4" at screen 0.46817, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 16 "LPDDR4-3200" at screen 0.56189, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 17 "x16" at screen 0.56189, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 18 "LPDDR5-6400" at screen 0.65562, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 19 "x8" at screen 0.65562, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 20 "HBM2 x16" at screen 0.74934, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94246 to screen 0.82131, screen 0.96928 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94246 to screen 0.82131, screen 0.96928 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 21 "ideal" at screen 0.83029, screen 0.95587 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89404 to screen 0.82131, screen 0.92086 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 22 "utilisation" at screen 0.83029, screen 0.90745 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.84562 to screen 0.82131, screen 0.87244 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 23 "fill and drain" at screen 0.83029, screen 0.85903 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.79719 to screen 0.82131, screen 0.82401 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.79719 to screen 0.82131, screen 0.82401 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall: weights" at screen 0.83029, screen 0.81060 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.74877 to screen 0.82131, screen 0.77559 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.74877 to screen 0.82131, screen 0.77559 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 25 "stall: activations" at screen 0.83029, screen 0.76218 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.70034 to screen 0.82131, screen 0.72716 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.70034 to screen 0.82131, screen 0.72716 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 26 "stall: store" at screen 0.83029, screen 0.71375 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.65192 to screen 0.82131, screen 0.67874 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.65192 to screen 0.82131, screen 0.67874 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 27 "idle: vector" at screen 0.83029, screen 0.66533 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.60350 to screen 0.82131, screen 0.63032 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.60350 to screen 0.82131, screen 0.63032 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 28 "small effects" at screen 0.83029, screen 0.61691 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.55507 to screen 0.82131, screen 0.58189 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 29 "achieved" at screen 0.83029, screen 0.56848 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.52006 to screen 0.85934, screen 0.52006 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 30 "ideal: bit operations" at screen 0.86625, screen 0.52006 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "stall: weights", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
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
