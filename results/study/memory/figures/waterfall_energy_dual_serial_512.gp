# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 1 channel; DDR4-2400 8Gb x8, 4 channels; DDR4-2400 8Gb x8, 8 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 16 channels; LPDDR5-6400 8Gb x16, 8 channels; HBM2-2000 pseudo channel, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: 8635d949ca6bdecf
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: d7a8351134467b5d
# input sweep: 675344138b52f49f
reset session
figure_title = "From the ideal saving to that in energy, dual_serial_512"
set terminal svg noenhanced size 940,349 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_dual_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.04690
set rmargin at screen 0.81232
set bmargin at screen 0.12049
set tmargin at screen 0.98009
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
1 36.672916666666666 33.38823019375165
10.7 36.672916666666666 30.66355075083882
20.4 36.672916666666666 33.615712721960996
30.099999999999998 36.672916666666666 33.733423476736476
39.8 36.672916666666666 31.92340299654478
49.5 36.672916666666666 33.677778227154256
59.2 36.672916666666666 33.649528259232085
68.9 36.672916666666666 33.7676027523666
EOD
$series2 << EOD
2 33.38823019375165 31.002686874016383
11.7 30.66355075083882 28.40558177247919
21.4 33.615712721960996 31.182566538712486
31.099999999999998 33.733423476736476 31.29921876150219
40.8 31.92340299654478 29.704152131389392
50.5 33.677778227154256 31.25544314661256
60.2 33.649528259232085 31.223967377638772
69.9 33.7676027523666 31.335457265157416
EOD
$series3 << EOD
3 31.002686874016383 8.659692530173468
12.7 28.40558177247919 8.958911979989159
22.4 31.182566538712486 9.842014698943224
32.099999999999994 31.29921876150219 9.659126873064949
41.8 29.704152131389392 8.321960687831409
51.5 31.25544314661256 8.689740661639943
61.2 31.223967377638772 13.228266271211297
70.9 31.335457265157416 14.219880421357256
EOD
$series4 << EOD
4 8.659692530173468 8.763875334972726
13.7 8.958911979989159 8.92125525610552
23.4 9.842014698943224 9.930684349239938
33.099999999999994 9.659126873064949 9.760855578883609
42.8 8.321960687831409 8.371769801659722
52.5 8.689740661639943 8.810198898609334
62.2 13.228266271211297 13.183822333894856
71.9 14.219880421357256 14.137840092351938
EOD
$series5 << EOD
5 8.763875334972726 9.04879524577903
14.7 8.92125525610552 9.189732922822492
24.4 9.930684349239938 10.196496519392584
34.099999999999994 9.760855578883609 10.031708794461801
43.8 8.371769801659722 8.662803259114238
53.5 8.810198898609334 9.092240988580302
63.2 13.183822333894856 13.33922629373524
72.9 14.137840092351938 14.245017131598736
EOD
$series6 << EOD
6 9.04879524577903 10.559563919872893
15.7 9.189732922822492 10.114939891234897
25.4 10.196496519392584 18.58967782806592
35.099999999999994 10.031708794461801 22.80022602444366
44.8 8.662803259114238 9.031812597343125
54.5 9.092240988580302 12.423869642649654
64.2 13.33922629373524 14.93858417070386
73.9 14.245017131598736 21.000707464422906
EOD
$series7 << EOD
8 0 10.559563919872893
17.7 0 10.114939891234897
27.4 0 18.58967782806592
37.099999999999994 0 22.80022602444366
46.8 0 9.031812597343125
56.5 0 12.423869642649654
66.2 0 14.93858417070386
75.9 0 21.000707464422906
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
set label 1 "Saving (%)" at screen 0.01418, screen 0.55029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.12049 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.23318 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.34587 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.45856 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.57125 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.68394 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.79663 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.90932 right font ',11' textcolor rgb '#33373d' front
set label 10 "balanced" at screen 0.09430, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 11 "DDR4-2400 x1" at screen 0.19010, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 12 "DDR4-2400 x4" at screen 0.28590, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 13 "DDR4-2400 x8" at screen 0.38171, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 14 "LPDDR4-3200" at screen 0.47751, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 15 "x4" at screen 0.47751, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 16 "LPDDR4-3200" at screen 0.57331, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 17 "x16" at screen 0.57331, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 18 "LPDDR5-6400" at screen 0.66911, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 19 "x8" at screen 0.66911, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 20 "HBM2 x16" at screen 0.76491, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94246 to screen 0.83790, screen 0.96928 fc rgb "#b9c4d0" fs solid 1.0 noborder
set label 21 "ideal" at screen 0.84689, screen 0.95587 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.82615, screen 0.89404 to screen 0.83790, screen 0.92086 fc rgb "#86b0d5" fs solid 1.0 noborder
set label 22 "array" at screen 0.84689, screen 0.90745 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.84562 to screen 0.83790, screen 0.87244 fc rgb "#4f86b8" fs solid 1.0 noborder
set label 23 "buffers" at screen 0.84689, screen 0.85903 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.79719 to screen 0.83790, screen 0.82401 fc rgb "#d9893b" fs solid 1.0 noborder
set label 24 "memory traffic" at screen 0.84689, screen 0.81060 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.74877 to screen 0.83790, screen 0.77559 fc rgb "#3f7a5a" fs solid 1.0 noborder
set label 25 "vector" at screen 0.84689, screen 0.76218 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.82615, screen 0.70034 to screen 0.83790, screen 0.72716 fc rgb "#c9c9c9" fs solid 1.0 noborder
set label 26 "other" at screen 0.84689, screen 0.71375 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.65192 to screen 0.83790, screen 0.67874 fc rgb "#f0c795" fs solid 1.0 noborder
set label 27 "memory idle" at screen 0.84689, screen 0.66533 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.82615, screen 0.60350 to screen 0.83790, screen 0.63032 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "achieved" at screen 0.84689, screen 0.61691 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.56848 to screen 0.85934, screen 0.56848 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 29 "ideal: bit operations" at screen 0.86625, screen 0.56848 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#b9c4d0" title "ideal", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#86b0d5" title "array", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#4f86b8" title "buffers", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#d9893b" title "memory traffic", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#3f7a5a" title "vector", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#c9c9c9" title "other", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#f0c795" title "memory idle", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
