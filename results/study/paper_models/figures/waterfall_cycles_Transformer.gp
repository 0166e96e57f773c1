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
figure_title = "From the ideal saving to that in cycles, Transformer"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_Transformer.svg"
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
set yrange [0:31.42345454545455]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.099067599067595
10.7 0 30.099067599067595
21.4 0 30.099067599067595
32.1 0 30.099067599067595
42.800000000000004 0 30.099067599067595
53.50000000000001 0 30.099067599067595
64.2 0 30.099067599067595
74.9 0 30.099067599067595
EOD
$series1 << EOD
1 30.099067599067595 0
11.7 30.099067599067595 13.422377622377624
22.4 30.099067599067595 25.004195804195806
54.50000000000001 30.099067599067595 24.37342657342657
65.2 30.099067599067595 25.004195804195806
75.9 30.099067599067595 22.183216783216785
EOD
$series2 << EOD
44.800000000000004 30.099067599067595 30.214860139860143
66.2 25.004195804195806 27.94144182510716
EOD
$series3 << EOD
3 0 0.04534826649215118
13.7 13.422377622377624 13.027985122885255
24.4 25.004195804195806 24.73708967579531
35.1 30.099067599067595 29.546896461889137
45.800000000000004 30.214860139860143 30.150574669168396
56.50000000000001 24.37342657342657 24.074275408303425
67.2 27.94144182510716 21.599212533287982
77.9 22.183216783216785 21.865893888719977
EOD
$series4 << EOD
4 0.04534826649215118 0.0425992228010319
14.7 13.027985122885255 12.928393049036202
25.4 24.73708967579531 24.730367666727737
36.1 29.546896461889137 29.434524194859545
46.800000000000004 30.150574669168396 29.95583562805487
57.50000000000001 24.074275408303425 23.97028203306524
68.2 21.599212533287982 21.16147454001951
78.9 21.865893888719977 21.75997622056406
EOD
$series5 << EOD
5 0.0425992228010319 0.041819098693851586
15.7 12.928393049036202 12.848832356765028
26.4 24.730367666727737 24.726770916193352
37.1 29.434524194859545 29.341822968437715
47.800000000000004 29.95583562805487 29.940769942490874
58.50000000000001 23.97028203306524 23.89183294674211
69.2 21.16147454001951 20.982108964579794
79.9 21.75997622056406 21.673532088945468
EOD
$series6 << EOD
70.2 20.982108964579794 23.97437151265258
EOD
$series7 << EOD
7 0.041819098693851586 0.014468094667963172
17.7 12.848832356765028 4.322058479302648
28.4 24.726770916193352 8.290450750645162
39.1 29.341822968437715 6.0551228706343
49.800000000000004 29.940769942490874 6.393281266466255
60.50000000000001 23.89183294674211 8.060501718036983
71.2 23.97437151265258 6.4918184380919675
81.9 21.673532088945468 7.267730314188558
EOD
$series8 << EOD
8 0.014468094667963172 0.016996123633428173
18.7 4.322058479302648 4.313877022420531
29.4 8.290450750645162 8.272387926223445
40.1 6.0551228706343 6.045830832652199
50.800000000000004 6.393281266466255 6.38365291555164
61.50000000000001 8.060501718036983 8.046176207035893
72.2 6.4918184380919675 6.4822827542798995
82.9 7.267730314188558 7.2521984580111605
EOD
$series9 << EOD
9 0 0.016996123633428173
19.7 0 4.313877022420531
30.4 0 8.272387926223445
41.1 0 6.045830832652199
51.800000000000004 0 6.38365291555164
62.50000000000001 0 8.046176207035893
73.2 0 6.4822827542798995
83.9 0 7.2521984580111605
EOD
$line << EOD
-0.45 30.099067599067595
9.45 30.099067599067595

10.25 30.099067599067595
20.15 30.099067599067595

20.95 30.099067599067595
30.849999999999998 30.099067599067595

31.650000000000002 30.099067599067595
41.550000000000004 30.099067599067595

42.35 30.099067599067595
52.25000000000001 30.099067599067595

53.050000000000004 30.099067599067595
62.95000000000001 30.099067599067595

63.75 30.099067599067595
73.65 30.099067599067595

74.45 30.099067599067595
84.35000000000001 30.099067599067595

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22697 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.36946 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51196 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65445 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79694 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.93943 right font ',11' textcolor rgb '#33373d' front
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
