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
figure_title = "From the ideal saving to that in cycles, term_serial_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_term_serial_512.svg"
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
set yrange [0:71.2773918559749]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 4.697399907505884 10.112563479027292 10.721756504582247 48.660739264381014 57.016803834690165 57.016803834690165 61.446027462047326
1.7 15.68536346405246 21.10052703557387 21.65047960180233 35.12394911937435 39.7681558280711 39.7681558280711 49.283902590598295
3.4000000000000004 24.561586283064706 29.976749854586114 30.49188163474078 31.182387496437812 31.451494315877937 35.55256127775521 43.40325858157811
5.1000000000000005 28.048517831195163 33.463681402716574 33.85027008160808 33.87619806338393 33.90688360047547 38.68776357103227 43.553470532026374
EOD
plot $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:6 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:5 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:4 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
