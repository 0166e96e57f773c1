# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 7e38aaf7bd259104
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 0a1e2b93e6a3074c
# input sweep: b2e690bd44547f19
reset session
figure_title = "From the ideal saving to that in energy"
set terminal svg noenhanced size 940,377 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.81232
set bmargin at screen 0.18448
set tmargin at screen 0.98024
set xrange [-0.8:105.80000000000001]
set yrange [0:38.77430555555556]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 37.282986111111114
9.7 0 37.282986111111114
19.4 0 37.282986111111114
29.099999999999998 0 37.282986111111114
38.8 0 37.282986111111114
48.5 0 37.282986111111114
58.2 0 37.282986111111114
67.9 0 37.282986111111114
77.60000000000001 0 37.282986111111114
87.30000000000001 0 37.282986111111114
97.00000000000001 0 37.282986111111114
EOD
$series1 << EOD
1 37.282986111111114 0.017946292890924642
10.7 37.282986111111114 21.14582986303851
20.4 37.282986111111114 30.49847636523374
30.099999999999998 37.282986111111114 33.03139043590664
39.8 37.282986111111114 36.65277939928083
49.5 37.282986111111114 25.83744662325381
59.2 37.282986111111114 32.259536040231815
68.9 37.282986111111114 28.51211502403117
78.60000000000001 37.282986111111114 33.936215935808974
88.30000000000001 37.282986111111114 33.528671505810514
98.00000000000001 37.282986111111114 32.7033058333001
EOD
$series2 << EOD
2 0.017946292890924642 1.5239432244217976
11.7 21.14582986303851 20.71827492726016
21.4 30.49847636523374 25.56928665032423
31.099999999999998 33.03139043590664 29.775068044131437
40.8 36.65277939928083 34.63887206163694
50.5 25.83744662325381 23.135112648276024
60.2 32.259536040231815 24.17854339935238
69.9 28.51211502403117 24.83216396692964
79.60000000000001 33.936215935808974 29.56188143546473
89.30000000000001 33.528671505810514 29.47399596081075
99.00000000000001 32.7033058333001 29.932007345201395
EOD
$series3 << EOD
3 1.5239432244217976 0.2721456155317048
12.7 20.71827492726016 5.357227890456994
22.4 25.56928665032423 3.9823288971135407
32.099999999999994 29.775068044131437 6.28009105693319
41.8 34.63887206163694 9.585917139402333
51.5 23.135112648276024 4.671762639841703
61.2 24.17854339935238 2.405440772197742
70.9 24.83216396692964 4.502454067924244
80.60000000000001 29.56188143546473 8.207183278820395
90.30000000000001 29.47399596081075 7.927333874291664
100.00000000000001 29.932007345201395 8.813312351838409
EOD
$series4 << EOD
4 0.2721456155317048 0.2710273642863359
13.7 5.357227890456994 5.420365632707336
23.4 3.9823288971135407 4.2375217798166105
33.099999999999994 6.28009105693319 6.362496058574574
42.8 9.585917139402333 9.611721669399575
52.5 4.671762639841703 4.875720841258168
62.2 2.405440772197742 2.6148960266654475
71.9 4.502454067924244 4.702234715295828
81.60000000000001 8.207183278820395 8.050281453544317
91.30000000000001 7.927333874291664 7.98032411648435
101.00000000000001 8.813312351838409 8.790342016865049
EOD
$series5 << EOD
5 0.2710273642863359 0.3751235985121171
14.7 5.420365632707336 5.767263517016241
24.4 4.2375217798166105 4.306022086234229
34.099999999999994 6.362496058574574 6.595722818580729
43.8 9.611721669399575 11.970364752741691
53.5 4.875720841258168 5.075837804385763
63.2 2.6148960266654475 2.75170845287388
72.9 4.702234715295828 4.798597300438989
82.60000000000001 8.050281453544317 8.244075172834208
92.30000000000001 7.98032411648435 8.17652400836093
102.00000000000001 8.790342016865049 9.01193369058545
EOD
$series6 << EOD
6 0.3751235985121171 0.32935856488400805
15.7 5.767263517016241 6.025110281135626
25.4 4.306022086234229 5.300670293809195
35.099999999999994 6.595722818580729 7.745446363525743
44.8 11.970364752741691 12.629333785974083
54.5 5.075837804385763 5.861510744319586
64.2 2.75170845287388 3.5279699948002397
73.9 4.798597300438989 5.607328420020452
83.60000000000001 8.244075172834208 13.696121923608928
93.30000000000001 8.17652400836093 9.10343292685628
103.00000000000001 9.01193369058545 10.104687002637425
EOD
$series7 << EOD
8 0 0.32935856488400805
17.7 0 6.025110281135626
27.4 0 5.300670293809195
37.099999999999994 0 7.745446363525743
46.8 0 12.629333785974083
56.5 0 5.861510744319586
66.2 0 3.5279699948002397
75.9 0 5.607328420020452
85.60000000000001 0 13.696121923608928
95.30000000000001 0 9.10343292685628
105.00000000000001 0 10.104687002637425
EOD
$line << EOD
-0.45 37.282986111111114
8.45 37.282986111111114

