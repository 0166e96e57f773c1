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
set xrange [-0.8:63.300000000000004]
set yrange [0:60.77011494252873]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
21.4 0 31.25
32.1 0 58.33333333333332
42.800000000000004 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
22.4 31.25 31.32460212201591
33.1 58.33333333333332 58.43280282935454
43.800000000000004 36.764583333333334 36.829213638373126
EOD
$series2 << EOD
2 36.829213638373126 30.398496905393458
23.4 31.32460212201591 25
44.800000000000004 36.829213638373126 30.398496905393458
EOD
$series3 << EOD
3 30.398496905393458 26.280499999999996
35.1 58.43280282935454 45.625
45.800000000000004 30.398496905393458 30.207746478873243
EOD
$series4 << EOD
4 26.280499999999996 26.203962471061292
25.4 25 24.95723163153406
36.1 45.625 45.513829657609364
46.800000000000004 30.207746478873243 30.082122058127492
EOD
$series5 << EOD
5 26.203962471061292 25.37177881449497
26.4 24.95723163153406 24.51328472395
37.1 45.513829657609364 44.252219037526785
47.800000000000004 30.082122058127492 28.66033515701709
EOD
$series6 << EOD
6 25.37177881449497 25.022614814057853
27.4 24.51328472395 24.367246835720845
38.1 44.252219037526785 43.582244618127085
48.800000000000004 28.66033515701709 27.76375223912458
EOD
$series7 << EOD
7 25.022614814057853 16.30988955350199
28.4 24.367246835720845 15.885006340303942
39.1 43.582244618127085 28.40530521205956
49.800000000000004 27.76375223912458 19.674310089339976
EOD
$series8 << EOD
8 16.30988955350199 16.286141155146584
29.4 15.885006340303942 15.860694346298997
40.1 28.40530521205956 28.362226099649824
50.800000000000004 19.674310089339976 19.62868666734868
EOD
$series9 << EOD
9 0 16.286141155146584
30.4 0 15.860694346298997
41.1 0 28.362226099649824
51.800000000000004 0 19.62868666734868
EOD
$line << EOD
-0.45 36.764583333333334
9.45 36.764583333333334

10.25 0
20.15 0

20.95 31.25
30.849999999999998 31.25

31.650000000000002 58.33333333333332
41.550000000000004 58.33333333333332

42.35 36.764583333333334
52.25000000000001 36.764583333333334

53.050000000000004 0
62.95000000000001 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.23184 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.37920 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.52656 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.67393 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.82129 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.96865 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10881, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23381, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35881, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48381, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60881, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73380, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 16 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#b08d57" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 17 "supported widths" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 18 "utilisation" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 19 "fill and drain" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9602f" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "stall: activations" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 21 "stall: store" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "idle: vector" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "small effects" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 25 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
