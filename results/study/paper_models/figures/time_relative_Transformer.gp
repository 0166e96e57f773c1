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
figure_title = "Time relative to the baseline training of systolic_512, Transformer"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_Transformer.svg"
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
set yrange [0:1.7061110161763975]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001, "" 1.6)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.33310300233852513 0.3359841946020559 0.336012462347893 0.33611530396382766 0.33614901414996806 0.33614901414996806 0.9977696034753494 0.9987769793420102 1 1
1 0.33310300233852513 0.3358184555282111 0.3358472834791724 0.3359585493016632 0.33599473468305213 0.33599473468305213 0.9976132448444248 0.9985933363112968 0.9998163569692866 0.9998163571260048
2.7 0.33310300233852513 0.3359841946020559 0.336012462347893 0.33611530396382766 0.33614901414996806 0.33614901414996806 0.9977696034753494 0.9987769793420102 1 1
3.7 0.2883926594931709 0.29246164845258926 0.2924904764035506 0.2927900090573915 0.29300765216270147 0.29300765216270147 0.9546423949639136 0.9556224864307855 0.9568455070887754 0.9568455072454936
5.4 0.33310300233852513 0.33380006498292775 0.33382833272876483 0.3339274093458485 0.3339589681040741 0.3339589681040741 0.9955869260700638 0.9965943019367246 0.9978173225947145 0.9978173225947145
6.4 0.24981327540414539 0.2514036360137598 0.2514324670587152 0.25151908659504907 0.2515522415397705 0.2515522415397705 0.913198165971201 0.9141782574380729 0.9154012780960628 0.915401278252781
8.1 0.33310300233852513 0.33486889437101175 0.33489716211684883 0.3350000037327835 0.3350337139189239 0.3350337139189239 1.6231554132935675 1.6241627891602282 1.6253860787467074 1.6253860787467074
9.1 0.2332983324783466 0.23657799737992175 0.2366068253308831 0.23677455497729819 0.23701058551488366 0.23701058551488366 1.5251355486455431 1.526115640112415 1.5273389296988942 1.5273389298556124
10.799999999999999 0.348965050068931 0.3499409377710947 0.3499692055169318 0.350070164633441 0.35010064767770915 0.35010064767770915 1.6382606962549346 1.6392680721215953 1.6404913617080745 1.6404913617080745
11.799999999999999 0.24352574825361062 0.24449673756062587 0.2445254989907149 0.24520999171357205 0.24527611393578208 0.24527611393578208 1.5334592950584325 1.5344393865253043 1.5356626761117835 1.5356626762685017
13.499999999999998 0.3331030023385252 0.33742479073382137 0.3374389094795124 0.3374809967880961 0.3375254641138106 0.3375254641138106 0.9991202363042142 1.0003729522701055 1.0015959729280952 1.0015959729280952
14.499999999999998 0.2519143866496653 0.2565079742312204 0.25652789941502807 0.2566944676508838 0.256903594319954 0.256903594319954 0.9185478314101668 0.919717058701248 0.9209400793592378 0.920940079515956
16.2 0.10905157814654096 0.11164620021181731 0.11167446795765441 0.11173342716733892 0.11176498592556447 0.2460967026424399 0.9077209493952765 0.9087283252619373 0.9099513459199271 0.9099513459199271
17.2 0.07888161672765039 0.08782652703751388 0.08784567151674526 0.08834751877777514 0.08854701424080315 0.1870593223756042 0.8487221388147714 0.8497022302816434 0.8509252509396332 0.8509252510963514
18.9 0.33310300233852513 0.33393947751180825 0.33396774525764533 0.334066821874729 0.3340983806329546 0.3340983806329546 0.9957263385989443 0.9967337144656051 0.997956735123595 0.997956735123595
19.9 0.25921004121836644 0.2610944150520876 0.2611231764821766 0.26151470944133404 0.2618106913742189 0.2618106913742189 0.9234578661373198 0.9244379576041918 0.9256609782621816 0.9256609784188998
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.30773 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.39685 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.48596 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.57508 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.66420 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.75332 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.84244 right font ',11' textcolor rgb '#33373d' front
set label 10 "1.6" at screen 0.04323, screen 0.93156 right font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.07906, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.11519, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.17663, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.21276, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.27420, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.31033, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.37176, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.40790, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.46933, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.50547, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.56690, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.60304, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.66447, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.70061, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "baseline" at screen 0.76204, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "run" at screen 0.79818, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "systolic" at screen 0.09713, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "spatial_fusion" at screen 0.19470, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "operand_serial" at screen 0.29226, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "dual_serial" at screen 0.38983, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "binary_overlay" at screen 0.48740, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "chunked_bfp" at screen 0.58497, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 33 "term_serial" at screen 0.68254, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 34 "two_in_one" at screen 0.78011, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84092, screen 0.94045 to screen 0.85267, screen 0.96782 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 35 "idle switch" at screen 0.86166, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 36 "idle update" at screen 0.86166, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 37 "idle quantize" at screen 0.86166, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 38 "idle vector" at screen 0.86166, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 9 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 39 "stall synchronisation" at screen 0.86166, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 11 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 40 "stall store" at screen 0.86166, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fc rgb "#c9602f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 41 "stall activations" at screen 0.86166, screen 0.65764 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 42 "stall weights" at screen 0.86166, screen 0.60823 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.84092, screen 0.54513 to screen 0.85267, screen 0.57250 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 43 "fill and drain" at screen 0.86166, screen 0.55881 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.84092, screen 0.49571 to screen 0.85267, screen 0.52308 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 44 "busy" at screen 0.86166, screen 0.50940 left font ',13' textcolor rgb '#33373d' front
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
