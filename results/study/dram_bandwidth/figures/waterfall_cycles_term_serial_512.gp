# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 2 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 8 channels; LPDDR4-3200 8Gb x16, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4fed3b103169477e
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: cffa341ce9b33f03
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "From the ideal saving to that in cycles, term_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_term_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05373
set rmargin at screen 0.79572
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:45.9]
set yrange [-10.385030065278949:44.89964426329295]
unset xtics
set ytics ("" -10, "" 0, "" 10, "" 20, "" 30, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
11.7 0 36.672916666666666
23.4 0 36.672916666666666
35.1 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 31.257753095145258
12.7 36.672916666666666 31.257753095145258
24.4 36.672916666666666 31.257753095145258
36.1 36.672916666666666 31.257753095145258
EOD
$series2 << EOD
2 31.257753095145258 38.21794399680355
13.7 31.257753095145258 38.11456985101823
25.4 31.257753095145258 38.05795467843201
37.1 31.257753095145258 38.1847339823801
EOD
$series3 << EOD
3 38.21794399680355 37.855871944288445
14.7 38.11456985101823 37.684831948955335
26.4 38.05795467843201 37.6310881927733
38.1 38.1847339823801 37.85202016683194
EOD
$series4 << EOD
4 37.855871944288445 37.80192041958208
15.7 37.684831948955335 37.679830543622124
27.4 37.6310881927733 37.63303803349307
39.1 37.85202016683194 37.85102275083604
EOD
$series5 << EOD
5 37.80192041958208 -1.1283496340258603
16.7 37.679830543622124 20.990527518058244
28.4 37.63303803349307 36.356120823861595
40.1 37.85102275083604 37.60341627797512
EOD
$series6 << EOD
6 -1.1283496340258603 -8.957574827616233
17.7 20.990527518058244 15.327396869708931
29.4 36.356120823861595 35.76450171682273
41.1 37.60341627797512 37.42367778706343
EOD
$series7 << EOD
7 -8.957574827616233 8.016924365069622
18.7 15.327396869708931 23.46838189873427
30.4 35.76450171682273 32.194589655380966
42.1 37.42367778706343 32.85891410213178
EOD
$series8 << EOD
8 8.016924365069622 4.071030059107383
19.7 23.46838189873427 14.255511062674008
31.4 32.194589655380966 23.996045976011725
43.1 32.85891410213178 27.713319836079563
EOD
$series9 << EOD
9 4.071030059107383 4.0716697029100635
20.7 14.255511062674008 14.224487608684477
32.4 23.996045976011725 23.957099426197114
44.1 27.713319836079563 27.686218714168085
EOD
$series10 << EOD
10 0 4.0716697029100635
21.7 0 14.224487608684477
33.4 0 23.957099426197114
45.1 0 27.686218714168085
EOD
$line << EOD
-0.45 36.672916666666666
10.45 36.672916666666666

11.25 36.672916666666666
22.15 36.672916666666666

22.95 36.672916666666666
33.85 36.672916666666666

34.65 36.672916666666666
45.550000000000004 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "−10" at screen 0.04681, screen 0.09071 right font ',11' textcolor rgb '#33373d' front
set label 3 "0" at screen 0.04681, screen 0.25270 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.04681, screen 0.41468 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.04681, screen 0.57667 right font ',11' textcolor rgb '#33373d' front
set label 6 "30" at screen 0.04681, screen 0.73865 right font ',11' textcolor rgb '#33373d' front
set label 7 "40" at screen 0.04681, screen 0.90063 right font ',11' textcolor rgb '#33373d' front
set label 8 "2" at screen 0.14588, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "4" at screen 0.33178, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "8" at screen 0.51767, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "16" at screen 0.70357, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "36.7" at screen 0.06644, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "36.7" at screen 0.25234, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "36.7" at screen 0.43823, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.62412, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "−5.4" at screen 0.08233, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "−5.4" at screen 0.26822, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "−5.4" at screen 0.45412, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−5.4" at screen 0.64001, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "7.0" at screen 0.09822, screen 0.88326 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "6.9" at screen 0.28411, screen 0.88159 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "6.8" at screen 0.47001, screen 0.88067 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "6.9" at screen 0.65590, screen 0.88272 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.4" at screen 0.11411, screen 0.88326 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.4" at screen 0.30000, screen 0.88159 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.4" at screen 0.48590, screen 0.88067 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.3" at screen 0.67179, screen 0.88272 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.1" at screen 0.12999, screen 0.87739 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.31589, screen 0.87462 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.50178, screen 0.87379 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.68768, screen 0.87733 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−38.9" at screen 0.14588, screen 0.87652 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−16.7" at screen 0.33178, screen 0.87454 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−1.3" at screen 0.51767, screen 0.87379 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−0.2" at screen 0.70357, screen 0.87732 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−7.8" at screen 0.16177, screen 0.24591 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−5.7" at screen 0.34767, screen 0.60420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−0.6" at screen 0.53356, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−0.2" at screen 0.71946, screen 0.87331 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "17.0" at screen 0.17766, screen 0.39405 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "8.1" at screen 0.36355, screen 0.64434 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−3.6" at screen 0.54945, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "−4.6" at screen 0.73534, screen 0.87039 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "−3.9" at screen 0.19355, screen 0.39405 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "−9.2" at screen 0.37944, screen 0.64434 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "−8.2" at screen 0.56534, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "−5.1" at screen 0.75123, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "0.0" at screen 0.20944, screen 0.33015 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "0.0" at screen 0.39533, screen 0.49511 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "0.0" at screen 0.58123, screen 0.65289 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 51 "0.0" at screen 0.76712, screen 0.71310 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 52 "4.1" at screen 0.22533, screen 0.33015 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 53 "14.2" at screen 0.41122, screen 0.49460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 54 "24.0" at screen 0.59711, screen 0.65226 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 55 "27.7" at screen 0.78301, screen 0.71266 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 56 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 57 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 58 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 59 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 60 "stall: weights" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9602f" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 61 "stall: activations" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 62 "stall: store" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 63 "stall: synchronisation" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 64 "idle: vector" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 18 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 65 "small effects" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.80955, screen 0.43633 to screen 0.82131, screen 0.46427 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 66 "achieved" at screen 0.83029, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.39985 to screen 0.85934, screen 0.39985 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 67 "ideal: bit operations" at screen 0.86625, screen 0.39985 left font ',13' textcolor rgb '#33373d' front
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
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
