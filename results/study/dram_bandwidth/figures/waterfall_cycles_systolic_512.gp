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
figure_title = "From the ideal saving to that in cycles, systolic_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_systolic_512.svg"
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
set xrange [-0.8:17.9]
set yrange [-0.00522640553714074:40.51682011331445]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
4.7 0 36.672916666666666
9.399999999999999 0 36.672916666666666
14.099999999999998 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 -0.004746904854746603
5.7 36.672916666666666 -0.004746904854746603
10.399999999999999 36.672916666666666 -0.004746904854746603
15.099999999999998 36.672916666666666 -0.004746904854746603
EOD
$series2 << EOD
2 -0.004746904854746603 0.036969496300198745
6.7 -0.004746904854746603 0.05436358259846008
11.399999999999999 -0.004746904854746603 0.05243404102650562
16.099999999999998 -0.004746904854746603 0.04990171254219966
EOD
$series3 << EOD
3 0 0.036969496300198745
7.7 0 0.05436358259846008
12.399999999999999 0 0.05243404102650562
17.099999999999998 0 0.04990171254219966
EOD
$line << EOD
-0.45 36.672916666666666
3.45 36.672916666666666

4.25 36.672916666666666
8.15 36.672916666666666

8.95 36.672916666666666
12.849999999999998 36.672916666666666

13.649999999999999 36.672916666666666
17.549999999999997 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08459 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19509 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.30559 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.41609 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.52659 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.63708 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.74758 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.85808 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.96858 right font ',11' textcolor rgb '#33373d' front
set label 11 "2" at screen 0.13900, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.32720, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.51541, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.70362, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.07893, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.26714, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.45535, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.64355, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 19 "−36.7" at screen 0.11898, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 20 "−36.7" at screen 0.30718, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 21 "−36.7" at screen 0.49539, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 22 "−36.7" at screen 0.68360, screen 0.92296 center font ',11' textcolor rgb '#33373d' front
set label 23 "0.0" at screen 0.15902, screen 0.11332 center font ',11' textcolor rgb '#33373d' front
set label 24 "0.1" at screen 0.34723, screen 0.11370 center font ',11' textcolor rgb '#33373d' front
set label 25 "0.1" at screen 0.53543, screen 0.11366 center font ',11' textcolor rgb '#33373d' front
set label 26 "0.1" at screen 0.72364, screen 0.11361 center font ',11' textcolor rgb '#33373d' front
set label 27 "0.0" at screen 0.19906, screen 0.11332 center font ',11' textcolor rgb '#33373d' front
set label 28 "0.1" at screen 0.38727, screen 0.11370 center font ',11' textcolor rgb '#33373d' front
set label 29 "0.1" at screen 0.57548, screen 0.11366 center font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.76368, screen 0.11361 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 31 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 32 "supported widths" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 33 "small effects" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 34 "achieved" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.75299 to screen 0.85934, screen 0.75299 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 35 "ideal: bit operations" at screen 0.86625, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
