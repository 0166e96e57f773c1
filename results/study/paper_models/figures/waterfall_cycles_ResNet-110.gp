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
figure_title = "From the ideal saving to that in cycles, ResNet-110"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-110.svg"
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
set yrange [-0.0032794650951952775:39.5588484587653]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
10.7 0 36.672916666666666
21.4 0 36.672916666666666
32.1 0 36.672916666666666
42.800000000000004 0 36.672916666666666
53.50000000000001 0 36.672916666666666
64.2 0 36.672916666666666
74.9 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 -0.0031533318223031515
11.7 36.672916666666666 21.552807953417084
22.4 36.672916666666666 31.2593466681777
54.50000000000001 36.672916666666666 29.72563550975694
65.2 36.672916666666666 31.2593466681777
75.9 36.672916666666666 30.225475704787808
EOD
$series2 << EOD
12.7 21.552807953417084 21.492665702601652
23.4 31.2593466681777 31.244187828398694
34.1 36.672916666666666 35.878399091268875
44.800000000000004 36.672916666666666 37.26990794434245
55.50000000000001 29.72563550975694 29.653259711655956
66.2 31.2593466681777 38.037354287274326
76.9 30.225475704787808 30.112528859130737
EOD
$series3 << EOD
13.7 21.492665702601652 21.311082092982858
24.4 31.244187828398694 31.16337132357272
35.1 35.878399091268875 35.693799405177906
45.800000000000004 37.26990794434245 37.18505032313699
56.50000000000001 29.653259711655956 29.399125982220262
67.2 38.037354287274326 37.571875422904846
77.9 30.112528859130737 30.03010500987583
EOD
$series4 << EOD
4 -0.0031533318223031515 -0.0029575965138861626
14.7 21.311082092982858 21.248595878781938
25.4 31.16337132357272 31.091984497848777
36.1 35.693799405177906 35.5634401084419
46.800000000000004 37.18505032313699 37.12352263305959
57.50000000000001 29.399125982220262 29.314583672634665
68.2 37.571875422904846 36.557781298729644
78.9 30.03010500987583 29.901517950978693
EOD
$series5 << EOD
5 -0.0029575965138861626 -0.00297225394336742
15.7 21.248595878781938 21.210447451587676
26.4 31.091984497848777 31.038697084656096
37.1 35.5634401084419 35.45616173824332
47.800000000000004 37.12352263305959 37.08000422953823
58.50000000000001 29.314583672634665 29.261805169063635
69.2 36.557781298729644 36.07083969787853
79.9 29.901517950978693 29.790777742469608
EOD
$series6 << EOD
70.2 36.07083969787853 32.257383759197644
EOD
$series7 << EOD
7 -0.00297225394336742 0.014622075129588907
17.7 21.210447451587676 17.043735118208147
28.4 31.038697084656096 24.857661841248003
39.1 35.45616173824332 28.814952219827028
49.800000000000004 37.08000422953823 30.64791183369383
60.50000000000001 29.261805169063635 23.508735782611332
71.2 32.257383759197644 24.140173499858086
81.9 29.790777742469608 23.863788339439328
EOD
$series8 << EOD
8 0.014622075129588907 0.03302066964240291
18.7 17.043735118208147 17.027663173288698
29.4 24.857661841248003 24.825067719297333
40.1 28.814952219827028 28.779835174383837
50.800000000000004 30.64791183369383 30.612616860398077
61.50000000000001 23.508735782611332 23.474509915425568
72.2 24.140173499858086 24.105806599891043
82.9 23.863788339439328 23.833225992991334
EOD
$series9 << EOD
9 0 0.03302066964240291
19.7 0 17.027663173288698
30.4 0 24.825067719297333
41.1 0 28.779835174383837
51.800000000000004 0 30.612616860398077
62.50000000000001 0 23.474509915425568
73.2 0 24.105806599891043
83.9 0 23.833225992991334
EOD
$line << EOD
-0.45 36.672916666666666
9.45 36.672916666666666

10.25 36.672916666666666
20.15 36.672916666666666

20.95 36.672916666666666
30.849999999999998 36.672916666666666

31.650000000000002 36.672916666666666
41.550000000000004 36.672916666666666

42.35 36.672916666666666
52.25000000000001 36.672916666666666

53.050000000000004 36.672916666666666
62.95000000000001 36.672916666666666

63.75 36.672916666666666
73.65 36.672916666666666

74.45 36.672916666666666
84.35000000000001 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08455 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19773 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31091 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.42409 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.53727 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.65045 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.76363 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.87681 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09434, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.19013, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28592, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.47750, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.57329, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.66908, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.76487, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 19 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 20 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 21 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 22 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 26 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 27 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 28 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
