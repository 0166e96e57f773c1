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
figure_title = "From the ideal saving to that in energy, Transformer"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_Transformer.svg"
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
set yrange [0:31.3030303030303]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.099067599067595
9.7 0 30.099067599067595
19.4 0 30.099067599067595
29.099999999999998 0 30.099067599067595
38.8 0 30.099067599067595
48.5 0 30.099067599067595
58.2 0 30.099067599067595
67.9 0 30.099067599067595
EOD
$series1 << EOD
1 30.099067599067595 0.011234740069343552
10.7 30.099067599067595 13.052134215716304
20.4 30.099067599067595 24.333696967573314
30.099999999999998 30.099067599067595 25.606257842013957
39.8 30.099067599067595 27.33036561137716
49.5 30.099067599067595 19.424267844586474
59.2 30.099067599067595 27.265857762525048
68.9 30.099067599067595 20.531814560893956
EOD
$series2 << EOD
2 0.011234740069343552 0.32295437110527736
11.7 13.052134215716304 9.795533405232238
21.4 24.333696967573314 10.07116262981793
31.099999999999998 25.606257842013957 13.346454129800279
40.8 27.33036561137716 18.467197480788954
50.5 19.424267844586474 13.209439344511331
60.2 27.265857762525048 0.053242716354906516
69.9 20.531814560893956 9.824400177971526
EOD
$series3 << EOD
3 0.32295437110527736 1.633021024703818
12.7 9.795533405232238 4.791018442352257
22.4 10.07116262981793 3.705858302158005
32.099999999999994 13.346454129800279 5.142415264351096
41.8 18.467197480788954 8.714478833114025
51.5 13.209439344511331 5.617034326544257
61.2 0.053242716354906516 0.5427794901356364
70.9 9.824400177971526 3.799851241230945
EOD
$series4 << EOD
4 1.633021024703818 1.1994093039846887
13.7 4.791018442352257 3.7186942587451477
23.4 3.705858302158005 2.9301514945097584
33.099999999999994 5.142415264351096 3.905115491657396
42.8 8.714478833114025 6.6985094890146035
52.5 5.617034326544257 4.386429775700306
62.2 0.5427794901356364 0.5659278709382098
71.9 3.799851241230945 2.987758595436185
EOD
$series5 << EOD
5 1.1994093039846887 1.2115483846779407
14.7 3.7186942587451477 3.9274682339836664
24.4 2.9301514945097584 2.9093125615516358
34.099999999999994 3.905115491657396 4.036179377721527
43.8 6.6985094890146035 8.183255339427175
53.5 4.386429775700306 4.756012963473255
63.2 0.5659278709382098 0.2438497865096756
72.9 2.987758595436185 2.9608014629362356
EOD
$series6 << EOD
6 1.2115483846779407 1.1086208406078213
15.7 3.9274682339836664 3.9221577800738427
25.4 2.9093125615516358 3.481492526123675
35.099999999999994 4.036179377721527 4.325283046704797
44.8 8.183255339427175 7.876458186352786
54.5 4.756012963473255 5.04616445856767
64.2 0.2438497865096756 0.9398542340376959
73.9 2.9608014629362356 3.4015575809399623
EOD
$series7 << EOD
8 0 1.1086208406078213
17.7 0 3.9221577800738427
27.4 0 3.481492526123675
37.099999999999994 0 4.325283046704797
46.8 0 7.876458186352786
56.5 0 5.04616445856767
66.2 0 0.9398542340376959
75.9 0 3.4015575809399623
EOD
$line << EOD
-0.45 30.099067599067595
8.45 30.099067599067595

9.25 30.099067599067595
18.15 30.099067599067595

18.95 30.099067599067595
27.849999999999998 30.099067599067595

28.65 30.099067599067595
37.55 30.099067599067595

38.349999999999994 30.099067599067595
47.25 30.099067599067595

48.05 30.099067599067595
56.95 30.099067599067595

57.75 30.099067599067595
66.65 30.099067599067595

67.45 30.099067599067595
76.35000000000001 30.099067599067595

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22752 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37056 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51360 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65664 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79968 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94272 right font ',11' textcolor rgb '#33373d' front
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
