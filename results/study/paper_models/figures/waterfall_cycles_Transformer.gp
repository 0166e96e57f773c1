# model: resnet-38; resnet-74; resnet-110; resnet-152; resnet-164; mobilenet-v2:depthwise=schedule; resnet-18; resnet-34; resnet-50; transformer-base; lstm-2
# dataset: cifar-100; imagenet; wikitext-103; ptb
# batch: 128; 256; 18; 20
# iterations: 64000; 450360; 286000; 53120
# optimizer: momentum; sgd
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8; cpt:4-8,periods=32,backward=8; cpt:5-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 0386d1fa9ef07e03
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "From the ideal saving to that in cycles, Transformer"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_Transformer.svg"
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
set xrange [-0.8:84.7]
set yrange [0:31.42345454545455]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.099067599067595
10.7 0 30.099067599067595
21.4 0 30.099067599067595
32.1 0 30.099067599067595
42.800000000000004 0 30.099067599067595
53.50000000000001 0 30.099067599067595
64.2 0 30.099067599067595
74.9 0 30.099067599067595
EOD
$series1 << EOD
1 30.099067599067595 0
11.7 30.099067599067595 13.422377622377624
22.4 30.099067599067595 25.004195804195806
54.50000000000001 30.099067599067595 24.37342657342657
65.2 30.099067599067595 25.004195804195806
75.9 30.099067599067595 22.183216783216785
EOD
$series2 << EOD
34.1 30.099067599067595 29.962104562104564
44.800000000000004 30.099067599067595 30.214860139860143
66.2 25.004195804195806 27.665772409408774
EOD
$series3 << EOD
3 0 0.04932942576095778
13.7 13.422377622377624 12.953748077648497
24.4 25.004195804195806 24.684365766490224
35.1 29.962104562104564 29.352053488190045
45.800000000000004 30.214860139860143 30.131999097356985
56.50000000000001 24.37342657342657 23.980696950756176
67.2 27.665772409408774 21.334960911443744
77.9 22.183216783216785 21.81385172022522
EOD
$series4 << EOD
4 0.04932942576095778 0.046808040418555574
14.7 12.953748077648497 12.891266070108264
25.4 24.684365766490224 24.680773034844428
36.1 29.352053488190045 29.32367395518092
46.800000000000004 30.131999097356985 29.95661939669608
57.50000000000001 23.980696950756176 23.94082133939619
68.2 21.334960911443744 20.927322284526728
78.9 21.81385172022522 21.719838555173308
EOD
$series5 << EOD
5 0.046808040418555574 0.04606702479150737
15.7 12.891266070108264 12.835255742107988
26.4 24.680773034844428 24.677962983315325
37.1 29.32367395518092 29.260335695138817
47.800000000000004 29.95661939669608 29.94383162184162
58.50000000000001 23.94082133939619 23.888883339553644
69.2 20.927322284526728 20.77115353428105
79.9 21.719838555173308 21.638641796260927
EOD
$series6 << EOD
70.2 20.77115353428105 23.98673571049109
EOD
$series7 << EOD
7 0.04606702479150737 0.015841686696393964
17.7 12.835255742107988 4.323617913533872
28.4 24.677962983315325 8.27765489331933
39.1 29.260335695138817 6.041491350871309
49.800000000000004 29.94383162184162 6.399688696847005
60.50000000000001 23.888883339553644 8.067059310123348
71.2 23.98673571049109 6.496894790288088
81.9 21.638641796260927 7.25985909835416
EOD
$series8 << EOD
8 0.015841686696393964 0.018364287399530443
18.7 4.323617913533872 4.315449275450633
29.4 8.27765489331933 8.259632547530805
40.1 6.041491350871309 6.0322375202509715
50.800000000000004 6.399688696847005 6.390078478098471
61.50000000000001 8.067059310123348 8.05273739034188
72.2 6.496894790288088 6.486730866242363
82.9 7.25985909835416 7.244377853288553
EOD
$series9 << EOD
9 0 0.018364287399530443
19.7 0 4.315449275450633
30.4 0 8.259632547530805
41.1 0 6.0322375202509715
51.800000000000004 0 6.390078478098471
62.50000000000001 0 8.05273739034188
73.2 0 6.486730866242363
83.9 0 7.244377853288553
EOD
$line << EOD
-0.45 30.099067599067595
9.45 30.099067599067595

10.25 30.099067599067595
20.15 30.099067599067595

20.95 30.099067599067595
30.849999999999998 30.099067599067595

31.650000000000002 30.099067599067595
41.550000000000004 30.099067599067595

42.35 30.099067599067595
52.25000000000001 30.099067599067595

53.050000000000004 30.099067599067595
62.95000000000001 30.099067599067595

63.75 30.099067599067595
73.65 30.099067599067595

74.45 30.099067599067595
84.35000000000001 30.099067599067595

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22697 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.36946 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51196 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65445 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79694 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.93943 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09434, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.19013, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28592, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.47750, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.57329, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.66908, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.76487, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 18 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 19 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 20 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 22 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 23 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 24 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 26 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 27 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "stall: synchronisation", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
