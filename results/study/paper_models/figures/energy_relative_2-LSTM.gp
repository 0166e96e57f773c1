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
figure_title = "Energy relative to the baseline training of systolic_512, 2-LSTM"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_2-LSTM.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.86400
set bmargin at screen 0.21861
set tmargin at screen 0.97884
set xrange [-0.8:20.7]
set yrange [0:1.2865456485564493]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.11532428057254945 0.8104726420801474 0.8826502390896515 0.9493335879110515 0.9685886471349207 0.999999999999999
1 0.11286418669168549 0.7632515409410562 0.835399982061436 0.9008554860571918 0.9199131785812965 0.9499756595038601
2.7 0.11532428057254945 0.8104726420801474 0.974988048669789 1.041671397491189 1.0609264567150583 1.1038581387410116
3.7 0.11286418669168549 0.7632515409410562 0.927698252578473 0.9931537565742289 1.0122114490983336 1.053486116651863
5.4 0.12087313705368899 0.8396854486303086 0.9329718590670907 0.9653953841905248 0.9860880178188105 1.0132811745351582
6.4 0.10956939854769607 0.7859917358909909 0.8632070163335905 0.8927389495133691 0.9113819120351596 0.9364213286580041
8.1 0.12927525424292932 0.9529478923959578 1.0836415567291324 1.118496290332312 1.1346029270907043 1.1703934702927177
9.1 0.11480413471965147 0.885254613971571 0.9898198019358829 1.0209193123815554 1.0350096501766988 1.0671058261691506
10.799999999999999 0.13579325176748747 0.8605240094016842 1.00298139024301 1.1113203481202678 1.1260680695799687 1.2370631236119705
11.799999999999999 0.1162508377744073 0.7977190714232053 0.9084267334458254 0.9950749899744057 1.0078418818363837 1.096582690672313
13.499999999999998 0.1314322341920135 0.9804655401466931 1.1145134608829583 1.143516511812204 1.1676571782440364 1.206565334183617
14.499999999999998 0.11952110218168807 0.8873503318325439 1.0040539400146729 1.0305987904244724 1.0523873719327288 1.087651465630919
16.2 0.10869109671056856 0.829915303776736 0.8894670416342645 0.9206043153757387 0.9387127971464134 0.9673993787637637
17.2 0.09959326912240266 0.798080090688208 0.846381451678129 0.8901617581966463 0.9064516200864453 0.937544698020093
18.9 0.12076775938959194 0.8272777827892165 0.945185825277443 0.9767859075762152 0.9974598789419207 1.0273905209396192
19.9 0.11248187186978556 0.7799693407781327 0.8854889159390729 0.9145347695241954 0.9338084292711154 0.9613386191406605
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33679 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45497 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57315 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69134 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.80952 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.92770 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.08043, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.11829, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.18264, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.22049, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.28484, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.32269, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.38704, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.42490, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.48925, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.52710, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.59145, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.62931, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.69366, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.73151, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.79586, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.83372, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "systolic" at screen 0.09936, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 26 "spatial_fusion" at screen 0.20156, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 27 "operand_serial" at screen 0.30377, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "dual_serial" at screen 0.40597, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "binary_overlay" at screen 0.50818, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "chunked_bfp" at screen 0.61038, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "term_serial" at screen 0.71258, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "two_in_one" at screen 0.81479, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 33 "other" at screen 0.89857, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 34 "vector" at screen 0.89857, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.84162 to screen 0.88958, screen 0.86899 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 35 "buffers" at screen 0.89857, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.79220 to screen 0.88958, screen 0.81957 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 36 "array" at screen 0.89857, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "memory traffic" at screen 0.89857, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 38 "memory idle" at screen 0.89857, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:7 with boxes lw 0.5 lc rgb "#c9c9c9" title "other", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#3f7a5a" title "vector", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#79a9d4" title "buffers", \
     $data using 1:4 with boxes lw 0.5 lc rgb "#2f6aa3" title "array", \
     $data using 1:3 with boxes lw 0.5 lc rgb "#d9893b" title "memory traffic", \
     $data using 1:3 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:2 with boxes lw 0.5 lc rgb "#f0c795" title "memory idle", \
     $data using 1:2 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle
