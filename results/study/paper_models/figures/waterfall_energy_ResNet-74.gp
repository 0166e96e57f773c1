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
figure_title = "From the ideal saving to that in energy, ResNet-74"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_ResNet-74.svg"
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
set yrange [0:38.139833333333335]
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
1 36.672916666666666 0.008844430347465515
10.7 36.672916666666666 21.58404391182316
20.4 36.672916666666666 30.845236167661827
30.099999999999998 36.672916666666666 33.56559268414508
39.8 36.672916666666666 36.4276473315776
49.5 36.672916666666666 26.541588996181687
59.2 36.672916666666666 35.21263485456774
68.9 36.672916666666666 28.955886882537474
EOD
$series2 << EOD
2 0.008844430347465515 0.8424727419861111
11.7 21.58404391182316 21.778964652526966
21.4 30.845236167661827 26.99515460435783
31.099999999999998 33.56559268414508 31.107706921076193
40.8 36.4276473315776 34.996918317744075
50.5 26.541588996181687 24.41236697687186
60.2 35.21263485456774 27.90293876678792
69.9 28.955886882537474 26.157498314959327
EOD
$series3 << EOD
3 0.8424727419861111 0.265103464037475
12.7 21.778964652526966 8.347338530078552
22.4 26.99515460435783 5.868309798844962
32.099999999999994 31.107706921076193 8.686213081941462
41.8 34.996918317744075 12.907263019271896
51.5 24.41236697687186 6.763903557869455
61.2 27.90293876678792 5.548416865570515
70.9 26.157498314959327 6.629452579172734
EOD
$series4 << EOD
4 0.265103464037475 0.2604330198092808
13.7 8.347338530078552 8.400010690778558
23.4 5.868309798844962 6.250477872443782
33.099999999999994 8.686213081941462 8.799722844983037
42.8 12.907263019271896 12.928679474828487
52.5 6.763903557869455 7.049593897801587
62.2 5.548416865570515 5.853954255724747
71.9 6.629452579172734 6.937833515527314
EOD
$series5 << EOD
5 0.2604330198092808 0.35126114388371876
14.7 8.400010690778558 8.993780347275493
24.4 6.250477872443782 6.332302466891237
34.099999999999994 8.799722844983037 9.081833717960697
43.8 12.928679474828487 15.685350841386281
53.5 7.049593897801587 7.297763462725393
63.2 5.853954255724747 6.01853127026426
72.9 6.937833515527314 7.049362575737539
EOD
$series6 << EOD
6 0.35126114388371876 0.3088364709676994
15.7 8.993780347275493 9.305295951487102
25.4 6.332302466891237 7.856693873377362
35.099999999999994 9.081833717960697 10.757007549337283
44.8 15.685350841386281 16.505736632360048
54.5 7.297763462725393 8.4837638525605
64.2 6.01853127026426 7.240060536285042
73.9 7.049362575737539 8.32507848231513
EOD
$series7 << EOD
8 0 0.3088364709676994
17.7 0 9.305295951487102
27.4 0 7.856693873377362
37.099999999999994 0 10.757007549337283
46.8 0 16.505736632360048
56.5 0 8.4837638525605
66.2 0 7.240060536285042
75.9 0 8.32507848231513
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
set label 3 "5" at screen 0.03998, screen 0.20188 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.31928 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.43668 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.55408 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.67148 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.78888 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90628 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 19 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 20 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 23 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 26 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
