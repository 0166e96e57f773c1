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
figure_title = "From the ideal saving to that in cycles, spatial_fusion_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_spatial_fusion_512.svg"
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
set xrange [-0.8:69.3]
set yrange [0:60.77011494252873]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
23.4 0 31.25
35.1 0 58.33333333333332
46.800000000000004 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
24.4 31.25 31.32460212201591
36.1 58.33333333333332 58.43280282935454
47.800000000000004 36.764583333333334 36.829213638373126
EOD
$series2 << EOD
2 36.829213638373126 21.737002652519898
25.4 31.32460212201591 0
48.800000000000004 36.829213638373126 21.737002652519898
EOD
$series3 << EOD
3 21.737002652519898 20.648812095032397
38.1 58.43280282935454 55.507559395248386
49.800000000000004 21.737002652519898 21.484406047516202
EOD
$series4 << EOD
4 20.648812095032397 20.253637122494517
39.1 55.507559395248386 54.445261081974515
50.800000000000004 21.484406047516202 21.100321793275224
EOD
$series5 << EOD
5 20.253637122494517 19.670213865115027
28.4 0 0.00047658427713148654
40.1 54.445261081974515 52.87597621238742
51.800000000000004 21.100321793275224 20.38393978095092
EOD
$series6 << EOD
6 19.670213865115027 19.48585869924405
29.4 0.00047658427713148654 0.0005050686485263967
41.1 52.87597621238742 52.38048162768144
52.800000000000004 20.38393978095092 19.948347090653062
EOD
$series7 << EOD
7 19.48585869924405 11.284275270173172
30.4 0.0005050686485263967 0.03872878133690527
42.1 52.38048162768144 30.290524903060376
53.800000000000004 19.948347090653062 14.247430670592875
EOD
$series8 << EOD
8 11.284275270173172 11.265361930396933
31.4 0.03872878133690527 0.040859346323907086
43.1 30.290524903060376 30.236603478655997
54.800000000000004 14.247430670592875 14.217423351181457
EOD
$series9 << EOD
9 11.265361930396933 11.268082693632653
32.4 0.040859346323907086 0.04869776390971081
44.1 30.236603478655997 30.23356401640075
55.800000000000004 14.217423351181457 14.219151277190312
EOD
$series10 << EOD
10 0 11.268082693632653
33.4 0 0.04869776390971081
45.1 0 30.23356401640075
56.800000000000004 0 14.219151277190312
EOD
$line << EOD
-0.45 36.764583333333334
10.45 36.764583333333334

11.25 0
22.15 0

22.95 31.25
33.85 31.25

34.65 58.33333333333332
45.550000000000004 58.33333333333332

46.35 36.764583333333334
57.25000000000001 36.764583333333334

58.050000000000004 0
68.95 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.23184 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.37920 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.52656 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.67393 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.82129 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.96865 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10885, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23383, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35882, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48380, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60878, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73376, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
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
set object 15 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 16 rectangle from screen 0.80955, screen 0.53722 to screen 0.82131, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle: quantize" at screen 0.83029, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 18 rectangle from screen 0.80955, screen 0.48678 to screen 0.82131, screen 0.51472 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 24 "small effects" at screen 0.83029, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.80955, screen 0.43633 to screen 0.82131, screen 0.46427 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.83029, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.39985 to screen 0.85934, screen 0.39985 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 26 "ideal: bit operations" at screen 0.86625, screen 0.39985 left font ',13' textcolor rgb '#33373d' front
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
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#86ad8f" title "idle: quantize", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
