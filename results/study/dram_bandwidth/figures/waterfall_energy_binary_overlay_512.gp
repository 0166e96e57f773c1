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
figure_title = "From the ideal saving to that in energy, binary_overlay_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_binary_overlay_512.svg"
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
set xrange [-0.8:37.89999999999999]
set yrange [0:43.08449749595211]
unset xtics
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35, "" 40)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.672916666666666
9.7 0 36.672916666666666
19.4 0 36.672916666666666
29.099999999999998 0 36.672916666666666
EOD
$series1 << EOD
1 36.672916666666666 31.480671591494644
10.7 36.672916666666666 35.749866007383176
20.4 36.672916666666666 36.4276473315776
30.099999999999998 36.672916666666666 36.556454546643
EOD
$series2 << EOD
2 31.480671591494644 31.9369529211578
11.7 35.749866007383176 34.46977811058189
21.4 36.4276473315776 34.996918317744075
31.099999999999998 36.556454546643 35.09874578929904
EOD
$series3 << EOD
3 31.9369529211578 12.212227657968333
12.7 34.46977811058189 12.798953768507658
22.4 34.996918317744075 12.907263019271896
32.099999999999994 35.09874578929904 12.88554907830457
EOD
$series4 << EOD
4 12.212227657968333 12.03938271132845
13.7 12.798953768507658 12.78080414340863
23.4 12.907263019271896 12.928679474828487
33.099999999999994 12.88554907830457 12.917079012639688
EOD
$series5 << EOD
5 12.03938271132845 14.855624667699752
14.7 12.78080414340863 15.536711776116807
24.4 12.928679474828487 15.685350841386281
34.099999999999994 12.917079012639688 15.671170409649926
EOD
$series6 << EOD
6 14.855624667699752 14.336514043361426
15.7 15.536711776116807 15.561586061233367
25.4 15.685350841386281 16.505736632360048
35.099999999999994 15.671170409649926 17.822364053161067
EOD
$series7 << EOD
8 0 14.336514043361426
17.7 0 15.561586061233367
27.4 0 16.505736632360048
37.099999999999994 0 17.822364053161067
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

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.18840 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.29233 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.39626 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.50018 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.60411 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.70804 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.81196 right font ',11' textcolor rgb '#33373d' front
set label 10 "40" at screen 0.03998, screen 0.91589 right font ',11' textcolor rgb '#33373d' front
set label 11 "2" at screen 0.14183, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "4" at screen 0.33368, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "8" at screen 0.52553, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "16" at screen 0.71738, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.7" at screen 0.06272, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "36.7" at screen 0.25457, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "36.7" at screen 0.44642, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.7" at screen 0.63827, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−5.2" at screen 0.08250, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−0.9" at screen 0.27435, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−0.2" at screen 0.46620, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−0.1" at screen 0.65805, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "0.5" at screen 0.10227, screen 0.75979 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−1.3" at screen 0.29412, screen 0.83904 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−1.4" at screen 0.48597, screen 0.85313 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−1.5" at screen 0.67782, screen 0.85581 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−19.7" at screen 0.12205, screen 0.75979 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−21.7" at screen 0.31390, screen 0.81243 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−22.1" at screen 0.50575, screen 0.82339 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−22.2" at screen 0.69760, screen 0.82551 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "−0.2" at screen 0.14183, screen 0.34980 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.0" at screen 0.33368, screen 0.36200 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.0" at screen 0.52553, screen 0.36470 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.0" at screen 0.71738, screen 0.36445 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "2.8" at screen 0.16161, screen 0.40475 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "2.8" at screen 0.35346, screen 0.41890 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "2.8" at screen 0.54531, screen 0.42199 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "2.8" at screen 0.73716, screen 0.42170 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "−0.5" at screen 0.18139, screen 0.40475 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "0.0" at screen 0.37324, screen 0.41942 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "0.8" at screen 0.56509, screen 0.43905 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "2.2" at screen 0.75694, screen 0.46641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "14.3" at screen 0.22094, screen 0.39396 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "15.6" at screen 0.41279, screen 0.41942 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "16.5" at screen 0.60464, screen 0.43905 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "17.8" at screen 0.79649, screen 0.46641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.82615, screen 0.94081 to screen 0.83790, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 47 "ideal" at screen 0.84689, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.82615, screen 0.89036 to screen 0.83790, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 48 "array" at screen 0.84689, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.82615, screen 0.83991 to screen 0.83790, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 49 "buffers" at screen 0.84689, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.82615, screen 0.78946 to screen 0.83790, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 50 "memory traffic" at screen 0.84689, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.82615, screen 0.73901 to screen 0.83790, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 51 "vector" at screen 0.84689, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.82615, screen 0.68857 to screen 0.83790, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 52 "other" at screen 0.84689, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.82615, screen 0.63812 to screen 0.83790, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 53 "memory idle" at screen 0.84689, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.82615, screen 0.58767 to screen 0.83790, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 54 "achieved" at screen 0.84689, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82615, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
set label 55 "ideal: bit operations" at screen 0.86625, screen 0.55119 left font ',13' textcolor rgb '#33373d' front
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
