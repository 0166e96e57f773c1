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
figure_title = "From the ideal saving to that in cycles, chunked_bfp_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_chunked_bfp_512.svg"
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
1 36.672916666666666 29.725430253623184
10.7 36.672916666666666 29.725430253623184
20.4 36.672916666666666 29.725430253623184
30.099999999999998 36.672916666666666 29.725430253623184
EOD
$series2 << EOD
2 29.725430253623184 25.690068763348016
11.7 29.725430253623184 28.78820000460922
21.4 29.725430253623184 29.66567061695131
31.099999999999998 29.725430253623184 29.65354364956003
EOD
$series3 << EOD
3 25.690068763348016 25.151019840490918
12.7 28.78820000460922 28.39290740393997
22.4 29.66567061695131 29.416786715237443
32.099999999999994 29.65354364956003 29.502993601597428
EOD
$series4 << EOD
4 25.151019840490918 15.843870204904775
13.7 28.39290740393997 27.17320488495688
23.4 29.416786715237443 29.295094073985606
33.099999999999994 29.502993601597428 29.43790702326642
EOD
$series5 << EOD
5 15.843870204904775 12.885054931488337
14.7 27.17320488495688 26.451419318235747
24.4 29.295094073985606 29.20281658673163
34.099999999999994 29.43790702326642 29.402772283591403
EOD
$series6 << EOD
6 12.885054931488337 7.009700727545953
15.7 26.451419318235747 17.96471902948522
25.4 29.20281658673163 23.385610440749293
35.099999999999994 29.402772283591403 25.904873801012815
EOD
$series7 << EOD
7 7.009700727545953 7.018817067422722
16.7 17.96471902948522 17.933617626016453
26.4 23.385610440749293 23.353665742581754
36.099999999999994 25.904873801012815 25.880809819898154
EOD
$series8 << EOD
8 0 7.018817067422722
17.7 0 17.933617626016453
27.4 0 23.353665742581754
37.099999999999994 0 25.880809819898154
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
set label 19 "−6.9" at screen 0.08172, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−6.9" at screen 0.26941, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.9" at screen 0.45710, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−6.9" at screen 0.64479, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−4.0" at screen 0.10107, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.9" at screen 0.28876, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.1" at screen 0.47645, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.1" at screen 0.66414, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.5" at screen 0.12042, screen 0.62994 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.4" at screen 0.30811, screen 0.69434 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.2" at screen 0.49580, screen 0.71258 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.2" at screen 0.68349, screen 0.71233 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−9.3" at screen 0.13977, screen 0.61874 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−1.2" at screen 0.32746, screen 0.68612 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.1" at screen 0.51515, screen 0.70741 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.1" at screen 0.70284, screen 0.70920 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−3.0" at screen 0.15912, screen 0.42529 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−0.7" at screen 0.34681, screen 0.66077 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−0.1" at screen 0.53450, screen 0.70488 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.0" at screen 0.72219, screen 0.70784 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−5.9" at screen 0.17847, screen 0.36379 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−8.5" at screen 0.36616, screen 0.64577 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−5.8" at screen 0.55385, screen 0.70296 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−3.5" at screen 0.74154, screen 0.70711 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.0" at screen 0.19782, screen 0.24186 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.38551, screen 0.46937 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.57320, screen 0.58205 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.0" at screen 0.76089, screen 0.63441 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "7.0" at screen 0.21717, screen 0.24186 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "17.9" at screen 0.40486, screen 0.46873 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "23.4" at screen 0.59255, screen 0.58138 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "25.9" at screen 0.78024, screen 0.63391 left rotate by 90 font ',11' textcolor rgb '#33373d' front
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
