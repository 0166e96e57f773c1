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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: c9ce920158cfe8f2
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: a0de5b1f71de2921
# input sweep: 304e188b24b65f2f
reset session
figure_title = "Speed-up over the baseline training of the first point"
set terminal svg noenhanced size 940,295 font 'Helvetica,13' background 'white'
set encoding utf8
set output "speedup.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82937
set bmargin at screen 0.09593
set tmargin at screen 0.97729
set xrange [-0.8:33.89999999999999]
set yrange [0:1.69720535305291]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001, "" 1.6)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.001021047327234
8.7 0 1.0012036083775824
17.4 0 1.0008943136320028
26.099999999999998 0 1.0010396483956117
EOD
$series1 << EOD
1 0 1.1132364257530374
9.7 0 1.1296431355188739
18.4 0 1.0856056131916743
27.099999999999998 0 1.1093457367136343
EOD
$series2 << EOD
2 0 1.2345679813609387
10.7 0 1.2727729454321046
19.4 0 1.171667871179941
28.099999999999998 0 1.225622772963912
EOD
$series3 << EOD
3 0 0.957519978068185
11.7 0 1.0634279680857157
20.4 0 0.8556201450884261
29.099999999999998 0 0.9550929538724746
EOD
$series4 << EOD
4 0 1.0244969068504153
12.7 0 1.1608993503761749
21.4 0 0.8683589292417165
30.099999999999998 0 1.010806822872073
EOD
$series5 << EOD
5 0 1.222731338752541
13.7 0 1.259074552844536
22.4 0 1.164703213106119
31.099999999999998 0 1.2148777768783414
EOD
$series6 << EOD
6 0 1.5219570404772151
14.7 0 1.6319282240893365
23.4 0 1.3559296278985649
32.099999999999994 0 1.4989260224548813
EOD
$series7 << EOD
7 0 1.2029903057375417
15.7 0 1.2351186435075487
24.4 0 1.1486907054719024
33.099999999999994 0 1.1950643852585945
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.53661 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.09593 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.19979 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.30365 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.40751 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.51137 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.61523 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.71909 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.82295 right font ',11' textcolor rgb '#33373d' front
set label 10 "1.6" at screen 0.04323, screen 0.92681 right font ',11' textcolor rgb '#33373d' front
set label 11 "resnet-18" at screen 0.14671, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 12 "resnet-34" at screen 0.34208, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 13 "resnet-50" at screen 0.53744, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 14 "geometric mean" at screen 0.73281, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84320, screen 0.93278 to screen 0.85495, screen 0.96451 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 15 "systolic_512" at screen 0.86394, screen 0.94864 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84320, screen 0.87549 to screen 0.85495, screen 0.90722 fc rgb "#d08a3c" fs solid 1.0 noborder
set label 16 "spatial_fusion_512" at screen 0.86394, screen 0.89136 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.84320, screen 0.81820 to screen 0.85495, screen 0.84993 fc rgb "#3f8f6b" fs solid 1.0 noborder
set label 17 "operand_serial_512" at screen 0.86394, screen 0.83407 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84320, screen 0.76092 to screen 0.85495, screen 0.79264 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84320, screen 0.76092 to screen 0.85495, screen 0.79264 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 18 "dual_serial_512" at screen 0.86394, screen 0.77678 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84320, screen 0.70363 to screen 0.85495, screen 0.73536 fc rgb "#4f86b8" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84320, screen 0.70363 to screen 0.85495, screen 0.73536 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 19 "binary_overlay_512" at screen 0.86394, screen 0.71949 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84320, screen 0.64634 to screen 0.85495, screen 0.67807 fc rgb "#6b6b6b" fs solid 1.0 noborder
set label 20 "chunked_bfp_512" at screen 0.86394, screen 0.66220 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.84320, screen 0.58905 to screen 0.85495, screen 0.62078 fc rgb "#7b5a93" fs solid 1.0 noborder
set object 10 rectangle from screen 0.84320, screen 0.58905 to screen 0.85495, screen 0.62078 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "term_serial_512" at screen 0.86394, screen 0.60492 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.84320, screen 0.53176 to screen 0.85495, screen 0.56349 fc rgb "#b5527a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.84320, screen 0.53176 to screen 0.85495, screen 0.56349 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 22 "two_in_one_512" at screen 0.86394, screen 0.54763 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "systolic_512", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f8f6b" title "operand_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "dual_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "binary_overlay_512", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#7b5a93" title "term_serial_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b5527a" title "two_in_one_512", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle
