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
figure_title = "Energy relative to the baseline training of systolic_512, ResNet-152"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_ResNet-152.svg"
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
set yrange [0:1.292662542380005]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.13532039611993987 0.7000301435325643 0.8064966708314828 0.9232362450894482 0.9585968440508759 0.9999999999999962
1 0.13527076124457568 0.6997333930951161 0.8061905552646685 0.9210650893024751 0.956370328705414 0.9968674157194194
2.7 0.13532039611993987 0.7000301435325643 0.9422368503844776 1.058976424642443 1.0943370236038705 1.1577192987864815
3.7 0.11930242461787752 0.6838607763874301 0.873726106090457 0.9645082746250424 0.9963587751631751 1.0482188345816463
5.4 0.13435687281018105 0.7017356047184167 0.8308435939195697 0.8625961230599796 0.8975048221870208 0.9241587429317253
6.4 0.1113438043985152 0.6785415975457231 0.767789192700924 0.7958277907368297 0.8256766306561703 0.8499753002828688
8.1 0.1477454063575495 0.7128007558910601 0.9044191239107888 0.936950557345168 0.9643609799351245 0.9993583332144502
9.1 0.11713293340806201 0.6821436072271221 0.8093703380565287 0.8363813598930719 0.8604312226501205 0.8898658293190613
10.799999999999999 0.15603187117451334 0.721900338175864 0.9118956911231109 1.061786378612693 1.0898925830088626 1.2429447522884665
11.799999999999999 0.12101167762571474 0.6869292514539346 0.8076981069409402 0.9077266450435931 0.9319573734031085 1.0347526346139104
13.499999999999998 0.13543639441774624 0.7006768129468398 0.8924485083227924 0.9211686120315817 0.9565572032053967 0.9983004914520115
14.499999999999998 0.11333831996838767 0.6783084208073249 0.8191056071893578 0.8448128448907665 0.8753782569683224 0.9119627569956029
16.2 0.11611892740937749 0.7024226579875499 0.7808846545121466 0.8174064595796353 0.8483810183813473 0.8790171869513795
17.2 0.09800829088507391 0.6764652960498081 0.7272347701759504 0.7591631159242186 0.7860972200298473 0.8136132378041493
18.9 0.13425629640133346 0.7007604460578196 0.8655865018102201 0.8970132963926357 0.9319255544886434 0.9622619716776385
19.9 0.11212607868704527 0.6784305592109583 0.7954802421801191 0.8231894373525959 0.8532391731063539 0.8804961792671674
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33623 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45385 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57148 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.68910 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.80672 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.92435 right font ',11' textcolor rgb '#33373d' front
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
