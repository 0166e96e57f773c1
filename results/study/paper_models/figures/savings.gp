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
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: f36943936ce1dbc0
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: 82bd94ddd58e3b65
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
0 0.10524096469207711
1 8.713603960007
2 22.81323816758829
3 27.8603598043723
4 35.540658656718584
5 6.794846550268585
6 15.094531055550087
7 19.293407273246967
EOD
$p1s6 << EOD
0 0.07497578415941453
1 9.951537251416942
2 18.56231684777745
3 19.81418882931094
4 19.436697325122687
5 18.156124323638377
6 17.807921642713207
7 16.501561147381903
EOD
$p1s7 << EOD
0 0.08067390674180164
1 11.290909357483613
2 21.011529763189973
3 23.612427032141248
4 23.37593426233284
5 20.56684261217916
6 20.814829087332875
7 18.67329075555434
EOD
$p1s8 << EOD
0 0.2905517575682137
1 7.314631783821645
2 14.176999350482966
3 13.559448672246388
4 13.180331393483756
5 12.90842358975004
6 12.83323367170306
7 12.695899670394573
EOD
$p1s9 << EOD
0 0.009261715300956652
1 3.2640697799034
2 4.751379078510576
3 4.026856297961478
4 6.27588614144291
5 6.1421658316773815
6 5.083702596821182
7 5.291752616011625
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
0 0.7160179854385995
1 4.645772696690931
2 6.6634057982054795
3 13.330110083368195
4 21.89399118854647
5 3.5268608057670514
6 2.9753583934378214
7 6.250201400107924
EOD
$p2s6 << EOD
0 1.5469276840299084
1 8.088951434772529
2 9.776788697017324
3 14.69319929108116
4 18.049778540253115
5 10.799208738311282
6 8.514305852968617
7 9.500686314081607
EOD
$p2s7 << EOD
0 1.9796819447504777
1 9.351028714861254
2 11.783118155262418
3 17.38943317399848
4 20.93383090067681
5 12.961362410998811
6 10.529082939660228
7 11.265369293756677
EOD
$p2s8 << EOD
0 1.329400271651926
1 4.964515165104221
2 5.232276506767186
3 7.709199916768772
4 10.774040371352688
5 6.22528981450281
6 3.594078417315716
7 5.472861461004285
EOD
$p2s9 << EOD
0 1.6362166853323035
1 3.4913443176177283
2 2.22453151210642
3 3.1822691355647637
4 6.881539710500217
5 5.983454603443905
6 1.7403860327746434
7 3.5052392926787412
EOD
$p2s10 << EOD
0 4.787028613385346
1 4.3540744430461515
2 7.866579667524431
3 8.96265511699692
4 11.939603872429249
5 9.134445104542598
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
set yrange [0:38.383911349256074]
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
set yrange [0:23.645510483630186]
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
set label 12 "5" at screen 0.03998, screen 0.41082 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.44925 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.48769 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.52613 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.56457 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.60301 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.64144 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.11412 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.17652 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.23891 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.30131 right font ',11' textcolor rgb '#33373d' front
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
