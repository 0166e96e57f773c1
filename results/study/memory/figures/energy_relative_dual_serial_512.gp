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
figure_title = "Energy relative to the baseline training of balanced, dual_serial_512"
set terminal svg noenhanced size 940,356 font 'Helvetica,13' background 'white'
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
set bmargin at screen 0.24863
set tmargin at screen 0.97897
set xrange [-0.8:20.7]
set yrange [0:2.538313330307776]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5, "" 2, "" 2.5)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.15313532284818085 0.7203528117946304 0.9063898717002281 0.9382234879911914 0.9657064572708121 1.0000000000000029
1 0.12413702887823894 0.6909606551912786 0.814853299837267 0.8412300293089309 0.8654532034426254 0.8943174933821721
2.7 0.32067815499326435 1.047357878265337 1.2364225346343942 1.268590673624353 1.2994976540023842 1.334141728961535
3.7 0.2812048730732229 1.0083188944517507 1.1394088798856994 1.166708490854528 1.1951062160915047 1.2246160090772829
5.4 0.7939308193579252 1.518901353082577 1.7044201567910917 1.7360869244854946 1.7628520859594528 1.797029865038438
6.4 0.5833289894095587 1.308008791445392 1.4311643029735714 1.4574704853442852 1.4809381260383716 1.5097260382371445
8.1 1.4257281696274053 2.1639552093477934 2.348998258068784 2.3805351539382364 2.40660396992427 2.4406858945267076
9.1 1.0032329322211593 1.7412606493725913 1.8638801934022864 1.8900508058050582 1.9128308485242984 1.941519746482726
10.799999999999999 0.10715449292875717 0.6753967246394084 0.8630333094172185 0.8951522312934325 0.924841796594578 0.9593872689870746
11.799999999999999 0.09434658264211247 0.6623833421757184 0.7901164641953355 0.8168581636485784 0.8436518691014661 0.8728262268128891
13.499999999999998 0.2456651315670721 0.8167450903561695 1.0020217499736357 1.033686020688433 1.0601154370442747 1.0942707684567043
14.499999999999998 0.18689590701776526 0.7573075314284544 0.880197915184731 0.9064104902714075 0.9295386989014025 0.9582695315961414
16.2 0.1198368141839388 0.41596212983570724 0.6013529601775376 0.6330189980732968 0.6596225741645094 0.6937895497661053
17.2 0.0927223724848156 0.38873130449315096 0.5117493911561558 0.5379826080516887 0.5612874204248668 0.5900344194154706
18.9 0.3959312910325112 0.7165647998656866 0.9014874002194214 0.9329425253089706 0.9588417086502946 0.9928790410912552
19.9 0.2764683522190278 0.5969277896584793 0.7194076997150236 0.7455027260262453 0.768109621100199 0.7967562659208789
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.61380 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.24863 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.39250 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.53636 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.68022 right font ',11' textcolor rgb '#33373d' front
set label 6 "2" at screen 0.04323, screen 0.82409 right font ',11' textcolor rgb '#33373d' front
set label 7 "2.5" at screen 0.04323, screen 0.96795 right font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.08043, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.11829, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.18264, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.22049, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.28484, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.32269, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.38704, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.42490, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "baseline" at screen 0.48925, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "run" at screen 0.52710, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "baseline" at screen 0.59145, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "run" at screen 0.62931, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "baseline" at screen 0.69366, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "run" at screen 0.73151, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "baseline" at screen 0.79586, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "run" at screen 0.83372, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "balanced" at screen 0.09936, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 25 "DDR4-2400 x1" at screen 0.20156, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 26 "DDR4-2400 x4" at screen 0.30377, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 27 "DDR4-2400 x8" at screen 0.40597, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 28 "LPDDR4-3200 x4" at screen 0.50818, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 29 "LPDDR4-3200" at screen 0.61038, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 30 "x16" at screen 0.61038, screen 0.04192 center font ',11' textcolor rgb '#33373d' front
set label 31 "LPDDR5-6400 x8" at screen 0.71258, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 32 "HBM2 x16" at screen 0.81479, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94209 to screen 0.88958, screen 0.96838 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94209 to screen 0.88958, screen 0.96838 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 33 "other" at screen 0.89857, screen 0.95524 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.89462 to screen 0.88958, screen 0.92091 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.89462 to screen 0.88958, screen 0.92091 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 34 "vector" at screen 0.89857, screen 0.90776 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.84715 to screen 0.88958, screen 0.87344 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 35 "buffers" at screen 0.89857, screen 0.86029 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.79967 to screen 0.88958, screen 0.82597 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 36 "array" at screen 0.89857, screen 0.81282 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.75220 to screen 0.88958, screen 0.77849 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.75220 to screen 0.88958, screen 0.77849 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "memory traffic" at screen 0.89857, screen 0.76535 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.70473 to screen 0.88958, screen 0.73102 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.70473 to screen 0.88958, screen 0.73102 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 38 "memory idle" at screen 0.89857, screen 0.71788 left font ',13' textcolor rgb '#33373d' front
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
