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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4126c029b9f7e66c
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: d5b9446567ca1223
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
0 0.05228224445318341
1 16.7462754592164
2 24.287305759599263
3 28.270076328880634
4 30.19510826256516
5 22.995114114826798
6 23.412150933301213
7 23.28804195681079
EOD
$p1s1 << EOD
0 0.05243404102650562
1 17.017161377648648
2 24.671386975678256
3 28.63987536746113
4 30.471704129013766
5 23.353665742581754
6 23.957099426197114
7 23.67552042085055
EOD
$p1s2 << EOD
0 0.05248479075516954
1 17.10772591780717
2 24.799821312027948
3 28.763895522255446
4 30.56464687599125
5 23.473579684588728
6 24.140240719094695
7 23.80508970653964
EOD
$p1s3 << EOD
0 0.05251324366547516
1 17.158501060960273
2 24.871833809614152
3 28.83351258943998
4 30.616858828139847
5 23.540818466585065
6 24.243128705008687
7 23.877738330202245
EOD
$p1s4 << EOD
0 0.05251866596205357
1 17.168177325427514
2 24.88555775198019
3 28.84678651215524
4 30.62681735757974
5 23.553632943158586
6 24.262753277723046
7 23.89158348460656
EOD
$p1s5 << EOD
0 0.022305928447252654
1 8.73084961363727
2 22.41770875233083
3 27.977975601550032
4 35.512284854326595
5 6.969409373859214
6 14.328096607747497
7 19.057378832403813
EOD
$p1s6 << EOD
0 0.10200058529842293
1 10.15830366248558
2 18.889068130365594
3 19.887546387178066
4 19.64433180060515
5 18.476641476771015
6 18.10883524818152
7 16.767822088688998
EOD
$p1s7 << EOD
0 0.12021614459948315
1 11.463974668992382
2 21.286453179318144
3 23.64051884943762
4 23.602221787534173
5 20.790875047324075
6 21.116924334680842
7 18.89456260913701
EOD
$p1s8 << EOD
0 0.0893514549760499
1 7.882982788599057
2 14.669176324660638
3 14.298566734021378
4 14.31377873427202
5 14.409977441597555
6 12.991871485010787
7 12.967387987828182
EOD
$p1s9 << EOD
0 0.016996123633428173
1 4.313877022420531
2 8.272387926223445
3 6.045830832652199
4 6.38365291555164
5 8.046176207035893
6 6.4822827542798995
7 7.2521984580111605
EOD
$p1s10 << EOD
0 0.19778861337128584
1 0.13689674585095624
2 12.503572750305036
3 15.60761330616467
4 19.883374119244067
5 10.813929129146905
6 12.796339803486322
7 8.347015163357884
EOD
$p2s0 << EOD
0 0.49073490072194526
1 7.65368026419051
2 7.5805019628901515
3 10.452288544785826
4 16.15555041720481
5 8.224907040639895
6 5.6244743132567
7 8.032094789795963
EOD
$p2s1 << EOD
0 0.5124257535590204
1 7.857258348361073
2 7.881254018627337
3 10.788061841506735
4 16.56884525195952
5 8.511712842362728
6 5.882850446698762
7 8.338355906132922
EOD
$p2s2 << EOD
0 0.5199121212746349
1 7.927096284596391
2 7.984926796928693
3 10.903646330564253
4 16.7098426953584
5 8.610279508368679
6 5.97228365732303
7 8.443739136784334
EOD
$p2s3 << EOD
0 0.5241626852852233
1 7.966652071753932
2 8.043760161534141
3 10.969202937348888
4 16.789526187629665
5 8.666147329477026
6 6.023120487996381
7 8.503500252501173
EOD
$p2s4 << EOD
0 0.5249771241811807
1 7.974223299775285
2 8.055030636983318
3 10.981758339401926
4 16.80476358372308
5 8.676844105883486
6 6.032866077271059
7 8.51494490978123
EOD
$p2s5 << EOD
0 1.0600736770026042
1 4.505238476704531
2 6.286879823331703
3 12.17047069802618
4 20.1242162312114
5 3.9333430329347996
6 3.016427984618464
7 6.068923353552558
EOD
$p2s6 << EOD
0 1.1756686082625034
1 7.753033118986818
2 8.800728927113754
3 14.039114263417273
4 17.512593334878357
5 9.824415236752094
6 8.41022140252945
7 8.483263565934063
EOD
$p2s7 << EOD
0 1.5112966329247302
1 8.866194293179863
2 10.49494804495632
3 16.604103074153155
4 20.0901238290075
5 11.85298886201378
6 10.44251018930602
7 10.029796684238734
EOD
$p2s8 << EOD
0 1.2917647175522795
1 5.3882384440065545
2 8.1814865984983
3 8.138923301702183
4 12.395909050586996
5 7.611276240881248
6 4.927471401775896
7 7.081198301104608
EOD
$p2s9 << EOD
0 1.286050418341711
1 3.7758030888432215
2 3.2465375872943847
3 4.308582759168622
4 7.222341545947197
5 5.105903623570085
6 0.323012415684798
7 3.183054208704228
EOD
$p2s10 << EOD
0 4.801956222615034
1 4.409712096835716
2 7.350764699163525
3 8.660240901992532
4 11.353846688552348
5 11.285451145998849
6 1.774452691646622
7 6.507597206229209
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
set yrange [0:38.353267642672726]
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
set yrange [0:21.734153529708312]
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
set label 12 "5" at screen 0.03998, screen 0.41085 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.44931 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.48778 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.52625 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.56472 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.60319 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.64166 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.19926 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.05172 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.11961 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.18749 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.25537 right font ',11' textcolor rgb '#33373d' front
set label 24 "20" at screen 0.03998, screen 0.32326 right font ',11' textcolor rgb '#33373d' front
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
