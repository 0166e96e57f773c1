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
figure_title = "From the ideal saving to that in cycles, two_in_one_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_two_in_one_512.svg"
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
set xrange [-0.8:37.89999999999999]
set yrange [0:43.08449749595211]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
9.7 0 36.672916666666666
19.4 0 36.672916666666666
29.099999999999998 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 30.224663270943008
10.7 36.672916666666666 30.224663270943008
20.4 36.672916666666666 30.224663270943008
30.099999999999998 36.672916666666666 30.224663270943008
EOD
$series2 << EOD
2 30.224663270943008 30.12104875635596
11.7 30.224663270943008 30.112479576434236
21.4 30.224663270943008 30.11971385398101
31.099999999999998 30.224663270943008 30.121711645041305
EOD
$series3 << EOD
3 30.12104875635596 30.016305096321794
12.7 30.112479576434236 29.99856984809277
22.4 30.11971385398101 30.076008183363346
32.099999999999994 30.121711645041305 30.088970395463587
EOD
$series4 << EOD
4 30.016305096321794 16.625401731414158
13.7 29.99856984809277 27.230765987719852
23.4 30.076008183363346 29.86448336314008
33.099999999999994 30.088970395463587 30.009537620485425
EOD
$series5 << EOD
5 16.625401731414158 11.705504732578275
14.7 27.230765987719852 25.798166195204296
24.4 29.86448336314008 29.706368537039197
34.099999999999994 30.009537620485425 29.963921509856295
EOD
$series6 << EOD
6 11.705504732578275 6.3273652490274275
15.7 25.798166195204296 17.407103710620675
25.4 29.706368537039197 23.70331031850671
35.099999999999994 29.963921509856295 26.34268115866928
EOD
$series7 << EOD
7 6.3273652490274275 6.317353878135745
16.7 17.407103710620675 17.374190310462932
26.4 23.70331031850671 23.67552042085055
36.099999999999994 26.34268115866928 26.324301917566462
EOD
$series8 << EOD
8 0 6.317353878135745
17.7 0 17.374190310462932
27.4 0 23.67552042085055
37.099999999999994 0 26.324301917566462
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

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.18840 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.29233 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.39626 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.50018 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.60411 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.70804 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.81196 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.91589 right font ',11' textcolor rgb '#33373d' front
set label 11 "2" at screen 0.13977, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.32746, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.51515, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.70284, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06238, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25007, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.43776, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.62544, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−6.4" at screen 0.08172, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−6.4" at screen 0.26941, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.4" at screen 0.45710, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−6.4" at screen 0.64479, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−0.1" at screen 0.10107, screen 0.72420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.1" at screen 0.28876, screen 0.72420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.1" at screen 0.47645, screen 0.72420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.1" at screen 0.66414, screen 0.72420 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.1" at screen 0.12042, screen 0.72204 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.1" at screen 0.30811, screen 0.72187 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.49580, screen 0.72202 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.68349, screen 0.72206 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−13.4" at screen 0.13977, screen 0.71987 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−2.8" at screen 0.32746, screen 0.71950 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.2" at screen 0.51515, screen 0.72111 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.1" at screen 0.70284, screen 0.72138 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−4.9" at screen 0.15912, screen 0.44153 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−1.4" at screen 0.34681, screen 0.66197 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−0.2" at screen 0.53450, screen 0.71671 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.0" at screen 0.72219, screen 0.71973 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−5.4" at screen 0.17847, screen 0.33927 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−8.4" at screen 0.36616, screen 0.63219 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−6.0" at screen 0.55385, screen 0.71342 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−3.6" at screen 0.74154, screen 0.71878 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.0" at screen 0.19782, screen 0.22749 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.38551, screen 0.45778 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.57320, screen 0.58865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.0" at screen 0.76089, screen 0.64351 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "6.3" at screen 0.21717, screen 0.22728 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "17.4" at screen 0.40486, screen 0.45710 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "23.7" at screen 0.59255, screen 0.58807 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "26.3" at screen 0.78024, screen 0.64313 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 51 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 52 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 53 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 54 "fill and drain" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 55 "stall: activations" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 56 "stall: store" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 57 "idle: vector" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 58 "small effects" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 59 "achieved" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.50075 to screen 0.85934, screen 0.50075 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 60 "ideal: bit operations" at screen 0.86625, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
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
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
