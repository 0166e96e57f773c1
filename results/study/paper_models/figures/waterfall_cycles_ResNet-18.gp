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
figure_title = "From the ideal saving to that in cycles, ResNet-18"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-18.svg"
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
set yrange [0:41.830246484659526]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.07497578415941453 30.17260138738054 30.17260138738054 30.17260138738054 30.17260138738054 30.17260138738054 30.17260138738054
1.7 9.951537251416942 26.625087300266745 26.720156320534958 26.94463673237125 26.94463673237125 26.94463673237125 30.09345809391709
3.4000000000000004 18.56231684777745 23.656833826786826 24.109776930348026 24.181158047428386 24.181158047428386 24.181158047428386 30.08844494821864
5.1000000000000005 19.81418882931094 19.81418882931094 20.487342657354922 20.538570314271087 20.538570314271087 20.538570314271087 30.090033841472163
6.800000000000001 19.436697325122687 19.436697325122687 19.630174152263326 19.671782620802315 19.671782620802315 19.671782620802315 30.089664758585776
8.5 18.156124323638377 23.880655809560746 24.068772128517313 24.338194211568155 24.338194211568155 24.338194211568155 30.089377975155795
10.2 17.807921642713207 22.902438621722588 22.902438621722588 23.3115515268432 23.70529936683795 28.43651268332781 36.06055731436166
11.899999999999999 16.501561147381903 24.415896345889763 24.759826298099362 24.837228226764474 24.837228226764474 24.837228226764474 30.089638398356833
EOD
plot $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
