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
set lmargin at screen 0.04690
set rmargin at screen 0.79572
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:33.89999999999999]
set yrange [0:43.08449749595211]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
8.7 0 36.672916666666666
17.4 0 36.672916666666666
26.099999999999998 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 22.212215853216676
9.7 36.672916666666666 31.149128403186054
18.4 36.672916666666666 35.211109396044584
27.099999999999998 36.672916666666666 35.612841602848945
EOD
$series2 << EOD
2 22.212215853216676 19.257718528279664
10.7 31.149128403186054 24.46023175229427
19.4 35.211109396044584 26.937861950691087
28.099999999999998 35.612841602848945 27.455209788220014
EOD
$series3 << EOD
3 19.257718528279664 3.4888343379210762
11.7 24.46023175229427 3.940495712936465
20.4 26.937861950691087 3.9677270656473196
29.099999999999998 27.455209788220014 3.8401262164747596
EOD
$series4 << EOD
4 3.4888343379210762 3.446860193944301
12.7 3.940495712936465 4.150487151769711
21.4 3.9677270656473196 4.337079730813531
30.099999999999998 3.8401262164747596 4.231643369948945
EOD
$series5 << EOD
5 3.446860193944301 3.664329347448858
13.7 4.150487151769711 4.308934590200308
22.4 4.337079730813531 4.463809731742074
31.099999999999998 4.231643369948945 4.37431108044316
EOD
$series6 << EOD
6 3.664329347448858 3.5232193682317114
14.7 4.308934590200308 4.655705136941634
23.4 4.463809731742074 5.882850446698806
32.099999999999994 4.37431108044316 7.358352908877586
EOD
$series7 << EOD
7 0 3.5232193682317114
15.7 0 4.655705136941634
24.4 0 5.882850446698806
33.099999999999994 0 7.358352908877586
EOD
$line << EOD
-0.45 36.672916666666666
7.45 36.672916666666666

8.25 36.672916666666666
16.15 36.672916666666666

16.95 36.672916666666666
24.849999999999998 36.672916666666666

25.65 36.672916666666666
33.55 36.672916666666666

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
set label 11 "2" at screen 0.13969, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.32744, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.51518, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.70293, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06416, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25191, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.43965, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.62740, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−14.5" at screen 0.08574, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−5.5" at screen 0.27349, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−1.5" at screen 0.46123, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−1.1" at screen 0.64898, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−3.0" at screen 0.10732, screen 0.55766 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−6.7" at screen 0.29507, screen 0.74341 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−8.3" at screen 0.48281, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−8.2" at screen 0.67056, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−15.8" at screen 0.12890, screen 0.49625 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−20.5" at screen 0.31665, screen 0.60438 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−23.0" at screen 0.50439, screen 0.65588 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−23.6" at screen 0.69214, screen 0.66663 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.15048, screen 0.16849 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.2" at screen 0.33823, screen 0.18224 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.4" at screen 0.52597, screen 0.18612 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.4" at screen 0.71372, screen 0.18393 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.2" at screen 0.17206, screen 0.17213 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.2" at screen 0.35981, screen 0.18553 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "0.1" at screen 0.54755, screen 0.18875 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.1" at screen 0.73530, screen 0.18689 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−0.1" at screen 0.19364, screen 0.17213 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.3" at screen 0.38139, screen 0.19274 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "1.4" at screen 0.56913, screen 0.21825 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "3.0" at screen 0.75688, screen 0.24892 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "3.5" at screen 0.21522, screen 0.16920 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "4.7" at screen 0.40297, screen 0.19274 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "5.9" at screen 0.59071, screen 0.21825 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "7.4" at screen 0.77846, screen 0.24892 left rotate by 90 font ',11' textcolor rgb '#33373d' front
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
