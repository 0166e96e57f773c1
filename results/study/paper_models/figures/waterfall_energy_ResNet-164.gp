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
figure_title = "From the ideal saving to that in energy, ResNet-164"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_ResNet-164.svg"
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
set yrange [0:46.57440564481578]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.30944554592033935 36.976303703446945 36.976303703446945 37.53032832167097 37.59785769857182
1.7 9.9062099135517 24.940125423479973 24.940125423479973 37.688208681868694 37.688208681868694
3.4000000000000004 8.855923721927583 14.628819973836315 18.416928722032598 38.95593746669416 38.95593746669416
5.1000000000000005 11.914071158207417 14.930335455565935 17.351276959171237 38.96561806136685 38.96561806136685
6.800000000000001 17.594056096589462 17.794684238368895 19.206964834573515 40.15034969380671 40.15034969380671
8.5 9.364902387816255 19.39049977037669 21.49686299339748 38.55441000832459 38.55441000832459
10.2 7.683586478777948 8.922056042730809 16.183362345830986 38.77887251578309 38.77887251578309
11.899999999999999 9.258842522184818 16.903229232936333 19.655748714759767 38.55797771274245 38.55797771274245
EOD
plot $data using 1:6 with boxes lc rgb "#f0c795" title "memory idle", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
