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
figure_title = "From the ideal saving to that in energy, systolic_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_systolic_512.svg"
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
1 36.672916666666666 0.010331583148437407
9.7 36.672916666666666 0.011876068135263651
18.4 36.672916666666666 0.008844430347465515
27.099999999999998 36.672916666666666 0.0043480182234434395
EOD
$series2 << EOD
2 0.010331583148437407 0.8469439571518578
10.7 0.011876068135263651 0.8455938201842983
19.4 0.008844430347465515 0.8424727419861111
28.099999999999998 0.0043480182234434395 0.835075383405115
EOD
$series3 << EOD
3 0.8469439571518578 0.2703785447971119
11.7 0.8455938201842983 0.266777527167783
20.4 0.8424727419861111 0.265103464037475
29.099999999999998 0.835075383405115 0.2594448553026485
EOD
$series4 << EOD
4 0.2703785447971119 0.36198143677048655
12.7 0.266777527167783 0.3578551180587253
21.4 0.265103464037475 0.35593158811191294
30.099999999999998 0.2594448553026485 0.3495792553212529
EOD
$series5 << EOD
5 0.36198143677048655 0.33665148310134674
13.7 0.3578551180587253 0.32729602699087534
22.4 0.35593158811191294 0.3135069151958936
31.099999999999998 0.3495792553212529 0.28593104828693594
EOD
$series6 << EOD
6 0.33665148310134674 0.332607125554063
14.7 0.32729602699087534 0.32172174321984937
23.4 0.3135069151958936 0.3088364709676994
32.099999999999994 0.28593104828693594 0.2794675374507616
EOD
$series7 << EOD
7 0 0.332607125554063
15.7 0 0.32172174321984937
24.4 0 0.3088364709676994
33.099999999999994 0 0.2794675374507616
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
set label 19 "−36.7" at screen 0.08660, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−36.7" at screen 0.27851, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−36.7" at screen 0.47041, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−36.7" at screen 0.66232, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "0.8" at screen 0.10866, screen 0.11357 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "0.8" at screen 0.30057, screen 0.11355 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "0.8" at screen 0.49247, screen 0.11348 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "0.8" at screen 0.68438, screen 0.11333 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.6" at screen 0.13072, screen 0.11357 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−0.6" at screen 0.32262, screen 0.11355 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−0.6" at screen 0.51453, screen 0.11348 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.6" at screen 0.70644, screen 0.11333 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.1" at screen 0.15278, screen 0.10349 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.1" at screen 0.34468, screen 0.10341 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.1" at screen 0.53659, screen 0.10337 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.1" at screen 0.72849, screen 0.10324 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.0" at screen 0.17483, screen 0.10349 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.0" at screen 0.36674, screen 0.10341 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "0.0" at screen 0.55865, screen 0.10337 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−0.1" at screen 0.75055, screen 0.10324 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "0.0" at screen 0.19689, screen 0.10297 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.0" at screen 0.38880, screen 0.10277 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "0.0" at screen 0.58070, screen 0.10249 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "0.0" at screen 0.77261, screen 0.10191 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "0.3" at screen 0.21895, screen 0.10288 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.3" at screen 0.41086, screen 0.10266 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.3" at screen 0.60276, screen 0.10239 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.3" at screen 0.79467, screen 0.10178 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 47 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 48 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 49 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 50 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 51 "other" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 52 "memory idle" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 53 "small effects" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 54 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 55 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#2f6aa3" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#79a9d4" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d9893b" title "memory traffic", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9c9c9" title "other", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f0c795" title "memory idle", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
