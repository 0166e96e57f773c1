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
figure_title = "From the ideal saving to that in cycles, ResNet-38"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-38.svg"
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
set xrange [-0.8:84.7]
set yrange [-0.00998058730783935:39.49069171313611]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
10.7 0 36.672916666666666
21.4 0 36.672916666666666
32.1 0 36.672916666666666
42.800000000000004 0 36.672916666666666
53.50000000000001 0 36.672916666666666
64.2 0 36.672916666666666
74.9 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 -0.009596718565230145
11.7 36.672916666666666 21.550031615425045
22.4 36.672916666666666 31.252903281434772
54.50000000000001 36.672916666666666 29.724805585665493
65.2 36.672916666666666 31.252903281434772
75.9 36.672916666666666 30.22219074366049
EOD
$series2 << EOD
12.7 21.550031615425045 21.443773995118576
23.4 31.252903281434772 31.206789836056615
34.1 36.672916666666666 35.78483726878363
44.800000000000004 36.672916666666666 37.30833044518934
55.50000000000001 29.724805585665493 29.622032363860896
66.2 31.252903281434772 37.97181895493856
76.9 30.22219074366049 30.07918019845157
EOD
$series3 << EOD
13.7 21.443773995118576 21.181333378224142
24.4 31.206789836056615 31.083950771409597
35.1 35.78483726878363 35.5158378319217
45.800000000000004 37.30833044518934 37.18190797394655
56.50000000000001 29.622032363860896 29.227787589206677
67.2 37.97181895493856 37.30635963942767
77.9 30.07918019845157 29.944079168823666
EOD
$series4 << EOD
4 -0.009596718565230145 -0.00943475572184882
14.7 21.181333378224142 21.09318262318165
25.4 31.083950771409597 30.936161056630706
36.1 35.5158378319217 35.36933463159026
46.800000000000004 37.18190797394655 37.074758799486574
57.50000000000001 29.227787589206677 29.11729324278408
68.2 37.30635963942767 35.85475710356105
78.9 29.944079168823666 29.73589990927328
EOD
$series5 << EOD
5 -0.00943475572184882 -0.00944228788853918
15.7 21.09318262318165 21.038191754492242
26.4 30.936161056630706 30.840718184654445
37.1 35.36933463159026 35.25139042396579
47.800000000000004 37.074758799486574 37.01203979525891
58.50000000000001 29.11729324278408 29.044294731087692
69.2 35.85475710356105 35.12432485796112
79.9 29.73589990927328 29.571725422936968
EOD
$series6 << EOD
70.2 35.12432485796112 31.869963798016464
EOD
$series7 << EOD
7 -0.00944228788853918 0.008241757040661213
17.7 21.038191754492242 16.67007889343026
28.4 30.840718184654445 24.344880336223316
39.1 35.25139042396579 28.307687342538667
49.800000000000004 37.01203979525891 30.26879575190605
60.50000000000001 29.044294731087692 23.011005151298523
71.2 31.869963798016464 23.428434188846445
81.9 29.571725422936968 23.34989382884538
EOD
$series8 << EOD
8 0.008241757040661213 0.03284563873273694
18.7 16.67007889343026 16.659077102503584
29.4 24.344880336223316 24.316683248224134
40.1 28.307687342538667 28.27702984732707
50.800000000000004 30.26879575190605 30.237777835087677
61.50000000000001 23.011005151298523 22.981583344421598
72.2 23.428434188846445 23.39844754966246
82.9 23.34989382884538 23.32383793107571
EOD
$series9 << EOD
9 0 0.03284563873273694
19.7 0 16.659077102503584
30.4 0 24.316683248224134
41.1 0 28.27702984732707
51.800000000000004 0 30.237777835087677
62.50000000000001 0 22.981583344421598
73.2 0 23.39844754966246
83.9 0 23.32383793107571
EOD
$line << EOD
-0.45 36.672916666666666
9.45 36.672916666666666

10.25 36.672916666666666
20.15 36.672916666666666

20.95 36.672916666666666
30.849999999999998 36.672916666666666

31.650000000000002 36.672916666666666
41.550000000000004 36.672916666666666

42.35 36.672916666666666
52.25000000000001 36.672916666666666

53.050000000000004 36.672916666666666
62.95000000000001 36.672916666666666

63.75 36.672916666666666
73.65 36.672916666666666

74.45 36.672916666666666
84.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08470 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19806 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31141 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.42477 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.53813 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.65148 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.76484 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.87819 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09434, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.19013, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28592, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.47750, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.57329, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.66908, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.76487, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 19 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 20 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 21 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 28 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
