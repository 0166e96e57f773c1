# model: resnet-18; resnet-34; resnet-50
# dataset: imagenet
# batch: 256
# iterations: 450360
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:4-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 8aa25dd7eecdc9a5
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 1dc63b3382d15b74
# input sweep: 304e188b24b65f2f
reset session
figure_title = "From the ideal saving to that in energy, resnet-18"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_resnet-18.svg"
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
set yrange [0:31.30153062734997]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.097625603221122
9.7 0 30.097625603221122
19.4 0 30.097625603221122
29.099999999999998 0 30.097625603221122
38.8 0 30.097625603221122
48.5 0 30.097625603221122
58.2 0 30.097625603221122
67.9 0 30.097625603221122
EOD
$series1 << EOD
1 30.097625603221122 0.026123233495578546
10.7 30.097625603221122 13.575180571103617
20.4 30.097625603221122 24.854980600468302
30.099999999999998 30.097625603221122 27.780416561885733
39.8 30.097625603221122 29.69306407259119
49.5 30.097625603221122 21.89090125507951
59.2 30.097625603221122 29.08849549375143
68.9 30.097625603221122 21.24115244812055
EOD
$series2 << EOD
2 0.026123233495578546 0.4433286768128042
11.7 13.575180571103617 13.015423204947696
21.4 24.854980600468302 21.52802518543547
31.099999999999998 27.780416561885733 24.508550202285406
40.8 29.69306407259119 27.233660371671707
50.5 21.89090125507951 20.1138612401652
60.2 29.08849549375143 21.737917120595238
69.9 21.24115244812055 19.15864765514924
EOD
$series3 << EOD
3 0.4433286768128042 1.8714377003690608
12.7 13.015423204947696 8.197998297389608
22.4 21.52802518543547 8.90578672200405
32.099999999999994 24.508550202285406 14.133090060656938
41.8 27.233660371671707 17.43651675285426
51.5 20.1138612401652 10.035055060601106
61.2 21.737917120595238 7.778884630018356
70.9 19.15864765514924 9.044665292562215
EOD
$series4 << EOD
4 1.8714377003690608 1.639413090944708
13.7 8.197998297389608 7.6254400266066
23.4 8.90578672200405 8.383492568630379
33.099999999999994 14.133090060656938 13.024782023781356
42.8 17.43651675285426 16.165462196703896
52.5 10.035055060601106 9.433416342819001
62.2 7.778884630018356 7.2685201921544484
71.9 9.044665292562215 8.464013453480812
EOD
$series5 << EOD
5 1.639413090944708 1.649874896993142
14.7 7.6254400266066 7.902445250243428
24.4 8.383492568630379 8.464021186965253
34.099999999999994 13.024782023781356 13.335312450589443
43.8 16.165462196703896 18.128705499281295
53.5 9.433416342819001 9.778916757179545
63.2 7.2685201921544484 7.369727609999199
72.9 8.464013453480812 8.584519267129709
EOD
$series6 << EOD
6 1.649874896993142 1.6433828012970886
15.7 7.902445250243428 8.121602854896226
25.4 8.464021186965253 9.678112244329151
35.099999999999994 13.335312450589443 14.21205734756491
44.8 18.128705499281295 18.17329048593542
54.5 9.778916757179545 10.674638106924661
64.2 7.369727609999199 8.49183034403046
73.9 8.584519267129709 9.458858973407125
EOD
$series7 << EOD
8 0 1.6433828012970886
17.7 0 8.121602854896226
27.4 0 9.678112244329151
37.099999999999994 0 14.21205734756491
46.8 0 18.17329048593542
56.5 0 10.674638106924661
66.2 0 8.49183034403046
75.9 0 9.458858973407125
EOD
$line << EOD
-0.45 30.097625603221122
8.45 30.097625603221122

9.25 30.097625603221122
18.15 30.097625603221122

18.95 30.097625603221122
27.849999999999998 30.097625603221122

28.65 30.097625603221122
37.55 30.097625603221122

38.349999999999994 30.097625603221122
47.25 30.097625603221122

48.05 30.097625603221122
56.95 30.097625603221122

57.75 30.097625603221122
66.65 30.097625603221122

67.45 30.097625603221122
76.35000000000001 30.097625603221122

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22753 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37057 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51362 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65667 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79972 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94276 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 18 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 19 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 21 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 22 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 25 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
