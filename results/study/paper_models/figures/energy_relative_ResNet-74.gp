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
figure_title = "Energy relative to the baseline training of systolic_512, ResNet-74"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_ResNet-74.svg"
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
set yrange [0:1.2889328081763893]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.13467154066039466 0.7041325482336789 0.8087943436194642 0.9237405257354626 0.9589499643696082 1.000000000000001
1 0.13462273859534532 0.7038420343052296 0.8084945729514216 0.9215998744573338 0.9567544691140566 0.996911635290324
2.7 0.13467154066039466 0.7041325482336789 0.94224243541117 1.0571886175271685 1.0923980561613142 1.1550363039094798
3.7 0.11896135978211987 0.6883087004865797 0.8750248450572886 0.9644728132450391 0.9962387455925411 1.0475567574835845
5.4 0.13369550714932252 0.7060871589547144 0.8329941273893302 0.8645742503068237 0.8993346768402152 0.9259196565542224
6.4 0.11111486357650494 0.683400121817962 0.7711623361257005 0.7991033778316196 0.828897926383106 0.8531729836253301
8.1 0.14709395989994958 0.7168063089270966 0.9054858247162199 0.9378380336386123 0.965209762049723 1.0000307995195905
9.1 0.11698287679341414 0.6867674117686549 0.8121155298095838 0.8390412353543123 0.8631067558029976 0.8924574109195701
10.799999999999999 0.15535806714303543 0.7256352999498966 0.9128856285499184 1.0605177091680482 1.0885853069905724 1.2393584694003743
11.799999999999999 0.12082208846906317 0.691466508750026 0.8105059480204116 0.9091503947536077 0.9333953697049233 1.0347932245103
13.499999999999998 0.13479213426465808 0.7047802893433183 0.8933944936959768 0.9219690976359176 0.9572074377572005 0.9986246051390703
14.499999999999998 0.11311163142972543 0.6828768247892724 0.82142982223423 0.8470447041687876 0.8775499958726712 0.9139036518655067
16.2 0.11577273586650454 0.7064713791363166 0.7836524285441141 0.8198369405934102 0.8507358150271106 0.8812092351989854
17.2 0.09804068885310487 0.6813072382394026 0.7313108065423088 0.763040476500498 0.7899793655631829 0.8174091531192441
18.9 0.13360014296904074 0.7051856743470024 0.8672091929482325 0.8984880349428592 0.9332521779204246 0.9634678585234551
19.9 0.11189107176350306 0.6833317847748643 0.7984399566068152 0.8260710836550834 0.8560645798264338 0.8832584031494968
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33657 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45453 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57250 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69046 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.80842 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.92639 right font ',11' textcolor rgb '#33373d' front
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
