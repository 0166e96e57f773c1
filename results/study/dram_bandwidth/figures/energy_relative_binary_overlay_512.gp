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
figure_title = "Energy relative to the baseline training of 2, binary_overlay_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_binary_overlay_512.svg"
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
set yrange [0:1.1909694166838327]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.06830800214193937 0.5505636024144985 0.7145342863415687 0.8414099619072883 0.8705855969709376 1.0000000000000009
1 0.06345689090720413 0.5456266064092816 0.6578922997802009 0.7432641131010769 0.7703282931745566 0.8577860988059939
2.7 0.08943170848648918 0.5723448050227664 0.733324356441553 0.8591856026007393 0.8848982815595368 1.0136671451249348
3.7 0.07529292697816968 0.5583192643789305 0.6617323875749102 0.7460977378109637 0.768674528906886 0.8554328501153575
5.4 0.13251126523702164 0.6176338586552897 0.7775424276546278 0.9033360408987429 0.9273812770952149 1.0560206813199056
6.4 0.10305245417094609 0.5881416265882078 0.6898134823648512 0.7737791549527625 0.7945715043456257 0.8810502488033213
8.1 0.21910854265543286 0.708427790820684 0.8678376129886494 0.9934166502474948 1.016663272454383 1.1451629006575315
9.1 0.16009206695535988 0.6492167492495711 0.7503648473523925 0.8341108468929284 0.8541008131594133 0.9404353797704821
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.28267 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.42307 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.56346 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.70385 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.84424 right font ',11' textcolor rgb '#33373d' front
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
