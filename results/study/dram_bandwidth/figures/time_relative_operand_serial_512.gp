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
figure_title = "Time relative to the baseline training of 2, operand_serial_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_operand_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05991
set rmargin at screen 0.85783
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1040]
unset xtics
set ytics ("" -0, "" 200, "" 400, "" 600, "" 800, "" 1000)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 477.1847616561203 478.7429402928488 479.49010859053004 518.6993108370056 537.7172284195635 996.3411972484844 999.9075588125698 999.9999999999999 999.9999999999999
1 328.0048755433757 329.52510611355797 330.0541260613053 428.48572868938635 468.24030510230364 926.7791963485589 930.2348045773508 930.3272457647809 930.3272570560332
2.7 477.0607853605485 477.7448342570144 478.11774305890805 481.99659541145985 484.695172091474 719.0071623513744 720.7986705207021 720.8718917502005 720.8718917502005
3.7 327.9795223909313 328.9068487372777 329.1652087843032 343.14875671786245 349.7324219098122 583.9295336563615 585.6689616135103 585.7421828430087 585.7421941342611
5.4 477.06078536054855 477.5256964689431 477.7131213264272 479.7501304072255 481.0534327278073 603.1933294215171 604.1157322805299 604.1734413392566 604.1734413392566
6.4 327.92918801492914 328.42879735225864 328.5518183270101 330.70612651028057 332.0980537972752 454.16112933309836 455.05775327219686 455.11546233092366 455.115473622176
8.1 477.0607853605485 477.50753587877136 477.5968746320471 478.5937132100258 479.12849340564946 545.2284447311059 545.6930342457163 545.7584993898288 545.7584993898288
9.1 327.919657337207 328.3736515094963 328.43567571929583 329.50597602784694 330.1021214497716 396.1360277332037 396.58767903802266 396.6531441821352 396.6531554733876
EOD
set label 1 "Relative time (m)" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.05299, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "200" at screen 0.05299, screen 0.30305 right font ',11' textcolor rgb '#33373d' front
set label 4 "400" at screen 0.05299, screen 0.46383 right font ',11' textcolor rgb '#33373d' front
set label 5 "600" at screen 0.05299, screen 0.62460 right font ',11' textcolor rgb '#33373d' front
set label 6 "800" at screen 0.05299, screen 0.78537 right font ',11' textcolor rgb '#33373d' front
set label 7 "1000" at screen 0.05299, screen 0.94614 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.11957, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.19414, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.32091, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.39548, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.52226, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.59683, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.72360, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.79817, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "2" at screen 0.15685, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 17 "4" at screen 0.35820, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "8" at screen 0.55954, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "16" at screen 0.76089, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87166, screen 0.93608 to screen 0.88341, screen 0.96617 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 20 "idle switch" at screen 0.89240, screen 0.95113 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.87166, screen 0.88174 to screen 0.88341, screen 0.91183 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.87166, screen 0.88174 to screen 0.88341, screen 0.91183 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 21 "idle update" at screen 0.89240, screen 0.89678 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.87166, screen 0.82740 to screen 0.88341, screen 0.85749 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.87166, screen 0.82740 to screen 0.88341, screen 0.85749 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "idle quantize" at screen 0.89240, screen 0.84244 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87166, screen 0.77305 to screen 0.88341, screen 0.80315 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.87166, screen 0.77305 to screen 0.88341, screen 0.80315 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle vector" at screen 0.89240, screen 0.78810 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.87166, screen 0.71871 to screen 0.88341, screen 0.74881 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 9 rectangle from screen 0.87166, screen 0.71871 to screen 0.88341, screen 0.74881 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "stall store" at screen 0.89240, screen 0.73376 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.87166, screen 0.66437 to screen 0.88341, screen 0.69447 fc rgb "#c9602f" fs solid 1.0 noborder
set object 11 rectangle from screen 0.87166, screen 0.66437 to screen 0.88341, screen 0.69447 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 25 "stall activations" at screen 0.89240, screen 0.67942 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.87166, screen 0.61003 to screen 0.88341, screen 0.64013 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.87166, screen 0.61003 to screen 0.88341, screen 0.64013 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 26 "stall weights" at screen 0.89240, screen 0.62508 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.87166, screen 0.55569 to screen 0.88341, screen 0.58579 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 27 "fill and drain" at screen 0.89240, screen 0.57074 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.87166, screen 0.50135 to screen 0.88341, screen 0.53145 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "busy" at screen 0.89240, screen 0.51640 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:10 with boxes lw 0.5 lc rgb "#d4d4d4" title "idle switch", \
     $data using 1:9 with boxes lw 0.5 lc rgb "#c3dac4" title "idle update", \
     $data using 1:9 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:8 with boxes lw 0.5 lc rgb "#86ad8f" title "idle quantize", \
     $data using 1:8 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:7 with boxes lw 0.5 lc rgb "#3f7a5a" title "idle vector", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#f3cfa5" title "stall store", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#c9602f" title "stall activations", \
     $data using 1:5 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:4 with boxes lw 0.5 lc rgb "#8a2d1f" title "stall weights", \
     $data using 1:4 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:3 with boxes lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:2 with boxes lw 0.5 lc rgb "#1b3a5c" title "busy"
