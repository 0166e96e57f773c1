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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:76.7]
set yrange [-1.5970646501443788:24.08458835341365]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 23.158258032128508
9.7 0 23.158258032128508
19.4 0 23.158258032128508
29.099999999999998 0 23.158258032128508
38.8 0 23.158258032128508
48.5 0 23.158258032128508
58.2 0 23.158258032128508
67.9 0 23.158258032128508
EOD
$series1 << EOD
1 23.158258032128508 0.040394651986586094
10.7 23.158258032128508 0.04175593863752214
20.4 23.158258032128508 17.2277290110476
30.099999999999998 23.158258032128508 19.992152260919028
39.8 23.158258032128508 22.28717012147632
49.5 23.158258032128508 12.938889658915798
59.2 23.158258032128508 18.891769194919096
68.9 23.158258032128508 10.506889153488762
EOD
$series2 << EOD
2 0.040394651986586094 0.9052226363913118
11.7 0.04175593863752214 0.56079011998309
21.4 17.2277290110476 15.084505336298404
31.099999999999998 19.992152260919028 18.051337191350303
40.8 22.28717012147632 21.308293590102302
50.5 12.938889658915798 12.144983173854284
60.2 18.891769194919096 -1.5356390866772873
69.9 10.506889153488762 9.994571239673155
EOD
$series3 << EOD
3 0.9052226363913118 5.517685182656861
12.7 0.56079011998309 4.97195340654808
22.4 15.084505336298404 7.264781523419372
32.099999999999994 18.051337191350303 8.4011414431718
41.8 21.308293590102302 9.912891657681955
51.5 12.144983173854284 9.980057156397336
61.2 -1.5356390866772873 2.628942244100718
70.9 9.994571239673155 6.304218040999776
EOD
$series4 << EOD
4 5.517685182656861 5.41630196734365
13.7 4.97195340654808 4.8915828350303725
23.4 7.264781523419372 7.327933058847813
33.099999999999994 8.4011414431718 8.46710576956502
42.8 9.912891657681955 9.965291651917118
52.5 9.980057156397336 9.974540266982123
62.2 2.628942244100718 2.7906920336708274
71.9 6.304218040999776 6.315280007224255
EOD
$series5 << EOD
5 5.41630196734365 5.376461179024772
14.7 4.8915828350303725 4.846766533323909
24.4 7.327933058847813 7.345979038486916
34.099999999999994 8.46710576956502 8.53087797630484
43.8 9.965291651917118 10.981687780491233
53.5 9.974540266982123 9.952510674558168
63.2 2.7906920336708274 2.417218232235341
72.9 6.315280007224255 6.371560116182306
EOD
$series6 << EOD
6 5.376461179024772 5.002434049613891
15.7 4.846766533323909 4.563269529053759
25.4 7.345979038486916 7.585243643001016
35.099999999999994 8.53087797630484 8.825035917001022
44.8 10.981687780491233 11.35596318880505
54.5 9.952510674558168 9.855568130768244
64.2 2.417218232235341 3.086076071479571
73.9 6.371560116182306 6.429093947503972
EOD
$series7 << EOD
8 0 5.002434049613891
17.7 0 4.563269529053759
27.4 0 7.585243643001016
37.099999999999994 0 8.825035917001022
46.8 0 11.35596318880505
56.5 0 9.855568130768244
66.2 0 3.086076071479571
75.9 0 6.429093947503972
EOD
$line << EOD
-0.45 23.158258032128508
8.45 23.158258032128508

9.25 23.158258032128508
18.15 23.158258032128508

18.95 23.158258032128508
27.849999999999998 23.158258032128508

28.65 23.158258032128508
37.55 23.158258032128508

38.349999999999994 23.158258032128508
47.25 23.158258032128508

48.05 23.158258032128508
56.95 23.158258032128508

57.75 23.158258032128508
66.65 23.158258032128508

67.45 23.158258032128508
76.35000000000001 23.158258032128508

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.14017 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.31452 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.48887 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.66322 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.83757 right font ',11' textcolor rgb '#33373d' front
set label 7 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 8 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 15 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 16 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 17 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 18 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 19 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 20 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 21 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 22 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
