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
figure_title = "From the ideal saving to that in cycles, 2-LSTM"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_2-LSTM.svg"
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
set xrange [-0.8:108.70000000000002]
set yrange [-0.011118688531739807:24.08458835341365]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 23.158258032128508
13.7 0 23.158258032128508
27.4 0 23.158258032128508
41.1 0 23.158258032128508
54.800000000000004 0 23.158258032128508
68.50000000000001 0 23.158258032128508
82.20000000000002 0 23.158258032128508
95.90000000000002 0 23.158258032128508
EOD
$series1 << EOD
1 23.158258032128508 -0.01069104666513443
14.7 23.158258032128508 -0.01069104666513443
28.4 23.158258032128508 18.754369194298725
69.50000000000001 23.158258032128508 15.640748246636859
83.20000000000002 23.158258032128508 18.754369194298725
96.90000000000002 23.158258032128508 12.504369194298725
EOD
$series2 << EOD
43.1 23.158258032128508 22.752393118029133
56.800000000000004 23.158258032128508 22.36818803735193
70.50000000000001 15.640748246636859 15.420778885566111
84.20000000000002 18.754369194298725 21.955154952697676
EOD
$series3 << EOD
3 -0.01069104666513443 0.12155820155669295
16.7 -0.01069104666513443 0.12155820155669295
30.4 18.754369194298725 18.70903326389193
44.1 22.752393118029133 22.534204014300872
57.800000000000004 22.36818803735193 22.324146326574112
71.50000000000001 15.420778885566111 15.354369353922658
85.20000000000002 21.955154952697676 20.609978989200606
98.90000000000002 12.504369194298725 12.471711962457665
EOD
$series4 << EOD
4 0.12155820155669295 0.17110982339167968
17.7 0.12155820155669295 0.17110982339167968
31.4 18.70903326389193 18.68890637626007
45.1 22.534204014300872 22.49516484094266
58.800000000000004 22.324146326574112 22.304323770510603
72.50000000000001 15.354369353922658 15.279895150295308
86.20000000000002 20.609978989200606 20.67622703298053
99.90000000000002 12.471711962457665 12.470438962195084
EOD
$series5 << EOD
5 0.17110982339167968 0.1583664081820757
18.7 0.17110982339167968 0.1583664081820757
32.4 18.68890637626007 16.001280496304204
46.1 22.49516484094266 19.726867859860096
59.800000000000004 22.304323770510603 21.999302124347164
73.50000000000001 15.279895150295308 13.230613351652831
87.20000000000002 20.67622703298053 13.298355436283815
100.90000000000002 12.470438962195084 10.652067571930857
EOD
$series6 << EOD
6 0.1583664081820757 0.11953384836950187
19.7 0.1583664081820757 0.11953384836950187
33.4 16.001280496304204 13.794399612839902
47.1 19.726867859860096 17.38518829929613
60.800000000000004 21.999302124347164 21.727836368406905
74.50000000000001 13.230613351652831 11.52874409291017
88.20000000000002 13.298355436283815 8.92523421611341
101.90000000000002 10.652067571930857 9.205629913277225
EOD
$series7 << EOD
89.20000000000002 8.92523421611341 14.395877334723627
EOD
$series8 << EOD
8 0.11953384836950187 0.11849850656472372
21.7 0.11953384836950187 0.11849850656472372
35.4 13.794399612839902 13.149444801327315
49.1 17.38518829929613 16.40560522709602
62.800000000000004 21.727836368406905 20.67683440335586
76.50000000000001 11.52874409291017 10.96360776214923
90.20000000000002 14.395877334723627 13.586673026702945
103.90000000000002 9.205629913277225 8.775503624343928
EOD
$series9 << EOD
9 0.11849850656472372 0.18130850884680028
22.7 0.11849850656472372 0.18130850884680028
36.4 13.149444801327315 12.7667995133676
50.1 16.40560522709602 15.937792836940146
63.800000000000004 20.67683440335586 20.14348828486845
77.50000000000001 10.96360776214923 11.064857314778509
91.20000000000002 13.586673026702945 13.105281093577581
104.90000000000002 8.775503624343928 8.541028884256763
EOD
$series10 << EOD
10 0.18130850884680028 0.17734493932438644
23.7 0.18130850884680028 0.17734493932438644
37.4 12.7667995133676 12.51910196484004
51.1 15.937792836940146 15.644128722024785
64.80000000000001 20.14348828486845 19.81570222072656
78.50000000000001 11.064857314778509 10.856318721913704
92.20000000000002 13.105281093577581 12.798585846492315
105.90000000000002 8.541028884256763 8.375222291884832
EOD
$series11 << EOD
11 0.17734493932438644 0.1880330006776898
24.7 0.17734493932438644 0.1880330006776898
38.4 12.51910196484004 12.529790208140579
52.1 15.644128722024785 15.654817105912155
65.80000000000001 19.81570222072656 19.826390915437763
79.50000000000001 10.856318721913704 10.867007045723009
93.20000000000002 12.798585846492315 12.809273511652663
106.90000000000002 8.375222291884832 8.385910534719375
EOD
$series12 << EOD
12 0 0.1880330006776898
25.7 0 0.1880330006776898
39.4 0 12.529790208140579
53.1 0 15.654817105912155
66.80000000000001 0 19.826390915437763
80.50000000000001 0 10.867007045723009
94.20000000000002 0 12.809273511652663
107.90000000000002 0 8.385910534719375
EOD
$line << EOD
-0.45 23.158258032128508
12.45 23.158258032128508

