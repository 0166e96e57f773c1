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
set yrange [0:31.3030303030303]
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
12.7 13.422377622377624 10.135264735264737
23.4 25.004195804195806 11.725740925740924
34.1 30.099067599067595 20.991874791874785
44.800000000000004 30.099067599067595 26.688743948359328
66.2 25.004195804195806 26.235011850074606
76.9 22.183216783216785 18.8961038961039
EOD
$series3 << EOD
3 0 0.019273055587176735
13.7 10.135264735264737 9.410597845187041
24.4 11.725740925740924 10.800582964593252
35.1 20.991874791874785 17.943581601164425
45.800000000000004 26.688743948359328 26.553465612906923
56.50000000000001 24.37342657342657 17.51884668122905
67.2 26.235011850074606 13.521477710796715
77.9 18.8961038961039 15.932519544722112
EOD
$series4 << EOD
4 0.019273055587176735 0.018958547041325602
14.7 9.410597845187041 9.218203625496402
25.4 10.800582964593252 13.386772582025852
36.1 17.943581601164425 18.33097580040971
46.800000000000004 26.553465612906923 25.37110095117322
57.50000000000001 17.51884668122905 17.22667690140096
68.2 13.521477710796715 4.535929412011119
78.9 15.932519544722112 14.988995784166914
EOD
$series5 << EOD
5 0.018958547041325602 0.018956477993836707
15.7 9.218203625496402 9.181696238043957
26.4 13.386772582025852 13.402863582540503
37.1 18.33097580040971 18.29196158812385
47.800000000000004 25.37110095117322 25.358943756696927
58.50000000000001 17.22667690140096 17.192918237071275
69.2 4.535929412011119 4.446562236870766
79.9 14.988995784166914 14.925732224967469
EOD
$series6 << EOD
70.2 4.446562236870766 16.097612253038008
EOD
$series7 << EOD
7 0.018956477993836707 0.0067569261713140705
17.7 9.181696238043957 3.268107018444144
28.4 13.402863582540503 4.758415908421309
39.1 18.29196158812385 4.030311815255172
49.800000000000004 25.358943756696927 6.281925066734028
60.50000000000001 17.192918237071275 6.148283616510552
71.2 16.097612253038008 5.091871478263421
81.9 14.925732224967469 5.29987636143654
EOD
$series8 << EOD
8 0.0067569261713140705 0.009261715300956652
18.7 3.268107018444144 3.2640697799034
29.4 4.758415908421309 4.751379078510576
40.1 4.030311815255172 4.026856297961478
50.800000000000004 6.281925066734028 6.27588614144291
61.50000000000001 6.148283616510552 6.1421658316773815
72.2 5.091871478263421 5.083702596821182
82.9 5.29987636143654 5.291752616011625
EOD
$series9 << EOD
9 0 0.009261715300956652
19.7 0 3.2640697799034
30.4 0 4.751379078510576
41.1 0 4.026856297961478
51.800000000000004 0 6.27588614144291
62.50000000000001 0 6.1421658316773815
73.2 0 5.083702596821182
83.9 0 5.291752616011625
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
set label 3 "5" at screen 0.03998, screen 0.22752 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37056 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51360 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65664 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79968 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94272 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09434, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial\nfusion" at screen 0.19013, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand\nserial" at screen 0.28592, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual\nserial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary\noverlay" at screen 0.47750, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked\nbfp" at screen 0.57329, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term\nserial" at screen 0.66908, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two\nin\none" at screen 0.76487, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set label 18 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 19 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 20 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set label 21 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set label 22 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set label 23 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f6a54" fs solid 1.0 noborder
set label 24 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set label 25 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 26 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 27 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b9c4d0" title "ideal", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b08d57" title "supported widths", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#4f86b8" title "utilisation", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#8fb3d3" title "fill and drain", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#c9602f" title "stall: activations", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#f3cfa5" title "stall: store", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b79ab4" title "stall: synchronisation", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#3f6a54" title "idle: vector", \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#8a8f96" title "small effects", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
