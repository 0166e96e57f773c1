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
figure_title = "Time relative to the baseline training of systolic_512, ResNet-74"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_ResNet-74.svg"
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
set yrange [0:1.269717639258568]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.7891069235655932 0.7950295449356907 0.7953150417976974 0.7974259744331822 0.798749199514216 0.798749199514216 0.9983989233629216 0.9999057284948761 1 1
1 0.7891069235655931 0.7950295449356906 0.7952273765229625 0.7973365824503355 0.7986597621725168 0.7986597621725168 0.9981112484910718 0.9995759420787664 0.9996702135838903 0.9996702320288863
2.7 0.7891069235655932 0.7950295449356907 0.7953150417976974 0.7974259744331822 0.798749199514216 0.798749199514216 0.9983989233629216 0.9999057284948761 1 1
3.7 0.6195648163291572 0.6258181909653546 0.6260161598405662 0.6282268029890439 0.6296073579326934 0.6296073579326934 0.8290882674800959 0.8305529610677905 0.8306472325729144 0.8306472510179104
5.4 0.7793098564384594 0.781331134418904 0.7816229848577328 0.7830077308567501 0.7843143179720202 0.7843143179720202 0.9843797808270632 0.9858865859590178 0.9859808574641417 0.9859808574641417
6.4 0.5358559280719726 0.5379585357912742 0.5381624223588894 0.5398231169188049 0.5412239955857227 0.5412239955857227 0.7409076320709916 0.7423723256586863 0.7424665971638101 0.7424666156088061
8.1 0.9091273247277142 0.9125994926557657 0.912885811527225 0.9147068900325518 0.9160716296812061 0.9160716296812061 1.1316002275569383 1.1331201848401355 1.133215241271579 1.133215241271579
9.1 0.5831153169866844 0.5872187782855461 0.587417596812596 0.5898186378634638 0.591705819176734 0.591705819176734 0.8069360146173307 0.8084139199055993 0.8085089763370427 0.8085089947820386
10.799999999999999 0.9990476927783055 1.0009471403051344 1.0012356903451083 1.0024775859345059 1.0034204122351444 1.0034204122351444 1.21926733172629 1.2207872890094873 1.2208823454409308 1.2208823454409308
11.799999999999999 0.6265602260429578 0.6287046358477728 0.6289061269315105 0.6304171212090515 0.6314947783023818 0.6314947783023818 0.8467163506660432 0.8481942559543119 0.8482893123857552 0.8482893308307512
13.499999999999998 0.789233500660259 0.7951683841864021 0.79547660682854 0.7975827371982751 0.7989057706831206 0.7989057706831206 0.9985569284129767 1.0005582124041028 1.0006524839092268 1.0006524839092268
14.499999999999998 0.5552235652730451 0.5616959845382123 0.5619164716639806 0.5641298898607457 0.5655274151926357 0.5655274151926357 0.7650105192456949 0.7668964346273248 0.7669907061324487 0.7669907245774447
16.2 0.2349816740718181 0.23830432280679562 0.23859632775867945 0.2400862353429379 0.2413765924069095 0.5795209719518879 0.7795754705605473 0.7810822756925019 0.7811765471976257 0.7811765471976257
17.2 0.14562783305712373 0.14891459679021007 0.14908349720163877 0.15271102031175468 0.1548545166168469 0.39307948982521024 0.592698722058369 0.5941634156460637 0.5942576871511875 0.5942577055961835
18.9 0.7793098564384594 0.7814458449109449 0.7817354147370817 0.7832147598088997 0.784578232450503 0.784578232450503 0.9845651532294223 0.9860719583613768 0.9861662298665007 0.9861662298665007
19.9 0.5446672507589774 0.546906187546982 0.5471083580369835 0.5493053454329087 0.5512345678664786 0.5512345678664786 0.750830934160714 0.7522956277484086 0.7523898992535325 0.7523899176985285
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33836 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45811 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57785 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69760 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.81735 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.93710 right font ',11' textcolor rgb '#33373d' front
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
