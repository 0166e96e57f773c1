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
figure_title = "Speed-up over the baseline training of the first point"
set terminal svg noenhanced size 940,279 font 'Helvetica,13' background 'white'
set encoding utf8
set output "speedup.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.72714
set bmargin at screen 0.04427
set tmargin at screen 0.97616
set xrange [-0.8:10.8]
set yrange [0:1.5106283515577683]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.0005130490876062
EOD
$series1 << EOD
1 0 1.1518618936499152
EOD
$series2 << EOD
2 0 1.2613621392468688
EOD
$series3 << EOD
3 0 1.1291062730530026
EOD
$series4 << EOD
4 0 1.0800393341860255
EOD
$series5 << EOD
5 0 1.2255464416420536
EOD
$series6 << EOD
6 0 1.4525272611132387
EOD
$series7 << EOD
7 0 1.2437510404535965
EOD
$series8 << EOD
8 0 1.0078687063649283
EOD
$series9 << EOD
9 0 0.9791763767908576
EOD
$series10 << EOD
10 0 1.2210769971534112
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.51022 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.04427 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.16764 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.29102 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.41440 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.53778 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.66116 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.78454 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.90792 right font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.74097, screen 0.92910 to screen 0.75272, screen 0.96265 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 10 "systolic_512" at screen 0.76171, screen 0.94588 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.74097, screen 0.86853 to screen 0.75272, screen 0.90208 fc rgb "#d08a3c" fs solid 1.0 noborder
set label 11 "spatial_fusion_512" at screen 0.76171, screen 0.88530 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.74097, screen 0.80796 to screen 0.75272, screen 0.84151 fc rgb "#3f8f6b" fs solid 1.0 noborder
set label 12 "operand_serial_512" at screen 0.76171, screen 0.82473 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.74097, screen 0.74738 to screen 0.75272, screen 0.78093 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.74097, screen 0.74738 to screen 0.75272, screen 0.78093 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 13 "dual_serial_512" at screen 0.76171, screen 0.76416 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.74097, screen 0.68681 to screen 0.75272, screen 0.72036 fc rgb "#4f86b8" fs solid 1.0 noborder
set object 7 rectangle from screen 0.74097, screen 0.68681 to screen 0.75272, screen 0.72036 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 14 "binary_overlay_512" at screen 0.76171, screen 0.70358 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.74097, screen 0.62624 to screen 0.75272, screen 0.65978 fc rgb "#6b6b6b" fs solid 1.0 noborder
set label 15 "chunked_bfp_512" at screen 0.76171, screen 0.64301 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.74097, screen 0.56566 to screen 0.75272, screen 0.59921 fc rgb "#7b5a93" fs solid 1.0 noborder
set object 10 rectangle from screen 0.74097, screen 0.56566 to screen 0.75272, screen 0.59921 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 16 "term_serial_512" at screen 0.76171, screen 0.58244 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.74097, screen 0.50509 to screen 0.75272, screen 0.53864 fc rgb "#b5527a" fs solid 1.0 noborder
set object 12 rectangle from screen 0.74097, screen 0.50509 to screen 0.75272, screen 0.53864 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 17 "two_in_one_512" at screen 0.76171, screen 0.52186 left font ',13' textcolor rgb '#33373d' front
set object 13 rectangle from screen 0.74097, screen 0.44452 to screen 0.75272, screen 0.47806 fc rgb "#8a2d1f" fs solid 1.0 noborder
set label 18 "plain_dual_serial_512" at screen 0.76171, screen 0.46129 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.74097, screen 0.38394 to screen 0.75272, screen 0.41749 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.74097, screen 0.38394 to screen 0.75272, screen 0.41749 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 19 "dual_serial_512 without input_path" at screen 0.76171, screen 0.40072 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.74097, screen 0.32337 to screen 0.75272, screen 0.35692 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 17 rectangle from screen 0.74097, screen 0.32337 to screen 0.75272, screen 0.35692 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 20 "dual_serial_512 with delayed ranges" at screen 0.76171, screen 0.34014 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "systolic_512", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f8f6b" title "operand_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "dual_serial_512", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#4f86b8" title "binary_overlay_512", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#7b5a93" title "term_serial_512", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b5527a" title "two_in_one_512", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series8 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "plain_dual_serial_512", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "dual_serial_512 without input_path", \
     $series9 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "dual_serial_512 with delayed ranges", \
     $series10 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle
