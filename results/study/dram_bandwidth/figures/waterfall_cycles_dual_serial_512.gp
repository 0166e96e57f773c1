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
figure_title = "From the ideal saving to that in cycles, dual_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_dual_serial_512.svg"
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
1 36.672916666666666 32.01549079461334
9.7 36.672916666666666 35.79213539329916
18.4 36.672916666666666 35.855137500079536
27.099999999999998 36.672916666666666 35.89269478874757
EOD
$series2 << EOD
2 32.01549079461334 31.342940465079394
10.7 35.79213539329916 35.341040069558325
19.4 35.855137500079536 35.649526080036544
28.099999999999998 35.89269478874757 35.75868191085991
EOD
$series3 << EOD
3 31.342940465079394 23.852722804794713
11.7 35.341040069558325 34.02558434136921
20.4 35.649526080036544 35.51514141907709
29.099999999999998 35.75868191085991 35.71697682343044
EOD
$series4 << EOD
4 23.852722804794713 20.08886699293497
12.7 34.02558434136921 32.88094418886321
21.4 35.51514141907709 35.4051965383972
30.099999999999998 35.71697682343044 35.68868342193564
EOD
$series5 << EOD
5 20.08886699293497 11.306271923604937
13.7 32.88094418886321 22.990650160099378
22.4 35.4051965383972 28.68756720527299
31.099999999999998 35.68868342193564 31.38609851177475
EOD
$series6 << EOD
6 11.306271923604937 11.280420649580835
14.7 22.990650160099378 22.948196439026567
23.4 28.68756720527299 28.653536827230475
32.099999999999994 31.38609851177475 31.365412594503816
EOD
$series7 << EOD
7 0 11.280420649580835
15.7 0 22.948196439026567
24.4 0 28.653536827230475
33.099999999999994 0 31.365412594503816
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
set label 11 "2" at screen 0.14175, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.33365, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.52556, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.71747, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06454, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25645, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.44836, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.64026, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−4.7" at screen 0.08660, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−0.9" at screen 0.27851, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−0.8" at screen 0.47041, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−0.8" at screen 0.66232, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−0.7" at screen 0.10866, screen 0.76142 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.5" at screen 0.30057, screen 0.83992 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.2" at screen 0.49247, screen 0.84123 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.1" at screen 0.68438, screen 0.84201 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−7.5" at screen 0.13072, screen 0.74744 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−1.3" at screen 0.32262, screen 0.83054 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.1" at screen 0.51453, screen 0.83695 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.70644, screen 0.83922 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−3.8" at screen 0.15278, screen 0.59176 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−1.1" at screen 0.34468, screen 0.80320 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−0.1" at screen 0.53659, screen 0.83416 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.0" at screen 0.72849, screen 0.83836 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "−8.8" at screen 0.17483, screen 0.51352 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "−9.9" at screen 0.36674, screen 0.77941 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "−6.7" at screen 0.55865, screen 0.83188 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−4.3" at screen 0.75055, screen 0.83777 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "0.0" at screen 0.19689, screen 0.33097 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.0" at screen 0.38880, screen 0.57384 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "0.0" at screen 0.58070, screen 0.69225 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "0.0" at screen 0.77261, screen 0.74834 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "11.3" at screen 0.21895, screen 0.33044 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "22.9" at screen 0.41086, screen 0.57295 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "28.7" at screen 0.60276, screen 0.69154 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "31.4" at screen 0.79467, screen 0.74791 left rotate by 90 font ',11' textcolor rgb '#33373d' front
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
