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
figure_title = "Ideal and achieved saving along machine"
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
0 37.282986111111114
1 37.282986111111114
2 37.282986111111114
3 37.282986111111114
4 37.282986111111114
5 37.282986111111114
6 37.282986111111114
7 37.282986111111114
8 37.282986111111114
9 37.282986111111114
10 37.282986111111114
EOD
$p1s0 << EOD
0 0.059108448737121844
1 13.082359306910861
2 19.277298967934676
3 23.10827973484939
4 26.169988811583057
5 18.338012251389678
6 15.919903218138831
7 18.16297700388838
8 22.06222407587578
9 22.08729540110742
10 24.786329866460708
EOD
$p2s0 << EOD
0 0.356131486315725
1 6.028491486409637
2 5.362512252764373
3 7.671723143788622
4 12.645631725102312
5 5.833527204387023
6 3.559548167658666
7 5.655553299422822
8 13.69651837289798
9 9.117403259874523
10 10.11349659897568
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [-0.25:10.25]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:40.26562500000001]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:28.263587916509703]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
set format x '%g'
set xtics ("systolic\n512" 0, "spatial\nfusion\n512" 1, "operand\nserial\n512" 2, "dual\nserial\n512" 3, "binary\noverlay\n512" 4, "chunked\nbfp\n512" 5, "term\nserial\n512" 6, "two\nin\none\n512" 7, "plain\ndual\nserial\n512" 8, "dual\nserial\n512 without input\npath" 9, "dual\nserial\n512 with delayed ranges" 10)
set xlabel "" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:14.79223984272982]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "achieved"
unset multiplot
