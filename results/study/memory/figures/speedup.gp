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
set rmargin at screen 0.83554
set bmargin at screen 0.09593
set tmargin at screen 0.97729
set xrange [-0.8:7.8]
set yrange [0:1.7665332470984143]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001, "" 1.6)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$series0 << EOD
0 0 1.3769847996397793
EOD
$series1 << EOD
1 0 0.9245608115327668
EOD
$series2 << EOD
2 0 1.5111952365593355
EOD
$series3 << EOD
3 0 1.6570161999202462
EOD
$series4 << EOD
4 0 1.058780887455338
EOD
$series5 << EOD
5 0 1.5803789188114636
EOD
$series6 << EOD
6 0 1.5435970120018478
EOD
$series7 << EOD
7 0 1.6985896606715523
EOD
set label 1 "Speed-up" at screen 0.01418, screen 0.53661 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.09593 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.19572 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.29550 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.39528 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.49507 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.59485 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.69463 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.79442 right font ',11' textcolor rgb '#33373d' front
set label 10 "1.6" at screen 0.04323, screen 0.89420 right font ',11' textcolor rgb '#33373d' front
set label 11 "dual_serial_512" at screen 0.44284, screen 0.05059 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84937, screen 0.93278 to screen 0.86112, screen 0.96451 fc rgb "#6b6b6b" fs solid 1.0 noborder
set label 12 "balanced" at screen 0.87011, screen 0.94864 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84937, screen 0.87549 to screen 0.86112, screen 0.90722 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 13 "DDR4-2400 x1" at screen 0.87011, screen 0.89136 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.84937, screen 0.81820 to screen 0.86112, screen 0.84993 fc rgb "#d08a3c" fs solid 1.0 noborder
set label 14 "DDR4-2400 x4" at screen 0.87011, screen 0.83407 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84937, screen 0.76092 to screen 0.86112, screen 0.79264 fc rgb "#3f8f6b" fs solid 1.0 noborder
set label 15 "DDR4-2400 x8" at screen 0.87011, screen 0.77678 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.84937, screen 0.70363 to screen 0.86112, screen 0.73536 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 6 rectangle from screen 0.84937, screen 0.70363 to screen 0.86112, screen 0.73536 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 16 "LPDDR4-3200 x4" at screen 0.87011, screen 0.71949 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.84937, screen 0.64634 to screen 0.86112, screen 0.67807 fc rgb "#7aa9d0" fs solid 1.0 noborder
set object 8 rectangle from screen 0.84937, screen 0.64634 to screen 0.86112, screen 0.67807 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 17 "LPDDR4-3200 x16" at screen 0.87011, screen 0.66220 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.84937, screen 0.58905 to screen 0.86112, screen 0.62078 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 10 rectangle from screen 0.84937, screen 0.58905 to screen 0.86112, screen 0.62078 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 18 "LPDDR5-6400 x8" at screen 0.87011, screen 0.60492 left font ',13' textcolor rgb '#33373d' front
set object 11 rectangle from screen 0.84937, screen 0.53176 to screen 0.86112, screen 0.56349 fc rgb "#6b6b6b" fs solid 1.0 noborder
set object 12 rectangle from screen 0.84937, screen 0.53176 to screen 0.86112, screen 0.56349 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 19 "HBM2 x16" at screen 0.87011, screen 0.54763 left font ',13' textcolor rgb '#33373d' front
plot $series0 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "balanced", \
     $series1 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#1b3a5c" title "DDR4-2400 x1", \
     $series2 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#d08a3c" title "DDR4-2400 x4", \
     $series3 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#3f8f6b" title "DDR4-2400 x8", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#8a2d1f" title "LPDDR4-3200 x4", \
     $series4 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#7aa9d0" title "LPDDR4-3200 x16", \
     $series5 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#b79ab4" title "LPDDR5-6400 x8", \
     $series6 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 lc rgb "#6b6b6b" title "HBM2 x16", \
     $series7 using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle
