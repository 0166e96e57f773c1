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
set rmargin at screen 0.81232
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
2 29.725430253623184 22.617908148744025
11.7 29.725430253623184 28.769829909713096
21.4 29.725430253623184 29.645532155961263
31.099999999999998 29.725430253623184 29.66331970192143
EOD
$series3 << EOD
3 22.617908148744025 21.911605335873997
12.7 28.769829909713096 28.085141679585735
22.4 29.645532155961263 29.35663167750343
32.099999999999994 29.66331970192143 29.486518262878135
EOD
$series4 << EOD
4 21.911605335873997 14.54255848863828
13.7 28.085141679585735 27.097744777652967
23.4 29.35663167750343 29.265648085540562
33.099999999999994 29.486518262878135 29.42893510754372
EOD
$series5 << EOD
5 14.54255848863828 12.903244012610193
14.7 27.097744777652967 26.496493169241475
24.4 29.265648085540562 29.2078509841034
34.099999999999994 29.42893510754372 29.400030174665194
EOD
$series6 << EOD
6 12.903244012610193 7.008412897005322
15.7 26.496493169241475 17.9732981650513
25.4 29.2078509841034 23.383992462319203
35.099999999999994 29.400030174665194 25.90313655587052
EOD
$series7 << EOD
7 7.008412897005322 7.022604227150031
16.7 17.9732981650513 17.941978245383204
26.4 23.383992462319203 23.350939820679883
36.099999999999994 25.90313655587052 25.87906452417885
EOD
$series8 << EOD
8 0 7.022604227150031
17.7 0 17.941978245383204
27.4 0 23.350939820679883
37.099999999999994 0 25.87906452417885
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
set label 11 "2" at screen 0.14183, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.33368, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.52553, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.71738, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06272, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25457, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.44642, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.63827, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−6.9" at screen 0.08250, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−6.9" at screen 0.27435, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−6.9" at screen 0.46620, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−6.9" at screen 0.65805, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−7.1" at screen 0.10227, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−1.0" at screen 0.29412, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.1" at screen 0.48597, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.1" at screen 0.67782, screen 0.71382 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.7" at screen 0.12205, screen 0.56609 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.7" at screen 0.31390, screen 0.69396 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.3" at screen 0.50575, screen 0.71216 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.2" at screen 0.69760, screen 0.71253 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−7.4" at screen 0.14183, screen 0.55141 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−1.0" at screen 0.33368, screen 0.67973 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.1" at screen 0.52553, screen 0.70616 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.1" at screen 0.71738, screen 0.70886 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−1.6" at screen 0.16161, screen 0.39824 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−0.6" at screen 0.35346, screen 0.65920 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−0.1" at screen 0.54531, screen 0.70426 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.0" at screen 0.73716, screen 0.70766 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−5.9" at screen 0.18139, screen 0.36417 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−8.5" at screen 0.37324, screen 0.64671 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−5.8" at screen 0.56509, screen 0.70306 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−3.5" at screen 0.75694, screen 0.70706 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.0" at screen 0.20117, screen 0.24194 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.39302, screen 0.46955 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.58487, screen 0.58201 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.0" at screen 0.77672, screen 0.63437 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "7.0" at screen 0.22094, screen 0.24194 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "17.9" at screen 0.41279, screen 0.46890 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "23.4" at screen 0.60464, screen 0.58133 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "25.9" at screen 0.79649, screen 0.63387 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 51 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 52 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 53 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 54 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 55 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 56 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 57 "idle: vector" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 58 "small effects" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 59 "achieved" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.50075 to screen 0.85934, screen 0.50075 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
