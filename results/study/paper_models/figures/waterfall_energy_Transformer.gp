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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:76.7]
set yrange [0:31.3030303030303]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 30.099067599067595
9.7 0 30.099067599067595
19.4 0 30.099067599067595
29.099999999999998 0 30.099067599067595
38.8 0 30.099067599067595
48.5 0 30.099067599067595
58.2 0 30.099067599067595
67.9 0 30.099067599067595
EOD
$series1 << EOD
1 30.099067599067595 0.0049132357497816415
10.7 30.099067599067595 10.983148386493902
20.4 30.099067599067595 16.833951208574582
30.099999999999998 30.099067599067595 20.079727808452695
39.8 30.099067599067595 25.232954349496772
49.5 30.099067599067595 17.75184422320738
59.2 30.099067599067595 23.336747734670805
68.9 30.099067599067595 17.70996522665532
EOD
$series2 << EOD
2 0.0049132357497816415 0.5725592677865654
11.7 10.983148386493902 8.422405070315087
21.4 16.833951208574582 1.8648596939951911
31.099999999999998 20.079727808452695 6.851296666840057
40.8 25.232954349496772 17.551744236840594
50.5 17.75184422320738 12.086458484918827
60.2 23.336747734670805 3.895677799591324
69.9 17.70996522665532 9.187854569475828
EOD
$series3 << EOD
3 0.5725592677865654 2.236856324870884
12.7 8.422405070315087 4.23144698176503
22.4 1.8648596939951911 2.4132157637021923
32.099999999999994 6.851296666840057 3.9015790984368803
41.8 17.551744236840594 7.390381851795202
51.5 12.086458484918827 7.116170999797122
61.2 3.895677799591324 1.6950301758094866
70.9 9.187854569475828 4.035127583726639
EOD
$series4 << EOD
4 2.236856324870884 1.7733058885020858
13.7 4.23144698176503 3.447014241333224
23.4 2.4132157637021923 2.016697859127181
33.099999999999994 3.9015790984368803 3.156316493899347
42.8 7.390381851795202 5.9808582905563785
52.5 7.116170999797122 5.782580115177782
62.2 1.6950301758094866 1.4467183859855237
71.9 4.035127583726639 3.3033214756664986
EOD
$series5 << EOD
5 1.7733058885020858 1.790868318366945
14.7 3.447014241333224 3.588716309683093
24.4 2.016697859127181 1.8436252321844204
34.099999999999994 3.156316493899347 3.0269866282527147
43.8 5.9808582905563785 7.266978623721143
53.5 5.782580115177782 5.999081757368296
63.2 1.4467183859855237 1.334412317789957
72.9 3.3033214756664986 3.341066931322989
EOD
$series6 << EOD
6 1.790868318366945 1.6362166853322146
15.7 3.588716309683093 3.4913443176176617
25.4 1.8436252321844204 2.2245315121063425
35.099999999999994 3.0269866282527147 3.182269135564675
44.8 7.266978623721143 6.881539710500106
54.5 5.999081757368296 5.98345460344385
64.2 1.334412317789957 1.740386032774588
73.9 3.341066931322989 3.5052392926786857
EOD
$series7 << EOD
8 0 1.6362166853322146
17.7 0 3.4913443176176617
27.4 0 2.2245315121063425
37.099999999999994 0 3.182269135564675
46.8 0 6.881539710500106
56.5 0 5.98345460344385
66.2 0 1.740386032774588
75.9 0 3.5052392926786857
EOD
$line << EOD
-0.45 30.099067599067595
8.45 30.099067599067595

9.25 30.099067599067595
18.15 30.099067599067595

18.95 30.099067599067595
27.849999999999998 30.099067599067595

28.65 30.099067599067595
37.55 30.099067599067595

38.349999999999994 30.099067599067595
47.25 30.099067599067595

48.05 30.099067599067595
56.95 30.099067599067595

57.75 30.099067599067595
66.65 30.099067599067595

67.45 30.099067599067595
76.35000000000001 30.099067599067595

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.22752 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.37056 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.51360 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.65664 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.79968 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.94272 right font ',11' textcolor rgb '#33373d' front
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
