# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit 23769148aa08)
# recipe: e424493b1009a963
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: e5df1a2a24dabdcf
# input sweep: b2e690bd44547f19
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
5.64963052 14.122523424325527
EOD
$p0s1 << EOD
4.913429808 14.760738425961817
EOD
$p0s2 << EOD
4.489339728 13.179754507173389
EOD
$p0s3 << EOD
5.004346512 13.747937909647263
EOD
$p0s4 << EOD
5.2219338 15.124448000054729
EOD
$p0s5 << EOD
4.619004392 13.861148133642297
EOD
$p0s6 << EOD
3.90652908 12.748056904708628
EOD
$p0s7 << EOD
4.552978184 13.513083871276606
EOD
$p0s8 << EOD
5.554220712 21.47088713785335
EOD
$p0s9 << EOD
5.720495976 15.066101087849333
EOD
$p0s10 << EOD
4.585891504 12.159981247038916
EOD
$p0s11 << EOD
3.90652908 12.748056904708628
4.585891504 12.159981247038916
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [3.90652908:5.720495976]
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
set key font ',7' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb "#1b3a5c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb "#d08a3c" title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb "#8a2d1f" title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb "#7aa9d0" title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 7 ps 0.7 lc rgb "#b79ab4" title "term_serial_512", \
     $p0s7 using 1:2 with points pt 5 ps 0.7 lc rgb "#6b6b6b" title "two_in_one_512", \
     $p0s8 using 1:2 with points pt 9 ps 0.7 lc rgb "#1b3a5c" title "plain_dual_serial_512", \
     $p0s9 using 1:2 with points pt 13 ps 0.7 lc rgb "#d08a3c" title "dual_serial_512 without input_path", \
     $p0s10 using 1:2 with points pt 11 ps 0.7 lc rgb "#3f8f6b" title "dual_serial_512 with delayed ranges", \
     $p0s11 using 1:2 with lines lw 1.6 dt 2 lc rgb "#8a8f96" title "Pareto front"
unset multiplot
