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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: f36943936ce1dbc0
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 82bd94ddd58e3b65
# input sweep: 452f571c21125574
reset session
figure_title = "From the ideal saving to that in energy, MobileNetV2"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_MobileNetV2.svg"
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
set yrange [0:38.828676901617214]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
9.7 0 36.672916666666666
19.4 0 36.672916666666666
29.099999999999998 0 36.672916666666666
38.8 0 36.672916666666666
48.5 0 36.672916666666666
58.2 0 36.672916666666666
67.9 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 0.0608924974530245
10.7 36.672916666666666 14.385248506680082
20.4 36.672916666666666 29.374879694556387
30.099999999999998 36.672916666666666 31.375766801604755
39.8 36.672916666666666 37.33526625155501
49.5 36.672916666666666 19.669487651355087
59.2 36.672916666666666 23.742399161340632
68.9 36.672916666666666 25.759339901539835
EOD
$series2 << EOD
2 0.0608924974530245 1.2314096483775128
11.7 14.385248506680082 14.675547952661194
21.4 29.374879694556387 22.548545547987786
31.099999999999998 31.375766801604755 29.119205631793342
40.8 37.33526625155501 36.0874976527432
50.5 19.669487651355087 16.626878418979164
60.2 23.742399161340632 12.220533559005231
69.9 25.759339901539835 20.834604066027417
EOD
$series3 << EOD
3 1.2314096483775128 0.8010896946316848
12.7 14.675547952661194 4.1003895194785756
22.4 22.548545547987786 4.602130809312954
32.099999999999994 29.119205631793342 10.534215732774543
41.8 36.0874976527432 17.517351167203277
51.5 16.626878418979164 3.4715822094977367
61.2 12.220533559005231 1.5914794242010144
70.9 20.834604066027417 4.821178410799997
EOD
$series4 << EOD
4 0.8010896946316848 0.7768537248500795
13.7 4.1003895194785756 4.1320363640936275
23.4 4.602130809312954 4.9494848072291875
33.099999999999994 10.534215732774543 10.64664506858689
42.8 17.517351167203277 17.704991428088935
52.5 3.4715822094977367 3.4472873420879346
62.2 1.5914794242010144 1.8874615413010165
71.9 4.821178410799997 5.048494149334603
EOD
$series5 << EOD
5 0.7768537248500795 0.8316554073352078
14.7 4.1320363640936275 4.38281021867094
24.4 4.9494848072291875 4.87947411081272
34.099999999999994 10.64664506858689 10.556668121050583
43.8 17.704991428088935 18.48476728503542
53.5 3.4472873420879346 3.4617608241341524
63.2 1.8874615413010165 1.8705883590457772
72.9 5.048494149334603 4.985637070083393
EOD
$series6 << EOD
6 0.8316554073352078 0.7160179854385551
15.7 4.38281021867094 4.6457726966909085
25.4 4.87947411081272 6.663405798205512
35.099999999999994 10.556668121050583 13.330110083368208
44.8 18.48476728503542 21.89399118854647
54.5 3.4617608241341524 3.526860805767096
64.2 1.8705883590457772 2.9753583934378103
73.9 4.985637070083393 6.250201400107924
EOD
$series7 << EOD
8 0 0.7160179854385551
17.7 0 4.6457726966909085
27.4 0 6.663405798205512
37.099999999999994 0 13.330110083368208
46.8 0 21.89399118854647
56.5 0 3.526860805767096
66.2 0 2.9753583934378103
75.9 0 6.250201400107924
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

38.349999999999994 36.672916666666666
47.25 36.672916666666666

48.05 36.672916666666666
56.95 36.672916666666666

57.75 36.672916666666666
66.65 36.672916666666666

67.45 36.672916666666666
76.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19979 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31511 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.43043 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.54575 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.66106 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.77638 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.89170 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial\nfusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand\nserial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual\nserial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary\noverlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked\nbfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term\nserial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two\nin\none" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#86b0d5" fs solid 1.0 noborder
set label 19 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 20 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set label 21 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set label 22 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set label 23 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set label 24 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 26 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b9c4d0" title "ideal", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#86b0d5" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#4f86b8" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#d9893b" title "memory traffic", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#3f7a5a" title "vector", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#c9c9c9" title "other", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#f0c795" title "memory idle", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
