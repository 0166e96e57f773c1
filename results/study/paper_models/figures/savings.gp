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
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: 0430129a5d750345
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
0 0.03284419071690747
1 16.658342679050854
2 24.316683248224134
3 28.275932107523914
4 30.237777835087677
5 22.980570974876233
6 23.39864929462181
7 23.32383793107571
EOD
$p1s1 << EOD
0 0.0329753394993082
1 16.934526339736145
2 24.697664261112873
3 28.65241918818463
4 30.51833913411328
5 23.349908355482228
6 23.927961667696117
7 23.70556860374534
EOD
$p1s2 << EOD
0 0.03301920881363385
1 17.02690987238624
2 24.825067719297333
3 28.778710829089036
4 30.612616860398077
5 23.473472041729114
6 24.105873295927903
7 23.833225992991334
EOD
$p1s3 << EOD
0 0.033043809190025364
1 17.078715324794715
2 24.89650348278317
3 28.849609240904183
4 30.665579308491484
5 23.54276666576661
6 24.205828836810493
7 23.904804847058656
EOD
$p1s4 << EOD
0 0.03304849771180729
1 17.088588791291926
2 24.910117616629144
3 28.863127990579397
4 30.67568102716205
5 23.55597370941379
6 24.22489453708323
7 23.91844630880915
EOD
$p1s5 << EOD
0 0.08610851143279197
1 8.55929353627649
2 22.247949541443855
3 27.69108758338845
4 35.40025327233782
5 6.57792002450428
6 14.393346287387864
7 18.840520565207918
EOD
$p1s6 << EOD
0 0.08276055645050073
1 10.149289448847142
2 18.83686643340271
3 19.886811860226594
4 19.58361957283763
5 18.451160919144748
6 18.136948633549267
7 16.711179273523946
EOD
$p1s7 << EOD
0 0.08558887648866254
1 11.443210627394784
2 21.241330001326386
3 23.64139777154397
4 23.529496267000916
5 20.76988211601479
6 21.18207964709282
7 18.846491906295583
EOD
$p1s8 << EOD
0 0.09816307563779159
1 7.8369960706555775
2 14.65188770965644
3 14.285409989313823
4 14.254967042133215
5 14.351216478193008
6 12.934714820631687
7 12.934865226928816
EOD
$p1s9 << EOD
0 0.018364284333427516
1 4.315437029818381
2 8.259608064814906
3 6.032229809918177
4 6.390063776930344
5 8.052931436982503
6 6.486704344742577
7 7.24435354384656
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
0 0.3024412339956206
1 8.939127157772663
2 7.357949105460926
3 10.175247866704195
4 15.886728427407437
5 8.021662581391887
6 6.719671476640965
7 7.842433016720573
EOD
$p2s1 << EOD
0 0.3107711568618332
1 9.223883907941731
2 7.667275773486382
3 10.54003779489696
4 16.343574484613665
5 8.323177331460585
6 7.084419026875155
7 8.15630867505578
EOD
$p2s2 << EOD
0 0.31363555169390267
1 9.321228828985294
2 7.774154298248015
3 10.665690365146752
4 16.499520406436897
5 8.42694310418639
6 7.210618103349164
7 8.264580941680121
EOD
$p2s3 << EOD
0 0.31525947182595715
1 9.376287317438713
2 7.834864050130319
3 10.73697546051604
4 16.587672341289494
5 8.485790569136153
6 7.2823417199373575
7 8.326041733516288
EOD
$p2s4 << EOD
0 0.31557042787258016
1 9.386819513449506
2 7.846498705747584
3 10.750629480229135
4 16.60453078834758
5 8.497060552025815
6 7.29609036857256
7 8.33781696155792
EOD
$p2s5 << EOD
0 0.7690846897155046
1 3.8849729977936565
2 4.643530278304008
3 11.41554074561687
4 19.736072971372675
5 2.642444248593512
6 2.202681602480583
7 4.590094304729708
EOD
$p2s6 << EOD
0 1.6321986801298705
1 8.069540234602423
2 9.536898555943429
3 14.093406610496384
4 18.11863545012168
5 10.55987051340359
6 8.360500897230406
7 9.350530266108036
EOD
$p2s7 << EOD
0 2.149359863248357
1 9.317691831194852
2 11.386059970527617
3 16.727907095239914
4 20.740142587280197
5 12.642438049820337
6 10.17831094081385
7 10.976213932621848
EOD
$p2s8 << EOD
0 1.123356902222039
1 5.359387887643496
2 7.7329485715553865
3 8.160132873049175
4 13.017104195800966
5 7.959383734013992
6 4.451674650486692
7 7.087852230013724
EOD
$p2s9 << EOD
0 1.1232121154034047
1 3.914378910252936
2 3.4247485289754853
3 4.284488835804856
4 7.879910801763446
5 5.00882552821239
6 0.8850965551004286
7 3.356231467631332
EOD
$p2s10 << EOD
0 5.041577274019493
1 4.597165256440327
2 7.546971100063448
3 8.774212382822055
4 11.286094066377105
5 9.849808169670993
6 3.029059216701324
7 6.415869396569485
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
set yrange [0:38.23227353412485]
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
set yrange [0:22.399353994262615]
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
set label 21 "5" at screen 0.03998, screen 0.11759 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.18346 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.24933 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.31519 right font ',11' textcolor rgb '#33373d' front
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
