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
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: 4fed3b103169477e
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: cffa341ce9b33f03
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Energy relative to the baseline training of 2, dual_serial_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_dual_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.86400
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1.2093643351035162]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.08337355397116458 0.6840793327145633 0.8920161733347242 0.9265422591072612 0.9624859169151262 1.0000000000000004
1 0.0785056779555492 0.6790233009113876 0.8292386669529861 0.8596744825956855 0.8934281718150024 0.9260882160573177
2.7 0.1070668346963854 0.709175009578225 0.9113852231555799 0.9456558013486761 0.9769867101880761 1.0141029196441456
3.7 0.09198055049790609 0.6935048226254131 0.8295912296108758 0.8583305882751637 0.8863241548194252 0.917728474259597
5.4 0.15596770601501375 0.7605945764614931 0.9612592936441193 0.9953454402694419 1.0245961358347484 1.0614957968939034
6.4 0.12426248058124818 0.7285591264387721 0.861881898395976 0.8901907444918205 0.9159002367815796 0.9469809738799945
8.1 0.25398188548966694 0.8638474694399306 1.063819097115387 1.097809847094815 1.1260543573433035 1.1628503222149194
9.1 0.19079059630327766 0.8004084692455298 0.9329132605868822 0.9611113042483717 0.985798909719893 1.0167697830528677
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.28054 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.41880 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.55705 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69531 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.83357 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.97182 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.11100, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.18706, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.31636, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.39242, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.52172, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.59779, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.72709, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.80315, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 17 "2" at screen 0.14903, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "4" at screen 0.35439, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "8" at screen 0.55976, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 20 "16" at screen 0.76512, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.93608 to screen 0.88958, screen 0.96617 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.93608 to screen 0.88958, screen 0.96617 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 21 "other" at screen 0.89857, screen 0.95113 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.88174 to screen 0.88958, screen 0.91183 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.88174 to screen 0.88958, screen 0.91183 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "vector" at screen 0.89857, screen 0.89678 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.82740 to screen 0.88958, screen 0.85749 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 23 "buffers" at screen 0.89857, screen 0.84244 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.77305 to screen 0.88958, screen 0.80315 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 24 "array" at screen 0.89857, screen 0.78810 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.71871 to screen 0.88958, screen 0.74881 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.71871 to screen 0.88958, screen 0.74881 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 25 "memory traffic" at screen 0.89857, screen 0.73376 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.66437 to screen 0.88958, screen 0.69447 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.66437 to screen 0.88958, screen 0.69447 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 26 "memory idle" at screen 0.89857, screen 0.67942 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:7 with boxes lw 0.5 lc rgb "#c9c9c9" title "other", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#3f7a5a" title "vector", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#79a9d4" title "buffers", \
     $data using 1:4 with boxes lw 0.5 lc rgb "#2f6aa3" title "array", \
     $data using 1:3 with boxes lw 0.5 lc rgb "#d9893b" title "memory traffic", \
     $data using 1:3 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:2 with boxes lw 0.5 lc rgb "#f0c795" title "memory idle", \
     $data using 1:2 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle
