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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Time relative to the baseline training of 2, binary_overlay_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_binary_overlay_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.85783
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1.04]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.5537269302045749 0.5561886775213021 0.5568636090377399 0.5706105314392499 0.573250974688544 0.9966875470009311 0.9999160718254447 1 1
1 0.35536070664187724 0.35788419972525765 0.35836345816522747 0.4198049635918657 0.442300189566955 0.8653046153258226 0.8684331171421926 0.8685170453167479 0.8685170555151659
2.7 0.5527191359938891 0.5541184127647154 0.5544632632454594 0.5560628160149078 0.5573071127135667 0.7779692307625015 0.7795946522730486 0.779661220711173 0.779661220711173
3.7 0.34699682302812507 0.34870379065666934 0.3489286490365034 0.3569197772167614 0.36032536853703806 0.5806618160510317 0.5822402309065702 0.5823067993446946 0.5823068095431126
5.4 0.552383204590327 0.5534334276371398 0.5535929697660267 0.5542796259390972 0.5548009237881223 0.6741447889022048 0.6749851880953583 0.6750377457225839 0.6750377457225839
6.4 0.3464312545159449 0.3476169195932992 0.34772832597693426 0.3485637694369203 0.34915961654508776 0.46815772113866844 0.46897486937404903 0.4690274270012746 0.4690274371996926
8.1 0.5522712274558066 0.5529417780308853 0.553024147929887 0.5535274504300844 0.5538613553919725 0.6235972517090467 0.6240241474480519 0.6240837104807269 0.6240837104807269
9.1 0.3462745565133251 0.34697503844523797 0.34703252284084257 0.34755074414987736 0.3478851794841774 0.417437581938255 0.41785282462954026 0.4179123876622153 0.4179123978606333
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.30305 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.46383 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.62460 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.78537 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.94614 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.11054, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.18602, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.31434, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.38983, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.51815, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.59364, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.72196, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.79744, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "2" at screen 0.14828, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 17 "4" at screen 0.35209, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "8" at screen 0.55589, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "16" at screen 0.75970, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87166, screen 0.93608 to screen 0.88341, screen 0.96617 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 20 "idle switch" at screen 0.89240, screen 0.95113 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.87166, screen 0.88174 to screen 0.88341, screen 0.91183 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.87166, screen 0.88174 to screen 0.88341, screen 0.91183 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 21 "idle update" at screen 0.89240, screen 0.89678 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.87166, screen 0.82740 to screen 0.88341, screen 0.85749 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.87166, screen 0.82740 to screen 0.88341, screen 0.85749 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "idle quantize" at screen 0.89240, screen 0.84244 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87166, screen 0.77305 to screen 0.88341, screen 0.80315 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.87166, screen 0.77305 to screen 0.88341, screen 0.80315 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle vector" at screen 0.89240, screen 0.78810 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.87166, screen 0.71871 to screen 0.88341, screen 0.74881 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 9 rectangle from screen 0.87166, screen 0.71871 to screen 0.88341, screen 0.74881 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 24 "stall store" at screen 0.89240, screen 0.73376 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.87166, screen 0.66437 to screen 0.88341, screen 0.69447 fc rgb "#c9602f" fs solid 1.0 noborder
set object 11 rectangle from screen 0.87166, screen 0.66437 to screen 0.88341, screen 0.69447 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 25 "stall activations" at screen 0.89240, screen 0.67942 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.87166, screen 0.61003 to screen 0.88341, screen 0.64013 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.87166, screen 0.61003 to screen 0.88341, screen 0.64013 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 26 "stall weights" at screen 0.89240, screen 0.62508 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.87166, screen 0.55569 to screen 0.88341, screen 0.58579 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 27 "fill and drain" at screen 0.89240, screen 0.57074 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.87166, screen 0.50135 to screen 0.88341, screen 0.53145 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 28 "busy" at screen 0.89240, screen 0.51640 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:10 with boxes lw 0.5 lc rgb "#d4d4d4" title "idle switch", \
     $data using 1:9 with boxes lw 0.5 lc rgb "#c3dac4" title "idle update", \
     $data using 1:9 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:8 with boxes lw 0.5 lc rgb "#86ad8f" title "idle quantize", \
     $data using 1:8 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:7 with boxes lw 0.5 lc rgb "#3f7a5a" title "idle vector", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#f3cfa5" title "stall store", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#c9602f" title "stall activations", \
     $data using 1:5 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:4 with boxes lw 0.5 lc rgb "#8a2d1f" title "stall weights", \
     $data using 1:4 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:3 with boxes lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:2 with boxes lw 0.5 lc rgb "#1b3a5c" title "busy"
