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
figure_title = "Time relative to the baseline training of 2, systolic_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_systolic_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.85783
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1.04]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.48061968163054264 0.49224552985808856 0.49299830413182755 0.5232014467702205 0.5407624974140335 0.9963674746025922 0.9999082227209524 1 1
1 0.48061968163054264 0.49223062492446346 0.4927432687969365 0.5231761525118785 0.5407478994889858 0.9961077263393334 0.9995385165477912 0.9996302938268389 0.999630305036998
2.7 0.47978885178202324 0.485542156161296 0.48588808359383945 0.48908289301080504 0.4913356903387351 0.7242358408999755 0.7260144825395257 0.726087177897501 0.726087177897501
3.7 0.47978885178202324 0.485542156161296 0.4857827400774715 0.4889830909143668 0.49123591547159723 0.7238928088615991 0.7256197443266735 0.7256924396846488 0.7256924508948079
5.4 0.47971192309234545 0.48537207163646157 0.48554952598986756 0.4865387019767348 0.4874016480506812 0.6089629811670265 0.6098787593708712 0.6099360539657762 0.6099360539657762
6.4 0.4797119230923455 0.4853720716364616 0.4854965004076037 0.4864843289835881 0.48734723134941765 0.6086687496129854 0.6095589340399404 0.6096162286348454 0.6096162398450046
8.1 0.4794657512853768 0.48427259237945824 0.4843651359403757 0.48495100350527 0.4853658023990069 0.5512206109539054 0.5516818638078593 0.5517468587842994 0.5517468587842994
9.1 0.4794657512853768 0.48427121553621466 0.48433617803206985 0.4849277873188427 0.48534258722677615 0.5509581139004752 0.5514065214662691 0.5514715164427092 0.5514715276528683
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.30305 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.46383 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.62460 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.78537 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.94614 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.11054, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.18602, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.31434, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.38983, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.51815, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.59364, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.72196, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.79744, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "2" at screen 0.14828, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 17 "4" at screen 0.35209, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "8" at screen 0.55589, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "16" at screen 0.75970, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
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
