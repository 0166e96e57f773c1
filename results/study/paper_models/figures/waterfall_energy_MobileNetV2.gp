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
figure_title = "From the ideal saving to that in energy, MobileNetV2"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_MobileNetV2.svg"
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
set xrange [-0.8:68.7]
set yrange [0:38.93005262852296]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
8.7 0 36.672916666666666
17.4 0 36.672916666666666
26.099999999999998 0 36.672916666666666
34.8 0 36.672916666666666
43.5 0 36.672916666666666
52.2 0 36.672916666666666
60.900000000000006 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 0.010818054880057382
9.7 36.672916666666666 14.7333507556071
18.4 36.672916666666666 29.321463908466015
27.099999999999998 36.672916666666666 31.598870982156523
35.8 36.672916666666666 37.432742912041306
44.5 36.672916666666666 19.77278231088466
53.2 36.672916666666666 23.159015829902284
61.900000000000006 36.672916666666666 25.791594939712713
EOD
$series2 << EOD
2 0.010818054880057382 3.464118477526257
10.7 14.7333507556071 15.160361283950452
19.4 29.321463908466015 24.94311450637614
28.099999999999998 31.598870982156523 29.79904401486979
36.8 37.432742912041306 36.276939574369926
45.5 19.77278231088466 17.704231041154706
54.2 23.159015829902284 15.792282701745663
62.900000000000006 25.791594939712713 22.77003667030467
EOD
$series3 << EOD
3 3.464118477526257 1.1587247743433227
11.7 15.160361283950452 3.93488953028418
20.4 24.94311450637614 4.550514439153319
29.099999999999998 29.79904401486979 10.012864759207151
37.8 36.276939574369926 16.727039078739136
46.5 17.704231041154706 3.7210219300633507
55.2 15.792282701745663 1.96131278221926
63.900000000000006 22.77003667030467 4.799543813491547
EOD
$series4 << EOD
4 1.1587247743433227 1.10278601745335
12.7 3.93488953028418 3.967531963357762
21.4 4.550514439153319 4.8576969131195025
30.099999999999998 10.012864759207151 10.149650298991464
38.8 16.727039078739136 16.951336674766402
47.5 3.7210219300633507 3.6867804221730527
56.2 1.96131278221926 2.1476063686359903
64.9 4.799543813491547 4.999013317209311
EOD
$series5 << EOD
5 1.10278601745335 1.2100854708343545
13.7 3.967531963357762 4.200114779141995
22.4 4.8576969131195025 4.879953762320854
31.099999999999998 10.149650298991464 10.13758211175868
39.8 16.951336674766402 17.762523316814505
48.5 3.6867804221730527 3.8315774663197244
57.2 2.1476063686359903 2.221535352256121
65.9 4.999013317209311 5.045235790338731
EOD
$series6 << EOD
6 1.2100854708343545 1.0600736770026042
14.7 4.200114779141995 4.505238476704543
23.4 4.879953762320854 6.286879823331725
32.099999999999994 10.13758211175868 12.170470698026136
40.8 17.762523316814505 20.124216231211378
49.5 3.8315774663197244 3.9333430329348773
58.2 2.221535352256121 3.016427984618486
66.9 5.045235790338731 6.068923353552513
EOD
$series7 << EOD
7 0 1.0600736770026042
15.7 0 4.505238476704543
24.4 0 6.286879823331725
33.099999999999994 0 12.170470698026136
41.8 0 20.124216231211378
50.5 0 3.9333430329348773
59.2 0 3.016427984618486
67.9 0 6.068923353552513
EOD
$line << EOD
-0.45 36.672916666666666
7.45 36.672916666666666

8.25 36.672916666666666
16.15 36.672916666666666

16.95 36.672916666666666
24.849999999999998 36.672916666666666

25.65 36.672916666666666
33.55 36.672916666666666

34.349999999999994 36.672916666666666
42.25 36.672916666666666

43.05 36.672916666666666
50.95 36.672916666666666

51.75 36.672916666666666
59.650000000000006 36.672916666666666

60.45 36.672916666666666
68.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19949 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31451 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.42953 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.54455 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.65956 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.77458 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.88960 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09323, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.18696, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28070, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.37444, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.46818, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.56191, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.65565, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.74939, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 19 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 20 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 23 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 26 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#2f6aa3" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#79a9d4" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d9893b" title "memory traffic", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "vector", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9c9c9" title "other", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f0c795" title "memory idle", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
