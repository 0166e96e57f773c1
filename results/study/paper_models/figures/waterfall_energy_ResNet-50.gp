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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: 0430129a5d750345
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "From the ideal saving to that in energy, ResNet-50"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_ResNet-50.svg"
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
set xrange [-0.8:76.7]
set yrange [-1.4925821356151818:31.30153062734997]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.097625603221122
9.7 0 30.097625603221122
19.4 0 30.097625603221122
29.099999999999998 0 30.097625603221122
38.8 0 30.097625603221122
48.5 0 30.097625603221122
58.2 0 30.097625603221122
67.9 0 30.097625603221122
EOD
$series1 << EOD
1 30.097625603221122 0.03967319618656262
10.7 30.097625603221122 13.412586291479322
20.4 30.097625603221122 24.55458982504287
30.099999999999998 30.097625603221122 27.310340343662553
39.8 30.097625603221122 29.069894229056768
49.5 30.097625603221122 21.206406623133432
59.2 30.097625603221122 28.34395173080855
68.9 30.097625603221122 20.899104936266387
EOD
$series2 << EOD
2 0.03967319618656262 -1.4351751303992133
11.7 13.412586291479322 11.603000585358625
21.4 24.55458982504287 18.408910541465307
31.099999999999998 27.310340343662553 20.864831519756198
40.8 29.069894229056768 24.48601300851023
50.5 21.206406623133432 17.645401863426645
60.2 28.34395173080855 11.050341624514992
69.9 20.899104936266387 16.96906328476342
EOD
$series3 << EOD
3 -1.4351751303992133 1.3681370966059592
12.7 11.603000585358625 5.55577698176265
22.4 18.408910541465307 7.7413924275891555
32.099999999999994 20.864831519756198 8.0934464904729
41.8 24.48601300851023 12.554500640676613
51.5 17.645401863426645 8.023946730707587
61.2 11.050341624514992 4.1682269652842825
70.9 16.96906328476342 7.151541497260571
EOD
$series4 << EOD
4 1.3681370966059592 1.1869226946335187
13.7 5.55577698176265 5.054894797490583
23.4 7.7413924275891555 7.155515576832838
33.099999999999994 8.0934464904729 7.308003761202775
42.8 12.554500640676613 11.446823324234433
52.5 8.023946730707587 7.347767788614923
62.2 4.1682269652842825 3.956936722923199
71.9 7.151541497260571 6.583268471552661
EOD
$series5 << EOD
5 1.1869226946335187 1.134593525077332
14.7 5.054894797490583 5.232855895511124
24.4 7.155515576832838 7.197358513791252
34.099999999999994 7.308003761202775 7.554642680104706
43.8 11.446823324234433 13.107753475254114
53.5 7.347767788614923 7.488841969115634
63.2 3.956936722923199 3.7996214711190412
72.9 6.583268471552661 6.666569251354437
EOD
$series6 << EOD
6 1.134593525077332 1.1233569022219836
15.7 5.232855895511124 5.35938788764344
25.4 7.197358513791252 7.732948571555475
35.099999999999994 7.554642680104706 8.16013287304912
44.8 13.107753475254114 13.017104195800966
54.5 7.488841969115634 7.9593837340140245
64.2 3.7996214711190412 4.451674650486748
73.9 6.666569251354437 7.087852230013714
EOD
$series7 << EOD
8 0 1.1233569022219836
17.7 0 5.35938788764344
27.4 0 7.732948571555475
37.099999999999994 0 8.16013287304912
46.8 0 13.017104195800966
56.5 0 7.9593837340140245
66.2 0 4.451674650486748
75.9 0 7.087852230013714
EOD
$line << EOD
-0.45 30.097625603221122
8.45 30.097625603221122

9.25 30.097625603221122
18.15 30.097625603221122

18.95 30.097625603221122
27.849999999999998 30.097625603221122

28.65 30.097625603221122
37.55 30.097625603221122

38.349999999999994 30.097625603221122
47.25 30.097625603221122

48.05 30.097625603221122
56.95 30.097625603221122

57.75 30.097625603221122
66.65 30.097625603221122

67.45 30.097625603221122
76.35000000000001 30.097625603221122

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.12524 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.26177 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.39831 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.53485 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.67138 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.80792 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94446 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 18 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 19 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 21 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 22 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 25 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
