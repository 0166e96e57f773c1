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
figure_title = "Energy relative to the baseline training of 2, term_serial_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_term_serial_512.svg"
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
set yrange [0:1.1338218825288489]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.08748804241548126 0.762377836529776 0.8695592048925931 0.90945598630885 0.9643063173911435 0.9999999999999998
1 0.08569329219391367 0.7602298825360083 0.8436038940036452 0.8789841362140267 0.9322888670762106 0.9647678063176824
2.7 0.1010614702552735 0.7775136471993294 0.871036767845894 0.9097486702744189 0.9512866114963271 0.9861890738925019
3.7 0.09328698436263884 0.7702178699607412 0.8346093536704408 0.870107899933964 0.9082236403553667 0.9402750185193316
5.4 0.13680512168042866 0.8152576821149938 0.9075902965642921 0.9444774084222667 0.9812944133333655 1.015482725970436
6.4 0.11628828801046297 0.7975036480079536 0.8573249245752814 0.8919143428295124 0.9241514057662296 0.9557433958895348
8.1 0.2083187657667875 0.8929682615622561 0.9847545915012377 1.0216152226873711 1.056107429274212 1.0902133485854315
9.1 0.1666738325722436 0.8554120109709147 0.9145106206156585 0.9487386790329596 0.9785871033091774 1.0099916029368237
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.28975 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.43722 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.58469 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.73216 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.87962 right font ',11' textcolor rgb '#33373d' front
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
