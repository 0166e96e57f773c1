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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
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
set rmargin at screen 0.81232
set bmargin at screen 0.08448
set tmargin at screen 0.98000
set xrange [-0.8:21.9]
set yrange [-0.06191588463317914:40.51682011331445]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
5.7 0 36.672916666666666
11.399999999999999 0 36.672916666666666
17.099999999999998 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 -0.004746904854746603
6.7 36.672916666666666 -0.004746904854746603
12.399999999999999 36.672916666666666 -0.004746904854746603
18.099999999999998 36.672916666666666 -0.004746904854746603
EOD
$series2 << EOD
2 -0.004746904854746603 -0.05623536315016997
7.7 -0.004746904854746603 -0.0056207474008584946
13.399999999999999 -0.004746904854746603 -0.004559548765759036
19.099999999999998 -0.004746904854746603 -0.005222195766640958
EOD
$series3 << EOD
3 -0.05623536315016997 0.03184683686525691
8.7 -0.0056207474008584946 0.03960284464673558
14.399999999999999 -0.004559548765759036 0.03297679711137258
20.099999999999998 -0.005222195766640958 0.017937211371255035
EOD
$series4 << EOD
4 0 0.03184683686525691
9.7 0 0.03960284464673558
15.399999999999999 0 0.03297679711137258
21.099999999999998 0 0.017937211371255035
EOD
$line << EOD
-0.45 36.672916666666666
4.45 36.672916666666666

5.25 36.672916666666666
10.149999999999999 36.672916666666666

10.95 36.672916666666666
15.849999999999998 36.672916666666666

16.65 36.672916666666666
21.549999999999997 36.672916666666666

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08584 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.19619 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.30653 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.41688 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.52722 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.63756 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.74791 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.85825 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.96859 right font ',11' textcolor rgb '#33373d' front
set label 11 "2" at screen 0.14131, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.33351, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.52570, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.71790, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.07387, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.26607, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.45827, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.65046, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 19 "−36.7" at screen 0.10759, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 20 "−36.7" at screen 0.29979, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 21 "−36.7" at screen 0.49199, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 22 "−36.7" at screen 0.68418, screen 0.92308 center font ',11' textcolor rgb '#33373d' front
set label 23 "−0.1" at screen 0.14131, screen 0.11365 center font ',11' textcolor rgb '#33373d' front
set label 24 "0.0" at screen 0.33351, screen 0.11365 center font ',11' textcolor rgb '#33373d' front
set label 25 "0.0" at screen 0.52570, screen 0.11365 center font ',11' textcolor rgb '#33373d' front
set label 26 "0.0" at screen 0.71790, screen 0.11365 center font ',11' textcolor rgb '#33373d' front
set label 27 "0.1" at screen 0.17503, screen 0.11446 center font ',11' textcolor rgb '#33373d' front
set label 28 "0.0" at screen 0.36723, screen 0.11463 center font ',11' textcolor rgb '#33373d' front
set label 29 "0.0" at screen 0.55942, screen 0.11448 center font ',11' textcolor rgb '#33373d' front
set label 30 "0.0" at screen 0.75162, screen 0.11415 center font ',11' textcolor rgb '#33373d' front
set label 31 "0.0" at screen 0.20875, screen 0.11446 center font ',11' textcolor rgb '#33373d' front
set label 32 "0.0" at screen 0.40094, screen 0.11463 center font ',11' textcolor rgb '#33373d' front
set label 33 "0.0" at screen 0.59314, screen 0.11448 center font ',11' textcolor rgb '#33373d' front
set label 34 "0.0" at screen 0.78534, screen 0.11415 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 35 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#b08d57" fs solid 1.0 noborder
set object 4 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff"
set label 36 "supported widths" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#c9602f" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "stall: activations" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#8a8f96" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "small effects" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 39 "achieved" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.70254 to screen 0.85934, screen 0.70254 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 40 "ideal: bit operations" at screen 0.86625, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b9c4d0" title "ideal", \
     $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d" notitle, \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b08d57" title "supported widths", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 6 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#c9602f" title "stall: activations", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a8f96" title "small effects", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "achieved", \
     $line using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#33373d" title "ideal: bit operations"
