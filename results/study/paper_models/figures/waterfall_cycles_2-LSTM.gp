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
figure_title = "From the ideal saving to that in cycles, 2-LSTM"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_2-LSTM.svg"
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
set yrange [0:36.87634401387132]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.16955959009731236 23.338508668890956 23.338508668890956 23.338508668890956 23.3492611282479 23.35797767047565 23.35797767047565 23.35797767047565 23.36137777681456
1.7 0.16955959009731236 23.338508668890956 23.338508668890956 23.338508668890956 23.3492611282479 23.35797767047565 23.35797767047565 23.35797767047565 23.36137777681456
3.4000000000000004 12.877428204211139 17.28131704204092 17.28131704204092 17.32665297244772 19.824850963032635 21.925914240551325 22.55364292290288 22.92747273299046 23.168946196892858
5.1000000000000005 16.078278623857024 16.078278623857024 16.484143537956395 16.70233264168466 19.25226701338325 21.46042468332733 22.427083630462384 22.8830107659439 23.168946343020057
6.800000000000001 20.406895379551948 20.406895379551948 21.196965374328524 21.241007085106343 21.292597598072128 21.325138993670667 22.343794072765455 22.85480881016274 23.168946705147054
8.5 11.168208895762199 18.68571868125385 18.9056880423246 18.97209757396805 20.88076411544688 22.486627067470444 23.039871754620478 23.039871754620478 23.244139089549986
10.2 13.245735473371678 17.64962431120146 17.64962431120146 18.99480027469853 26.00810988990284 30.215263895024567 31.011231503255008 31.487401469098096 31.789951736095965
11.899999999999999 8.608754954390374 19.262643792220157 19.262643792220157 19.295301024061217 20.982281236973186 22.35943406990285 22.7778206928148 23.007427408384174 23.168946195313666
EOD
plot $data using 1:10 with boxes lc rgb "#c3dac4" title "idle: update", \
     $data using 1:9 with boxes lc rgb "#86ad8f" title "idle: quantize", \
     $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
