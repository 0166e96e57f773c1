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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 0386d1fa9ef07e03
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "Time relative to the baseline training of systolic_512, ResNet-152"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_ResNet-152.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82709
set bmargin at screen 0.21861
set tmargin at screen 0.97884
set xrange [-0.8:20.7]
set yrange [0:1.2674450316317245]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.794363653290165 0.7994323864875316 0.7997205358181914 0.8018012106317985 0.8031095470871927 0.8031095470871927 0.9984415986332482 0.9999082676455824 1 1
1 0.794363653290165 0.7994323864875316 0.7996320282382126 0.8017108658930016 0.8030191805464025 0.8030191805464025 0.998153706829907 0.999577806061648 0.9996695384160657 0.999669547281759
2.7 0.794363653290165 0.7994323864875316 0.7997205358181914 0.8018012106317985 0.8031095470871927 0.8031095470871927 0.9984415986332482 0.9999082676455824 1 1
3.7 0.623562198626954 0.6289031552133361 0.6291028914918035 0.6312121916793696 0.6325298187516143 0.6325298187516143 0.827689446666006 0.829113545897747 0.8292052782521646 0.829205287117858
5.4 0.7845927479458642 0.7863552069383469 0.7866494996839144 0.7877635313332789 0.7888205700353491 0.7888205700353491 0.9845279343244471 0.9859946033367812 0.9860863356911989 0.9860863356911989
6.4 0.5393949081630471 0.5411964587621582 0.5414018760863232 0.5426477611108634 0.5437501215894103 0.5437501215894103 0.7390694763307384 0.7404935755624794 0.740585307916897 0.7405853167825904
8.1 0.9127948135841648 0.916060401033451 0.9163496406123076 0.918094269442181 0.9193484113530096 0.9193484113530096 1.1303883846109741 1.131868326726697 1.1319608225519227 1.1319608225519227
9.1 0.5851593989979188 0.5888363373414245 0.5890370371601563 0.5913346526628773 0.5931149659207725 0.5931149659207725 0.8038518729950093 0.8052892739528674 0.8053817697780932 0.8053817786437866
10.799999999999999 1.0015725537983864 1.0033852057977748 1.0036766763749854 1.004822146979847 1.005753774461538 1.005753774461538 1.2171247078587866 1.2186046499745093 1.218697145799735 1.218697145799735
11.799999999999999 0.6283185001293355 0.6302488946561732 0.6304521881471437 0.6317259563138795 0.6327223909913557 0.6327223909913557 0.8434467003754179 0.8448841013332761 0.8449765971585018 0.8449766060241952
13.499999999999998 0.7944244932985355 0.799499120371713 0.7998101649145072 0.8018918141188734 0.8032000584824581 0.8032000584824581 0.9985327992317334 1.0004967402499834 1.000588472604401 1.000588472604401
14.499999999999998 0.5587995368007753 0.5642457784475803 0.5644682127517936 0.5665864629799036 0.567912246966836 0.567912246966836 0.7630729296829899 0.7649201011460386 0.7650118335004562 0.7650118423661496
16.2 0.23647712728500353 0.23955715270875969 0.23985151972191554 0.24097863732034605 0.24202787495493666 0.5824467342904549 0.7781426494881339 0.7796093185004681 0.7797010508548857 0.7797010508548857
17.2 0.14650074821624554 0.14945757908730234 0.14962733794887978 0.15262723795796954 0.15438743850873915 0.39420521650460616 0.5894524825691148 0.5908765818008558 0.5909683141552734 0.5909683230209668
18.9 0.784592747945864 0.786390570193212 0.7866825309365055 0.7879421330004291 0.7890759465646247 0.7890759465646247 0.9847035415224353 0.9861702105347695 0.9862619428891871 0.9862619428891871
19.9 0.5482782003732285 0.5501255053203845 0.5503291570395821 0.552136829236754 0.5537467195174433 0.5537467195174433 0.7489821097088658 0.7504062089406068 0.7504979412950245 0.7504979501607179
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33857 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45853 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57850 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69846 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.81842 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.93839 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.07906, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.11519, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.17663, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.21276, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.27420, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.31033, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.37176, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.40790, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.46933, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.50547, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.56690, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.60304, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.66447, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.70061, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.76204, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.79818, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "systolic" at screen 0.09713, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 26 "spatial_fusion" at screen 0.19470, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 27 "operand_serial" at screen 0.29226, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "dual_serial" at screen 0.38983, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "binary_overlay" at screen 0.48740, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "chunked_bfp" at screen 0.58497, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "term_serial" at screen 0.68254, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "two_in_one" at screen 0.78011, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84092, screen 0.94045 to screen 0.85267, screen 0.96782 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 33 "idle switch" at screen 0.86166, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 34 "idle update" at screen 0.86166, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 35 "idle quantize" at screen 0.86166, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 36 "idle vector" at screen 0.86166, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 9 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 37 "stall synchronisation" at screen 0.86166, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 11 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 38 "stall store" at screen 0.86166, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fc rgb "#c9602f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 39 "stall activations" at screen 0.86166, screen 0.65764 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 40 "stall weights" at screen 0.86166, screen 0.60823 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.84092, screen 0.54513 to screen 0.85267, screen 0.57250 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 41 "fill and drain" at screen 0.86166, screen 0.55881 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.84092, screen 0.49571 to screen 0.85267, screen 0.52308 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 42 "busy" at screen 0.86166, screen 0.50940 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:11 with boxes lw 0.5 lc rgb "#d4d4d4" title "idle switch", \
     $data using 1:10 with boxes lw 0.5 lc rgb "#c3dac4" title "idle update", \
     $data using 1:10 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:9 with boxes lw 0.5 lc rgb "#86ad8f" title "idle quantize", \
     $data using 1:9 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:8 with boxes lw 0.5 lc rgb "#3f7a5a" title "idle vector", \
     $data using 1:8 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:7 with boxes lw 0.5 lc rgb "#b79ab4" title "stall synchronisation", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#f3cfa5" title "stall store", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#c9602f" title "stall activations", \
     $data using 1:5 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:4 with boxes lw 0.5 lc rgb "#8a2d1f" title "stall weights", \
     $data using 1:4 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:3 with boxes lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:2 with boxes lw 0.5 lc rgb "#1b3a5c" title "busy"
