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
0 0.03284563873273694
1 16.659077102503584
2 24.316683248224134
3 28.27702984732707
4 30.237777835087677
5 22.981583344421598
6 23.39844754966246
7 23.32383793107571
EOD
$p1s1 << EOD
0 0.03297679711137258
1 16.935274898208963
2 24.697664261112873
3 28.653536827230475
4 30.51833913411328
5 23.350939820679883
6 23.927861412633355
7 23.70556860374534
EOD
$p1s2 << EOD
0 0.03302066964240291
1 17.027663173288698
2 24.825067719297333
3 28.779835174383837
4 30.612616860398077
5 23.474509915425568
6 24.105806599891043
7 23.833225992991334
EOD
$p1s3 << EOD
0 0.03304527182409478
1 17.079471288214222
2 24.89650348278317
3 28.850737357843148
4 30.665579308491484
5 23.54380813773279
6 24.205780872936767
7 23.904804847058656
EOD
$p1s4 << EOD
0 0.03304996069006805
1 17.089345262408685
2 24.910117616629144
3 28.864256827245903
4 30.67568102716205
5 23.557015867540553
6 24.224850136232067
7 23.91844630880915
EOD
$p1s5 << EOD
0 0.08610911326434323
1 8.559394433330525
2 22.248071208312524
3 27.69115074980386
4 35.400319587001405
5 6.5767239111953035
6 14.393630074335439
7 18.84067879369239
EOD
$p1s6 << EOD
0 0.08277070437721079
1 10.149303186125124
2 18.836883302436945
3 19.886827654065574
4 19.583633682651325
5 18.451167478165033
6 18.136969319894323
7 16.711195381421305
EOD
$p1s7 << EOD
0 0.08559703200702318
1 11.443221497078316
2 21.24134324213379
3 23.641419238851178
4 23.529508496113294
5 20.769887066271586
6 21.18209664495565
7 18.846504572198274
EOD
$p1s8 << EOD
0 0.09816492166632163
1 7.836998417539376
2 14.651891109122571
3 14.285414258970563
4 14.254969554425111
5 14.351217404377536
6 12.934717978385745
7 12.93486851753578
EOD
$p1s9 << EOD
0 0.018364287399530443
1 4.315449275450633
2 8.259632547530805
3 6.0322375202509715
4 6.390078478098471
5 8.05273739034188
6 6.486730866242363
7 7.244377853288553
EOD
$p1s10 << EOD
0 0.1880330006776898
1 0.1880330006776898
2 12.529790208140579
3 15.654817105912155
4 19.826390915437763
5 10.867007045723009
6 12.809273511652663
7 8.385910534719375
EOD
$p2s0 << EOD
0 0.3006269224406055
1 9.019360713447744
2 7.541981216475224
3 10.38775841011721
4 16.04865270401038
5 8.178260357236166
6 6.8704267247025825
7 8.006577509994417
EOD
$p2s1 << EOD
0 0.3088364709676772
1 9.305295951487047
2 7.8566938733774405
3 10.757007549337349
4 16.50573663235999
5 8.483763852560545
6 7.24006053628512
7 8.325078482315162
EOD
$p2s2 << EOD
0 0.3116586379880437
1 9.403022106605786
2 7.965395436830902
3 10.884156037118753
4 16.661734504373303
5 8.58887074592597
6 7.367918038379795
7 8.434910569997545
EOD
$p2s3 << EOD
0 0.31325842805767223
1 9.45829134226347
2 8.027132050228158
3 10.956280670938401
4 16.74990922092383
5 8.648471597046958
6 7.440576830364931
7 8.497248651312239
EOD
$p2s4 << EOD
0 0.31356474790483757
1 9.468863450645214
2 8.038962780361281
3 10.970094743051106
4 16.76677148316005
5 8.659885268782263
6 7.454504132125483
7 8.509191285499973
EOD
$p2s5 << EOD
0 0.7615518390657994
1 3.940965818237574
2 4.814436282312906
3 11.69773005121587
4 20.083935959405142
5 2.6817382789103505
6 2.2904913810301353
7 4.723772722762831
EOD
$p2s6 << EOD
0 1.6433828012970775
1 8.121602854896192
2 9.678112244329151
3 14.21205734756492
4 18.173290485935446
5 10.674638106924661
6 8.49183034403046
7 9.458858973407159
EOD
$p2s7 << EOD
0 2.1716788496814687
1 9.380076894201194
2 11.542115681383713
3 16.85869504382511
4 20.801097890201113
5 12.7638711867047
6 10.330362693171747
7 11.095775250148176
EOD
$p2s8 << EOD
0 1.1197700223084972
1 5.39564648104357
2 7.8081916585123645
3 8.253494823501162
4 13.05013948515552
5 8.030713787803888
6 4.53367604276429
7 7.152282791221531
EOD
$p2s9 << EOD
0 1.1086208406078657
1 3.9221577800738983
2 3.4814925261235863
3 4.325283046704819
4 7.8764581863527745
5 5.046164458567747
6 0.9398542340376959
7 3.401557580940018
EOD
$p2s10 << EOD
0 5.002434049613957
1 4.563269529053781
2 7.585243643001005
3 8.825035917001056
4 11.35596318880504
5 9.855568130768487
6 3.086076071479804
7 6.429093947504105
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
set yrange [0:38.23234515396152]
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
set yrange [0:22.465185721417203]
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
set label 12 "5" at screen 0.03998, screen 0.41097 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.44956 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.48815 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.52674 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.56533 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.60392 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.64251 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.11740 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.18307 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.24875 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.31442 right font ',11' textcolor rgb '#33373d' front
set label 25 "systolic" at screen 0.07441, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 26 "spatial_fusion" at screen 0.18449, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 27 "operand_serial" at screen 0.29456, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 28 "dual_serial" at screen 0.40463, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 29 "binary_overlay" at screen 0.51470, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 30 "chunked_bfp" at screen 0.62477, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 31 "term_serial" at screen 0.73484, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
set label 32 "two_in_one" at screen 0.84492, screen 0.02980 center font ',11' textcolor rgb '#33373d' front
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
