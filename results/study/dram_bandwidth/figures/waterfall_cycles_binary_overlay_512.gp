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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:33.89999999999999]
set yrange [0:43.81553222844886]
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
1 36.672916666666666 35.81908840859318
9.7 36.672916666666666 37.215298425372154
18.4 36.672916666666666 37.27950583181665
27.099999999999998 36.672916666666666 37.29516312150373
EOD
$series2 << EOD
2 35.81908840859318 35.649426905335666
10.7 37.215298425372154 37.065781230666225
19.4 37.27950583181665 37.18428031429342
28.099999999999998 37.29516312150373 37.2445165382383
EOD
$series3 << EOD
3 35.649426905335666 26.432137417276856
11.7 37.065781230666225 35.80971532677521
20.4 37.18428031429342 37.11136871309365
29.099999999999998 37.2445165382383 37.20795285790259
EOD
$series4 << EOD
4 26.432137417276856 22.846863019490748
12.7 35.80971532677521 35.34194537978742
21.4 37.11136871309365 37.06305873076363
30.099999999999998 37.20795285790259 37.185423406761196
EOD
$series5 << EOD
5 22.846863019490748 13.185286137391284
13.7 35.34194537978742 25.358521379790144
22.4 37.06305873076363 30.55259118279898
31.099999999999998 37.185423406761196 33.05604764078711
EOD
$series6 << EOD
6 13.185286137391284 13.14829444848341
14.7 25.358521379790144 25.31284177351316
23.4 30.55259118279898 30.51833913411328
32.099999999999994 33.05604764078711 33.03584265342886
EOD
$series7 << EOD
7 0 13.14829444848341
15.7 0 25.31284177351316
24.4 0 30.51833913411328
33.099999999999994 0 33.03584265342886
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
set label 3 "5" at screen 0.03998, screen 0.18667 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.28886 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.39105 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.49325 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.59544 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.69763 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.79982 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.90202 right font ',11' textcolor rgb '#33373d' front
set label 11 "2" at screen 0.14175, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.33365, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.52556, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.71747, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06454, screen 0.84551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25645, screen 0.84551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.44836, screen 0.84551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.64026, screen 0.84551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−0.9" at screen 0.08660, screen 0.84551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "0.5" at screen 0.27851, screen 0.85659 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "0.6" at screen 0.47041, screen 0.85791 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "0.6" at screen 0.66232, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−0.2" at screen 0.10866, screen 0.82806 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.1" at screen 0.30057, screen 0.85659 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.1" at screen 0.49247, screen 0.85791 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.1" at screen 0.68438, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−9.2" at screen 0.13072, screen 0.82459 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−1.3" at screen 0.32262, screen 0.85354 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.1" at screen 0.51453, screen 0.85596 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.70644, screen 0.85719 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−3.6" at screen 0.15278, screen 0.63620 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−0.5" at screen 0.34468, screen 0.82787 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.0" at screen 0.53659, screen 0.85447 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.0" at screen 0.72849, screen 0.85644 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−9.7" at screen 0.17483, screen 0.56293 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−10.0" at screen 0.36674, screen 0.81831 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−6.5" at screen 0.55865, screen 0.85348 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−4.1" at screen 0.75055, screen 0.85598 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "0.0" at screen 0.19689, screen 0.36546 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.0" at screen 0.38880, screen 0.61426 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "0.0" at screen 0.58070, screen 0.72042 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "0.0" at screen 0.77261, screen 0.77159 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "13.1" at screen 0.21895, screen 0.36470 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "25.3" at screen 0.41086, screen 0.61333 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "30.5" at screen 0.60276, screen 0.71972 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "33.0" at screen 0.79467, screen 0.77117 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 47 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 48 "utilisation" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 49 "fill and drain" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#c9602f" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 50 "stall: activations" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 51 "stall: store" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 52 "idle: vector" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 53 "small effects" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 54 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 55 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
