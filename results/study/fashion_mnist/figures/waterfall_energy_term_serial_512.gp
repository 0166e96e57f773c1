# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented; prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512; term_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9db8f7f77323)
# recipe: 93138c53dcd5782f
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: c53b877d9c2a3eec
# input sweep: f1b2902f899ba1fa
reset session
figure_title = "From the ideal saving to that in energy, term_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_term_serial_512.svg"
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
set xrange [-0.8:51.3]
set yrange [-14.87786870556178:68.53183718040441]
unset xtics
set ytics ("" -10, "" 0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
17.4 0 31.25
26.099999999999998 0 58.33333333333332
34.8 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 28.768996876471718
18.4 31.25 24.440414347320836
27.099999999999998 58.33333333333332 45.62621258209401
35.8 36.764583333333334 32.983216283372506
EOD
$series2 << EOD
2 28.768996876471718 20.350752817512884
19.4 24.440414347320836 1.493099784816665
28.099999999999998 45.62621258209401 36.07674808698845
36.8 32.983216283372506 24.654905461415897
EOD
$series3 << EOD
3 20.350752817512884 0.5881347311090357
20.4 1.493099784816665 -12.83285858276808
29.099999999999998 36.07674808698845 4.895749439954133
37.8 24.654905461415897 2.4946176121579233
EOD
$series4 << EOD
4 0.5881347311090357 1.0594208428848284
21.4 -12.83285858276808 -11.03971977779663
30.099999999999998 4.895749439954133 5.223073290169733
38.8 2.4946176121579233 2.7277512648040236
EOD
$series5 << EOD
5 1.0594208428848284 1.2393175734802142
22.4 -11.03971977779663 -11.091504494015236
31.099999999999998 5.223073290169733 5.52976329595326
39.8 2.7277512648040236 2.8621807759337647
EOD
$series6 << EOD
6 1.2393175734802142 2.8026494400223423
23.4 -11.091504494015236 -8.553608519199152
32.099999999999994 5.52976329595326 7.623896701294252
40.8 2.8621807759337647 3.7595350555000406
EOD
$series7 << EOD
7 0 2.8026494400223423
24.4 0 -8.553608519199152
33.099999999999994 0 7.623896701294252
41.8 0 3.7595350555000406
EOD
$line << EOD
-0.45 36.764583333333334
7.45 36.764583333333334

8.25 0
16.15 0

16.95 31.25
24.849999999999998 31.25

25.65 58.33333333333332
33.55 58.33333333333332

34.349999999999994 36.764583333333334
42.25 36.764583333333334

43.05 0
50.95 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "−10" at screen 0.04681, screen 0.13685 right font ',11' textcolor rgb '#33373d' front
set label 3 "0" at screen 0.04681, screen 0.24421 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.04681, screen 0.35158 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.04681, screen 0.45894 right font ',11' textcolor rgb '#33373d' front
set label 6 "30" at screen 0.04681, screen 0.56631 right font ',11' textcolor rgb '#33373d' front
set label 7 "40" at screen 0.04681, screen 0.67367 right font ',11' textcolor rgb '#33373d' front
set label 8 "50" at screen 0.04681, screen 0.78103 right font ',11' textcolor rgb '#33373d' front
set label 9 "60" at screen 0.04681, screen 0.88840 right font ',11' textcolor rgb '#33373d' front
set label 10 "CPT 3-8" at screen 0.11497, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 8" at screen 0.23887, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 6" at screen 0.36277, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "static 4" at screen 0.48668, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "CPT 3-8 prescaled" at screen 0.61058, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "static 8 prescaled" at screen 0.73448, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "36.8" at screen 0.06512, screen 0.65043 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "31.2" at screen 0.31293, screen 0.59122 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "58.3" at screen 0.43683, screen 0.88200 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "36.8" at screen 0.56073, screen 0.65043 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−8.0" at screen 0.07936, screen 0.65043 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.8" at screen 0.32717, screen 0.59122 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−12.7" at screen 0.45107, screen 0.88200 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−3.8" at screen 0.57497, screen 0.65043 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−8.4" at screen 0.09361, screen 0.56458 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−22.9" at screen 0.34141, screen 0.59122 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−9.5" at screen 0.46531, screen 0.74557 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−8.3" at screen 0.58922, screen 0.65043 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−19.8" at screen 0.10785, screen 0.47420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−14.3" at screen 0.35565, screen 0.27174 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−31.2" at screen 0.47956, screen 0.64304 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−22.2" at screen 0.60346, screen 0.52041 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.5" at screen 0.12209, screen 0.26708 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "1.8" at screen 0.36989, screen 0.13718 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.3" at screen 0.49380, screen 0.31178 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.2" at screen 0.61770, screen 0.28499 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.2" at screen 0.13633, screen 0.26901 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−0.1" at screen 0.38414, screen 0.13718 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.3" at screen 0.50804, screen 0.31508 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "0.1" at screen 0.63194, screen 0.28643 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "1.6" at screen 0.15057, screen 0.28580 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "2.5" at screen 0.39838, screen 0.16387 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "2.1" at screen 0.52228, screen 0.33756 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.9" at screen 0.64618, screen 0.29607 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "2.8" at screen 0.16481, screen 0.28580 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "−8.6" at screen 0.41262, screen 0.25571 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "7.6" at screen 0.53652, screen 0.33756 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "3.8" at screen 0.66042, screen 0.29607 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 48 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 49 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 50 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 51 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 52 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 53 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 54 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 55 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 56 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
