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
figure_title = "Energy relative to the baseline training of 2, systolic_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_systolic_512.svg"
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
set yrange [0:1.211369240609273]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.0860185945995818 0.7250860599694273 0.8476654923651646 0.9118390632939042 0.9665567387137388 0.9999999999999989
1 0.08598252508587495 0.7247783581973504 0.8473420569726593 0.908228922128028 0.9628379204568175 0.9946089442166978
2.7 0.1071721584241227 0.7481266999828529 0.8670998947876918 0.9317153589096419 0.9760870089473332 1.0092788211972716
3.7 0.10711852205508228 0.7478049757145476 0.8667576389509526 0.9280946594890522 0.9723566869446623 1.0038806859765241
5.4 0.15291818959563674 0.7982071190872566 0.9166429315188918 0.9815050617435183 1.0214885142348882 1.0545834111428207
6.4 0.15284230543671215 0.7978604785860346 0.9162787298189904 0.9778703813600833 1.0177474333650804 1.0491794541513648
8.1 0.24378145243618007 0.8983908861187867 1.0165334171347475 1.0919445772951804 1.129730152061466 1.1647781159704549
9.1 0.2436675983117272 0.8980282425410355 1.0161551327931346 1.088603612870427 1.1262844673277526 1.159835510507353
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.28031 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.41834 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.55637 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.69439 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.83242 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.97045 right font ',11' textcolor rgb '#33373d' front
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
