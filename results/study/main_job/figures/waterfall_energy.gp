# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: a8fe6c5d24769d8a
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 2e8de5ddd1d80d22
# input sweep: b2e690bd44547f19
reset session
figure_title = "From the ideal saving to that in energy"
set terminal svg noenhanced size 940,377 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.79572
set bmargin at screen 0.18448
set tmargin at screen 0.98024
set xrange [-0.8:94.80000000000001]
set yrange [0:38.77430555555556]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 37.282986111111114
8.7 0 37.282986111111114
17.4 0 37.282986111111114
26.099999999999998 0 37.282986111111114
34.8 0 37.282986111111114
43.5 0 37.282986111111114
52.2 0 37.282986111111114
60.900000000000006 0 37.282986111111114
69.60000000000001 0 37.282986111111114
78.30000000000001 0 37.282986111111114
87.00000000000001 0 37.282986111111114
EOD
$series1 << EOD
1 37.282986111111114 0.017946292890924642
9.7 37.282986111111114 21.14582986303851
18.4 37.282986111111114 30.49847636523374
27.099999999999998 37.282986111111114 33.03139043590664
35.8 37.282986111111114 36.65277939928083
44.5 37.282986111111114 25.83744662325381
53.2 37.282986111111114 32.259536040231815
61.900000000000006 37.282986111111114 28.51211502403117
70.60000000000001 37.282986111111114 33.93590063517161
79.30000000000001 37.282986111111114 33.528671505810514
88.00000000000001 37.282986111111114 32.7033058333001
EOD
$series2 << EOD
2 0.017946292890924642 1.5239432244217976
10.7 21.14582986303851 20.71827492726016
19.4 30.49847636523374 25.56928665032423
28.099999999999998 33.03139043590664 29.775068044131437
36.8 36.65277939928083 34.63887206163694
45.5 25.83744662325381 23.135112648276024
54.2 32.259536040231815 24.17854339935238
62.900000000000006 28.51211502403117 24.83216396692964
71.60000000000001 33.93590063517161 29.561605883774387
80.30000000000001 33.528671505810514 29.47399596081075
89.00000000000001 32.7033058333001 29.932007345201395
EOD
$series3 << EOD
3 1.5239432244217976 0.2721456155317048
11.7 20.71827492726016 5.357227890456994
20.4 25.56928665032423 3.9823288971135407
29.099999999999998 29.775068044131437 6.28009105693319
37.8 34.63887206163694 9.585917139402333
46.5 23.135112648276024 4.671762639841703
55.2 24.17854339935238 2.405440772197742
63.900000000000006 24.83216396692964 4.502454067924244
72.60000000000001 29.561605883774387 6.509533758167985
81.30000000000001 29.47399596081075 7.927333874291664
90.00000000000001 29.932007345201395 8.813312351838409
EOD
$series4 << EOD
4 0.2721456155317048 0.2709665614529788
12.7 5.357227890456994 5.422287946203896
21.4 3.9823288971135407 4.241735309306294
30.099999999999998 6.28009105693319 6.365108038966493
38.8 9.585917139402333 9.614302430015764
47.5 4.671762639841703 4.879356803163004
56.2 2.405440772197742 2.6181605846161804
64.9 4.502454067924244 4.705900110682337
73.60000000000001 6.509533758167985 6.440957921606105
82.30000000000001 7.927333874291664 7.982513425511628
91.00000000000001 8.813312351838409 8.792866481103545
EOD
$series5 << EOD
5 0.2709665614529788 0.3750370767512945
13.7 5.422287946203896 5.769024642386045
22.4 4.241735309306294 4.3100885841101055
31.099999999999998 6.365108038966493 6.59820588436677
39.8 9.614302430015764 11.972343374334804
48.5 4.879356803163004 5.079278417211974
57.2 2.6181605846161804 2.7548299811402943
65.9 4.705900110682337 4.802117968200537
74.60000000000001 6.440957921606105 6.625943687835322
83.30000000000001 7.982513425511628 8.178606234963237
92.00000000000001 8.792866481103545 9.014331118701934
EOD
$series6 << EOD
6 0.3750370767512945 0.3292944224605132
14.7 5.769024642386045 6.026600543306104
23.4 4.3100885841101055 5.30394659606298
32.099999999999994 6.59820588436677 7.747430618462025
40.8 11.972343374334804 12.630978892065569
49.5 5.079278417211974 5.864324046120228
58.2 2.7548299811402943 3.530525533475748
66.9 4.802117968200537 5.610195919628835
75.60000000000001 6.625943687835322 11.810769712854595
84.30000000000001 8.178606234963237 9.10508886807314
93.00000000000001 9.014331118701934 10.106598402094601
EOD
$series7 << EOD
7 0 0.3292944224605132
15.7 0 6.026600543306104
24.4 0 5.30394659606298
33.099999999999994 0 7.747430618462025
41.8 0 12.630978892065569
50.5 0 5.864324046120228
59.2 0 3.530525533475748
67.9 0 5.610195919628835
76.60000000000001 0 11.810769712854595
85.30000000000001 0 9.10508886807314
94.00000000000001 0 10.106598402094601
EOD
$line << EOD
-0.45 37.282986111111114
7.45 37.282986111111114

