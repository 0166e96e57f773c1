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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: e122ca0b740e7e73
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Energy relative to the baseline training of 2, chunked_bfp_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_chunked_bfp_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.86400
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1.1439166084821122]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.07780128643789384 0.6624878741192366 0.8735951491492682 0.9053426784069676 0.9551458397349557 1.0000000000000029
1 0.07522133226930054 0.659675369002514 0.8315564114731735 0.8602932808594207 0.9074769294855968 0.9469741170876516
2.7 0.09496237211775248 0.6813949259986148 0.8800806408173106 0.9096692414895499 0.9500629298049046 0.9930324354507558
3.7 0.0856680136126894 0.6720875077508379 0.8209414505474547 0.8477653334261345 0.8836757346540438 0.9216554119659229
5.4 0.13211474587174757 0.7211927022635167 0.9161269266931295 0.9456585438448156 0.9820779873812695 1.0248823119676427
6.4 0.11196374805009766 0.7008112753835108 0.8440076642161289 0.8704804336095169 0.9020083114802946 0.9395795397038019
8.1 0.2061225339687867 0.8001995267936587 0.9932642942501784 1.0227658269895579 1.0572000027004307 1.0999198158481847
9.1 0.1657288456130458 0.7595882357598949 0.9008730419837824 0.92731617611807 0.9568485203984715 0.9943388323159528
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.28845 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.43462 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.58078 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.72695 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.87312 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.11100, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.18706, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.31636, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.39242, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.52172, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.59779, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.72709, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.80315, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "2" at screen 0.14903, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 17 "4" at screen 0.35439, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "8" at screen 0.55976, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "16" at screen 0.76512, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.93608 to screen 0.88958, screen 0.96617 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.93608 to screen 0.88958, screen 0.96617 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 20 "other" at screen 0.89857, screen 0.95113 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.88174 to screen 0.88958, screen 0.91183 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.88174 to screen 0.88958, screen 0.91183 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 21 "vector" at screen 0.89857, screen 0.89678 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.82740 to screen 0.88958, screen 0.85749 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 22 "buffers" at screen 0.89857, screen 0.84244 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.77305 to screen 0.88958, screen 0.80315 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 23 "array" at screen 0.89857, screen 0.78810 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.71871 to screen 0.88958, screen 0.74881 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.71871 to screen 0.88958, screen 0.74881 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 24 "memory traffic" at screen 0.89857, screen 0.73376 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.66437 to screen 0.88958, screen 0.69447 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.66437 to screen 0.88958, screen 0.69447 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 25 "memory idle" at screen 0.89857, screen 0.67942 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:7 with boxes lw 0.5 lc rgb "#c9c9c9" title "other", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#3f7a5a" title "vector", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#79a9d4" title "buffers", \
     $data using 1:4 with boxes lw 0.5 lc rgb "#2f6aa3" title "array", \
     $data using 1:3 with boxes lw 0.5 lc rgb "#d9893b" title "memory traffic", \
     $data using 1:3 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:2 with boxes lw 0.5 lc rgb "#f0c795" title "memory idle", \
     $data using 1:2 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle
