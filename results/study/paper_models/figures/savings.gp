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
# version: 0.1.0 (commit 9598f353ba2c)
# recipe: 1508fa1ee99cd639
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "Ideal and achieved saving along accelerator"
set terminal svg noenhanced size 940,610 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s1 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s2 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s3 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s4 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s5 << EOD
0 36.672916666666666
1 36.672916666666666
2 36.672916666666666
3 36.672916666666666
4 36.672916666666666
5 36.672916666666666
6 36.672916666666666
7 36.672916666666666
EOD
$p0s6 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p0s7 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p0s8 << EOD
0 30.097625603221122
1 30.097625603221122
2 30.097625603221122
3 30.097625603221122
4 30.097625603221122
5 30.097625603221122
6 30.097625603221122
7 30.097625603221122
EOD
$p0s9 << EOD
0 30.099067599067595
1 30.099067599067595
2 30.099067599067595
3 30.099067599067595
4 30.099067599067595
5 30.099067599067595
6 30.099067599067595
7 30.099067599067595
EOD
$p0s10 << EOD
0 23.158258032128508
1 23.158258032128508
2 23.158258032128508
3 23.158258032128508
4 23.158258032128508
5 23.158258032128508
6 23.158258032128508
7 23.158258032128508
EOD
$p1s0 << EOD
0 0.024648800654158975
1 16.97244374605792
2 24.759852312215514
3 28.762208692425915
4 30.682757522443936
5 23.421837784046506
6 24.058676340911155
7 23.798874616367414
EOD
$p1s1 << EOD
0 0.024581746038854213
1 17.235449465596954
2 25.117050009632745
3 29.123615677465008
4 30.941790845804974
5 23.775564760038304
6 24.561586283064706
7 24.1554362000007
EOD
$p1s2 << EOD
0 0.024559337948382165
1 17.32333985059644
2 25.236358940244983
3 29.24474464178116
4 31.02876948306884
5 23.893793549456497
6 24.730367826041533
7 24.274545013503968
EOD
$p1s3 << EOD
0 0.024546777031131395
1 17.372607049674926
2 25.3032251430049
3 29.312721899965588
4 31.07761718933396
5 23.960071731323062
6 24.825137483964387
7 24.34130176685122
EOD
$p1s4 << EOD
0 0.024544383466129638
1 17.381995236940828
2 25.315965896878534
3 29.325681782235936
4 31.086932918273778
5 23.972701856237222
6 24.843209418136613
7 24.35402188655209
EOD
$p1s5 << EOD
0 0.10434151622705778
1 8.768103198667898
2 22.908536498001297
3 27.891382552916856
4 35.56459482585741
5 6.880467283911706
6 15.251047714392874
7 19.383184024106814
EOD
$p1s6 << EOD
0 0.08416375366235851
1 10.199337725421486
2 18.928864483860973
3 19.961251425958782
4 19.662597810615566
5 18.54056029461628
6 18.281102904606538
7 16.792859594827057
EOD
$p1s7 << EOD
0 0.08716268107530345
1 11.489138828468237
2 21.325389387391635
3 23.717164301150184
4 23.612343070674857
5 20.85139928597729
6 21.308194289912375
7 18.921156613552014
EOD
$p1s8 << EOD
0 0.09990995216363485
1 7.913986048365063
2 14.776707320423421
3 14.375458676932052
4 14.34661387079631
5 14.475143013583457
6 13.196449429063794
7 13.055674896024039
EOD
$p1s9 << EOD
0 0.0194310383672458
1 4.341333354545918
2 8.287077566182733
3 6.047103654477814
4 6.426220449557507
5 8.094538696010556
6 6.5463893558512565
7 7.280235853223038
EOD
$p1s10 << EOD
0 0.16955959009731236
1 0.16955959009731236
2 12.877428204211139
3 16.078278623857024
4 20.406895379551948
5 11.168208895762199
6 13.245735473371678
7 8.608754954390374
EOD
$p2s0 << EOD
0 0.29763692553260723
1 9.467693809218513
2 8.365382262249854
3 11.356948333048788
4 16.950082333591098
5 8.882159661734557
6 7.16196000075443
7 8.763221470141247
EOD
$p2s1 << EOD
0 0.30513722727328885
1 9.746874690386942
2 8.67643594973112
3 11.710381153199512
4 17.360166425547163
5 9.188672412483001
6 7.492365042010529
7 9.077722782742203
EOD
$p2s2 << EOD
0 0.30770973998249795
1 9.842104385472771
2 8.783537159185117
3 11.831946104024949
4 17.499968537980205
5 9.293885642849709
6 7.606417704090551
7 9.185829213797236
EOD
$p2s3 << EOD
0 0.3091666862174991
1 9.895919444573975
2 8.844288193415428
3 11.900872268517482
4 17.57895402406604
5 9.35349214228589
6 7.6711776791864805
7 9.247109112374696
EOD
$p2s4 << EOD
0 0.30944554592023943
1 9.9062099135516
2 8.85592372192775
3 11.914071158207195
4 17.594056096589195
5 9.364902387815654
6 7.683586478777881
7 9.258842522184818
EOD
$p2s5 << EOD
0 0.749551692038064
1 4.77811756498393
2 6.795974603643828
3 13.377568721553045
4 21.971090352901122
5 3.796616767241867
6 3.05672817846544
7 6.380598256009306
EOD
$p2s6 << EOD
0 1.5145708175792305
1 8.180710872536133
2 10.180718717807958
3 14.542718396130127
4 18.303399581532442
5 11.076386889459533
6 8.939484445644608
7 9.869775524737944
EOD
$p2s7 << EOD
0 1.9452640361659501
1 9.392113547056512
2 12.085766034300482
3 17.280435996258024
4 20.999286227327573
5 13.174902704756475
6 10.838061710668134
7 11.535836911021956
EOD
$p2s8 << EOD
0 1.0904885867004444
1 5.562224378166403
2 8.146257196626072
3 8.597408842299291
4 13.164073845185332
5 8.333075474259333
6 5.210033154320725
7 7.389989273169994
EOD
$p2s9 << EOD
0 1.117604593539867
1 4.1209657315987025
2 4.191734179335649
3 4.6600472150677525
4 8.003063179477932
5 5.416120053682261
6 1.532194079406235
7 4.052025642980627
EOD
$p2s10 << EOD
0 4.787028613385346
1 4.3540744430461515
2 7.866579667524431
3 8.96265511699692
4 11.939603872429249
5 9.134459966723918
6 5.327611108297769
7 6.821797859483924
EOD
set multiplot
set xrange [-0.25:7.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7)
set lmargin at screen 0.04690
set rmargin at screen 0.87243
set bmargin at screen 0.69303
set tmargin at screen 0.98811
unset logscale y
set yrange [0:39.60675]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "ResNet-38", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "ResNet-74", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "ResNet-110", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "ResNet-152", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "ResNet-164", \
     $p0s5 using 1:2 with points pt 15 ps 0.7 lc rgb "#7aa9d0" title "MobileNetV2", \
     $p0s6 using 1:2 with points pt 6 ps 0.7 lc rgb "#b79ab4" title "ResNet-18", \
     $p0s7 using 1:2 with points pt 4 ps 0.7 lc rgb "#6b6b6b" title "ResNet-34", \
     $p0s8 using 1:2 with points pt 8 ps 0.7 lc rgb "#1b3a5c" title "ResNet-50", \
     $p0s9 using 1:2 with points pt 12 ps 0.7 lc rgb "#d08a3c" title "Transformer", \
     $p0s10 using 1:2 with points pt 10 ps 0.7 lc rgb "#3f8f6b" title "2-LSTM"
set lmargin at screen 0.04690
set rmargin at screen 0.87243
set bmargin at screen 0.37238
set tmargin at screen 0.66746
unset logscale y
set yrange [0:38.40976241192601]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "ResNet-38", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "ResNet-74", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "ResNet-110", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "ResNet-152", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "ResNet-164", \
     $p1s5 using 1:2 with points pt 15 ps 0.7 lc rgb "#7aa9d0" title "MobileNetV2", \
     $p1s6 using 1:2 with points pt 6 ps 0.7 lc rgb "#b79ab4" title "ResNet-18", \
     $p1s7 using 1:2 with points pt 4 ps 0.7 lc rgb "#6b6b6b" title "ResNet-34", \
     $p1s8 using 1:2 with points pt 8 ps 0.7 lc rgb "#1b3a5c" title "ResNet-50", \
     $p1s9 using 1:2 with points pt 12 ps 0.7 lc rgb "#d08a3c" title "Transformer", \
     $p1s10 using 1:2 with points pt 10 ps 0.7 lc rgb "#3f8f6b" title "2-LSTM"
set lmargin at screen 0.04690
set rmargin at screen 0.87243
set bmargin at screen 0.05172
set tmargin at screen 0.34680
unset logscale y
set yrange [0:23.728777581133212]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84057 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.69303 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.73028 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.76754 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.80479 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.84204 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.87929 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.91654 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.95379 right font ',11' textcolor rgb '#33373d' front
set label 10 "cycle saving (%)" at screen 0.01418, screen 0.51992 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 11 "0" at screen 0.03998, screen 0.37238 right font ',11' textcolor rgb '#33373d' front
set label 12 "5" at screen 0.03998, screen 0.41079 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.44920 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.48761 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.52603 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.56444 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.60285 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.64126 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.11390 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.17608 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.23826 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.30043 right font ',11' textcolor rgb '#33373d' front
set label 25 "systolic" at screen 0.07441, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "spatial\nfusion" at screen 0.18449, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "operand\nserial" at screen 0.29456, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "dual\nserial" at screen 0.40463, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "binary\noverlay" at screen 0.51470, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 30 "chunked\nbfp" at screen 0.62477, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 31 "term\nserial" at screen 0.73484, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 32 "two\nin\none" at screen 0.84492, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 33 "" at screen 0.89318, screen 0.97426 point pt 7 ps 0.7 lc rgb "#6b6b6b" front
set label 34 "ResNet-38" at screen 0.90701, screen 0.97426 left font ',13' textcolor rgb '#33373d' front
set label 35 "" at screen 0.89318, screen 0.94656 point pt 5 ps 0.7 lc rgb "#1b3a5c" front
set label 36 "ResNet-74" at screen 0.90701, screen 0.94656 left font ',13' textcolor rgb '#33373d' front
set label 37 "" at screen 0.89318, screen 0.91885 point pt 9 ps 0.7 lc rgb "#d08a3c" front
set label 38 "ResNet-110" at screen 0.90701, screen 0.91885 left font ',13' textcolor rgb '#33373d' front
set label 39 "" at screen 0.89318, screen 0.89115 point pt 13 ps 0.7 lc rgb "#3f8f6b" front
set label 40 "ResNet-152" at screen 0.90701, screen 0.89115 left font ',13' textcolor rgb '#33373d' front
set label 41 "" at screen 0.89318, screen 0.86344 point pt 11 ps 0.7 lc rgb "#8a2d1f" front
set label 42 "ResNet-164" at screen 0.90701, screen 0.86344 left font ',13' textcolor rgb '#33373d' front
set label 43 "" at screen 0.89318, screen 0.83574 point pt 15 ps 0.7 lc rgb "#7aa9d0" front
set label 44 "MobileNetV2" at screen 0.90701, screen 0.83574 left font ',13' textcolor rgb '#33373d' front
set label 45 "" at screen 0.89318, screen 0.80803 point pt 6 ps 0.7 lc rgb "#b79ab4" front
set label 46 "ResNet-18" at screen 0.90701, screen 0.80803 left font ',13' textcolor rgb '#33373d' front
set label 47 "" at screen 0.89318, screen 0.78033 point pt 4 ps 0.7 lc rgb "#6b6b6b" front
set label 48 "ResNet-34" at screen 0.90701, screen 0.78033 left font ',13' textcolor rgb '#33373d' front
set label 49 "" at screen 0.89318, screen 0.75262 point pt 8 ps 0.7 lc rgb "#1b3a5c" front
set label 50 "ResNet-50" at screen 0.90701, screen 0.75262 left font ',13' textcolor rgb '#33373d' front
set label 51 "" at screen 0.89318, screen 0.72492 point pt 12 ps 0.7 lc rgb "#d08a3c" front
set label 52 "Transformer" at screen 0.90701, screen 0.72492 left font ',13' textcolor rgb '#33373d' front
set label 53 "" at screen 0.89318, screen 0.69721 point pt 10 ps 0.7 lc rgb "#3f8f6b" front
set label 54 "2-LSTM" at screen 0.90701, screen 0.69721 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "ResNet-38", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "ResNet-74", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "ResNet-110", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "ResNet-152", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "ResNet-164", \
     $p2s5 using 1:2 with points pt 15 ps 0.7 lc rgb "#7aa9d0" title "MobileNetV2", \
     $p2s6 using 1:2 with points pt 6 ps 0.7 lc rgb "#b79ab4" title "ResNet-18", \
     $p2s7 using 1:2 with points pt 4 ps 0.7 lc rgb "#6b6b6b" title "ResNet-34", \
     $p2s8 using 1:2 with points pt 8 ps 0.7 lc rgb "#1b3a5c" title "ResNet-50", \
     $p2s9 using 1:2 with points pt 12 ps 0.7 lc rgb "#d08a3c" title "Transformer", \
     $p2s10 using 1:2 with points pt 10 ps 0.7 lc rgb "#3f8f6b" title "2-LSTM"
unset multiplot
