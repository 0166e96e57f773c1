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
figure_title = "From the ideal saving to that in cycles, ResNet-152"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_ResNet-152.svg"
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
set yrange [0:50.37220747721345]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.024546777031131395 36.69972932317662 36.69972932317662 36.69972932317662 36.69972932317662 36.69972932317662 36.69972932317662 36.69972932317662
1.7 17.372607049674926 32.49233337587315 32.546119176262486 32.71650077683095 32.723114168058 32.72692814595241 32.72692814595241 36.65639897951065
3.4000000000000004 25.3032251430049 30.715907689150388 30.726800989398527 30.80181649816589 30.822800061142964 30.83446502598688 30.83446502598688 36.645422990868184
5.1000000000000005 29.312721899965588 29.312721899965588 30.094250175688764 30.26710881703798 30.31316165407878 30.35764920378642 30.35764920378642 36.64455917105165
6.800000000000001 31.07761718933396 31.07761718933396 31.07761718933396 31.156675555158497 31.168587885687547 31.17328661023113 31.17328661023113 37.23649077298583
8.5 23.960071731323062 30.907238582183926 30.975423987062968 31.210163501289113 31.217021678097534 31.22167854125274 31.22167854125274 36.649006302554895
10.2 24.825137483964387 30.237820030109873 30.237820030109873 30.675591914170962 31.222930705350258 31.41032484907521 35.7060767211248 43.424316790701255
11.899999999999999 24.34130176685122 30.788290288644294 30.897094579746085 30.972244996294517 31.02024227931036 31.061566060060287 31.061566060060287 36.64671734147654
EOD
plot $data using 1:9 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:8 with boxes lc rgb "#b79ab4" title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
