# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 23769148aa08)
# recipe: 33e54280470cb75e
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: bd0e5796f27afbfc
# input sweep: 0b012276180dc2b4
reset session
figure_title = "From the ideal saving to that in energy, operand_serial_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_operand_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "CPT 3-8" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "static 8" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "static 6" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "static 4" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:71.31569855673142]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 7.72257037301336 15.371380276308233 19.47055611305204 38.73644818977336
1.7 0 0 0 0
3.4000000000000004 6.218317385649585 14.16706159052219 17.33605436806793 32.84052847071902
5.1000000000000005 12.275361475278679 24.21556529244403 30.89360637379823 61.47905047994089
EOD
plot $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
