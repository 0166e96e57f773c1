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
figure_title = "Energy relative to the baseline training of systolic_512, ResNet-18"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_ResNet-18.svg"
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
set yrange [0:1.431252373933477]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.1512843032772011 0.5649104043330337 0.6991919947467038 0.8544218644765897 0.9561897107359676 1.0000000000000002
1 0.1488532224913001 0.5506040294668677 0.6848505411871324 0.8388320022849478 0.9405629053304658 0.9835661719870296
2.7 0.1512843032772011 0.5649104043330337 0.8711099710155816 1.0263398407454676 1.1281076870048454 1.1991465979591434
3.7 0.13670112307814536 0.5386471800123993 0.8032796026098544 0.9400196224835498 1.0390374255137689 1.1017566736249025
5.4 0.153285264300299 0.6054095274770268 0.7697065325810881 0.8150744514731411 0.9177649319118589 0.9442732472482311
6.4 0.12884683000150562 0.5671702772622436 0.69063129362054 0.7316984836154501 0.8292364014901601 0.8528854224863757
8.1 0.1868686759592733 0.6733061466278336 0.917647433488271 0.9848057620983883 1.0821464236652292 1.1212141390998744
9.1 0.15211896639909897 0.6021273096937633 0.778589569231699 0.8372828855267911 0.9307887389589348 0.9618665426619939
10.799999999999999 0.17526422982368203 0.6611775324690572 0.8752934254428812 1.089624482777993 1.1867309403896666 1.3762042057052664
11.799999999999999 0.14287751329191592 0.5860400245693926 0.7365783482528984 0.8978051875584079 0.9908359551291119 1.126102617722788
13.499999999999998 0.15301342348816718 0.5899029364029298 0.8342758076721251 0.8748930156599867 0.9778773690728686 1.0224702328279516
14.499999999999998 0.12889188400771998 0.5506628914667991 0.7415403387922523 0.7783304616338548 0.8759429793436126 0.9133252357225377
16.2 0.12884413258320443 0.5818199169651264 0.6812360252639514 0.7283467386836358 0.8255492333251693 0.8554419196516931
17.2 0.10974973380189486 0.5479427811659228 0.6184402392821811 0.6626177238198202 0.7558146836166599 0.7827992431431539
18.9 0.1532981703684608 0.6054224335451885 0.8153893609469377 0.8607572941817673 0.963450565228242 0.9946569074625283
19.9 0.131441579113847 0.5684972387500963 0.7338647710118054 0.7749133930965466 0.8730225662789992 0.9005737133163949
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.32484 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.43107 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.53731 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.64354 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.74978 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.85601 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.96224 right font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.08043, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.11829, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.18264, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.22049, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.28484, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.32269, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "baseline" at screen 0.38704, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "run" at screen 0.42490, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "baseline" at screen 0.48925, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "run" at screen 0.52710, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "baseline" at screen 0.59145, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "run" at screen 0.62931, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "baseline" at screen 0.69366, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "run" at screen 0.73151, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "baseline" at screen 0.79586, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "run" at screen 0.83372, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "systolic" at screen 0.09936, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 27 "spatial_fusion" at screen 0.20156, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "operand_serial" at screen 0.30377, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "dual_serial" at screen 0.40597, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "binary_overlay" at screen 0.50818, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "chunked_bfp" at screen 0.61038, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "term_serial" at screen 0.71258, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 33 "two_in_one" at screen 0.81479, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 34 "other" at screen 0.89857, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 35 "vector" at screen 0.89857, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.84162 to screen 0.88958, screen 0.86899 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 36 "buffers" at screen 0.89857, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.79220 to screen 0.88958, screen 0.81957 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 37 "array" at screen 0.89857, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 38 "memory traffic" at screen 0.89857, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 39 "memory idle" at screen 0.89857, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
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
