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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4126c029b9f7e66c
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: d5b9446567ca1223
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
set rmargin at screen 0.79572
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:68.7]
set yrange [0:38.139833333333335]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
8.7 0 36.672916666666666
17.4 0 36.672916666666666
26.099999999999998 0 36.672916666666666
34.8 0 36.672916666666666
43.5 0 36.672916666666666
52.2 0 36.672916666666666
60.900000000000006 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 0.014827608574519147
9.7 36.672916666666666 21.611041123870887
18.4 36.672916666666666 30.84292388438923
27.099999999999998 36.672916666666666 33.55943494746714
35.8 36.672916666666666 36.41875703542553
44.5 36.672916666666666 26.54952516346224
53.2 36.672916666666666 35.211109396044584
61.900000000000006 36.672916666666666 28.950600417367777
EOD
$series2 << EOD
2 0.014827608574519147 1.7938225790013806
10.7 21.611041123870887 20.126940306229933
19.4 30.84292388438923 27.114746579382963
28.099999999999998 33.55943494746714 31.147593908203774
36.8 36.41875703542553 35.024112554251076
45.5 26.54952516346224 24.631242956785215
54.2 35.211109396044584 26.937861950691087
62.900000000000006 28.950600417367777 26.205614899843276
EOD
$series3 << EOD
3 1.7938225790013806 0.42950188376569276
11.7 20.126940306229933 6.942151064185653
20.4 27.114746579382963 5.8856689748730595
29.099999999999998 31.147593908203774 8.750466845430072
37.8 35.024112554251076 12.98584036741357
46.5 24.631242956785215 6.766366292224801
55.2 26.937861950691087 3.9677270656473196
63.900000000000006 26.205614899843276 6.641230170827572
EOD
$series4 << EOD
4 0.42950188376569276 0.42198042080306974
12.7 6.942151064185653 7.063658798789274
21.4 5.8856689748730595 6.268935977417667
30.099999999999998 8.750466845430072 8.863476139663195
38.8 12.98584036741357 13.00224692612404
47.5 6.766366292224801 7.05943328521762
56.2 3.9677270656473196 4.337079730813531
64.9 6.641230170827572 6.949359182135995
EOD
$series5 << EOD
5 0.42198042080306974 0.590914754745564
13.7 7.063658798789274 7.292686304739104
22.4 6.268935977417667 6.352144271715754
31.099999999999998 8.863476139663195 9.14489549405032
39.8 13.00224692612404 15.756376590907362
48.5 7.05943328521762 7.325885222971684
57.2 4.337079730813531 4.463809731742074
65.9 6.949359182135995 7.061975684263122
EOD
$series6 << EOD
6 0.590914754745564 0.5124257535589538
14.7 7.292686304739104 7.857258348360984
23.4 6.352144271715754 7.881254018627348
32.099999999999994 9.14489549405032 10.788061841506735
40.8 15.756376590907362 16.568845251959583
49.5 7.325885222971684 8.511712842362662
58.2 4.463809731742074 5.882850446698806
66.9 7.061975684263122 8.338355906132843
EOD
$series7 << EOD
7 0 0.5124257535589538
15.7 0 7.857258348360984
24.4 0 7.881254018627348
33.099999999999994 0 10.788061841506735
41.8 0 16.568845251959583
50.5 0 8.511712842362662
59.2 0 5.882850446698806
67.9 0 8.338355906132843
EOD
$line << EOD
-0.45 36.672916666666666
7.45 36.672916666666666

8.25 36.672916666666666
16.15 36.672916666666666

16.95 36.672916666666666
24.849999999999998 36.672916666666666

25.65 36.672916666666666
33.55 36.672916666666666

34.349999999999994 36.672916666666666
42.25 36.672916666666666

43.05 36.672916666666666
50.95 36.672916666666666

51.75 36.672916666666666
59.650000000000006 36.672916666666666

60.45 36.672916666666666
68.35000000000001 36.672916666666666

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
set label 10 "systolic" at screen 0.09323, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "spatial_fusion" at screen 0.18696, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "operand_serial" at screen 0.28070, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "dual_serial" at screen 0.37444, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "binary_overlay" at screen 0.46818, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "chunked_bfp" at screen 0.56191, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "term_serial" at screen 0.65565, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 17 "two_in_one" at screen 0.74939, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 18 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 19 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 20 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 21 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 23 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 25 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
