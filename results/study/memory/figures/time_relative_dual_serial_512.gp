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
figure_title = "Time relative to the baseline training of balanced, dual_serial_512"
set terminal svg noenhanced size 940,356 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_dual_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.85783
set bmargin at screen 0.24863
set tmargin at screen 0.97897
set xrange [-0.8:20.7]
set yrange [0:1.339773651185503]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.7746888294709586 0.7772329762961071 0.7786895397737831 0.7816215547342004 0.7837562892933023 0.9985499872450632 0.9999138919880683 1.0000000000000002 1.0000000000000002
1 0.4966527632995943 0.49936926882050175 0.5004437447251332 0.505095840662602 0.5074580468132143 0.7248210684945519 0.7261383053617559 0.7262244133736877 0.7262244291016147
2.7 0.7771064941193297 0.7817974650916438 0.7846356302768924 0.7937510900853231 0.7985531282191196 1.284844734300604 1.2881361536364244 1.2882438953706759 1.2882438953706759
3.7 0.4981976631521925 0.5041741760338356 0.5064016619626276 0.5769263143454688 0.5835147534160134 1.0783054260959237 1.0814868629524241 1.0815946046866756 1.0815946204146025
5.4 0.7746888294709586 0.7769830475147953 0.7778572448898633 0.7800852337038849 0.7813131753769453 0.9378169666406686 0.9387276541237368 0.9387821890222906 0.9387821890222906
6.4 0.49653065369598964 0.4988852206867607 0.4996218107683815 0.5020570359360369 0.5033262274653885 0.6607988378211536 0.6616733160367199 0.6617278509352736 0.6617278666632006
8.1 0.7746888294709584 0.7766337880639875 0.777163627172598 0.7786637532199923 0.7792412286784315 0.8808943744443181 0.8814050620433282 0.8814495679592818 0.8814495679592818
9.1 0.49651147157770253 0.4985352596814794 0.49886352960740904 0.500555201201391 0.5011415814556681 0.6029485878014633 0.6034498799486514 0.6034943858646049 0.6034944015925319
10.799999999999999 0.774861519802985 0.7791487596670261 0.7810587301279043 0.7858360778867758 0.7895598396532744 1.1813154309757643 1.1839737279654543 1.1840969901168144 1.1840969901168144
11.799999999999999 0.49769773543412144 0.5019350195603368 0.503491888339637 0.5381277914175043 0.5442085991516575 0.9417933010137993 0.944359203669269 0.9444824658206291 0.9444824815485561
13.499999999999998 0.7746888294709584 0.7769638222239249 0.7777472580969738 0.7791949045811869 0.7802336499981514 0.9092718418447887 0.9100388824656729 0.9101408007497018 0.9101408007497018
14.499999999999998 0.49651147157770265 0.49865014521339673 0.4992117127950241 0.5013518187201581 0.502394800033128 0.6319164337159219 0.6326577086894654 0.6327596269734943 0.6327596427014213
16.2 0.7746888294709586 0.777085582399436 0.7778541618868043 0.7796221086734337 0.7805816077365565 0.9241846385762578 0.92493749211298 0.9249978346514842 0.9249978346514842
17.2 0.49651147157770253 0.4987686515084277 0.4993218088026377 0.5018607843802733 0.5029076050280986 0.6470425029283917 0.6477771227760645 0.6478374653145687 0.6478374810424956
18.9 0.7746888294709586 0.7765536826853622 0.7767560805186593 0.7781175610199429 0.7786428256898267 0.8665757804391678 0.8669395379094884 0.8669787263039266 0.8669787263039266
19.9 0.49651147157770265 0.49843121561150544 0.49863234794319305 0.4999793272470989 0.5004612412602464 0.5883261861452426 0.588684501875375 0.5887236902698132 0.5887237059977402
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.61380 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.24863 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.35766 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.46668 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57571 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.68473 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.79375 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.90278 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.08020, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.11777, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.18163, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.21920, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.28306, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.32063, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.38449, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.42206, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.48592, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.52349, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.58735, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.62492, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.68878, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.72635, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.79021, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.82778, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "balanced" at screen 0.09899, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 26 "DDR4-2400 x1" at screen 0.20042, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 27 "DDR4-2400 x4" at screen 0.30184, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 28 "DDR4-2400 x8" at screen 0.40327, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 29 "LPDDR4-3200 x4" at screen 0.50470, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 30 "LPDDR4-3200" at screen 0.60613, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 31 "x16" at screen 0.60613, screen 0.04192 center font ',11' textcolor rgb '#33373d' front
set label 32 "LPDDR5-6400 x8" at screen 0.70756, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 33 "HBM2 x16" at screen 0.80899, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87166, screen 0.94209 to screen 0.88341, screen 0.96838 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 34 "idle switch" at screen 0.89240, screen 0.95524 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.87166, screen 0.89462 to screen 0.88341, screen 0.92091 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.87166, screen 0.89462 to screen 0.88341, screen 0.92091 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 35 "idle update" at screen 0.89240, screen 0.90776 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.87166, screen 0.84715 to screen 0.88341, screen 0.87344 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.87166, screen 0.84715 to screen 0.88341, screen 0.87344 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 36 "idle quantize" at screen 0.89240, screen 0.86029 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87166, screen 0.79967 to screen 0.88341, screen 0.82597 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.87166, screen 0.79967 to screen 0.88341, screen 0.82597 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 37 "idle vector" at screen 0.89240, screen 0.81282 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.87166, screen 0.75220 to screen 0.88341, screen 0.77849 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 9 rectangle from screen 0.87166, screen 0.75220 to screen 0.88341, screen 0.77849 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 38 "stall store" at screen 0.89240, screen 0.76535 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.87166, screen 0.70473 to screen 0.88341, screen 0.73102 fc rgb "#c9602f" fs solid 1.0 noborder
set object 11 rectangle from screen 0.87166, screen 0.70473 to screen 0.88341, screen 0.73102 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 39 "stall activations" at screen 0.89240, screen 0.71788 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.87166, screen 0.65726 to screen 0.88341, screen 0.68355 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.87166, screen 0.65726 to screen 0.88341, screen 0.68355 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 40 "stall weights" at screen 0.89240, screen 0.67040 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.87166, screen 0.60979 to screen 0.88341, screen 0.63608 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 41 "fill and drain" at screen 0.89240, screen 0.62293 left font ',13' textcolor rgb '#33373d' front
set object 15 rectangle from screen 0.87166, screen 0.56231 to screen 0.88341, screen 0.58861 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 42 "busy" at screen 0.89240, screen 0.57546 left font ',13' textcolor rgb '#33373d' front
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