13.25 23.158258032128508
26.15 23.158258032128508

26.95 23.158258032128508
39.85 23.158258032128508

40.65 23.158258032128508
53.550000000000004 23.158258032128508

54.35 23.158258032128508
67.25000000000001 23.158258032128508

68.05000000000001 23.158258032128508
80.95000000000002 23.158258032128508

81.75000000000001 23.158258032128508
94.65000000000002 23.158258032128508

95.45000000000002 23.158258032128508
108.35000000000002 23.158258032128508

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08489 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.27072 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.45654 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.64237 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.82820 right font ',11' textcolor rgb '#33373d' front
set label 7 "systolic" at screen 0.09443, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 8 "spatial_fusion" at screen 0.19019, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "operand_serial" at screen 0.28596, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "dual_serial" at screen 0.38172, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "binary_overlay" at screen 0.47749, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "chunked_bfp" at screen 0.57325, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "term_serial" at screen 0.66902, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "two_in_one" at screen 0.76478, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 16 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 17 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 18 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 19 "stall: weights" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9602f" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "stall: activations" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 21 "stall: store" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: synchronisation" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle: vector" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 18 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 24 "idle: quantize" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set object 19 rectangle from screen 0.82615, screen 0.43633 to screen 0.83790, screen 0.46427 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 20 rectangle from screen 0.82615, screen 0.43633 to screen 0.83790, screen 0.46427 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 25 "idle: update" at screen 0.84689, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
set object 21 rectangle from screen 0.82615, screen 0.38588 to screen 0.83790, screen 0.41382 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 22 rectangle from screen 0.82615, screen 0.38588 to screen 0.83790, screen 0.41382 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.84689, screen 0.39985 left font ',13' textcolor rgb '#33373d' front
set object 23 rectangle from screen 0.82615, screen 0.33543 to screen 0.83790, screen 0.36337 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.84689, screen 0.34940 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.29896 to screen 0.85934, screen 0.29896 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 28 "ideal: bit operations" at screen 0.86625, screen 0.29896 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "stall: weights", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#f3cfa5" title "stall: store", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "stall: synchronisation", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f7a5a" title "idle: vector", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#86ad8f" title "idle: quantize", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c3dac4" title "idle: update", \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series11 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series12 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
