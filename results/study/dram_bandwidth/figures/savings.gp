# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 2 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 8 channels; LPDDR4-3200 8Gb x16, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit 23769148aa08)
# recipe: 0019bb5ee43b088f
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: 8328f876caa99493
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Ideal and achieved saving along accelerator.memory.channels"
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s1 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s2 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s3 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s4 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s5 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s6 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s7 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p1s0 << EOD
2 0.03759728753852665
4 0.024445610297030296
8 0.024581746038854213
16 0.013598363335554087
EOD
$p1s1 << EOD
2 5.397756367738427
4 13.22465967633274
8 17.235449465596954
16 18.958535856716228
EOD
$p1s2 << EOD
2 7.969374500485992
4 19.818346262947173
8 25.117050009632745
16 27.61126285337089
EOD
$p1s3 << EOD
2 12.326852428166102
4 23.84953719664511
8 29.123615677465008
16 31.60418909096585
EOD
$p1s4 << EOD
2 14.772453185131573
4 26.17412131015464
8 30.941790845804974
16 33.261711452581046
EOD
$p1s5 << EOD
2 7.954093329384093
4 18.82204542778475
8 23.775564760038304
16 26.160134367514807
EOD
$p1s6 << EOD
2 4.697399907505884
4 15.68536346405246
8 24.561586283064706
16 28.048517831195163
EOD
$p1s7 << EOD
2 7.2582832511065565
4 18.440684191365165
8 24.1554362000007
16 26.606666194865603
EOD
$p2s0 << EOD
2 0.3348445952930601
4 0.3198221596383721
8 0.30513722727328885
16 0.2741309390531854
EOD
$p2s1 << EOD
2 7.097830988051734
4 8.494893987570906
8 9.746874690386942
16 10.6588031320627
EOD
$p2s2 << EOD
2 5.3896515260666185
4 7.087347209815231
8 8.67643594973112
16 10.802107743670863
EOD
$p2s3 << EOD
2 7.628601321686601
4 10.028174614233432
8 11.710381153199512
16 14.089522151322987
EOD
$p2s4 << EOD
2 14.729681217953061
4 16.138682836415764
8 17.360166425547163
16 19.10383822882522
EOD
$p2s5 << EOD
2 5.601796028879857
4 7.750400433355997
8 9.188672412483001
16 11.017508968021994
EOD
$p2s6 << EOD
2 3.481756805836278
4 5.7652051824139345
8 7.492365042010529
16 9.555888554407698
EOD
$p2s7 << EOD
2 5.85692267385336
4 7.492911571201632
8 9.077722782742203
16 10.991553613897242
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [2:16]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:39.60675]
set key font ',12' spacing 1.0
plot $p0s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "systolic_512", \
     $p0s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb "#d08a3c" title "operand_serial_512", \
     $p0s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p0s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p0s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb "#7aa9d0" title "chunked_bfp_512", \
     $p0s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#b79ab4" title "term_serial_512", \
     $p0s7 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "two_in_one_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:35.922648368787534]
set key font ',12' spacing 1.0
unset key
plot $p1s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "systolic_512", \
     $p1s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb "#d08a3c" title "operand_serial_512", \
     $p1s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p1s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p1s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb "#7aa9d0" title "chunked_bfp_512", \
     $p1s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#b79ab4" title "term_serial_512", \
     $p1s7 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "two_in_one_512"
set format x '%g'
set xtics autofreq
set xlabel "accelerator.memory.channels" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:20.63214528713124]
set key font ',12' spacing 1.0
unset key
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb "#d08a3c" title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb "#7aa9d0" title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb "#b79ab4" title "term_serial_512", \
     $p2s7 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb "#6b6b6b" title "two_in_one_512"
unset multiplot
