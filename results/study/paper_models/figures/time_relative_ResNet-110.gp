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
figure_title = "Time relative to the baseline training of systolic_512, ResNet-110"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_ResNet-110.svg"
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
set yrange [0:1.2682615535786874]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.7924749703786644 0.797850495837507 0.7981376921664946 0.8002292382696894 0.8015429240381156 0.8015429240381156 0.9984262658963505 0.9999073553577534 1.0000000000000002 1.0000000000000002
1 0.7924749703786644 0.797850495837507 0.7980494872171633 0.8001392358452164 0.8014528913479391 0.8014528913479391 0.9981384520340151 0.9995771363539021 0.9996697809961488 0.9996697933035761
2.7 0.7924749703786644 0.797850495837507 0.7981376921664946 0.8002292382696894 0.8015429240381156 0.8015429240381156 0.9984262658963505 0.9999073553577534 1.0000000000000002 1.0000000000000002
3.7 0.6221259848529618 0.6277947628167253 0.6279938640874023 0.6301395756425873 0.6314798119798326 0.6314798119798326 0.8281920269975518 0.8296307113174388 0.8297233559596855 0.8297233682671128
5.4 0.7826946654047914 0.7845501151016374 0.7848435303543065 0.7860548265755393 0.7872015251704131 0.7872015251704131 0.9844747044660656 0.9859557939274685 0.9860484385697151 0.9860484385697151
6.4 0.5381233930629061 0.5400331100445557 0.5402379773853873 0.5416328987351791 0.5428425133870787 0.5428425133870787 0.7397299046801484 0.7411685890000355 0.7412612336422821 0.7412612459497094
8.1 0.9114771267533356 0.9148169362076585 0.9151051264097277 0.9168772227342572 0.9181711011482783 0.9181711011482783 1.1308237859314505 1.1323181050395184 1.1324115208612933 1.1324115208612933
9.1 0.5844249836928522 0.5882551668595373 0.5884551907516689 0.5907899658718007 0.5926086756006098 0.5926086756006098 0.804959969831622 0.8064119235324775 0.8065053393542524 0.8065053516616797
10.799999999999999 1.0006654000902073 1.0025092367306292 1.002799657992189 1.0039797729919648 1.0049154240813136 1.0049154240813136 1.2178945281265874 1.2193888472346552 1.2194822630564301 1.2194822630564301
11.799999999999999 0.6276867723452052 0.6296940601154649 0.6298967060221161 0.6312557068192353 0.6322813237824466 0.6322813237824466 0.8446214483563956 0.8460734020572511 0.846166817879026 0.8461668301864533
13.499999999999998 0.7925594289708395 0.797943136355799 0.7982531670219386 0.8003436120292295 0.8016571699550601 0.8016571699550601 0.9985414685707845 1.0005188264924005 1.0006114711346472 1.0006114711346472
14.499999999999998 0.5575147311002145 0.5633296666372353 0.5635514013424874 0.5657038443340717 0.567055404166324 0.567055404166324 0.7637690834683892 0.7656301751785846 0.7657228198208312 0.7657228321282585
16.2 0.2359398280368627 0.23910702524342775 0.2394005435949643 0.24065800748901925 0.2417938765788612 0.5813955413203971 0.7786574457239105 0.7801385351853134 0.7802311798275601 0.7802311798275601
17.2 0.14618711977601648 0.1492624917536371 0.14943194218388722 0.152657340000146 0.1545552543348022 0.3938007557744954 0.5906188193167193 0.5920575036366064 0.592150148278853 0.5921501605862803
18.9 0.7826946654047915 0.7846139869119699 0.7849050886260546 0.7862436418412979 0.7874599692872598 0.7874599692872598 0.9846538201903791 0.986134909651782 0.9862275542940286 0.9862275542940286
19.9 0.5469808274459412 0.5489688412376005 0.5491719607680767 0.5511195094667236 0.5528441321403338 0.5528441321403338 0.7496463712044203 0.7510850555243074 0.751177700166554 0.7511777124739814
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33849 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45838 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57827 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69815 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.81804 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.93792 right font ',11' textcolor rgb '#33373d' front
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
