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
figure_title = "From the ideal saving to that in cycles, spatial_fusion_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_spatial_fusion_512.svg"
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
set yrange [0:67.71120297717322]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 11.373271570717602 26.46548255657083 27.804565833277984 28.7025166366894 28.835033440610157 36.80749981387631
1.7 0 0 0 0 0 0
3.4000000000000004 0.0245461675352443 31.349148289551152 31.349148289551152 31.349148289551152 31.349148289551152 31.349148289551152
5.1000000000000005 30.545145228489766 30.545145228489766 34.14483145619715 36.558677701926754 36.914951426828765 58.37172670445967
EOD
plot $data using 1:7 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
