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
figure_title = "Pareto front of cpt_time_s and cpt_energy_j"
set terminal svg noenhanced size 940,420 font 'Helvetica,13' background 'white'
set encoding utf8
set output "pareto.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
16077.887404888 21684.510142285875
11974.1762518 21972.00971795342
10166.1490726 23014.651163157127
9261.314009592 25242.36357441795
EOD
$p0s1 << EOD
15215.762927832 23634.50045832187
10393.172867992 23459.301514112856
8416.036395288 24061.26414289185
7506.525236856 25798.144333677443
EOD
$p0s2 << EOD
14700.830699352 18990.336555295133
9496.711784376 18844.349366713643
7517.569080536 19447.900728373683
6617.72446956 20946.535086546737
EOD
$p0s3 << EOD
15136.240981624 19847.748569645795
10178.044380728 19747.72492719148
8188.26970748 20473.554211501752
7312.438648472 22187.494458381243
EOD
$p0s4 << EOD
15331.288686488 22953.217019452648
10529.514485016 22953.68371632427
8611.351131224 23754.69132490353
7746.656859224 25585.897738981967
EOD
$p0s5 << EOD
14819.285761816 20795.601324525003
9727.42119052 20354.375010004806
7754.477173496 20926.210753760777
6846.523359416 22462.842311587377
EOD
$p0s6 << EOD
14077.90277116 18334.891819356297
8208.055498424 18103.703149658177
5973.455097592 18416.607404038106
5052.238244792 19469.505551994793
EOD
$p0s7 << EOD
14819.008153304 19780.18411823926
9658.78127308 19588.77609090202
7613.766796856 20168.07851005054
6705.66942796 21683.9711406497
EOD
$p0s8 << EOD
5052.238244792 19469.505551994793
5973.455097592 18416.607404038106
8208.055498424 18103.703149658177
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [5052.238244792:16077.887404888]
set format x '%g'
set xtics autofreq
set xlabel "cpt_time_s" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.9619
set bmargin at screen 0.1381
set key at screen 0.8150000000000001, screen 0.9619 left top
set label 1 "cpt_energy_j" at screen 0.018, screen 0.5500 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [*:*]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#7aa9d0" title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 7 ps 0.7 lc rgb "#b79ab4" title "term_serial_512", \
     $p0s7 using 1:2 with points pt 5 ps 0.7 lc rgb "#6b6b6b" title "two_in_one_512", \
     $p0s8 using 1:2 with lines lw 1.6 dt 2 lc rgb "#8a8f96" title "Pareto front"
unset multiplot
