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
figure_title = "From the ideal saving to that in energy, ResNet-152"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_ResNet-152.svg"
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
1 36.672916666666666 0.008796313361159047
10.7 36.672916666666666 21.61020965488306
20.4 36.672916666666666 30.873685116301118
30.099999999999998 36.672916666666666 33.60410479213166
39.8 36.672916666666666 36.43588981855904
49.5 36.672916666666666 26.580830343074567
59.2 36.672916666666666 35.294185242626575
68.9 36.672916666666666 28.985934635849507
EOD
$series2 << EOD
2 0.008796313361159047 0.8397643865694748
11.7 21.61020965488306 21.813509985439303
21.4 30.873685116301118 27.088266033019135
31.099999999999998 33.60410479213166 31.18987763300417
40.8 36.43588981855904 35.037816408733725
50.5 26.580830343074567 24.48498094958683
60.2 35.294185242626575 28.078721759619683
69.9 28.985934635849507 26.238585633445588
EOD
$series3 << EOD
3 0.8397643865694748 0.2692572962434414
12.7 21.813509985439303 8.493440858154589
22.4 27.088266033019135 6.0083638579594645
32.099999999999994 31.18987763300417 8.864200191175131
41.8 35.037816408733725 13.142583232292248
51.5 24.48498094958683 6.905366927199463
61.2 28.078721759619683 5.722717899591789
70.9 26.238585633445588 6.777209691466757
EOD
$series4 << EOD
4 0.2692572962434414 0.26441670663220895
13.7 8.493440858154589 8.54628320195695
23.4 6.0083638579594645 6.396547767578409
33.099999999999994 8.864200191175131 8.978188355423466
42.8 13.142583232292248 13.162028822854987
52.5 6.905366927199463 7.195149745985141
62.2 5.722717899591789 6.032425052697021
71.9 6.777209691466757 7.090177174887546
EOD
$series5 << EOD
5 0.26441670663220895 0.3565423992168526
14.7 8.54628320195695 9.14344611080462
24.4 6.396547767578409 6.4788874492429205
34.099999999999994 8.978188355423466 9.262427619203573
43.8 13.162028822854987 15.93245669775094
53.5 7.195149745985141 7.444933707155843
63.2 6.032425052697021 6.199163785131511
72.9 7.090177174887546 7.202314727647551
EOD
$series6 << EOD
6 0.3565423992168526 0.31325842805767223
15.7 9.14344611080462 9.458291342263491
25.4 6.4788874492429205 8.02713205022797
35.099999999999994 9.262427619203573 10.95628067093859
44.8 15.93245669775094 16.749909220923954
54.5 7.444933707155843 8.648471597047068
64.2 6.199163785131511 7.440576830364942
73.9 7.202314727647551 8.497248651312484
EOD
$series7 << EOD
8 0 0.31325842805767223
17.7 0 9.458291342263491
27.4 0 8.02713205022797
37.099999999999994 0 10.95628067093859
46.8 0 16.749909220923954
56.5 0 8.648471597047068
66.2 0 7.440576830364942
75.9 0 8.497248651312484
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
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.20188 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31928 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.43668 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.55408 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.67148 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.78888 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90628 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 19 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 20 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 23 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