9.25 37.282986111111114
18.15 37.282986111111114

18.95 37.282986111111114
27.849999999999998 37.282986111111114

28.65 37.282986111111114
37.55 37.282986111111114

38.349999999999994 37.282986111111114
47.25 37.282986111111114

48.05 37.282986111111114
56.95 37.282986111111114

57.75 37.282986111111114
66.65 37.282986111111114

67.45 37.282986111111114
76.35000000000001 37.282986111111114

77.15 37.282986111111114
86.05000000000001 37.282986111111114

86.85000000000001 37.282986111111114
95.75000000000001 37.282986111111114

96.55000000000001 37.282986111111114
105.45000000000002 37.282986111111114

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.58236 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.18448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.28710 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.38971 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.49232 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.59494 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.69755 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.80017 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90278 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic_512" at screen 0.08136, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_" at screen 0.15101, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 12 "fusion_512" at screen 0.15101, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 13 "operand_" at screen 0.22066, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 14 "serial_512" at screen 0.22066, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 15 "dual_serial_" at screen 0.29031, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 16 "512" at screen 0.29031, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 17 "binary_" at screen 0.35996, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 18 "overlay_512" at screen 0.35996, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 19 "chunked_" at screen 0.42961, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 20 "bfp_512" at screen 0.42961, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 21 "term_serial_" at screen 0.49925, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 22 "512" at screen 0.49925, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 23 "two_in_" at screen 0.56890, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 24 "one_512" at screen 0.56890, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 25 "plain_dual_" at screen 0.63855, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 26 "serial_512" at screen 0.63855, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 27 "dual_serial_" at screen 0.70820, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 28 "512 without" at screen 0.70820, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 29 "input_path" at screen 0.70820, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 30 "dual_serial_" at screen 0.77785, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 31 "512 with" at screen 0.77785, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 32 "delayed" at screen 0.77785, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 33 "ranges" at screen 0.77785, screen 0.03959 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94541 to screen 0.83790, screen 0.97024 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94541 to screen 0.83790, screen 0.97024 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 34 "ideal" at screen 0.84689, screen 0.95782 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.90058 to screen 0.83790, screen 0.92541 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 35 "array" at screen 0.84689, screen 0.91300 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.85576 to screen 0.83790, screen 0.88058 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 36 "buffers" at screen 0.84689, screen 0.86817 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.81093 to screen 0.83790, screen 0.83576 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.81093 to screen 0.83790, screen 0.83576 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "memory traffic" at screen 0.84689, screen 0.82334 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.76610 to screen 0.83790, screen 0.79093 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.76610 to screen 0.83790, screen 0.79093 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "vector" at screen 0.84689, screen 0.77851 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.72127 to screen 0.83790, screen 0.74610 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.72127 to screen 0.83790, screen 0.74610 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 39 "other" at screen 0.84689, screen 0.73369 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.67645 to screen 0.83790, screen 0.70127 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.67645 to screen 0.83790, screen 0.70127 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 40 "memory idle" at screen 0.84689, screen 0.68886 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.63162 to screen 0.83790, screen 0.65645 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 41 "achieved" at screen 0.84689, screen 0.64403 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.59920 to screen 0.85934, screen 0.59920 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 42 "ideal: bit operations" at screen 0.86625, screen 0.59920 left font ',13' textcolor rgb '#33373d' front
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
