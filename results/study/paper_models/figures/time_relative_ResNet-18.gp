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
figure_title = "Time relative to the baseline training of systolic_512, ResNet-18"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_ResNet-18.svg"
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
set yrange [0:1.3553011698066888]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.7508784902621921 0.7537887511112882 0.7537966656740529 0.7538247777064636 0.7538380881955232 0.7538380881955232 0.9993727567906803 0.999997609475345 1 1
1 0.7508784902621922 0.7531610385391923 0.7531714716089969 0.7532081328280283 0.753221563544319 0.753221563544319 0.9985623791268928 0.9991699023254788 0.9991722928501338 0.9991722929562281
2.7 0.7508784902621921 0.7537887511112882 0.7537966656740529 0.7538247777064636 0.7538380881955232 0.7538380881955232 0.9993727567906803 0.999997609475345 1 1
3.7 0.6501002615227525 0.6524962493455376 0.652506700832995 0.6525428180440465 0.6525562487603371 0.6525562487603371 0.8978970543094136 0.8985045775079995 0.8985069680326545 0.8985069681387489
5.4 0.7512307672925755 0.7517452691186346 0.7517507549322401 0.7517844587915296 0.7517981395804733 0.7517981395804733 0.9973520034465577 0.9979768561312224 0.9979792466558774 0.9979792466558774
6.4 0.5635213252171918 0.5639759657382697 0.5639827337810156 0.564022789189856 0.5640362014314683 0.5640362014314683 0.8093811467514351 0.8099886699500211 0.8099910604746761 0.8099910605807704
8.1 0.8707701062693386 0.8741370734941964 0.8741436289966608 0.8741663875080858 0.8741789812876924 0.8741789812876924 1.30254689133637 1.3031717440210346 1.3031742017372008 1.3031742017372008
9.1 0.6130447889491676 0.6153899399427487 0.6153993125468278 0.6154308342927182 0.6154434303359527 0.6154434303359527 1.0434042131846324 1.0440117363832182 1.0440141940993843 1.0440141942054786
10.799999999999999 0.7825051392121674 0.7832768155022476 0.7832847667963717 0.7833200032193751 0.7833292374234203 0.7833292374234203 1.2113809379490545 1.2120057906337192 1.2120082483498853 1.2120082483498853
11.799999999999999 0.545624894979339 0.54619209412874 0.5462013732817214 0.5462440732483755 0.5462555688320085 0.5462555688320085 0.9740430117686787 0.9746505349672646 0.9746529926834309 0.9746529927895252
13.499999999999998 0.7536967065052592 0.7566591055780362 0.756666029588611 0.7566984905542572 0.7567120459190466 0.7567120459190466 1.0022663159204879 1.0030438175652772 1.003046208089932 1.003046208089932
14.499999999999998 0.5691685185948506 0.571807227658522 0.5718159289891419 0.5718522666431957 0.5718649765910243 0.5718649765910243 0.8172443173359569 0.8179700817211257 0.8179724722457807 0.8179724723518751
16.2 0.22640863090502364 0.22711884219240683 0.227123378365987 0.22714758403324942 0.22716151865679116 0.5554396763453111 0.8011277924343749 0.8017526451190397 0.8017550356436947 0.8017550356436947
17.2 0.1554152214160303 0.1562468211942358 0.15625241347828556 0.15684775390180905 0.1568633266233115 0.4102919773529332 0.6557310569789547 0.6563385801775407 0.6563409707021957 0.65634097080829
18.9 0.7512307672925755 0.7518481694838465 0.751853655297452 0.7518873591567414 0.7519010399456851 0.7519010399456851 0.9974549038117695 0.9980797564964342 0.9980821470210892 0.9980821470210892
19.9 0.5847316900836258 0.5852755697826793 0.5852823775470791 0.5853224179743961 0.5853358302160083 0.5853358302160083 0.8306807755359753 0.8312882987345612 0.8312906892592162 0.8312906893653106
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33079 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.44298 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.55517 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.66736 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.77954 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.89173 right font ',11' textcolor rgb '#33373d' front
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
