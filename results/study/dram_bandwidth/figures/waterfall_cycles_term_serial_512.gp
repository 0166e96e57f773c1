# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 2 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 8 channels; LPDDR4-3200 8Gb x16, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: ce45fbbcc4aa74bf
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "From the ideal saving to that in cycles, term_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_term_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05373
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:41.9]
set yrange [-10.15623080400393:44.829581373668375]
unset xtics
set ytics ("" -10, "" 0, "" 10, "" 20, "" 30, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
10.7 0 36.672916666666666
21.4 0 36.672916666666666
32.1 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 31.257753095145258
11.7 36.672916666666666 31.257753095145258
22.4 36.672916666666666 31.257753095145258
33.1 36.672916666666666 31.257753095145258
EOD
$series2 << EOD
2 31.257753095145258 38.144015607005635
12.7 31.257753095145258 38.005202030171795
23.4 31.257753095145258 38.02112952471946
34.1 31.257753095145258 38.158307453221504
EOD
$series3 << EOD
3 38.144015607005635 37.534822581450676
13.7 38.005202030171795 37.45524946394333
24.4 38.02112952471946 37.5059977445648
35.1 38.158307453221504 37.77171877433
EOD
$series4 << EOD
4 37.534822581450676 -0.4041601783480897
14.7 37.45524946394333 23.981779946371304
25.4 37.5059977445648 36.81549188286777
36.1 37.77171877433 37.745790792554146
EOD
$series5 << EOD
5 -0.4041601783480897 -8.760224748657242
15.7 23.981779946371304 19.337573237674555
26.4 36.81549188286777 36.54638506342764
37.1 37.745790792554146 37.71510525546261
EOD
$series6 << EOD
6 -8.760224748657242 9.143974050258075
16.7 19.337573237674555 25.236050812268527
27.4 36.54638506342764 32.44531810155037
38.1 37.71510525546261 32.93422528490581
EOD
$series7 << EOD
7 9.143974050258075 4.714750422900915
17.7 25.236050812268527 15.72030404974134
28.4 32.44531810155037 24.594620797727472
39.1 32.93422528490581 28.068518323911707
EOD
$series8 << EOD
8 4.714750422900915 4.697399907505884
18.7 15.72030404974134 15.68536346405246
29.4 24.594620797727472 24.561586283064706
40.1 28.068518323911707 28.048517831195163
EOD
$series9 << EOD
9 0 4.697399907505884
19.7 0 15.68536346405246
30.4 0 24.561586283064706
41.1 0 28.048517831195163
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

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "−10" at screen 0.04681, screen 0.08702 right font ',11' textcolor rgb '#33373d' front
set label 3 "0" at screen 0.04681, screen 0.24989 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.04681, screen 0.41275 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.04681, screen 0.57561 right font ',11' textcolor rgb '#33373d' front
set label 6 "30" at screen 0.04681, screen 0.73848 right font ',11' textcolor rgb '#33373d' front
set label 7 "40" at screen 0.04681, screen 0.90134 right font ',11' textcolor rgb '#33373d' front
set label 8 "2" at screen 0.14789, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 9 "4" at screen 0.33798, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "8" at screen 0.52807, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "16" at screen 0.71816, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "36.7" at screen 0.06794, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "36.7" at screen 0.25803, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "36.7" at screen 0.44812, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.63821, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "−5.4" at screen 0.08571, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "−5.4" at screen 0.27580, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "−5.4" at screen 0.46589, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−5.4" at screen 0.65598, screen 0.85865 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "6.9" at screen 0.10347, screen 0.88261 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "6.7" at screen 0.29356, screen 0.88035 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "6.8" at screen 0.48365, screen 0.88061 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "6.9" at screen 0.67375, screen 0.88284 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−0.6" at screen 0.12124, screen 0.88261 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−0.5" at screen 0.31133, screen 0.88035 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−0.5" at screen 0.50142, screen 0.88061 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−0.4" at screen 0.69151, screen 0.88284 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−37.9" at screen 0.13900, screen 0.87269 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−13.5" at screen 0.32909, screen 0.87139 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−0.7" at screen 0.51919, screen 0.87222 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.70928, screen 0.87655 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "−8.4" at screen 0.15677, screen 0.25480 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "−4.6" at screen 0.34686, screen 0.65196 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "−0.3" at screen 0.53695, screen 0.86097 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.0" at screen 0.72704, screen 0.87612 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "17.9" at screen 0.17454, screen 0.41030 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "5.9" at screen 0.36463, screen 0.67238 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "−4.1" at screen 0.55472, screen 0.85659 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−4.8" at screen 0.74481, screen 0.87562 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "−4.4" at screen 0.19230, screen 0.41030 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "−9.5" at screen 0.38239, screen 0.67238 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "−7.9" at screen 0.57248, screen 0.78980 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "−4.9" at screen 0.76257, screen 0.79776 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "0.0" at screen 0.21007, screen 0.33817 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "0.0" at screen 0.40016, screen 0.51741 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "0.0" at screen 0.59025, screen 0.66194 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 47 "0.0" at screen 0.78034, screen 0.71851 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 48 "4.7" at screen 0.22783, screen 0.33788 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 49 "15.7" at screen 0.41792, screen 0.51684 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 50 "24.6" at screen 0.60801, screen 0.66140 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 51 "28.0" at screen 0.79810, screen 0.71819 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 52 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 53 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 54 "utilisation" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 55 "fill and drain" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#c9602f" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 56 "stall: activations" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 57 "stall: store" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 58 "stall: synchronisation" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 14 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 59 "idle: vector" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 16 rectangle from screen 0.82615, screen 0.53722 to screen 0.83790, screen 0.56516 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 60 "small effects" at screen 0.84689, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.82615, screen 0.48678 to screen 0.83790, screen 0.51472 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 61 "achieved" at screen 0.84689, screen 0.50075 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.45030 to screen 0.85934, screen 0.45030 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 62 "ideal: bit operations" at screen 0.86625, screen 0.45030 left font ',13' textcolor rgb '#33373d' front
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