8.25 37.282986111111114
16.15 37.282986111111114

16.95 37.282986111111114
24.849999999999998 37.282986111111114

25.65 37.282986111111114
33.55 37.282986111111114

34.349999999999994 37.282986111111114
42.25 37.282986111111114

43.05 37.282986111111114
50.95 37.282986111111114

51.75 37.282986111111114
59.650000000000006 37.282986111111114

60.45 37.282986111111114
68.35000000000001 37.282986111111114

69.15 37.282986111111114
77.05000000000001 37.282986111111114

77.85000000000001 37.282986111111114
85.75000000000001 37.282986111111114

86.55000000000001 37.282986111111114
94.45000000000002 37.282986111111114

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.58236 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.18448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.28710 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.38971 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.49232 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.59494 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.69755 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.80017 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90278 right font ',11' textcolor rgb '#33373d' front
set label 10 "systolic_" at screen 0.08058, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 11 "512" at screen 0.08058, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 12 "spatial_" at screen 0.14872, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 13 "fusion_512" at screen 0.14872, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 14 "operand_" at screen 0.21687, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 15 "serial_512" at screen 0.21687, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 16 "dual_serial_" at screen 0.28502, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 17 "512" at screen 0.28502, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 18 "binary_" at screen 0.35316, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 19 "overlay_" at screen 0.35316, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 20 "512" at screen 0.35316, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 21 "chunked_" at screen 0.42131, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 22 "bfp_512" at screen 0.42131, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 23 "term_" at screen 0.48945, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 24 "serial_512" at screen 0.48945, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 25 "two_in_" at screen 0.55760, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 26 "one_512" at screen 0.55760, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 27 "plain_dual_" at screen 0.62575, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 28 "serial_512" at screen 0.62575, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 29 "dual_serial_" at screen 0.69389, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 30 "512 without" at screen 0.69389, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 31 "input_path" at screen 0.69389, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 32 "dual_serial_" at screen 0.76204, screen 0.14901 center font ',11' textcolor rgb '#33373d' front
set label 33 "512 with" at screen 0.76204, screen 0.11253 center font ',11' textcolor rgb '#33373d' front
set label 34 "delayed" at screen 0.76204, screen 0.07606 center font ',11' textcolor rgb '#33373d' front
set label 35 "ranges" at screen 0.76204, screen 0.03959 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94541 to screen 0.82131, screen 0.97024 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94541 to screen 0.82131, screen 0.97024 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 36 "ideal" at screen 0.83029, screen 0.95782 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.90058 to screen 0.82131, screen 0.92541 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 37 "array" at screen 0.83029, screen 0.91300 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.85576 to screen 0.82131, screen 0.88058 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 38 "buffers" at screen 0.83029, screen 0.86817 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.81093 to screen 0.82131, screen 0.83576 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.81093 to screen 0.82131, screen 0.83576 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 39 "memory traffic" at screen 0.83029, screen 0.82334 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.76610 to screen 0.82131, screen 0.79093 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.76610 to screen 0.82131, screen 0.79093 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 40 "vector" at screen 0.83029, screen 0.77851 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.72127 to screen 0.82131, screen 0.74610 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.72127 to screen 0.82131, screen 0.74610 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 41 "other" at screen 0.83029, screen 0.73369 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.67645 to screen 0.82131, screen 0.70127 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.67645 to screen 0.82131, screen 0.70127 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 42 "memory idle" at screen 0.83029, screen 0.68886 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.63162 to screen 0.82131, screen 0.65645 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 43 "achieved" at screen 0.83029, screen 0.64403 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.59920 to screen 0.85934, screen 0.59920 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 44 "ideal: bit operations" at screen 0.86625, screen 0.59920 left font ',13' textcolor rgb '#33373d' front
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
