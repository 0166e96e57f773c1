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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 853ccbde9e4ee8d2
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: b7b12812f2132719
# input sweep: d0588ae0e596084d
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
1 36.672916666666666 33.404320241968875
10.7 36.672916666666666 30.663561090562386
20.4 36.672916666666666 33.61559480841888
30.099999999999998 36.672916666666666 33.73458507237327
39.8 36.672916666666666 31.925257448662013
49.5 36.672916666666666 33.67195630037594
59.2 36.672916666666666 33.64392055627583
68.9 36.672916666666666 33.76694686274395
EOD
$series2 << EOD
2 33.404320241968875 31.02817839419536
11.7 30.663561090562386 28.405591034285905
21.4 33.61559480841888 31.182474118207814
31.099999999999998 33.73458507237327 31.30012258806698
40.8 31.925257448662013 29.706052046258712
50.5 33.67195630037594 31.2702501023715
60.2 33.64392055627583 31.238617432198488
69.9 33.76694686274395 31.334794957186904
EOD
$series3 << EOD
3 31.02817839419536 8.660831704160609
12.7 28.405591034285905 8.958881540394293
22.4 31.182474118207814 9.842135629387794
32.099999999999994 31.30012258806698 9.661311288028463
41.8 29.706052046258712 8.310449912472095
51.5 31.2702501023715 8.693463182695915
61.2 31.238617432198488 13.235445511321341
70.9 31.334794957186904 14.211604104385577
EOD
$series4 << EOD
4 8.660831704160609 8.765614505236496
13.7 8.958881540394293 8.92122679911841
23.4 9.842135629387794 9.930787824982346
33.099999999999994 9.661311288028463 9.763015393235008
42.8 8.310449912472095 8.360259621897614
52.5 8.693463182695915 8.81302857365852
62.2 13.235445511321341 13.189914760265719
71.9 14.211604104385577 14.129880005943996
EOD
$series5 << EOD
5 8.765614505236496 9.051804883305625
14.7 8.92122679911841 9.189705910089618
24.4 9.930787824982346 10.196578616134055
34.099999999999994 9.763015393235008 10.033831083957168
43.8 8.360259621897614 8.651675848508622
53.5 8.81302857365852 9.09758604099279
63.2 13.189914760265719 13.349092327975177
72.9 14.129880005943996 14.237608868549623
EOD
$series6 << EOD
6 9.051804883305625 10.5657118382399
15.7 9.189705910089618 10.114897222667219
25.4 10.196578616134055 18.589108105707062
35.099999999999994 10.033831083957168 22.802618997936076
44.8 8.651675848508622 9.020443543094302
54.5 9.09758604099279 12.426214007756665
64.2 13.349092327975177 14.951819487187057
73.9 14.237608868549623 20.993431450701205
EOD
$series7 << EOD
8 0 10.5657118382399
17.7 0 10.114897222667219
27.4 0 18.589108105707062
37.099999999999994 0 22.802618997936076
46.8 0 9.020443543094302
56.5 0 12.426214007756665
66.2 0 14.951819487187057
75.9 0 20.993431450701205
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
set object 2 rectangle from screen 0.82615, screen 0.94246 to screen 0.83790, screen 0.96928 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 21 "ideal" at screen 0.84689, screen 0.95587 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89404 to screen 0.83790, screen 0.92086 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 22 "array" at screen 0.84689, screen 0.90745 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.84562 to screen 0.83790, screen 0.87244 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 23 "buffers" at screen 0.84689, screen 0.85903 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.79719 to screen 0.83790, screen 0.82401 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.79719 to screen 0.83790, screen 0.82401 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 24 "memory traffic" at screen 0.84689, screen 0.81060 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.74877 to screen 0.83790, screen 0.77559 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.74877 to screen 0.83790, screen 0.77559 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "vector" at screen 0.84689, screen 0.76218 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.70034 to screen 0.83790, screen 0.72716 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.70034 to screen 0.83790, screen 0.72716 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 26 "other" at screen 0.84689, screen 0.71375 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.65192 to screen 0.83790, screen 0.67874 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.65192 to screen 0.83790, screen 0.67874 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 27 "memory idle" at screen 0.84689, screen 0.66533 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.60350 to screen 0.83790, screen 0.63032 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "achieved" at screen 0.84689, screen 0.61691 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.56848 to screen 0.85934, screen 0.56848 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 29 "ideal: bit operations" at screen 0.86625, screen 0.56848 left font ',13' textcolor rgb '#33373d' front
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
