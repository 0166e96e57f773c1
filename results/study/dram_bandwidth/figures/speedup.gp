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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4fed3b103169477e
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: cffa341ce9b33f03
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Speed-up over the baseline training of the first point"
set terminal svg noenhanced size 940,295 font 'Helvetica,13' background 'white'
set encoding utf8
set output "speedup.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.93622
set bmargin at screen 0.09593
set tmargin at screen 0.97729
set xrange [-0.8:41.4]
set yrange [0:3.1944163980295612]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5, "" 2, "" 2.5, "" 3)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.0003698316879142
4.7 0 1.0497395763119588
9.399999999999999 0 1.0748905747042625
14.099999999999998 0 1.127305836057183
18.799999999999997 0 1.1517314804963654
23.499999999999996 0 1.0754864247372742
28.199999999999996 0 1.0424449137215264
32.9 0 1.067433555088933
37.6 0 1.0727531239357109
EOD
$series1 << EOD
1 0 1.3779942160993408
5.7 0 1.5766858360352578
10.399999999999999 0 1.7072357259118416
15.099999999999998 0 1.7166726341831127
19.799999999999997 0 1.7168876952171968
24.499999999999996 0 1.6804621004294966
29.199999999999996 0 1.822385562054535
33.9 0 1.6789243592356122
38.6 0 1.6547292458452165
EOD
$series2 << EOD
2 0 1.6403762476115318
6.7 0 1.9757291498766203
11.399999999999999 0 2.1972445631021804
16.099999999999998 0 2.1645172282737093
20.799999999999997 0 2.1320453223465097
25.499999999999996 0 2.1455272270211605
30.199999999999996 0 2.563445718014058
34.9 0 2.16856319229221
39.6 0 2.109379030864631
EOD
$series3 << EOD
3 0 1.813330244366604
7.7 0 2.2327596475183675
12.399999999999999 0 2.521094276450531
17.099999999999998 0 2.451332823307417
21.799999999999997 0 2.393102457140125
26.499999999999996 0 2.4533638052257905
31.199999999999996 0 3.071554228874578
35.9 0 2.4869856817647076
40.6 0 2.4057922452775027
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.53661 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.09593 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.23388 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.37184 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.50979 right font ',11' textcolor rgb '#33373d' front
set label 6 "2" at screen 0.04323, screen 0.64774 right font ',11' textcolor rgb '#33373d' front
set label 7 "2.5" at screen 0.04323, screen 0.78570 right font ',11' textcolor rgb '#33373d' front
set label 8 "3" at screen 0.04323, screen 0.92365 right font ',11' textcolor rgb '#33373d' front
set label 9 "systolic" at screen 0.09844, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 10 "spatial_fusion" at screen 0.19713, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 11 "operand_serial" at screen 0.29581, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 12 "dual_serial" at screen 0.39450, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 13 "binary_overlay" at screen 0.49318, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 14 "chunked_bfp" at screen 0.59187, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 15 "term_serial" at screen 0.69055, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 16 "two_in_one" at screen 0.78924, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set label 17 "geometric mean" at screen 0.88792, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.95005, screen 0.93278 to screen 0.96180, screen 0.96451 fc rgb "#6b6b6b" fs solid 1.0 noborder
set label 18 "2" at screen 0.97079, screen 0.94864 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.95005, screen 0.87549 to screen 0.96180, screen 0.90722 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 19 "4" at screen 0.97079, screen 0.89136 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.95005, screen 0.81820 to screen 0.96180, screen 0.84993 fc rgb "#d08a3c" fs solid 1.0 noborder
set label 20 "8" at screen 0.97079, screen 0.83407 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.95005, screen 0.76092 to screen 0.96180, screen 0.79264 fc rgb "#3f8f6b" fs solid 1.0 noborder
set label 21 "16" at screen 0.97079, screen 0.77678 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "2", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "4", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d08a3c" title "8", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f8f6b" title "16"
