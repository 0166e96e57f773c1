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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: 4225b2d8f0ca77d2
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 3333ed234956420c
# input sweep: b2e690bd44547f19
reset session
figure_title = "From the ideal saving to that in energy"
set terminal svg noenhanced size 940,504 font 'Helvetica,13' background 'white'
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
set bmargin at screen 0.39156
set tmargin at screen 0.98680
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
1 37.282986111111114 0.020948704267054197
10.7 37.282986111111114 21.033046372207743
20.4 37.282986111111114 30.391394712133522
30.099999999999998 37.282986111111114 32.889211989232045
39.8 37.282986111111114 36.50217199779087
49.5 37.282986111111114 25.7166178592792
59.2 37.282986111111114 31.981622778269326
68.9 37.282986111111114 28.404478479407402
78.60000000000001 37.282986111111114 33.93619142495602
88.30000000000001 37.282986111111114 33.58101342345444
98.00000000000001 37.282986111111114 32.743264171553356
EOD
$series2 << EOD
2 0.020948704267054197 1.5285485993103642
11.7 21.033046372207743 20.644109470440284
21.4 30.391394712133522 25.586697120668266
31.099999999999998 32.889211989232045 29.631433093375325
40.8 36.50217199779087 34.54757166090215
50.5 25.7166178592792 23.026114207458825
60.2 31.981622778269326 24.129119530369945
69.9 28.404478479407402 24.794913360944914
79.60000000000001 33.93619142495602 29.56186001459059
89.30000000000001 33.58101342345444 29.50656841331607
99.00000000000001 32.743264171553356 29.966679050164213
EOD
$series3 << EOD
3 1.5285485993103642 0.2991941811921972
12.7 20.644109470440284 5.362589896544123
22.4 25.586697120668266 4.050650155839786
32.099999999999994 29.631433093375325 6.221783907968814
41.8 34.54757166090215 9.63447197035724
51.5 23.026114207458825 4.6478050861202265
61.2 24.129119530369945 2.444464408764424
70.9 24.794913360944914 4.552505034694764
80.60000000000001 29.56186001459059 8.206980396556295
90.30000000000001 29.50656841331607 7.926111885026265
100.00000000000001 29.966679050164213 8.80464043399839
EOD
$series4 << EOD
4 0.2991941811921972 0.2970925923600265
13.7 5.362589896544123 5.424995650964337
23.4 4.050650155839786 4.305263909494161
33.099999999999994 6.221783907968814 6.3038367260407675
42.8 9.63447197035724 9.659050805401225
52.5 4.6478050861202265 4.851591219817785
62.2 2.444464408764424 2.6514477139090387
71.9 4.552505034694764 4.756459246039535
81.60000000000001 8.206980396556295 8.050084694558112
91.30000000000001 7.926111885026265 7.981227160180171
101.00000000000001 8.80464043399839 8.783866517700645
EOD
$series5 << EOD
5 0.2970925923600265 0.4006078818295511
14.7 5.424995650964337 5.771493276412998
24.4 4.305263909494161 4.376710489998437
34.099999999999994 6.3038367260407675 6.536749141891562
43.8 9.659050805401225 12.0103269106415
53.5 4.851591219817785 5.05242501435248
63.2 2.6514477139090387 2.790263977333629
72.9 4.756459246039535 4.854695392381647
82.60000000000001 8.050084694558112 8.243886695104296
92.30000000000001 7.981227160180171 8.176168931307071
102.00000000000001 8.783866517700645 9.00575615007152
EOD
$series6 << EOD
6 0.4006078818295511 0.3561314863157361
15.7 5.771493276412998 6.028491486409671
25.4 4.376710489998437 5.36251225276434
35.099999999999994 6.536749141891562 7.6717231437886
44.8 12.0103269106415 12.645631725102335
54.5 5.05242501435248 5.8335272043870345
64.2 2.790263977333629 3.559548167658688
73.9 4.854695392381647 5.655553299422822
83.60000000000001 8.243886695104296 13.696518372897993
93.30000000000001 8.176168931307071 9.117403259874557
103.00000000000001 9.00575615007152 10.11349659897568
EOD
$series7 << EOD
8 0 0.3561314863157361
17.7 0 6.028491486409671
27.4 0 5.36251225276434
37.099999999999994 0 7.6717231437886
46.8 0 12.645631725102335
56.5 0 5.8335272043870345
66.2 0 3.559548167658688
75.9 0 5.655553299422822
85.60000000000001 0 13.696518372897993
95.30000000000001 0 9.117403259874557
105.00000000000001 0 10.11349659897568
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
set label 1 "Saving (%)" at screen 0.01418, screen 0.68918 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.39156 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.46832 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.54508 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.62183 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.69859 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.77535 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.85210 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.92886 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic\n512" at screen 0.08136, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "spatial\nfusion\n512" at screen 0.15101, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "operand\nserial\n512" at screen 0.22066, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "dual\nserial\n512" at screen 0.29031, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "binary\noverlay\n512" at screen 0.35996, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "chunked\nbfp\n512" at screen 0.42961, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "term\nserial\n512" at screen 0.49925, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "two\nin\none\n512" at screen 0.56890, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "plain\ndual\nserial\n512" at screen 0.63855, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "dual\nserial\n512 without input\npath" at screen 0.70820, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "dual\nserial\n512 with delayed ranges" at screen 0.77785, screen 0.37867 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.96075 to screen 0.83790, screen 0.97932 fc rgb "#b9c4d0" fs solid 1.0 noborder
set label 21 "ideal" at screen 0.84689, screen 0.97004 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.82615, screen 0.92722 to screen 0.83790, screen 0.94579 fc rgb "#86b0d5" fs solid 1.0 noborder
set label 22 "array" at screen 0.84689, screen 0.93650 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89369 to screen 0.83790, screen 0.91226 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 23 "buffers" at screen 0.84689, screen 0.90297 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.86015 to screen 0.83790, screen 0.87873 fc rgb "#d9893b" fs solid 1.0 noborder
set label 24 "memory traffic" at screen 0.84689, screen 0.86944 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.82662 to screen 0.83790, screen 0.84519 fc rgb "#3f7a5a" fs solid 1.0 noborder
set label 25 "vector" at screen 0.84689, screen 0.83591 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.79309 to screen 0.83790, screen 0.81166 fc rgb "#c9c9c9" fs solid 1.0 noborder
set label 26 "other" at screen 0.84689, screen 0.80238 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.75956 to screen 0.83790, screen 0.77813 fc rgb "#f0c795" fs solid 1.0 noborder
set label 27 "memory idle" at screen 0.84689, screen 0.76885 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.82615, screen 0.72603 to screen 0.83790, screen 0.74460 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "achieved" at screen 0.84689, screen 0.73531 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.70178 to screen 0.85934, screen 0.70178 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 29 "ideal: bit operations" at screen 0.86625, screen 0.70178 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b9c4d0" title "ideal", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#86b0d5" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#4f86b8" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#d9893b" title "memory traffic", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#3f7a5a" title "vector", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#c9c9c9" title "other", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#f0c795" title "memory idle", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
