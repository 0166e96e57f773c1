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
set yrange [-1.4925817849084755:31.30153062734997]
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
1 30.097625603221122 0.0396739483447317
10.7 30.097625603221122 13.412587081622451
20.4 30.097625603221122 24.554590859192913
30.099999999999998 30.097625603221122 27.310342332499292
39.8 30.097625603221122 29.069895264116475
49.5 30.097625603221122 21.206406783449637
59.2 30.097625603221122 28.343953625765927
68.9 30.097625603221122 20.899105994328114
EOD
$series2 << EOD
2 0.0396739483447317 -1.4351747931812264
11.7 13.412587081622451 11.603001097496513
21.4 24.554590859192913 18.408911246119107
31.099999999999998 27.310342332499292 20.864832874136198
40.8 29.069895264116475 24.486013478959556
50.5 21.206406783449637 17.64540196932106
60.2 28.343953625765927 11.050342673823998
69.9 20.899105994328114 16.969064060199702
EOD
$series3 << EOD
3 -1.4351747931812264 1.3681371843034196
12.7 11.603001097496513 5.555777160887209
22.4 18.408911246119107 7.74139256281684
32.099999999999994 20.864832874136198 8.093446862064058
41.8 24.486013478959556 12.55450078748962
51.5 17.64540196932106 8.023946743055776
61.2 11.050342673823998 4.16822712891095
70.9 16.969064060199702 7.151541670642381
EOD
$series4 << EOD
4 1.3681371843034196 1.1869228189746006
13.7 5.555777160887209 5.054895003214221
23.4 7.74139256281684 7.155515763739772
33.099999999999994 8.093446862064058 7.3080041480316105
42.8 12.55450078748962 11.446823486503977
52.5 8.023946743055776 7.347767809898686
62.2 4.16822712891095 3.956936918098064
71.9 7.151541670642381 6.583268689979038
EOD
$series5 << EOD
5 1.1869228189746006 1.13459364630758
14.7 5.054895003214221 5.23285609331221
24.4 7.155515763739772 7.19735869784116
34.099999999999994 7.3080041480316105 7.554643058510979
43.8 11.446823486503977 13.107753623578667
53.5 7.347767809898686 7.488841990407213
63.2 3.956936918098064 3.799621661544983
72.9 6.583268689979038 6.66656946552997
EOD
$series6 << EOD
6 1.13459364630758 1.119770022308475
15.7 5.23285609331221 5.395646481043547
25.4 7.19735869784116 7.80819165851232
35.099999999999994 7.554643058510979 8.25349482350114
44.8 13.107753623578667 13.050139485155531
54.5 7.488841990407213 8.030713787803945
64.2 3.799621661544983 4.5336760427643
73.9 6.66656946552997 7.152282791221498
EOD
$series7 << EOD
8 0 1.119770022308475
17.7 0 5.395646481043547
27.4 0 7.80819165851232
37.099999999999994 0 8.25349482350114
46.8 0 13.050139485155531
56.5 0 8.030713787803945
66.2 0 4.5336760427643
75.9 0 7.152282791221498
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
set label 2 "0" at screen 0.03998, screen 0.12524 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.26177 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.39831 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.53485 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.67138 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.80792 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94446 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09430, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.19010, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.28590, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.38171, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.47751, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.57331, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.66911, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.76491, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 17 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 18 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 19 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 20 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 21 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 22 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 23 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 24 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
