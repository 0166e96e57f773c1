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
figure_title = "From the ideal saving to that in energy, chunked_bfp_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_chunked_bfp_512.svg"
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
set yrange [0:46.78652135325488]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 5.601796028879657 23.13292841566029 24.411569841583237 36.6532111988229 37.01460716767808
1.7 7.750400433356042 19.08650276120465 21.167708817389265 37.37788402533203 37.37788402533203
3.4000000000000004 9.188672412482967 19.25357669886879 21.396203189119376 38.527996971066266 38.527996971066266
5.1000000000000005 11.01750896802196 20.82880699190075 23.017749625232387 40.33320806315076 40.33320806315076
EOD
plot $data using 1:6 with boxes lc rgb "#f0c795" title "memory idle", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
