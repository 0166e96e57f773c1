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
1 30.097625603221122 0.1190815011976265
10.7 30.097625603221122 12.729935614991295
20.4 30.097625603221122 23.93042805925616
30.099999999999998 30.097625603221122 26.50294878533975
39.8 30.097625603221122 27.640615494568177
49.5 30.097625603221122 20.324028161991325
59.2 30.097625603221122 27.63231384012066
68.9 30.097625603221122 20.57205120206741
EOD
$series2 << EOD
2 0.1190815011976265 0.43856285768381076
11.7 12.729935614991295 11.338395535452383
21.4 23.93042805925616 15.449020357639508
31.099999999999998 26.50294878533975 19.023216335392657
40.8 27.640615494568177 23.890906799164323
50.5 20.324028161991325 15.6109877343673
60.2 27.63231384012066 14.032312912918353
69.9 20.57205120206741 15.225127923882143
EOD
$series3 << EOD
3 0.43856285768381076 1.5284965800666184
12.7 11.338395535452383 5.065981960647492
22.4 15.449020357639508 4.468072894285036
32.099999999999994 19.023216335392657 7.595330926793964
41.8 23.890906799164323 10.030676628565194
51.5 15.6109877343673 5.996037210346783
61.2 14.032312912918353 2.7050854515082268
70.9 15.225127923882143 5.014869645292408
EOD
$series4 << EOD
4 1.5284965800666184 1.4247148746587945
13.7 5.065981960647492 4.7074014834412425
23.4 4.468072894285036 4.320985743141592
33.099999999999994 7.595330926793964 6.936821157422557
42.8 10.030676628565194 9.142221340002099
52.5 5.996037210346783 5.605960950697175
62.2 2.7050854515082268 2.7111557074563253
71.9 5.014869645292408 4.7678693454989425
EOD
$series5 << EOD
5 1.4247148746587945 1.433304947533487
14.7 4.7074014834412425 4.923171194746034
24.4 4.320985743141592 4.310572098955212
34.099999999999994 6.936821157422557 7.033678539852972
43.8 9.142221340002099 10.960878951543629
53.5 5.605960950697175 5.648872637215662
63.2 2.7111557074563253 2.7360718794671945
72.9 4.7678693454989425 4.823617891598364
EOD
$series6 << EOD
6 1.433304947533487 1.329400271651926
15.7 4.923171194746034 4.964515165104199
25.4 4.310572098955212 5.232276506767219
35.099999999999994 7.033678539852972 7.709199916768783
44.8 10.960878951543629 10.774040371352722
54.5 5.648872637215662 6.225289814502766
64.2 2.7360718794671945 3.5940784173157603
73.9 4.823617891598364 5.472861461004352
EOD
$series7 << EOD
8 0 1.329400271651926
17.7 0 4.964515165104199
27.4 0 5.232276506767219
37.099999999999994 0 7.709199916768783
46.8 0 10.774040371352722
56.5 0 6.225289814502766
66.2 0 3.5940784173157603
75.9 0 5.472861461004352
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
