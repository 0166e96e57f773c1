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
0 0.15532151510101366 0.1577085541148474 0.1585350866437594 0.24639463054384741 0.2814631485365675 0.5042807863613542 0.9960795032857219 0.9999009467998896 1 1
1 0.09606827917530462 0.09850544185705669 0.09905348746724248 0.24951871536290043 0.3072866034574574 0.46422191779749533 0.9557529708074859 0.9594557401980144 0.9595547933981248 0.9595548054970031
2.7 0.15446218105603352 0.1571968974914474 0.1575693899025039 0.16134967645324017 0.16408311990928864 0.38561175666660513 0.6370694193918411 0.6389890682207804 0.6390675267228774 0.6390675267228774
3.7 0.09575118491270695 0.09831094539928799 0.09854021792831058 0.12753814162396526 0.13912560919157266 0.2952917002094027 0.546442081421317 0.5483059249125906 0.5483843834146875 0.5483843955135659
5.4 0.1541347415739185 0.15631421197785364 0.15650575077752685 0.15748304622567535 0.15832944777328095 0.3801331129387131 0.5113575948713819 0.512345974158973 0.5124078109559804 0.5124078109559804
6.4 0.09552365520797669 0.0976795870720886 0.09779037622775415 0.10016982704807746 0.10157583988016353 0.2578380029912421 0.3887769747003217 0.3897377311870394 0.3897995679840469 0.38979958008292526
8.1 0.15407817912772115 0.1560734323903713 0.15617324370239677 0.15653596174004572 0.156916165000634 0.37867312722883895 0.4497341881246529 0.4502320081920845 0.45030215584163674 0.45030215584163674
9.1 0.09527723987327483 0.09711440576909708 0.09717192249778919 0.09757784827876244 0.09802915672479241 0.2542067148704763 0.32500133534521913 0.3254852917754652 0.32555543942501747 0.3255554515238958
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
