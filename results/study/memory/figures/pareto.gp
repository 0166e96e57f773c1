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
figure_title = "Pareto front of cpt_time_s and cpt_energy_j"
set terminal svg noenhanced size 940,395 font 'Helvetica,13' background 'white'
set encoding utf8
set output "pareto.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
8819.27202332 20.977908484600754
13134.888877528 28.725684957861063
8036.02554204 35.41348000158561
7328.83813724 45.54201820287443
11469.798580504 20.473790174666373
7684.23532828 22.478024511608936
7867.340650168 13.84037340749291
7149.462757944 18.689425349167262
EOD
$p0s1 << EOD
7149.462757944 18.689425349167262
7867.340650168 13.84037340749291
EOD
set multiplot
set xrange [7149.462757944:13134.888877528]
set xtics ("" 7500, "" 8000, "" 8500, "" 9000, "" 9500, "" 10000, "" 10500, "" 11000, "" 11500, "" 12000, "" 12500, "" 13000)
set lmargin at screen 0.04690
set rmargin at screen 0.84338
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [11.93827471977002:47.44411689059732]
set ytics ("" 15, "" 20, "" 25, "" 30, "" 35, "" 40, "" 45)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "15" at screen 0.03998, screen 0.19524 right font ',11' textcolor rgb '#33373d' front
set label 3 "20" at screen 0.03998, screen 0.31645 right font ',11' textcolor rgb '#33373d' front
set label 4 "25" at screen 0.03998, screen 0.43766 right font ',11' textcolor rgb '#33373d' front
set label 5 "30" at screen 0.03998, screen 0.55888 right font ',11' textcolor rgb '#33373d' front
set label 6 "35" at screen 0.03998, screen 0.68009 right font ',11' textcolor rgb '#33373d' front
set label 7 "40" at screen 0.03998, screen 0.80131 right font ',11' textcolor rgb '#33373d' front
set label 8 "45" at screen 0.03998, screen 0.92252 right font ',11' textcolor rgb '#33373d' front
set label 9 "7500" at screen 0.09354, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 10 "8000" at screen 0.16008, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 11 "8500" at screen 0.22661, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 12 "9000" at screen 0.29315, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 13 "9500" at screen 0.35968, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 14 "10000" at screen 0.42622, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 15 "10500" at screen 0.49275, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 16 "11000" at screen 0.55929, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "11500" at screen 0.62582, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "12000" at screen 0.69236, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "12500" at screen 0.75889, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "13000" at screen 0.82543, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "cpt_time_s" at screen 0.44514, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 22 "" at screen 0.86412, screen 0.96038 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 23 "dual_serial_512" at screen 0.87795, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.85721, screen 0.91759 to screen 0.90699, screen 0.91759 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 24 "Pareto front" at screen 0.91391, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s1 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "Pareto front"
unset multiplot
