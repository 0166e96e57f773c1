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
figure_title = "From the ideal saving to that in cycles, systolic_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_systolic_512.svg"
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
set xrange [-0.8:21.9]
set yrange [0:64.55748754517924]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
11.399999999999999 0 31.25
17.099999999999998 0 58.33333333333332
EOD
$series1 << EOD
1 36.764583333333334 36.829213638373126
12.399999999999999 31.25 31.32460212201591
18.099999999999998 58.33333333333332 58.43280282935454
EOD
$series2 << EOD
2 36.829213638373126 0
13.399999999999999 31.32460212201591 0
19.099999999999998 58.43280282935454 0
EOD
$series3 << EOD
3 0 0.04152397012485709
14.399999999999999 0 0.04869776390971081
20.099999999999998 0 0.05442099406293144
EOD
$series4 << EOD
4 0 0.04152397012485709
15.399999999999999 0 0.04869776390971081
21.099999999999998 0 0.05442099406293144
EOD
$line << EOD
-0.45 36.764583333333334
4.45 36.764583333333334

5.25 0
10.149999999999999 0

10.95 31.25
15.849999999999998 31.25

16.65 58.33333333333332
21.549999999999997 58.33333333333332

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.22319 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.36191 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.50063 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.63935 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.77806 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.91678 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.13926, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.32729, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.51532, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.70335, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "36.8" at screen 0.07329, screen 0.62238 center font ',11' textcolor rgb '#33373d' front
set label 14 "31.2" at screen 0.44935, screen 0.54588 center font ',11' textcolor rgb '#33373d' front
set label 15 "58.3" at screen 0.63738, screen 0.92157 center font ',11' textcolor rgb '#33373d' front
set label 16 "0.1" at screen 0.10627, screen 0.62327 center font ',11' textcolor rgb '#33373d' front
set label 17 "0.1" at screen 0.48234, screen 0.54691 center font ',11' textcolor rgb '#33373d' front
set label 18 "0.1" at screen 0.67037, screen 0.92295 center font ',11' textcolor rgb '#33373d' front
set label 19 "−36.8" at screen 0.13926, screen 0.62327 center font ',11' textcolor rgb '#33373d' front
set label 20 "−31.3" at screen 0.51532, screen 0.54691 center font ',11' textcolor rgb '#33373d' front
set label 21 "−58.4" at screen 0.70335, screen 0.92295 center font ',11' textcolor rgb '#33373d' front
set label 22 "0.0" at screen 0.17225, screen 0.11296 center font ',11' textcolor rgb '#33373d' front
set label 23 "0.0" at screen 0.54831, screen 0.11306 center font ',11' textcolor rgb '#33373d' front
set label 24 "0.1" at screen 0.73634, screen 0.11314 center font ',11' textcolor rgb '#33373d' front
set label 25 "0.0" at screen 0.20524, screen 0.11296 center font ',11' textcolor rgb '#33373d' front
set label 26 "0.0" at screen 0.58130, screen 0.11306 center font ',11' textcolor rgb '#33373d' front
set label 27 "0.1" at screen 0.76933, screen 0.11314 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 28 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#e3dccb" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 29 "exempt work" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#b08d57" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 30 "supported widths" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 31 "small effects" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 32 "achieved" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.70254 to screen 0.85934, screen 0.70254 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 33 "ideal: bit operations" at screen 0.86625, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#e3dccb" title "exempt work", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
