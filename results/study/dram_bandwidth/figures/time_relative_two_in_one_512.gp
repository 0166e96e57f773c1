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
figure_title = "Time relative to the baseline training of 2, two_in_one_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_two_in_one_512.svg"
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
0 477.1225481978333 479.05894104159455 479.8100559138956 518.861617151243 537.7386404193595 996.3416742686884 999.9075708646855 999.9999999999999 999.9999999999999
1 333.3855842741925 335.2404072352119 335.77886874311866 432.5880432039344 474.78248180569756 933.2788630932633 936.734020793548 936.8264499288623 936.8264612186425
2.7 476.9985880657996 477.6856952039084 478.05855538743015 482.0165636657259 484.7121177441185 718.9991883842001 720.790462983792 720.8636746669966 720.8636746669966
3.7 333.3398429854721 334.36414298836036 334.6244013825141 350.73614290150357 359.64152967060176 593.8070238009469 595.5462249783715 595.6194366615762 595.6194479513564
5.4 476.9985880657996 477.5607666333432 477.74813679141295 479.7735087082201 481.0725101137989 603.1968458562302 604.1191284560133 604.1768299908616 604.1768299908616
6.4 333.3053355837172 333.9068820249505 334.0299765980233 336.46090785324395 338.1325329844584 460.18060136287676 461.0771084036991 461.1348099385475 461.1348212283277
8.1 476.9985880657996 477.46779653431787 477.55712363996093 478.59430617535986 479.12836976178545 545.230961335451 545.6954902787213 545.7609468877478 545.7609468877478
9.1 333.29580614856707 333.77998764522107 333.8419959661887 334.94721151081495 335.5395389714324 401.5761271617293 402.02771958204085 402.0931761910673 402.0931874808475
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
