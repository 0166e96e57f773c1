# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented; prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512; term_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 9db8f7f77323)
# recipe: 93138c53dcd5782f
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: c53b877d9c2a3eec
# input sweep: f1b2902f899ba1fa
reset session
figure_title = "From the ideal saving to that in energy, operand_serial_512"
set terminal svg noenhanced size 940,335 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_operand_serial_512.svg"
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
set xrange [-0.8:51.3]
set yrange [0:68.53183718040441]
unset xtics
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 36.764583333333334
17.4 0 31.25
26.099999999999998 0 58.33333333333332
34.8 0 36.764583333333334
EOD
$series1 << EOD
1 36.764583333333334 29.07586820384308
18.4 31.25 23.250005824308072
27.099999999999998 58.33333333333332 46.43053975747691
35.8 36.764583333333334 30.330342148373433
EOD
$series2 << EOD
2 29.07586820384308 25.206240253261047
19.4 23.250005824308072 20.16945624868738
28.099999999999998 46.43053975747691 40.146919961543844
36.8 30.330342148373433 25.398821617869725
EOD
$series3 << EOD
3 25.206240253261047 5.186284852165934
20.4 20.16945624868738 4.25665699874469
29.099999999999998 40.146919961543844 8.399048190738123
37.8 25.398821617869725 3.80829391900932
EOD
$series4 << EOD
4 5.186284852165934 5.2986756795953545
21.4 4.25665699874469 4.339224256032903
30.099999999999998 8.399048190738123 8.568352649787315
38.8 3.80829391900932 4.083964133126205
EOD
$series5 << EOD
5 5.2986756795953545 5.3904878245882415
22.4 4.339224256032903 4.409767662944386
31.099999999999998 8.568352649787315 8.706505083070182
39.8 4.083964133126205 4.155419831128659
EOD
$series6 << EOD
6 5.3904878245882415 6.79266184888313
23.4 4.409767662944386 5.530192799176159
32.099999999999994 8.706505083070182 10.937945112431645
40.8 4.155419831128659 5.249991287373345
EOD
$series7 << EOD
7 0 6.79266184888313
24.4 0 5.530192799176159
33.099999999999994 0 10.937945112431645
41.8 0 5.249991287373345
EOD
$line << EOD
-0.45 36.764583333333334
7.45 36.764583333333334

8.25 0
16.15 0

16.95 31.25
24.849999999999998 31.25

25.65 58.33333333333332
33.55 58.33333333333332

34.349999999999994 36.764583333333334
42.25 36.764583333333334

43.05 0
50.95 0

EOD
set label 1 "Saving (%)" at screen 0.01418, screen 0.53224 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.08448 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.21515 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.34582 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.47649 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.60717 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.73784 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.86851 right font ',11' textcolor rgb '#33373d' front
set label 9 "CPT 3-8" at screen 0.10870, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 10 "static 8" at screen 0.23374, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 11 "static 6" at screen 0.35879, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 12 "static 4" at screen 0.48383, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 13 "CPT 3-8 prescaled" at screen 0.60887, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 14 "static 8 prescaled" at screen 0.73392, screen 0.04455 center font ',11' textcolor rgb '#33373d' front
set label 15 "36.8" at screen 0.05839, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "31.2" at screen 0.30848, screen 0.50432 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "58.3" at screen 0.43352, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "36.8" at screen 0.55857, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "−7.7" at screen 0.07277, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "−8.0" at screen 0.32285, screen 0.50432 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "−11.9" at screen 0.44790, screen 0.85823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "−6.4" at screen 0.57294, screen 0.57638 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "−3.9" at screen 0.08714, screen 0.47591 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "−3.1" at screen 0.33723, screen 0.39978 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "−6.3" at screen 0.46227, screen 0.70269 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "−4.9" at screen 0.58731, screen 0.49230 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "−20.0" at screen 0.10151, screen 0.42535 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "−15.9" at screen 0.35160, screen 0.35953 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "−31.7" at screen 0.47664, screen 0.62058 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "−21.6" at screen 0.60169, screen 0.42786 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "0.1" at screen 0.11589, screen 0.16521 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "0.1" at screen 0.36597, screen 0.15267 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "0.2" at screen 0.49102, screen 0.20793 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "0.3" at screen 0.61606, screen 0.14934 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "0.1" at screen 0.13026, screen 0.16641 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "0.1" at screen 0.38035, screen 0.15359 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "0.1" at screen 0.50539, screen 0.20974 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "0.1" at screen 0.63043, screen 0.15027 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "1.4" at screen 0.14463, screen 0.18473 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "1.1" at screen 0.39472, screen 0.16823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "2.2" at screen 0.51976, screen 0.23890 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "1.1" at screen 0.64481, screen 0.16457 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "6.8" at screen 0.15900, screen 0.18473 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "5.5" at screen 0.40909, screen 0.16823 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 45 "10.9" at screen 0.53413, screen 0.23890 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 46 "5.2" at screen 0.65918, screen 0.16457 left rotate by 90 font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fc rgb "#b9c4d0" fs solid 1.0 noborder
set object 2 rectangle from screen 0.80955, screen 0.94081 to screen 0.82131, screen 0.96875 fs transparent pattern 6 border rgb 'white' fc rgb "#33373d"
set label 47 "ideal" at screen 0.83029, screen 0.95478 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.80955, screen 0.89036 to screen 0.82131, screen 0.91830 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 48 "array" at screen 0.83029, screen 0.90433 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.80955, screen 0.83991 to screen 0.82131, screen 0.86785 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 49 "buffers" at screen 0.83029, screen 0.85388 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fc rgb "#d9893b" fs solid 1.0 noborder
set object 6 rectangle from screen 0.80955, screen 0.78946 to screen 0.82131, screen 0.81740 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 50 "memory traffic" at screen 0.83029, screen 0.80343 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 8 rectangle from screen 0.80955, screen 0.73901 to screen 0.82131, screen 0.76696 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 51 "vector" at screen 0.83029, screen 0.75299 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 10 rectangle from screen 0.80955, screen 0.68857 to screen 0.82131, screen 0.71651 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 52 "other" at screen 0.83029, screen 0.70254 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fc rgb "#f0c795" fs solid 1.0 noborder
set object 12 rectangle from screen 0.80955, screen 0.63812 to screen 0.82131, screen 0.66606 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 53 "memory idle" at screen 0.83029, screen 0.65209 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.80955, screen 0.58767 to screen 0.82131, screen 0.61561 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 54 "achieved" at screen 0.83029, screen 0.60164 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.80955, screen 0.55119 to screen 0.85934, screen 0.55119 nohead lw 1.9 dt (9,4) lc rgb "#33373d"
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
