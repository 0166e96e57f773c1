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
figure_title = "From the ideal saving to that in cycles, Transformer"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_Transformer.svg"
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
set yrange [0:49.84840714441882]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.009261715300956652 30.108329314368554 30.108329314368554 30.108329314368554 30.108643822914406 30.108645891961892 30.120845443784415
1.7 3.2640697799034 19.940759756593373 23.22787264370626 23.952539533783956 24.144933753474596 24.18144114092704 30.095030360526852
3.4000000000000004 4.751379078510576 9.846250873382367 23.124705751837247 24.04986371298492 24.04986371298492 24.04986371298492 32.694311387104115
5.1000000000000005 4.026856297961478 4.026856297961478 13.134049105154288 16.18234229586465 16.18234229586465 16.221356508150507 30.483006281019186
6.800000000000001 6.27588614144291 6.27588614144291 9.686209792151178 9.821488127603583 11.003852789337287 11.016009983813579 30.093028673776477
8.5 6.1421658316773815 11.867806857318408 11.867806857318408 18.72238674951593 19.014556529344016 19.048315193673705 30.092949814234426
10.2 5.083702596821182 10.178574391692974 10.178574391692974 22.892108530970866 31.87765682975646 31.967024004896814 42.9727647796714
11.899999999999999 5.291752616011625 13.207603431862436 16.49471631897532 19.458300670357108 20.401824430912306 20.46508799011175 30.09094385364268
EOD
plot $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
