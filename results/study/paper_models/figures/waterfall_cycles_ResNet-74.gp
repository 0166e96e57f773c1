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
figure_title = "From the ideal saving to that in cycles, ResNet-74"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-74.svg"
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
set yrange [0:50.3477799546306]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.024581746038854213 36.70224531756027 36.70224531756027 36.70224531756027 36.70224531756027 36.70224531756027 36.70224531756027 36.70224531756027
1.7 17.235449465596954 32.35624482044195 32.42779816111182 32.62945697072358 32.64329193434092 32.65127079654068 32.65127079654068 36.65836390019299
3.4000000000000004 25.117050009632745 30.532213581154153 30.555030628971203 30.64625578820671 30.690166998763267 30.71455416003921 30.71455416003921 36.64714125570166
5.1000000000000005 29.123615677465008 29.123615677465008 29.941394844052137 30.147006264095133 30.196957409663316 30.24364028003841 30.24364028003841 36.64628405234681
6.800000000000001 30.941790845804974 30.941790845804974 30.941790845804974 31.037016363328206 31.061859010789473 31.071657936666995 31.071657936666995 37.25315269521585
8.5 23.775564760038304 30.72305117308178 30.802949270743706 31.09184974920154 31.106195399932922 31.115936694510026 31.115936694510026 36.65082882861249
10.2 24.561586283064706 29.976749854586114 29.976749854586114 30.49188163474078 31.182387496437812 31.451494315877937 35.55256127775521 43.40325858157811
11.899999999999999 24.1554362000007 30.603689595724358 30.724073978902567 30.819547470826013 30.891129167299436 30.948726537756944 30.948726537756944 36.648471417596625
EOD
plot $data using 1:9 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:8 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
