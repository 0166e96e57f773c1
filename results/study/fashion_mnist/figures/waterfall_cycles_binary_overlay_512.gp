# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 3216519c760576b7
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: b770edb6aceb6622
# input sweep: 0b012276180dc2b4
reset session
figure_title = "From the ideal saving to that in cycles, binary_overlay_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_binary_overlay_512.svg"
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
set xrange [-0.8:29.9]
set yrange [0:68.64869707707429]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
15.399999999999999 0 31.25
23.099999999999998 0 58.33333333333332
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
16.4 31.25 31.32460212201591
24.099999999999998 58.33333333333332 58.43280282935454
EOD
$series2 << EOD
2 36.829213638373126 32.38594968798751
17.4 31.32460212201591 26.199297971918877
25.099999999999998 58.43280282935454 51.599063962558496
EOD
$series3 << EOD
3 32.38594968798751 32.27684104148073
18.4 26.199297971918877 26.144957974669246
26.099999999999998 51.599063962558496 51.465713380720935
EOD
$series4 << EOD
4 32.27684104148073 28.69688255054862
19.4 26.144957974669246 23.246490673980635
27.099999999999998 51.465713380720935 45.75727442047851
EOD
$series5 << EOD
5 28.69688255054862 28.660023997346485
20.4 23.246490673980635 23.222783882211584
28.099999999999998 45.75727442047851 45.70816030126107
EOD
$series6 << EOD
6 0 28.660023997346485
21.4 0 23.222783882211584
29.099999999999998 0 45.70816030126107
EOD
$line << EOD
-0.45 36.764583333333334
6.45 36.764583333333334

7.25 0
14.149999999999999 0

14.95 31.25
21.849999999999998 31.25

22.65 58.33333333333332
29.549999999999997 58.33333333333332

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21493 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34538 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47583 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60628 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73673 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86718 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.13958, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.32740, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.51522, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.70303, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "36.8" at screen 0.06641, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "31.2" at screen 0.44204, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "58.3" at screen 0.62986, screen 0.85693 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "0.1" at screen 0.09080, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "0.1" at screen 0.46643, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "0.1" at screen 0.65425, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−4.4" at screen 0.11519, screen 0.57641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−5.1" at screen 0.49082, screen 0.50460 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.8" at screen 0.67864, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−0.1" at screen 0.13958, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−0.1" at screen 0.51522, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.1" at screen 0.70303, screen 0.76908 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−3.6" at screen 0.16398, screen 0.57556 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−2.9" at screen 0.53961, screen 0.50363 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−5.7" at screen 0.72742, screen 0.76734 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "0.0" at screen 0.18837, screen 0.47032 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.56400, screen 0.39922 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.75182, screen 0.69287 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "28.7" at screen 0.21276, screen 0.46984 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "23.2" at screen 0.58839, screen 0.39891 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "45.7" at screen 0.77621, screen 0.69223 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 34 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 35 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 36 "utilisation" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#c9602f" fs solid 1.0 noborder
set object 7 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "stall: activations" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 9 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "idle: vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 11 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 39 "small effects" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 40 "achieved" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.60164 to screen 0.85934, screen 0.60164 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 41 "ideal: bit operations" at screen 0.86625, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
