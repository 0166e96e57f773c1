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
figure_title = "From the ideal saving to that in energy, 2-LSTM"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_2-LSTM.svg"
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
set yrange [-0.8008655650126784:24.08458835341365]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 23.158258032128508
8.7 0 23.158258032128508
17.4 0 23.158258032128508
26.099999999999998 0 23.158258032128508
34.8 0 23.158258032128508
43.5 0 23.158258032128508
52.2 0 23.158258032128508
60.900000000000006 0 23.158258032128508
EOD
$series1 << EOD
1 23.158258032128508 0.043199984918562695
9.7 23.158258032128508 -0.7700630432814215
18.4 23.158258032128508 17.217444802264314
27.099999999999998 23.158258032128508 19.97285705769214
35.8 23.158258032128508 22.305936802965487
44.5 23.158258032128508 12.88935966474135
53.2 23.158258032128508 18.882044812095987
61.900000000000006 23.158258032128508 10.49318120319901
EOD
$series2 << EOD
2 0.043199984918562695 0.9008131685733667
10.7 -0.7700630432814215 1.0894199804894922
19.4 17.217444802264314 14.71865060508578
28.099999999999998 19.97285705769214 17.906587135842187
36.8 22.305936802965487 21.331799914451622
45.5 12.88935966474135 12.290668964170948
54.2 18.882044812095987 0.5704131705101867
62.900000000000006 10.49318120319901 10.220931113135324
EOD
$series3 << EOD
3 0.9008131685733667 5.309572817359909
11.7 1.0894199804894922 4.7377016865287835
20.4 14.71865060508578 6.996111723338827
29.099999999999998 17.906587135842187 8.234035511176296
37.8 21.331799914451622 9.911189203863657
46.5 12.290668964170948 11.54600729178532
55.2 0.5704131705101867 1.0822261885325868
63.900000000000006 10.220931113135324 6.385379466094565
EOD
$series4 << EOD
4 5.309572817359909 5.208992082492414
12.7 4.7377016865287835 4.657354023817428
21.4 6.996111723338827 7.065294302997393
30.099999999999998 8.234035511176296 8.302023507430567
38.8 9.911189203863657 9.964608739030512
47.5 11.54600729178532 11.505252142968747
56.2 1.0822261885325868 1.2673192638535724
64.9 6.385379466094565 6.394190143178046
EOD
$series5 << EOD
5 5.208992082492414 5.1641464452618075
13.7 4.657354023817428 4.696915438304505
22.4 7.065294302997393 7.078261138871245
31.099999999999998 8.302023507430567 8.365864515425647
39.8 9.964608739030512 10.968752855858742
48.5 11.505252142968747 11.457470839672846
57.2 1.2673192638535724 1.0174080173633193
65.9 6.394190143178046 6.461738415590945
EOD
$series6 << EOD
6 5.1641464452618075 4.801956222615145
14.7 4.696915438304505 4.409712096835783
23.4 7.078261138871245 7.350764699163681
32.099999999999994 8.365864515425647 8.660240901992422
40.8 10.968752855858742 11.35384668855236
49.5 11.457470839672846 11.285451145998604
58.2 1.0174080173633193 1.7744526916466996
66.9 6.461738415590945 6.507597206229243
EOD
$series7 << EOD
7 0 4.801956222615145
15.7 0 4.409712096835783
24.4 0 7.350764699163681
33.099999999999994 0 8.660240901992422
41.8 0 11.35384668855236
50.5 0 11.285451145998604
59.2 0 1.7744526916466996
67.9 0 6.507597206229243
EOD
$line << EOD
-0.45 23.158258032128508
7.45 23.158258032128508

8.25 23.158258032128508
16.15 23.158258032128508

16.95 23.158258032128508
24.849999999999998 23.158258032128508

25.65 23.158258032128508
33.55 23.158258032128508

34.349999999999994 23.158258032128508
42.25 23.158258032128508

43.05 23.158258032128508
50.95 23.158258032128508

51.75 23.158258032128508
59.650000000000006 23.158258032128508

60.45 23.158258032128508
68.35000000000001 23.158258032128508

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.11330 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.29323 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.47316 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.65308 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.83301 right font ',11' textcolor rgb '#33373d' front
set label 7 "systolic" at screen 0.09323, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 8 "spatial_fusion" at screen 0.18696, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "operand_serial" at screen 0.28070, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "dual_serial" at screen 0.37444, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "binary_overlay" at screen 0.46818, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "chunked_bfp" at screen 0.56191, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "term_serial" at screen 0.65565, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "two_in_one" at screen 0.74939, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 16 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 17 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 18 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 19 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 20 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 21 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 22 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 23 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
