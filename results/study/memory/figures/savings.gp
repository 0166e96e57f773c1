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
# version: 0.1.0 (commit 23769148aa08)
# recipe: 702e0a0ae79e1432
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: d6d6ea667c448229
# input sweep: 675344138b52f49f
reset session
figure_title = "Ideal and achieved saving along choice"
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
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
$p1s0 << EOD
0 27.339640457875092
1 16.04025245538625
2 29.51366446522501
3 31.534298555548332
4 20.24020462341657
5 30.575580653037893
6 29.984425866264385
7 32.09221386118284
EOD
$p2s0 << EOD
0 10.559563919872938
1 10.114939891234975
2 18.589677828065987
3 22.800226024443838
4 9.031812597343135
5 12.423869642649699
6 14.938584170703873
7 21.000707464422995
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [-0.25:7.25]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:39.60675]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "dual_serial_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:34.659590970077474]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "dual_serial_512"
set format x '%g'
set xtics ("balanced" 0, "DDR4-2400 x1" 1, "DDR4-2400 x4" 2, "DDR4-2400 x8" 3, "LPDDR4-3200 x4" 4, "LPDDR4-3200 x16" 5, "LPDDR5-6400 x8" 6, "HBM2 x16" 7)
set xlabel "" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:24.624244106399345]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "dual_serial_512"
unset multiplot
