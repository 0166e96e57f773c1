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
figure_title = "From the ideal saving to that in energy, two_in_one_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_two_in_one_512.svg"
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
set xrange [-0.8:51.3]
set yrange [0:68.53183718040441]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
17.4 0 31.25
26.099999999999998 0 58.33333333333332
34.8 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 24.597788054792378
18.4 31.25 21.342235546419264
27.099999999999998 58.33333333333332 45.32902390845782
35.8 36.764583333333334 28.41590758233191
EOD
$series2 << EOD
2 24.597788054792378 21.598357216600593
19.4 21.342235546419264 19.051681334066338
28.099999999999998 45.32902390845782 38.79669446169821
36.8 28.41590758233191 24.729575869888464
EOD
$series3 << EOD
3 21.598357216600593 4.756226037302369
20.4 19.051681334066338 4.307373580827045
29.099999999999998 38.79669446169821 8.703636306515694
37.8 24.729575869888464 4.403185250052665
EOD
$series4 << EOD
4 4.756226037302369 4.728001146421601
21.4 4.307373580827045 4.312252567396158
30.099999999999998 8.703636306515694 8.612256741384716
38.8 4.403185250052665 4.626662922085034
EOD
$series5 << EOD
5 4.728001146421601 4.782342114581484
22.4 4.312252567396158 4.402657536284793
31.099999999999998 8.612256741384716 8.564475335894562
39.8 4.626662922085034 4.724418381687845
EOD
$series6 << EOD
6 4.782342114581484 5.717025798651154
23.4 4.402657536284793 5.323789408428192
32.099999999999994 8.564475335894562 10.204502178460173
40.8 4.724418381687845 5.641371587378186
EOD
$series7 << EOD
7 0 5.717025798651154
24.4 0 5.323789408428192
33.099999999999994 0 10.204502178460173
41.8 0 5.641371587378186
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
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21515 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34582 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47649 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60717 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73784 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86851 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10870, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23374, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35879, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48383, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60887, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73392, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.8" at screen 0.05839, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "31.2" at screen 0.30848, screen 0.50432 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "58.3" at screen 0.43352, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.8" at screen 0.55857, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−12.2" at screen 0.07277, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−9.9" at screen 0.32285, screen 0.50432 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−13.0" at screen 0.44790, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−8.3" at screen 0.57294, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−3.0" at screen 0.08714, screen 0.41740 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−2.3" at screen 0.33723, screen 0.37485 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−6.5" at screen 0.46227, screen 0.68830 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−3.7" at screen 0.58731, screen 0.46729 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−16.8" at screen 0.10151, screen 0.37820 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−14.7" at screen 0.35160, screen 0.34492 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−30.1" at screen 0.47664, screen 0.60294 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−20.3" at screen 0.60169, screen 0.41912 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.11589, screen 0.15812 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.0" at screen 0.36597, screen 0.15232 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.1" at screen 0.49102, screen 0.20970 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.2" at screen 0.61606, screen 0.15643 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.1" at screen 0.13026, screen 0.15846 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.1" at screen 0.38035, screen 0.15350 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "0.0" at screen 0.50539, screen 0.20851 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.1" at screen 0.63043, screen 0.15771 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "0.9" at screen 0.14463, screen 0.17068 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.9" at screen 0.39472, screen 0.16554 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "1.6" at screen 0.51976, screen 0.22931 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "0.9" at screen 0.64481, screen 0.16969 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "5.7" at screen 0.15900, screen 0.17068 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "5.3" at screen 0.40909, screen 0.16554 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "10.2" at screen 0.53413, screen 0.22931 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "5.6" at screen 0.65918, screen 0.16969 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 47 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 48 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 49 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 50 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 51 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 52 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 53 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 54 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 55 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
