# model: resnet-38; resnet-74; resnet-110; resnet-152; resnet-164; mobilenet-v2:depthwise=schedule; resnet-18; resnet-34; resnet-50; transformer-base; lstm-2
# dataset: cifar-100; imagenet; wikitext-103; ptb
# batch: 128; 256; 18; 20
# iterations: 64000; 450360; 286000; 53120
# optimizer: momentum; sgd
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8; cpt:4-8,periods=32,backward=8; cpt:5-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit 23769148aa08)
# recipe: f7226c8029020cf6
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: dfe79a111e68ed55
# input sweep: c61d68cbeb34384a
reset session
figure_title = "From the ideal saving to that in cycles, ResNet-38"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-38.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "two\nin\none" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set bmargin 4.4
set xrange [-0.8:12.7]
set yrange [0:50.30023635892452]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.024648800654158975 36.707162185886055 36.707162185886055 36.707162185886055 36.707162185886055 36.707162185886055 36.707162185886055 36.707162185886055
1.7 16.97244374605792 32.09532879729954 32.20158641760601 32.46402703450044 32.491919121850074 32.50800561781504 32.50800561781504 36.66225300176396
3.4000000000000004 24.759852312215514 30.179865697447404 30.225979142825565 30.348818207472583 30.437402190474614 30.48650702183683 30.48650702183683 36.6505678006003
5.1000000000000005 28.762208692425915 28.762208692425915 29.65028809030895 29.91928752717088 29.976770931232732 30.02766830317646 30.02766830317646 36.6497222417143
6.800000000000001 30.682757522443936 30.682757522443936 30.682757522443936 30.80917999368673 30.858962856706373 30.878598961664206 30.878598961664206 37.28534304380564
8.5 23.421837784046506 30.36994886504768 30.472722086852276 30.866966861506494 30.89588305053317 30.9155193706483 30.9155193706483 36.65445173608519
10.2 24.058676340911155 29.47868972614305 29.47868972614305 30.144149041653943 31.111586539661296 31.537669537710034 35.26361540718279 43.3622727232108
11.899999999999999 23.798874616367414 30.24960053937359 30.39261108458251 30.527712114210413 30.64524194879954 30.73447311203101 30.73447311203101 36.65196664507311
EOD
plot $data using 1:9 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:8 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
