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
figure_title = "From the ideal saving to that in cycles, ResNet-164"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-164.svg"
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
set yrange [0:50.37387050126864]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.024544383466129638 36.699558291497254 36.699558291497254 36.699558291497254 36.699558291497254 36.699558291497254 36.699558291497254 36.699558291497254
1.7 17.381995236940828 32.501648900047044 32.5542266805237 32.72247781798968 32.72859960184882 32.73213006218659 32.73213006218659 36.65626604611616
3.4000000000000004 25.315965896878534 30.728479804909657 30.738562487500385 30.812475300171283 30.83189861338994 30.84269692768833 30.84269692768833 36.64530707615955
5.1000000000000005 29.325681782235936 29.325681782235936 30.10473892318739 30.275363248210972 30.321149994023443 30.36548734578154 30.36548734578154 36.644442793688505
6.800000000000001 31.086932918273778 31.086932918273778 31.086932918273778 31.16488721413865 31.175916382036238 31.18026675188228 31.18026675188228 37.235353423137205
8.5 23.972701856237222 30.91984698609337 30.987236009249642 31.218287480831265 31.224635896126962 31.228946611385133 31.228946611385133 36.64888320560301
10.2 24.843209418136613 30.255723326167736 30.255723326167736 30.68822569116879 31.22579612957985 31.407601084189174 35.71665513052559 43.42575043212814
11.899999999999999 24.35402188655209 30.800924433426644 30.908941484753182 30.98270926908606 31.02910155424342 31.069316963833217 31.069316963833217 36.646598975861025
EOD
plot $data using 1:9 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:8 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
