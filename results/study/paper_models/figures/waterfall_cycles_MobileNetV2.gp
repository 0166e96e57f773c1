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
figure_title = "From the ideal saving to that in cycles, MobileNetV2"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_MobileNetV2.svg"
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
set yrange [-1.2998279525484602:39.549893479140515]
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
1 36.672916666666666 -0.01756351585924243
11.7 36.672916666666666 21.546598867572907
22.4 36.672916666666666 31.244936484140762
54.50000000000001 36.672916666666666 29.723779442540774
65.2 36.672916666666666 31.244936484140762
75.9 36.672916666666666 30.218129118855995
EOD
$series2 << EOD
12.7 21.546598867572907 18.84281320205048
34.1 36.672916666666666 33.09422693057223
44.800000000000004 36.672916666666666 38.0287437299428
55.50000000000001 29.723779442540774 29.74683181709675
66.2 31.244936484140762 32.98918541905306
76.9 30.218129118855995 27.745416204229723
EOD
$series3 << EOD
3 -0.01756351585924243 -0.0072443146514999945
13.7 18.84281320205048 11.330918913774191
24.4 31.244936484140762 29.86551720425419
35.1 33.09422693057223 31.50006094244496
45.800000000000004 38.0287437299428 37.98343310432005
56.50000000000001 29.74683181709675 10.43969226035294
67.2 32.98918541905306 9.567844500788713
77.9 27.745416204229723 26.079403396475374
EOD
$series4 << EOD
4 -0.0072443146514999945 -0.023633772221265392
14.7 11.330918913774191 10.458378628089449
25.4 29.86551720425419 27.895324393301678
36.1 31.50006094244496 31.066691872716245
46.800000000000004 37.98343310432005 37.66146379547741
57.50000000000001 10.43969226035294 9.009222206968238
68.2 9.567844500788713 0.6882509501070722
78.9 26.079403396475374 24.07728543709321
EOD
$series5 << EOD
5 -0.023633772221265392 -0.023087852820469212
15.7 10.458378628089449 10.277840686615713
26.4 27.895324393301678 27.310420480354225
37.1 31.066691872716245 30.96970507689163
47.800000000000004 37.66146379547741 37.637448864571255
58.50000000000001 9.009222206968238 8.714743574005324
69.2 0.6882509501070722 -1.2498345697581348
79.9 24.07728543709321 23.375148114963917
EOD
$series6 << EOD
70.2 -1.2498345697581348 18.892556973295505
EOD
$series7 << EOD
7 -0.023087852820469212 -0.000563707650858003
17.7 10.277840686615713 8.723767361119705
28.4 27.310420480354225 22.44147699442439
39.1 30.96970507689163 27.98242454632679
49.800000000000004 37.637448864571255 35.51225069552375
60.50000000000001 8.714743574005324 6.954874376256559
71.2 18.892556973295505 14.324229907158491
81.9 23.375148114963917 19.07547739999984
EOD
$series8 << EOD
8 -0.000563707650858003 0.022305928447252654
18.7 8.723767361119705 8.73084961363727
29.4 22.44147699442439 22.41770875233083
40.1 27.98242454632679 27.977975601550032
50.800000000000004 35.51225069552375 35.512284854326595
61.50000000000001 6.954874376256559 6.969409373859214
72.2 14.324229907158491 14.328096607747497
82.9 19.07547739999984 19.057378832403813
EOD
$series9 << EOD
9 0 0.022305928447252654
19.7 0 8.73084961363727
30.4 0 22.41770875233083
41.1 0 27.977975601550032
51.800000000000004 0 35.512284854326595
62.50000000000001 0 6.969409373859214
73.2 0 14.328096607747497
83.9 0 19.057378832403813
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
set label 2 "0" at screen 0.03998, screen 0.11297 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22258 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.33220 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.44181 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.55142 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.66103 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.77064 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.88026 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.18703, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28074, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.37445, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.46816, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.56188, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.65559, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.74930, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 19 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 20 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 21 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: activations" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "stall: store" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall: synchronisation" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "idle: vector" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
