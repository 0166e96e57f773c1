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
# version: 0.1.0 (commit 23769148aa08)
# recipe: 0019bb5ee43b088f
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: 8328f876caa99493
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "From the ideal saving to that in cycles, two_in_one_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_two_in_one_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "2" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "4" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "8" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "16" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.52531496412114]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 7.2582832511065565 13.706536646830214 13.813541927795459 13.988386722885393 26.066622971364637 30.728625341715055 36.659057106508506
1.7 18.440684191365165 24.888937587088822 25.004508477172294 25.184463426921265 27.23081896658861 28.339235620522196 36.641237696713155
3.4000000000000004 24.1554362000007 30.603689595724358 30.724073978902567 30.819547470826013 30.891129167299436 30.948726537756944 36.648471417596625
5.1000000000000005 26.606666194865603 33.05491959058926 33.15787121649096 33.22538703618093 33.22997979993687 33.23743063694342 36.65975427941478
EOD
plot $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
