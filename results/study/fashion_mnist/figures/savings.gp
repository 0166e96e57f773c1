# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 2000
# optimizer: momentum
# dx_scale: segmented; prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8; static:8,backward=8; static:6,backward=8; static:4,backward=8; static:3,backward=8; lr:3-8,periods=8,backward=8; lt:3-8,periods=8,backward=8; cr:3-8,periods=8,backward=8; ct:3-8,periods=8,backward=8; rr:3-8,periods=8,backward=8; rtv:3-8,periods=8,backward=8; rth:3-8,periods=8,backward=8; er:3-8,periods=8,backward=8; etv:3-8,periods=8,backward=8; eth:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; two_in_one_512; term_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit fc9840fa5e56)
# recipe: 768046ce51a613f4
# made by: metronome sweep configs/sweeps/fashion_mnist.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 3c8736b96eff365c
# input sweep: c6d9430a991a612d
reset session
figure_title = "Ideal and achieved saving along training"
set terminal svg noenhanced size 940,647 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s1 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s2 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s3 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s4 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s5 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p0s6 << EOD
0 36.764583333333334
1 0
2 31.25
3 58.33333333333332
4 70.3125
5 36.764583333333334
6 0
7 37.35208333333333
8 37.21145833333333
9 36.764583333333334
10 36.62395833333333
11 60.239583333333336
12 36.27708333333334
13 60.09895833333334
14 17.900000000000006
15 36.51875
16 17.759375
EOD
$p1s0 << EOD
0 0.04152397012485709
1 0
2 0.04869776390971081
3 0.05442099406293144
4 0.058102327212161686
5 0.05078351295799699
6 0
7 0.04593030099988571
8 0.04583481124260658
9 0.04152397012485709
10 0.04142848036757796
11 0.05498351597263973
12 0.03881154965600375
13 0.054888026215349495
14 0.02816811713363121
15 0.04059113687675531
16 0.028072627376340975
EOD
$p1s1 << EOD
0 11.268082693632653
1 0
2 0.04869776390971081
3 30.23356401640075
4 30.23684880723326
5 14.219151277190312
6 0
7 9.220350125558907
8 9.159897142841588
9 11.268082693632653
10 11.207629710915324
11 24.56023827576772
12 12.89502020383103
13 24.49978529305039
14 2.804638172003837
15 11.931083869114278
16 2.7441851892865188
EOD
$p1s2 << EOD
0 21.01900568260231
1 0
2 16.90821925874726
3 33.6414068963282
4 41.54678296906579
5 20.631303963268287
6 0
7 21.086903791363863
8 21.003825390933205
9 21.01900568260231
10 20.93592728217164
11 35.10408119838013
12 20.9119059849462
13 35.021002797949464
14 9.91001006253085
15 20.93893831135194
16 9.826931662100192
EOD
$p1s3 << EOD
0 21.036744220410853
1 0
2 17.521036307197292
3 33.592767317028816
4 40.50459247534851
5 24.870127789693562
6 0
7 21.316007738388944
8 21.23501078577975
9 21.036744220410853
10 20.955747267801673
11 34.6447288498796
12 20.797171624015288
13 34.56373189727042
14 10.149305346295145
15 20.911069486200418
16 10.068308393685953
EOD
$p1s4 << EOD
0 28.660023997346485
1 0
2 23.222783882211584
3 45.70816030126107
4 56.51862391285116
5 27.729181977709203
6 0
7 28.78068227120548
8 28.66764871820262
9 28.660023997346485
10 28.54699044434361
11 47.767689120562494
12 28.493765735986543
13 47.65465556755962
14 13.566638046920875
15 28.543007294424804
16 13.453604493918004
EOD
$p1s5 << EOD
0 16.286141155146584
1 0
2 15.860694346298997
3 28.362226099649824
4 36.09116389841505
5 19.62868666734868
6 0
7 15.744188690310434
8 15.672023470249474
9 16.286141155146584
10 16.21397593508562
11 29.459259994620346
12 16.504785898885167
13 29.387094774559387
14 6.194587024388443
15 16.287973471864937
16 6.122421804327482
EOD
$p1s6 << EOD
0 19.424028904010804
1 0
2 16.244791969519888
3 30.681876422250962
4 38.684024495643435
5 18.211501706110667
6 0
7 19.454288903123697
8 19.37693913960977
9 19.424028904010804
10 19.34667914049688
11 32.46703552131609
12 19.32869517497974
13 32.38968575780217
14 9.138565832394374
15 19.344334545242525
16 9.061216068880452
EOD
$p2s0 << EOD
0 0.3121128128333539
1 0
2 0.2536690980167733
3 0.49439772215154054
4 0.6142790274529797
5 0.3238457405581152
6 0
7 0.3135180409546745
8 0.31229241712878997
9 0.3121128128333539
10 0.31088718900746937
11 0.5185779245281519
12 0.31029832198431473
13 0.5173523007022451
14 0.14907872452764037
15 0.3108633273659067
16 0.14785310070175584
EOD
$p2s1 << EOD
0 5.275923291154561
1 0
2 0.2864312429552873
3 13.779933116713172
4 13.939648003514126
5 6.057047184673736
6 0
7 4.375828989832087
8 4.347952409131839
9 5.275923291154561
10 5.2480467104542905
11 11.334466631692862
12 5.989272615822028
13 11.306590050992604
14 1.3852664094827216
15 5.565808793158455
16 1.3573898287824515
EOD
$p2s2 << EOD
0 6.792661848883075
1 0
2 5.530192799176159
3 10.937945112431601
4 13.252202234296373
5 5.2499912873733345
6 0
7 6.848091090367758
8 6.821589404620087
9 6.792661848883075
10 6.766160163135426
11 11.284629172025284
12 6.738166279831847
13 11.258127486277635
14 3.226174625199618
15 6.760266359520816
16 3.1996729394519585
EOD
$p2s3 << EOD
0 8.770750711548935
1 0
2 7.109363330639173
3 13.844475474144835
4 17.338189248113757
5 7.835176786324638
6 0
7 8.801312914152437
8 8.766638892235912
9 8.770750711548935
10 8.736076689632377
11 14.604124642425631
12 8.721542833473505
13 14.569450620509084
14 4.165403880282659
15 8.734885067318132
16 4.130729858366122
EOD
$p2s4 << EOD
0 23.858744279180787
1 0
2 19.277774613187358
3 38.04650954343468
4 47.15825801544256
5 12.735137912213778
6 0
7 23.9378304210882
8 23.843514719509272
9 23.858744279180787
10 23.76442857760186
11 39.810885726748644
12 23.73369918822794
13 39.71657002516973
14 11.273759851865927
15 23.765929488576287
16 11.179444150286999
EOD
$p2s5 << EOD
0 5.717025798651198
1 0
2 5.3237894084282145
3 10.204502178460183
4 12.474116200408035
5 5.641371587378208
6 0
7 5.54567158268231
8 5.5207260961117495
9 5.717025798651198
10 5.6920803120806385
11 10.30187937165068
12 5.794481561138709
13 10.27693388508013
14 2.2093358490874127
15 5.722744630432108
16 2.1843903625168415
EOD
$p2s6 << EOD
0 2.8026494400223756
1 0
2 -8.553608519199173
3 7.62389670129423
4 9.645789602695887
5 3.759535055500063
6 0
7 1.6938294394325704
8 1.6745408001684559
9 2.8026494400223756
10 2.783360800758239
11 7.174777269512933
12 3.6785689818374046
13 7.155488630248796
14 0.4485392885268502
15 3.1801755477228744
16 0.4292506492627135
EOD
set multiplot
set xrange [-0.25:16.25]
set xtics ("" 0, "" 1, "" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8, "" 9, "" 10, "" 11, "" 12, "" 13, "" 14, "" 15, "" 16)
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.71095
set tmargin at screen 0.98916
unset logscale y
set yrange [0:75.9375]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60, "" 70)
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p0s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.40863
set tmargin at screen 0.68684
unset logscale y
set yrange [0:61.04011382587926]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50, "" 60)
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p1s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p1s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p1s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p1s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p1s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
set lmargin at screen 0.04690
set rmargin at screen 0.82937
set bmargin at screen 0.10631
set tmargin at screen 0.38452
unset logscale y
set yrange [-9.237897200735107:50.930918656677974]
set ytics ("" -0, "" 10, "" 20, "" 30, "" 40, "" 50)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.85005 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.71095 right font ',11' textcolor rgb '#33373d' front
set label 3 "10" at screen 0.03998, screen 0.74759 right font ',11' textcolor rgb '#33373d' front
set label 4 "20" at screen 0.03998, screen 0.78422 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.82086 right font ',11' textcolor rgb '#33373d' front
set label 6 "40" at screen 0.03998, screen 0.85750 right font ',11' textcolor rgb '#33373d' front
set label 7 "50" at screen 0.03998, screen 0.89413 right font ',11' textcolor rgb '#33373d' front
set label 8 "60" at screen 0.03998, screen 0.93077 right font ',11' textcolor rgb '#33373d' front
set label 9 "70" at screen 0.03998, screen 0.96740 right font ',11' textcolor rgb '#33373d' front
set label 10 "cycle saving (%)" at screen 0.01418, screen 0.54774 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 11 "0" at screen 0.03998, screen 0.40863 right font ',11' textcolor rgb '#33373d' front
set label 12 "10" at screen 0.03998, screen 0.45421 right font ',11' textcolor rgb '#33373d' front
set label 13 "20" at screen 0.03998, screen 0.49979 right font ',11' textcolor rgb '#33373d' front
set label 14 "30" at screen 0.03998, screen 0.54537 right font ',11' textcolor rgb '#33373d' front
set label 15 "40" at screen 0.03998, screen 0.59094 right font ',11' textcolor rgb '#33373d' front
set label 16 "50" at screen 0.03998, screen 0.63652 right font ',11' textcolor rgb '#33373d' front
set label 17 "60" at screen 0.03998, screen 0.68210 right font ',11' textcolor rgb '#33373d' front
set label 18 "energy saving (%)" at screen 0.01418, screen 0.24542 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 19 "0" at screen 0.03998, screen 0.14903 right font ',11' textcolor rgb '#33373d' front
set label 20 "10" at screen 0.03998, screen 0.19527 right font ',11' textcolor rgb '#33373d' front
set label 21 "20" at screen 0.03998, screen 0.24150 right font ',11' textcolor rgb '#33373d' front
set label 22 "30" at screen 0.03998, screen 0.28774 right font ',11' textcolor rgb '#33373d' front
set label 23 "40" at screen 0.03998, screen 0.33398 right font ',11' textcolor rgb '#33373d' front
set label 24 "50" at screen 0.03998, screen 0.38022 right font ',11' textcolor rgb '#33373d' front
set label 25 "CPT 3-8" at screen 0.05875, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "static 8" at screen 0.10617, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "static 6" at screen 0.15360, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "static 4" at screen 0.20102, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "static 3" at screen 0.24844, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "CPT 3-8" at screen 0.28855, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "prescaled" at screen 0.30318, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 32 "static 8" at screen 0.33597, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 33 "prescaled" at screen 0.35060, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 34 "lr 3-8" at screen 0.39071, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 35 "lt 3-8" at screen 0.43813, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 36 "cr 3-8" at screen 0.48555, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 37 "ct 3-8" at screen 0.53298, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 38 "rr 3-8" at screen 0.58040, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 39 "rtv 3-8" at screen 0.62782, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 40 "rth 3-8" at screen 0.67524, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 41 "er 3-8" at screen 0.72267, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 42 "etv 3-8" at screen 0.77009, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 43 "eth 3-8" at screen 0.81751, screen 0.09627 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 44 "" at screen 0.85011, screen 0.97610 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 45 "systolic_512" at screen 0.86394, screen 0.97610 left font ',13' textcolor rgb '#33373d' front
set label 46 "" at screen 0.85011, screen 0.94998 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 47 "spatial_fusion_512" at screen 0.86394, screen 0.94998 left font ',13' textcolor rgb '#33373d' front
set label 48 "" at screen 0.85011, screen 0.92386 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 49 "operand_serial_512" at screen 0.86394, screen 0.92386 left font ',13' textcolor rgb '#33373d' front
set label 50 "" at screen 0.85011, screen 0.89774 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 51 "dual_serial_512" at screen 0.86394, screen 0.89774 left font ',13' textcolor rgb '#33373d' front
set label 52 "" at screen 0.85011, screen 0.87162 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 53 "binary_overlay_512" at screen 0.86394, screen 0.87162 left font ',13' textcolor rgb '#33373d' front
set label 54 "" at screen 0.85011, screen 0.84549 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 55 "two_in_one_512" at screen 0.86394, screen 0.84549 left font ',13' textcolor rgb '#33373d' front
set label 56 "" at screen 0.85011, screen 0.81937 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 57 "term_serial_512" at screen 0.86394, screen 0.81937 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with points pt 4 ps 0.7 lc rgb "#b5527a" title "two_in_one_512", \
     $p2s6 using 1:2 with points pt 15 ps 0.7 lc rgb "#7b5a93" title "term_serial_512"
unset multiplot
