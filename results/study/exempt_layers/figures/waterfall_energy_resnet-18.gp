# model: resnet-18; resnet-34; resnet-50
# dataset: imagenet
# batch: 256
# iterations: 450360
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:4-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: a81dc2250ed685a9
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 60fc6e13b9c31b47
# input sweep: 304e188b24b65f2f
reset session
figure_title = "From the ideal saving to that in energy, resnet-18"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_resnet-18.svg"
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
set yrange [0:31.30153062734997]
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
1 30.097625603221122 0.023553625986694193
10.7 30.097625603221122 13.461384958932342
20.4 30.097625603221122 24.577406293274095
30.099999999999998 30.097625603221122 27.660340893228064
39.8 30.097625603221122 29.47117754517733
49.5 30.097625603221122 21.662479883744012
59.2 30.097625603221122 28.810953356035974
68.9 30.097625603221122 21.030571155513233
EOD
$series2 << EOD
2 0.023553625986694193 0.4390289633324884
11.7 13.461384958932342 12.911809357918536
21.4 24.577406293274095 20.7401881075869
31.099999999999998 27.660340893228064 24.2863652135201
40.8 29.47117754517733 27.001041356622245
50.5 21.662479883744012 19.705171164630876
60.2 28.810953356035974 21.055796444122045
69.9 21.030571155513233 18.552144707353367
EOD
$series3 << EOD
3 0.4390289633324884 1.9876095289771634
12.7 12.911809357918536 8.404260434361833
22.4 20.7401881075869 8.909515076898321
32.099999999999994 24.2863652135201 14.865005240113781
41.8 27.001041356622245 17.704472575873286
51.5 19.705171164630876 10.211124109099368
61.2 21.055796444122045 7.676321600364144
70.9 18.552144707353367 9.062513546987338
EOD
$series4 << EOD
4 1.9876095289771634 1.7437915539571525
13.7 8.404260434361833 7.797797364465453
23.4 8.909515076898321 8.377512044154955
33.099999999999994 14.865005240113781 13.667206393977017
42.8 17.704472575873286 16.362111200754082
52.5 10.211124109099368 9.55998031156413
62.2 7.676321600364144 7.15943301143831
71.9 9.062513546987338 8.471091262910068
EOD
$series5 << EOD
5 1.7437915539571525 1.7496234422518686
14.7 7.797797364465453 8.064774483909176
24.4 8.377512044154955 8.418543449603021
34.099999999999994 13.667206393977017 13.947990868623739
43.8 16.362111200754082 18.32693973925721
53.5 9.55998031156413 9.864332817510125
63.2 7.15943301143831 7.234684773096167
72.9 8.471091262910068 8.547111654051253
EOD
$series6 << EOD
6 1.7496234422518686 1.5469276840299084
15.7 8.064774483909176 8.088951434772506
25.4 8.418543449603021 9.77678869701728
35.099999999999994 13.947990868623739 14.693199291081138
44.8 18.32693973925721 18.049778540253115
54.5 9.864332817510125 10.799208738311261
64.2 7.234684773096167 8.514305852968585
73.9 8.547111654051253 9.50068631408162
EOD
$series7 << EOD
8 0 1.5469276840299084
17.7 0 8.088951434772506
27.4 0 9.77678869701728
37.099999999999994 0 14.693199291081138
46.8 0 18.049778540253115
56.5 0 10.799208738311261
66.2 0 8.514305852968585
75.9 0 9.50068631408162
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
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22753 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37057 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51362 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65667 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79972 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94276 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial\nfusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand\nserial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual\nserial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary\noverlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked\nbfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term\nserial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two\nin\none" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#86b0d5" fs solid 1.0 noborder
set label 18 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 19 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set label 20 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set label 21 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set label 22 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set label 23 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 25 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b9c4d0" title "ideal", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#86b0d5" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#4f86b8" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#d9893b" title "memory traffic", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#3f7a5a" title "vector", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#c9c9c9" title "other", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#f0c795" title "memory idle", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
