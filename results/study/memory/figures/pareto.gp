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
figure_title = "Pareto front of cpt_time_s and cpt_energy_j"
set terminal svg noenhanced size 940,420 font 'Helvetica,13' background 'white'
set encoding utf8
set output "pareto.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
8821.548466264 20982.174048699053
13135.024537304 22810.072617545607
8035.374719416 29498.36433393694
7328.075992472 39632.95650211302
11466.883750296 20474.271689463058
7655.785285784 22444.11366408818
7872.503298552 13840.26339312836
7152.074373496 17316.652997793288
EOD
$p0s1 << EOD
7152.074373496 17316.652997793288
7872.503298552 13840.26339312836
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [7152.074373496:13135.024537304]
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
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb "#6b6b6b" title "dual_serial_512", \
     $p0s1 using 1:2 with lines lw 1.6 dt 2 lc rgb "#8a8f96" title "Pareto front"
unset multiplot
