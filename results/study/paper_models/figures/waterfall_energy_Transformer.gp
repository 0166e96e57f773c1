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
figure_title = "From the ideal saving to that in energy, Transformer"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_Transformer.svg"
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
set yrange [-0.4531397656133844:31.3030303030303]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.099067599067595
8.7 0 30.099067599067595
17.4 0 30.099067599067595
26.099999999999998 0 30.099067599067595
34.8 0 30.099067599067595
43.5 0 30.099067599067595
52.2 0 30.099067599067595
60.900000000000006 0 30.099067599067595
EOD
$series1 << EOD
1 30.099067599067595 0.010254782939889129
9.7 30.099067599067595 13.056905070690505
18.4 30.099067599067595 24.347018966930577
27.099999999999998 30.099067599067595 25.670061941194966
35.8 30.099067599067595 27.331024558099504
44.5 30.099067599067595 19.425255355137548
53.2 30.099067599067595 27.250363855952518
61.900000000000006 30.099067599067595 20.541690137984958
EOD
$series2 << EOD
2 0.010254782939889129 1.8023796942045145
10.7 13.056905070690505 10.466344163559683
19.4 24.347018966930577 11.35766705912774
28.099999999999998 25.670061941194966 13.332515974435378
36.8 27.331024558099504 18.49360481700146
45.5 19.425255355137548 14.08451690129291
54.2 27.250363855952518 0.34454494832887317
62.900000000000006 20.541690137984958 10.850185768300157
EOD
$series3 << EOD
3 1.8023796942045145 1.8631596156165164
11.7 10.466344163559683 4.588114471148718
20.4 11.35766705912774 3.34327288375329
29.099999999999998 13.332515974435378 5.124163867531295
37.8 18.49360481700146 7.702892174443454
46.5 14.08451690129291 5.695451247236893
55.2 0.34454494832887317 -0.38713671639065694
63.900000000000006 10.850185768300157 3.4703753607408405
EOD
$series4 << EOD
4 1.8631596156165164 1.3573671848384206
12.7 4.588114471148718 3.5472474524709807
21.4 3.34327288375329 2.6506680871463906
30.099999999999998 5.124163867531295 3.8862350373486954
38.8 7.702892174443454 5.88920255047366
47.5 5.695451247236893 4.433397454309939
56.2 -0.38713671639065694 -0.11795827434359918
64.9 3.4703753607408405 2.729291187278171
EOD
$series5 << EOD
5 1.3573671848384206 1.4261857990596538
13.7 3.5472474524709807 3.7737958880211586
22.4 2.6506680871463906 2.643689206195632
31.099999999999998 3.8862350373486954 4.01446518924542
39.8 5.88920255047366 7.456822098811999
48.5 4.433397454309939 4.825219620893351
57.2 -0.11795827434359918 -0.4357113130897927
65.9 2.729291187278171 2.7175421951741496
EOD
$series6 << EOD
6 1.4261857990596538 1.2860504183416888
14.7 3.7737958880211586 3.775803088843166
23.4 2.643689206195632 3.246537587294507
32.099999999999994 4.01446518924542 4.308582759168544
40.8 7.456822098811999 7.222341545947197
49.5 4.825219620893351 5.105903623570018
58.2 -0.4357113130897927 0.3230124156847425
66.9 2.7175421951741496 3.1830542087042613
EOD
$series7 << EOD
7 0 1.2860504183416888
15.7 0 3.775803088843166
24.4 0 3.246537587294507
33.099999999999994 0 4.308582759168544
41.8 0 7.222341545947197
50.5 0 5.105903623570018
59.2 0 0.3230124156847425
67.9 0 3.1830542087042613
EOD
$line << EOD
-0.45 30.099067599067595
7.45 30.099067599067595

8.25 30.099067599067595
16.15 30.099067599067595

16.95 30.099067599067595
24.849999999999998 30.099067599067595

25.65 30.099067599067595
33.55 30.099067599067595

34.349999999999994 30.099067599067595
42.25 30.099067599067595

43.05 30.099067599067595
50.95 30.099067599067595

51.75 30.099067599067595
59.650000000000006 30.099067599067595

60.45 30.099067599067595
68.35000000000001 30.099067599067595

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.09726 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.23826 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37926 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.52026 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.66126 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.80225 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94325 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09323, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.18696, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28070, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.37444, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.46818, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.56191, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.65565, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.74939, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 18 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 19 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 21 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 22 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 25 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
