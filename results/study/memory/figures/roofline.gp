# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 1 channel; DDR4-2400 8Gb x8, 4 channels; DDR4-2400 8Gb x8, 8 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 16 channels; LPDDR5-6400 8Gb x16, 8 channels; HBM2-2000 pseudo channel, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 192a9f4998d9)
# recipe: 8635d949ca6bdecf
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 5b1fcaa6fae6940c
# input points: d7a8351134467b5d
# input sweep: 675344138b52f49f
reset session
figure_title = "Roofline: a point for each level of both trainings"
set terminal svg noenhanced size 940,395 font 'Helvetica,13' background 'white'
set encoding utf8
set output "roofline.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
23.7013693192772 0.3402095890885392
23.748710714787205 0.7089718103159162
23.702590001195585 0.60289084393781
23.71379269674473 0.5159474654478456
23.710064953847265 0.4446092055948112
23.70633806926183 0.3869895585099091
23.7013693192772 0.34020958908853927
23.730171795239823 0.26401832290334687
23.74497740317142 0.3675763178278567
23.745115123676864 0.3551296888757094
23.71150874843208 0.33486650510084437
23.709065986460597 0.3107485181368897
23.705339729349948 0.2869269799059124
23.730171795239823 0.2640183229033469
23.70297846750965 0.3623202697063509
23.721617759794157 0.8344988770272456
23.717887556527565 0.6839370012982432
23.71415852621881 0.5706379032998076
23.710430668314725 0.48364610175741773
23.706703982262496 0.41617008187234916
23.70297846750965 0.36232026970635084
23.70297846750965 0.38590191168367693
23.721617759794157 0.9810367342021105
23.717887556527565 0.7754104546577987
23.71415852621881 0.6312739557112174
23.710430668314725 0.5265306185305981
23.706703982262496 0.4474794731101662
23.70297846750965 0.38590191168367693
23.702470148884867 0.28729790149184603
23.74856742953064 0.45280485138545845
23.74482874649433 0.421781179738543
23.739946685273427 0.3866861593146657
23.736210715819357 0.3546575942824526
23.705054101810006 0.3195410306734012
23.702470148884867 0.28729790149184603
23.702978258578483 0.3745556423700307
23.710413420665912 0.9075005510789768
23.689123987398986 0.7305426972966004
23.71415852621881 0.601228169534726
23.709497449770083 0.5058125490532382
23.70670366876723 0.43241831611336456
23.702978258578483 0.37455564237003075
23.702978363044064 0.36734627092887856
23.721617759794157 0.8654024171071469
23.717887556527565 0.7037347769317619
23.71415852621881 0.5831052721055
23.710430668314725 0.49279579609645735
23.70670366876723 0.4228588988393626
23.702978363044064 0.36734627092887856
23.702978258578483 0.3921763341535374
23.710413420665912 1.027286232239897
23.717887556527565 0.8016214686812221
23.71415852621881 0.6483683500049026
23.710430668314725 0.5383756043203117
23.70670366876723 0.45599392640752445
23.702978258578483 0.3921763341535374
EOD
$p0s1 << EOD
3.3320000000000003 0.064
26.656000000000002 0.512
213.24800000000002 0.512
EOD
$p0s2 << EOD
2.5 0.064
20 0.512
160 0.512
EOD
$p0s3 << EOD
1.25 0.064
10 0.512
80 0.512
EOD
$p0s4 << EOD
0.8330000000000001 0.064
6.664000000000001 0.512
53.312000000000005 0.512
EOD
$p0s5 << EOD
0.625 0.064
5 0.512
40 0.512
EOD
$p0s6 << EOD
0.41650000000000004 0.064
3.3320000000000003 0.512
26.656000000000002 0.512
EOD
$p0s7 << EOD
0.25000000000000006 0.064
2.0000000000000004 0.512
16.000000000000004 0.512
EOD
set logscale x
set multiplot
set xrange [0.20000000000000004:266.56]
set xtics ("" 1, "" 10, "" 100)
set lmargin at screen 0.05666
set rmargin at screen 0.83153
set bmargin at screen 0.12101
set tmargin at screen 0.98177
set logscale y
set yrange [0.042666666666666665:1.5409293483598456]
set ytics ("" 0.05, "" 0.1, "" 0.2, "" 0.5, "" 1)
set label 1 "Throughput (TMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0.05" at screen 0.04974, screen 0.15908 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.1" at screen 0.04974, screen 0.32542 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.2" at screen 0.04974, screen 0.49177 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.5" at screen 0.04974, screen 0.71166 right font ',11' textcolor rgb '#33373d' front
set label 6 "1" at screen 0.04974, screen 0.87801 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.22998, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 8 "10" at screen 0.47796, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 9 "100" at screen 0.72594, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 10 "multiply-accumulates per DRAM byte" at screen 0.44409, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 11 "" at screen 0.85227, screen 0.96038 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 12 "dual_serial_512" at screen 0.86610, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.84536, screen 0.91759 to screen 0.87855, screen 0.91759 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 13 "roof: 19.2 GB/s" at screen 0.88546, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.84536, screen 0.87481 to screen 0.87855, screen 0.87481 nohead lw 1.9 dt (2,3) lc rgb "#8a8f96"
set label 14 "roof: 25.6 GB/s" at screen 0.88546, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.84536, screen 0.83203 to screen 0.87855, screen 0.83203 nohead lw 1.9 dt (9,3,2,3) lc rgb "#8a8f96"
set label 15 "roof: 51.2 GB/s" at screen 0.88546, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.84536, screen 0.78924 to screen 0.87855, screen 0.78924 nohead lw 1.9 dt (5,3) lc rgb "#8a8f96"
set label 16 "roof: 76.8 GB/s" at screen 0.88546, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.84536, screen 0.74646 to screen 0.87855, screen 0.74646 nohead lw 1.9 dt (12,3,2,3,2,3) lc rgb "#8a8f96"
set label 17 "roof: 102.4 GB/s" at screen 0.88546, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.84536, screen 0.70367 to screen 0.87855, screen 0.70367 nohead lw 1.9 dt (14,4) lc rgb "#8a8f96"
set label 18 "roof: 153.7 GB/s" at screen 0.88546, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.84536, screen 0.66089 to screen 0.87855, screen 0.66089 nohead lw 1.9 dt (5,2,2,2) lc rgb "#8a8f96"
set label 19 "roof: 256.0 GB/s" at screen 0.88546, screen 0.66089 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s1 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "roof: 19.2 GB/s", \
     $p0s2 using 1:2 with lines lw 1.9 dt (2,3) lc rgb "#8a8f96" title "roof: 25.6 GB/s", \
     $p0s3 using 1:2 with lines lw 1.9 dt (9,3,2,3) lc rgb "#8a8f96" title "roof: 51.2 GB/s", \
     $p0s4 using 1:2 with lines lw 1.9 dt (5,3) lc rgb "#8a8f96" title "roof: 76.8 GB/s", \
     $p0s5 using 1:2 with lines lw 1.9 dt (12,3,2,3,2,3) lc rgb "#8a8f96" title "roof: 102.4 GB/s", \
     $p0s6 using 1:2 with lines lw 1.9 dt (14,4) lc rgb "#8a8f96" title "roof: 153.7 GB/s", \
     $p0s7 using 1:2 with lines lw 1.9 dt (5,2,2,2) lc rgb "#8a8f96" title "roof: 256.0 GB/s"
unset multiplot
