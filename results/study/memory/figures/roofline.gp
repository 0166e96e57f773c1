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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: d7bfc6d957226263
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 8156fa19b0e916ec
# input sweep: 7b3d8f83fd305080
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
23.702272077163425 0.3401327775530816
23.749615066524676 0.709523760057183
23.703492596654662 0.6032241283620066
23.714695718802847 0.5162604072882803
23.7109678339528 0.4446396357709324
23.707241120945007 0.3871890569767512
23.702272077163425 0.3401327775530816
23.731075441014585 0.26402824711636824
23.74588161274425 0.3675616829453696
23.7460193384941 0.35517976016970426
23.712411683517367 0.33487925682911057
23.70996882852542 0.3107817336583436
23.70624242951877 0.28693790609537684
23.731075441014585 0.2640282471163682
23.703881077761537 0.362312772366632
23.722521079830948 0.834426784540675
23.718790734518084 0.6838887371166236
23.715061562207726 0.5706078989978907
23.711333562346685 0.48362735539850243
23.707606734382118 0.41615841482624
23.703881077761537 0.362312772366632
23.703881077761537 0.38587888623117894
23.722521079830948 0.9810726902689114
23.718790734518084 0.7753275823053339
23.715061562207726 0.6312096918514688
23.711333562346685 0.5264873898570035
23.707606734382118 0.4474443679433112
23.703881077761537 0.38587888623117894
23.703372948710125 0.2872507745497491
23.74947188068361 0.4525923825938285
23.745733055245104 0.42127007408584827
23.713410894816175 0.3872949531463768
23.73711459155643 0.35438756936390314
23.705957104565698 0.31951216232344437
23.703372948710125 0.2872507745497491
23.703881077761537 0.37371445964504296
23.711316314041078 0.9020386628091107
23.690026070071784 0.7265600692415988
23.715061562207726 0.5987602424215795
23.710400308265044 0.5037445348347483
23.707606734382118 0.4312527274222687
23.703881077761537 0.37371445964504296
23.703881077761537 0.36771197165151753
23.722521079830948 0.8664570822295126
23.718790734518084 0.703871414655922
23.715061562207726 0.5834687824846686
23.711333562346685 0.49268604297114993
23.707606734382118 0.4232449784139544
23.703881077761537 0.36771197165151753
23.703881077761537 0.3923196351116063
23.722521079830948 1.027946535106934
23.718790734518084 0.8020680767135937
23.715061562207726 0.6486566895811707
23.711333562346685 0.5386038462045916
23.707606734382118 0.4560858397919899
23.703881077761537 0.3923196351116063
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
set rmargin at screen 0.81493
set bmargin at screen 0.12101
set tmargin at screen 0.98177
set logscale y
set yrange [0.042666666666666665:1.5419198026604009]
set ytics ("" 0.05, "" 0.1, "" 0.2, "" 0.5, "" 1)
set label 1 "Throughput (TMAC/s)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0.05" at screen 0.04974, screen 0.15907 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.1" at screen 0.04974, screen 0.32538 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.2" at screen 0.04974, screen 0.49170 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.5" at screen 0.04974, screen 0.71156 right font ',11' textcolor rgb '#33373d' front
set label 6 "1" at screen 0.04974, screen 0.87787 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.22627, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 8 "10" at screen 0.46894, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 9 "100" at screen 0.71160, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 10 "multiply-accumulates per DRAM byte" at screen 0.43579, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 11 "" at screen 0.83567, screen 0.96038 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 12 "dual_serial_512" at screen 0.84950, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82876, screen 0.91759 to screen 0.87855, screen 0.91759 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 13 "roof: 19.2 GB/s" at screen 0.88546, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.82876, screen 0.87481 to screen 0.87855, screen 0.87481 nohead lw 1.9001 dt (2,3) lc rgb "#8a8f96"
set label 14 "roof: 25.6 GB/s" at screen 0.88546, screen 0.87481 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.82876, screen 0.83203 to screen 0.87855, screen 0.83203 nohead lw 1.9002 dt (9,3,2,3) lc rgb "#8a8f96"
set label 15 "roof: 51.2 GB/s" at screen 0.88546, screen 0.83203 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.82876, screen 0.78924 to screen 0.87855, screen 0.78924 nohead lw 1.9002999999999999 dt (5,3) lc rgb "#8a8f96"
set label 16 "roof: 76.8 GB/s" at screen 0.88546, screen 0.78924 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.82876, screen 0.74646 to screen 0.87855, screen 0.74646 nohead lw 1.9003999999999999 dt (12,3,2,3,2,3) lc rgb "#8a8f96"
set label 17 "roof: 102.4 GB/s" at screen 0.88546, screen 0.74646 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.82876, screen 0.70367 to screen 0.87855, screen 0.70367 nohead lw 1.9004999999999999 dt (14,4) lc rgb "#8a8f96"
set label 18 "roof: 153.7 GB/s" at screen 0.88546, screen 0.70367 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.82876, screen 0.66089 to screen 0.87855, screen 0.66089 nohead lw 1.9005999999999998 dt (5,2,2,2) lc rgb "#8a8f96"
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
