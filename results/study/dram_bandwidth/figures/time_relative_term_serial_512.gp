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
figure_title = "Time relative to the baseline training of 2, term_serial_512"
set terminal svg noenhanced size 940,311 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_term_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82709
set bmargin at screen 0.14228
set tmargin at screen 0.97830
set xrange [-0.8:9.9]
set yrange [0:1.04]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.15465794389450957 0.15628775512410165 0.15709772952348225 0.2467920115767772 0.2824101967170332 0.5053407775522654 0.9960847728561937 0.9999010801426556 1 1
1 0.09554351604485108 0.09711624384868328 0.09770431354829574 0.24956497335423017 0.3076938956654415 0.4648040015841429 0.9554865791425864 0.9591843710309638 0.9592832908883083 0.9592833029708995
2.7 0.1540422950103266 0.15509299207487284 0.15549258246820125 0.16099314678467144 0.16452767438172458 0.38702916660070796 0.6377341340471963 0.6396511986962805 0.6397295515796427 0.6397295515796427
3.7 0.0953224246373239 0.09663909653008025 0.0968958598013352 0.12719219381514657 0.1393020547965726 0.2961813118170667 0.5467916013850805 0.5486529358201505 0.5487312887035127 0.5487313007861039
5.4 0.15345851683858241 0.15396248867348808 0.15416313003108975 0.15649269206426145 0.15796338860005832 0.38125232061661407 0.511951002990187 0.5129380517480451 0.5129998053020121 0.5129998053020121
6.4 0.09504805952017492 0.09601742032412984 0.09613954269576268 0.09959059129766797 0.10146107140047693 0.25849160275756156 0.3890787031109937 0.3900381662530532 0.39009991980702025 0.3900999318896114
8.1 0.15345152082853486 0.15394512820411085 0.15404075248727792 0.15502877291319808 0.15565229230868452 0.37895288434198615 0.44964860636686305 0.45014575628224895 0.45021580950091356 0.45021580950091356
9.1 0.09484918161055035 0.09566647960167117 0.09572744004980124 0.09672529901566383 0.0973940913006842 0.2544150930556382 0.32501470555441503 0.3254980104954726 0.3255680637141372 0.32556807579672836
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.56029 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.14228 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.30305 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.46383 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.62460 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.78537 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.94614 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.10824, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.18085, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.30429, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.37690, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.50034, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.57295, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.69639, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.76900, screen 0.09928 center font ',11' textcolor rgb '#33373d' front
set label 16 "2" at screen 0.14454, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 17 "4" at screen 0.34059, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 18 "8" at screen 0.53664, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set label 19 "16" at screen 0.73269, screen 0.04799 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84092, screen 0.93608 to screen 0.85267, screen 0.96617 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 20 "idle switch" at screen 0.86166, screen 0.95113 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84092, screen 0.88174 to screen 0.85267, screen 0.91183 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.84092, screen 0.88174 to screen 0.85267, screen 0.91183 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 21 "idle update" at screen 0.86166, screen 0.89678 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84092, screen 0.82740 to screen 0.85267, screen 0.85749 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84092, screen 0.82740 to screen 0.85267, screen 0.85749 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 22 "idle quantize" at screen 0.86166, screen 0.84244 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84092, screen 0.77305 to screen 0.85267, screen 0.80315 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84092, screen 0.77305 to screen 0.85267, screen 0.80315 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 23 "idle vector" at screen 0.86166, screen 0.78810 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84092, screen 0.71871 to screen 0.85267, screen 0.74881 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 9 rectangle from screen 0.84092, screen 0.71871 to screen 0.85267, screen 0.74881 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 24 "stall synchronisation" at screen 0.86166, screen 0.73376 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.84092, screen 0.66437 to screen 0.85267, screen 0.69447 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 11 rectangle from screen 0.84092, screen 0.66437 to screen 0.85267, screen 0.69447 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 25 "stall store" at screen 0.86166, screen 0.67942 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.84092, screen 0.61003 to screen 0.85267, screen 0.64013 fc rgb "#c9602f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.84092, screen 0.61003 to screen 0.85267, screen 0.64013 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 26 "stall activations" at screen 0.86166, screen 0.62508 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.84092, screen 0.55569 to screen 0.85267, screen 0.58579 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.84092, screen 0.55569 to screen 0.85267, screen 0.58579 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 27 "stall weights" at screen 0.86166, screen 0.57074 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.84092, screen 0.50135 to screen 0.85267, screen 0.53145 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 28 "fill and drain" at screen 0.86166, screen 0.51640 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.84092, screen 0.44701 to screen 0.85267, screen 0.47711 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 29 "busy" at screen 0.86166, screen 0.46206 left font ',13' textcolor rgb '#33373d' front
plot $data using 1:11 with boxes lw 0.5 lc rgb "#d4d4d4" title "idle switch", \
     $data using 1:10 with boxes lw 0.5 lc rgb "#c3dac4" title "idle update", \
     $data using 1:10 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:9 with boxes lw 0.5 lc rgb "#86ad8f" title "idle quantize", \
     $data using 1:9 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:8 with boxes lw 0.5 lc rgb "#3f7a5a" title "idle vector", \
     $data using 1:8 with boxes lw 0.5 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:7 with boxes lw 0.5 lc rgb "#b79ab4" title "stall synchronisation", \
     $data using 1:7 with boxes lw 0.5 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:6 with boxes lw 0.5 lc rgb "#f3cfa5" title "stall store", \
     $data using 1:6 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d" notitle, \
     $data using 1:5 with boxes lw 0.5 lc rgb "#c9602f" title "stall activations", \
     $data using 1:5 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:4 with boxes lw 0.5 lc rgb "#8a2d1f" title "stall weights", \
     $data using 1:4 with boxes lw 0.5 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff" notitle, \
     $data using 1:3 with boxes lw 0.5 lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:2 with boxes lw 0.5 lc rgb "#1b3a5c" title "busy"
