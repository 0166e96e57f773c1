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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 853ccbde9e4ee8d2
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: b7b12812f2132719
# input sweep: d0588ae0e596084d
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
8819.27202332 20.97533596645031
13135.026107864 22.810069428494728
8036.03376828 29.500236480679444
7328.83813724 39.6289031913216
11469.798580504 20.470444517002992
7684.23532828 22.47578307549017
7867.340650168 13.838078560870109
7149.457783384 17.30854190541899
EOD
$p0s1 << EOD
7149.457783384 17.30854190541899
7867.340650168 13.838078560870109
EOD
set multiplot
set xrange [7149.457783384:13135.026107864]
set xtics ("" 7500, "" 8000, "" 8500, "" 9000, "" 9500, "" 10000, "" 10500, "" 11000, "" 11500, "" 12000, "" 12500, "" 13000)
set lmargin at screen 0.04690
set rmargin at screen 0.85397
set bmargin at screen 0.12101
set tmargin at screen 0.98177
unset logscale y
set yrange [12.290629083043019:41.176352669148685]
set ytics ("" 14, "" 16, "" 18, "" 20, "" 22, "" 24, "" 26, "" 28, "" 30, "" 32, "" 34, "" 36, "" 38, "" 40)
set label 1 "cpt_energy_j (k)" at screen 0.01418, screen 0.55139 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "14" at screen 0.03998, screen 0.17195 right font ',11' textcolor rgb '#33373d' front
set label 3 "16" at screen 0.03998, screen 0.23155 right font ',11' textcolor rgb '#33373d' front
set label 4 "18" at screen 0.03998, screen 0.29114 right font ',11' textcolor rgb '#33373d' front
set label 5 "20" at screen 0.03998, screen 0.35074 right font ',11' textcolor rgb '#33373d' front
set label 6 "22" at screen 0.03998, screen 0.41034 right font ',11' textcolor rgb '#33373d' front
set label 7 "24" at screen 0.03998, screen 0.46994 right font ',11' textcolor rgb '#33373d' front
set label 8 "26" at screen 0.03998, screen 0.52954 right font ',11' textcolor rgb '#33373d' front
set label 9 "28" at screen 0.03998, screen 0.58913 right font ',11' textcolor rgb '#33373d' front
set label 10 "30" at screen 0.03998, screen 0.64873 right font ',11' textcolor rgb '#33373d' front
set label 11 "32" at screen 0.03998, screen 0.70833 right font ',11' textcolor rgb '#33373d' front
set label 12 "34" at screen 0.03998, screen 0.76793 right font ',11' textcolor rgb '#33373d' front
set label 13 "36" at screen 0.03998, screen 0.82752 right font ',11' textcolor rgb '#33373d' front
set label 14 "38" at screen 0.03998, screen 0.88712 right font ',11' textcolor rgb '#33373d' front
set label 15 "40" at screen 0.03998, screen 0.94672 right font ',11' textcolor rgb '#33373d' front
set label 16 "7500" at screen 0.09416, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 17 "8000" at screen 0.16158, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 18 "8500" at screen 0.22900, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 19 "9000" at screen 0.29642, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 20 "9500" at screen 0.36384, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 21 "10000" at screen 0.43125, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 22 "10500" at screen 0.49867, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 23 "11000" at screen 0.56609, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 24 "11500" at screen 0.63351, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 25 "12000" at screen 0.70093, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 26 "12500" at screen 0.76835, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 27 "13000" at screen 0.83576, screen 0.08715 center font ',11' textcolor rgb '#33373d' front
set label 28 "cpt_time_s" at screen 0.45043, screen 0.04361 center font ',13' textcolor rgb '#33373d' front
set label 29 "" at screen 0.87472, screen 0.96038 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 30 "dual_serial_512" at screen 0.88855, screen 0.96038 left font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.86780, screen 0.91759 to screen 0.90099, screen 0.91759 nohead lw 1.9 dt (9,4) lc rgb "#8a8f96"
set label 31 "Pareto front" at screen 0.90791, screen 0.91759 left font ',13' textcolor rgb '#33373d' front
plot $p0s0 using 1:2 with points pt 13 ps 0.7 lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s1 using 1:2 with lines lw 1.9 dt (9,4) lc rgb "#8a8f96" title "Pareto front"
unset multiplot
