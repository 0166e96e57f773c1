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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: d7bfc6d957226263
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 8156fa19b0e916ec
# input sweep: 7b3d8f83fd305080
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
set rmargin at screen 0.79572
set bmargin at screen 0.12049
set tmargin at screen 0.98009
set xrange [-0.8:68.7]
set yrange [0:38.139833333333335]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
8.7 0 36.672916666666666
17.4 0 36.672916666666666
26.099999999999998 0 36.672916666666666
34.8 0 36.672916666666666
43.5 0 36.672916666666666
52.2 0 36.672916666666666
60.900000000000006 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 33.404320241968875
9.7 36.672916666666666 30.66393901879846
18.4 36.672916666666666 33.615617896242945
27.099999999999998 36.672916666666666 33.73458507237327
35.8 36.672916666666666 31.925257448662013
44.5 36.672916666666666 33.67195630037594
53.2 36.672916666666666 33.64392055627583
61.900000000000006 36.672916666666666 33.76693285609497
EOD
$series2 << EOD
2 33.404320241968875 31.02817839419536
10.7 30.66393901879846 28.405914617793016
19.4 33.615617896242945 31.18249387680758
28.099999999999998 33.73458507237327 31.30012258806698
36.8 31.925257448662013 29.706052046258712
45.5 33.67195630037594 31.2702501023715
54.2 33.64392055627583 31.238617432198488
62.900000000000006 33.76693285609497 31.335383037516063
EOD
$series3 << EOD
3 31.02817839419536 8.660831704160609
11.7 28.405914617793016 6.583824944089811
20.4 31.18249387680758 7.21903820637384
29.099999999999998 31.30012258806698 7.120717783186936
37.8 29.706052046258712 8.310449912472095
46.5 31.2702501023715 8.693463182695915
55.2 31.238617432198488 13.235445511321341
63.900000000000006 31.335383037516063 12.658368415854515
EOD
$series4 << EOD
4 8.660831704160609 8.76907348042516
12.7 6.583824944089811 6.632290841831001
21.4 7.21903820637384 7.359950950693928
30.099999999999998 7.120717783186936 7.266759356500896
38.8 8.310449912472095 8.362856669034713
47.5 8.693463182695915 8.816684469347901
56.2 13.235445511321341 13.194255447398806
64.9 12.658368415854515 12.660833146101757
EOD
$series5 << EOD
5 8.76907348042516 9.055072754456306
13.7 6.632290841831001 6.912181134435491
22.4 7.359950950693928 7.646502823745737
31.099999999999998 7.266759356500896 7.554098930114761
39.8 8.362856669034713 8.654106478825907
48.5 8.816684469347901 9.101048703179936
57.2 13.194255447398806 13.353135876907018
65.9 12.660833146101757 12.8419675506523
EOD
$series6 << EOD
6 9.055072754456306 10.568250661783052
14.7 6.912181134435491 8.209451627714559
23.4 7.646502823745737 15.987704622546605
32.099999999999994 7.554098930114761 20.451879906520233
40.8 8.654106478825907 9.022533962283752
49.5 9.101048703179936 12.428481211498566
58.2 13.353135876907018 14.95484190928118
66.9 12.8419675506523 19.752937372393454
EOD
$series7 << EOD
7 0 10.568250661783052
15.7 0 8.209451627714559
24.4 0 15.987704622546605
33.099999999999994 0 20.451879906520233
41.8 0 9.022533962283752
50.5 0 12.428481211498566
59.2 0 14.95484190928118
67.9 0 19.752937372393454
EOD
$line << EOD
-0.45 36.672916666666666
7.45 36.672916666666666

8.25 36.672916666666666
16.15 36.672916666666666

16.95 36.672916666666666
24.849999999999998 36.672916666666666

25.65 36.672916666666666
33.55 36.672916666666666

34.349999999999994 36.672916666666666
42.25 36.672916666666666

43.05 36.672916666666666
50.95 36.672916666666666

51.75 36.672916666666666
59.650000000000006 36.672916666666666

60.45 36.672916666666666
68.35000000000001 36.672916666666666

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
set label 10 "balanced" at screen 0.09323, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 11 "DDR4-2400 x1" at screen 0.18696, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 12 "DDR4-2400 x4" at screen 0.28070, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 13 "DDR4-2400 x8" at screen 0.37444, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 14 "LPDDR4-3200" at screen 0.46818, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 15 "x4" at screen 0.46818, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 16 "LPDDR4-3200" at screen 0.56191, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 17 "x16" at screen 0.56191, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 18 "LPDDR5-6400" at screen 0.65565, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set label 19 "x8" at screen 0.65565, screen 0.04277 center font ',11' textcolor rgb '#33373d' front
set label 20 "HBM2 x16" at screen 0.74939, screen 0.08216 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94246 to screen 0.82131, screen 0.96928 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94246 to screen 0.82131, screen 0.96928 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 21 "ideal" at screen 0.83029, screen 0.95587 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89404 to screen 0.82131, screen 0.92086 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 22 "array" at screen 0.83029, screen 0.90745 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.84562 to screen 0.82131, screen 0.87244 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 23 "buffers" at screen 0.83029, screen 0.85903 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.79719 to screen 0.82131, screen 0.82401 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.79719 to screen 0.82131, screen 0.82401 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 24 "memory traffic" at screen 0.83029, screen 0.81060 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.74877 to screen 0.82131, screen 0.77559 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.74877 to screen 0.82131, screen 0.77559 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 25 "vector" at screen 0.83029, screen 0.76218 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.70034 to screen 0.82131, screen 0.72716 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.70034 to screen 0.82131, screen 0.72716 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 26 "other" at screen 0.83029, screen 0.71375 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.65192 to screen 0.82131, screen 0.67874 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.65192 to screen 0.82131, screen 0.67874 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 27 "memory idle" at screen 0.83029, screen 0.66533 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.60350 to screen 0.82131, screen 0.63032 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "achieved" at screen 0.83029, screen 0.61691 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.56848 to screen 0.85934, screen 0.56848 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
