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
figure_title = "From the ideal saving to that in cycles, dual_serial_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles_dual_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999)
set label "balanced" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x1" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR4-3200 x4" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR4-3200 x16" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR5-6400 x8" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "HBM2 x16" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:12.7]
set yrange [0:42.52680589518437]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 27.339640457875092 28.128914978738905 28.26306862772292 28.29925716185161 28.68497787778995 28.82044879617346 36.63895342657002
1.7 16.04025245538625 16.827232693574334 17.2025065930561 17.255903254926473 25.399665585463893 25.790537264540337 36.64378652254937
3.4000000000000004 29.51366446522501 30.285533969091492 30.39923648704712 30.422006266067992 30.55045601269819 30.611478486880795 36.64966166626129
5.1000000000000005 31.534298555548332 32.30369195319547 32.4036918061397 32.4036918061397 32.501452296033584 32.528912935934706 36.65836209465092
6.800000000000001 20.24020462341657 21.148407809379698 21.33478956693995 21.372519397271393 25.42252902641965 25.857511854330706 36.63612606005029
8.5 30.575580653037893 31.344974050685025 31.438770522355053 31.452541134207145 31.600015215396194 31.63803924200794 36.64723005552888
10.2 29.984425866264385 30.755378629158958 30.862288055266607 30.869956590725977 31.028912476186242 31.07154435483248 36.650579764186475
11.899999999999999 32.09221386118284 32.86160725882997 32.95485376786629 32.96417831947903 33.02511889565562 33.03885583284515 36.66103956481411
EOD
plot $data using 1:8 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:7 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:6 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:5 with boxes lc rgb "#8a2d1f" title "stall: weights", \
     $data using 1:4 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:3 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
