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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:41.9]
set yrange [-10.61903420757877:44.829581373668375]
unset xtics
set ytics ("" -10, "" 0, "" 10, "" 20, "" 30, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
10.7 0 36.672916666666666
21.4 0 36.672916666666666
32.1 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 31.257753095145258
11.7 36.672916666666666 31.257753095145258
22.4 36.672916666666666 31.257753095145258
33.1 36.672916666666666 31.257753095145258
EOD
$series2 << EOD
2 31.257753095145258 38.144015607005635
12.7 31.257753095145258 38.005202030171795
23.4 31.257753095145258 38.02112952471946
34.1 31.257753095145258 38.158307453221504
EOD
$series3 << EOD
3 38.144015607005635 37.534822581450676
13.7 38.005202030171795 37.45524946394333
24.4 38.02112952471946 37.5059977445648
35.1 38.158307453221504 37.77171877433
EOD
$series4 << EOD
4 37.534822581450676 -1.2526138621614114
14.7 37.45524946394333 20.948355044012335
25.4 37.5059977445648 36.38282810634
36.1 37.77171877433 37.656575611463424
EOD
$series5 << EOD
5 -1.2526138621614114 -9.15941436023645
15.7 20.948355044012335 15.203200257003113
26.4 36.38282810634 35.834828705183405
37.1 37.656575611463424 37.52000208858798
EOD
$series6 << EOD
6 -9.15941436023645 7.9590679455126985
16.7 15.203200257003113 23.415451945913578
27.4 35.834828705183405 32.16121914615577
38.1 37.52000208858798 32.8614047974109
EOD
$series7 << EOD
7 7.9590679455126985 4.063830812691426
17.7 23.415451945913578 14.218576245448578
28.4 32.16121914615577 23.961169606112396
39.1 32.8614047974109 27.727108916565335
EOD
$series8 << EOD
8 4.063830812691426 4.044519450299699
18.7 14.218576245448578 14.18991380681357
29.4 23.961169606112396 23.927861412633355
40.1 27.727108916565335 27.702888538160163
EOD
$series9 << EOD
9 0 4.044519450299699
19.7 0 14.18991380681357
30.4 0 23.927861412633355
41.1 0 27.702888538160163
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

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "−10" at screen 0.04681, screen 0.09448 right font ',11' textcolor rgb '#33373d' front
set label 3 "0" at screen 0.04681, screen 0.25598 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.04681, screen 0.41749 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.04681, screen 0.57899 right font ',11' textcolor rgb '#33373d' front
set label 6 "30" at screen 0.04681, screen 0.74049 right font ',11' textcolor rgb '#33373d' front
set label 7 "40" at screen 0.04681, screen 0.90200 right font ',11' textcolor rgb '#33373d' front
set label 8 "2" at screen 0.14789, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "4" at screen 0.33798, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "8" at screen 0.52807, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "16" at screen 0.71816, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "36.7" at screen 0.06794, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "36.7" at screen 0.25803, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "36.7" at screen 0.44812, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.63821, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "−5.4" at screen 0.08571, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "−5.4" at screen 0.27580, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "−5.4" at screen 0.46589, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−5.4" at screen 0.65598, screen 0.85976 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "6.9" at screen 0.10347, screen 0.88352 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "6.7" at screen 0.29356, screen 0.88128 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "6.8" at screen 0.48365, screen 0.88153 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "6.9" at screen 0.67375, screen 0.88375 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.6" at screen 0.12124, screen 0.88352 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.5" at screen 0.31133, screen 0.88128 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.5" at screen 0.50142, screen 0.88153 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.4" at screen 0.69151, screen 0.88375 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−38.8" at screen 0.13900, screen 0.87368 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−16.5" at screen 0.32909, screen 0.87239 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−1.1" at screen 0.51919, screen 0.87321 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−0.1" at screen 0.70928, screen 0.87750 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−7.9" at screen 0.15677, screen 0.24724 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−5.7" at screen 0.34686, screen 0.60580 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.5" at screen 0.53695, screen 0.85507 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−0.1" at screen 0.72704, screen 0.87564 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "17.1" at screen 0.17454, screen 0.39602 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "8.2" at screen 0.36463, screen 0.64564 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−3.7" at screen 0.55472, screen 0.84622 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−4.7" at screen 0.74481, screen 0.87344 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−3.9" at screen 0.19230, screen 0.39602 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−9.2" at screen 0.38239, screen 0.64564 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−8.2" at screen 0.57248, screen 0.78689 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "−5.1" at screen 0.76257, screen 0.79820 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.21007, screen 0.33311 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.40016, screen 0.49711 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.0" at screen 0.59025, screen 0.65446 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "0.0" at screen 0.78034, screen 0.71528 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "4.0" at screen 0.22783, screen 0.33279 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "14.2" at screen 0.41792, screen 0.49665 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "23.9" at screen 0.60801, screen 0.65392 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 51 "27.7" at screen 0.79810, screen 0.71489 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 52 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 53 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 54 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 55 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 56 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 57 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 58 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 59 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 60 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 61 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 62 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
