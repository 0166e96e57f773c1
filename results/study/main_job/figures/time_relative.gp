# model: resnet-8
# dataset: fashion-mnist
# batch: 128
# iterations: 384
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=8,backward=8
# baseline_schedule: static:8,backward=8
# mode: cycle
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512; plain_dual_serial_512
# memory: LPDDR4-3200 8Gb x16, 8 channels; DDR4-2400 8Gb x8, 4 channels
# energy_table: 28nm
# version: 0.1.0 (commit 73ce79fa4147)
# recipe: a8fe6c5d24769d8a
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 7e999b293279836b
# input points: 2e8de5ddd1d80d22
# input sweep: b2e690bd44547f19
reset session
figure_title = "Time relative to the baseline training of systolic_512"
set terminal svg noenhanced size 940,383 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82709
set bmargin at screen 0.30291
set tmargin at screen 0.98176
set xrange [-0.8:28.799999999999997]
set yrange [0:1.3607346088227774]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.6459583529320894 0.6573224188069583 0.6581846840429003 0.6691436155913194 0.6811236832019687 0.6811236832019687 0.9975517703841867 0.9998610223255354 0.9999999999999999 0.9999999999999999
1 0.6459583529320893 0.6573224188069582 0.6579159021236808 0.669137423276172 0.681028261812079 0.681028261812079 0.9970650169710306 0.9993398403261304 0.9994788180005949 0.9994872139967849
2.7 0.6459583529320894 0.6573224188069583 0.6581846840429003 0.6691436155913194 0.6811236832019687 0.6811236832019687 0.9975517703841867 0.9998610223255354 0.9999999999999999 0.9999999999999999
3.7 0.5063729998436214 0.5184353839445754 0.519132957606573 0.5348573051071916 0.548021471136077 0.548021471136077 0.8657374369658617 0.8680122603209616 0.868151237995426 0.868159633991616
5.4 0.6383720651856055 0.6402708322286346 0.6416412645980578 0.6549855908413575 0.6654469192058846 0.6654469192058846 0.9819693959636521 0.9842786479050007 0.9844176255794652 0.9844176255794652
6.4 0.4355559403089288 0.437351354425242 0.4383153191125652 0.45854014922790687 0.47251258316166356 0.47251258316166356 0.7903715367366035 0.7926463600917034 0.7927853377661679 0.7927937337623578
8.1 0.7867261366724012 0.791856100348192 0.7932812731836678 0.8005585311061326 0.8120047076800805 0.8120047076800805 1.1536012675641953 1.1559444750577947 1.1560848932708396 1.1560848932708396
9.1 0.502954487464033 0.5093899906760568 0.5103716534087955 0.5243629629710929 0.5371602289683481 0.5371602289683481 0.8832008918168559 0.8855074113080403 0.8856478295210851 0.8856562255172751
10.799999999999999 0.8991155847684585 0.9012053260689946 0.90220355070809 0.9101475722020231 0.9152382297536934 0.9152382297536934 1.2566355837312708 1.2589787912248702 1.259119209437915 1.259119209437915
11.799999999999999 0.5526751110123618 0.5550014207597569 0.5558846038163342 0.5697714328874911 0.5780460008213812 0.5780460008213812 0.9234368707290173 0.9257433902202017 0.9258838084332465 0.9258922044294364
13.499999999999998 0.6518587989571323 0.6615897056643554 0.6630658461267449 0.67148174690135 0.6824310062621584 0.6824310062621584 0.9983654002937737 1.0011848772808611 1.0013238549553256 1.0013238549553256
14.499999999999998 0.45578604096621894 0.4672763254595551 0.4684113240920724 0.4822535493441512 0.49556088747283167 0.49556088747283167 0.8131166262549862 0.8158151766021411 0.8159541542766056 0.8159625502727955
16.2 0.1956893460716273 0.197511284390372 0.19873793729006298 0.21276857727127835 0.22642502020698346 0.5011118556942535 0.8182905320739002 0.8205997840152489 0.8207387616897134 0.8207387616897134
17.2 0.12060307896143022 0.12288205672690015 0.12384886247642347 0.15537465487382335 0.17230455452796375 0.3654965097465126 0.6860330401128486 0.6883078634679485 0.688446841142413 0.6884552371386029
18.9 0.6383720651856054 0.6402291252068801 0.6415995575763034 0.6537513236663133 0.6661474325383777 0.6661474325383777 0.9823426326501086 0.9846518845914572 0.9847908622659217 0.9847908622659217
19.9 0.4424983301756957 0.44474300940353867 0.44569391206444897 0.46758082216018465 0.4830748864209644 0.4830748864209644 0.8015972308778394 0.8038720542329393 0.8040110319074038 0.8040194279035937
21.599999999999998 0.7777349808247166 0.7819265365110334 0.7826275986201287 0.7867773100905405 0.7913849070382725 0.7913849070382725 1.0995539749569911 1.2706952402753182 1.2730439355349379 1.2730439355349379
22.599999999999998 0.49502429971360945 0.49971505918224096 0.5001628794678732 0.5029410467246005 0.5109432042398114 0.5109432042398114 0.8187876707984285 0.9898356355197758 0.9921843307793955 0.9921927267755855
24.299999999999997 0.786726136672401 0.7913973231088933 0.7923346335451632 0.7959051113121308 0.806438055023223 0.806438055023223 1.1816836068287289 1.3082582441165487 1.3083986623295936 1.3083986623295936
25.299999999999997 0.50248180788415 0.5076860850581325 0.5083681257699022 0.5118996732675575 0.5248130212363055 0.5248130212363055 0.8998505724185841 1.0211176539192037 1.0212580721322486 1.0212664681284385
26.999999999999996 0.786726136672401 0.7917726863046829 0.793150389964083 0.8071750619997513 0.8112686610626055 0.8112686610626055 1.0862781771918701 1.0869304667804598 1.0870708849935047 1.0870708849935047
27.999999999999996 0.5062866589915686 0.5125040692356683 0.5134807658259798 0.5323221901500408 0.5377368302590296 0.5377368302590296 0.8181847596711758 0.8188003612573506 0.8189407794703953 0.8189491754665853
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.64233 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.30291 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.40269 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.50246 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.60224 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.70202 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.80179 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.90157 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.07115, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.09740, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.14202, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.16826, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.21289, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.23913, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.28376, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.31000, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.35462, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.38087, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.42549, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.45174, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.49636, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.52261, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.56723, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.59348, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "baseline" at screen 0.63810, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "run" at screen 0.66435, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "baseline" at screen 0.70897, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "run" at screen 0.73522, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "baseline" at screen 0.77984, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 30 "run" at screen 0.80609, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 31 "systolic_512" at screen 0.08427, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 32 "spatial_" at screen 0.15514, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 33 "fusion_512" at screen 0.15514, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 34 "operand_" at screen 0.22601, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 35 "serial_512" at screen 0.22601, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 36 "dual_serial_" at screen 0.29688, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 37 "512" at screen 0.29688, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 38 "binary_" at screen 0.36775, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 39 "overlay_512" at screen 0.36775, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 40 "chunked_" at screen 0.43862, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 41 "bfp_512" at screen 0.43862, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 42 "term_serial_" at screen 0.50949, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 43 "512" at screen 0.50949, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 44 "two_in_" at screen 0.58036, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 45 "one_512" at screen 0.58036, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 46 "plain_dual_" at screen 0.65123, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 47 "serial_512" at screen 0.65123, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 48 "dual_serial_" at screen 0.72209, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 49 "512 without" at screen 0.72209, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 50 "input_path" at screen 0.72209, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 51 "dual_serial_" at screen 0.79296, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 52 "512 with" at screen 0.79296, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 53 "delayed" at screen 0.79296, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 54 "ranges" at screen 0.79296, screen 0.03897 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84092, screen 0.94748 to screen 0.85267, screen 0.97192 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 55 "idle switch" at screen 0.86166, screen 0.95970 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84092, screen 0.90335 to screen 0.85267, screen 0.92779 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.84092, screen 0.90335 to screen 0.85267, screen 0.92779 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 56 "idle update" at screen 0.86166, screen 0.91557 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84092, screen 0.85923 to screen 0.85267, screen 0.88367 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84092, screen 0.85923 to screen 0.85267, screen 0.88367 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 57 "idle quantize" at screen 0.86166, screen 0.87145 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84092, screen 0.81510 to screen 0.85267, screen 0.83954 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84092, screen 0.81510 to screen 0.85267, screen 0.83954 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 58 "idle vector" at screen 0.86166, screen 0.82732 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84092, screen 0.77098 to screen 0.85267, screen 0.79542 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 9 rectangle from screen 0.84092, screen 0.77098 to screen 0.85267, screen 0.79542 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 59 "stall synchronisation" at screen 0.86166, screen 0.78320 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.84092, screen 0.72685 to screen 0.85267, screen 0.75129 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 11 rectangle from screen 0.84092, screen 0.72685 to screen 0.85267, screen 0.75129 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 60 "stall store" at screen 0.86166, screen 0.73907 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.84092, screen 0.68273 to screen 0.85267, screen 0.70716 fc rgb "#c9602f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.84092, screen 0.68273 to screen 0.85267, screen 0.70716 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 61 "stall activations" at screen 0.86166, screen 0.69495 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.84092, screen 0.63860 to screen 0.85267, screen 0.66304 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.84092, screen 0.63860 to screen 0.85267, screen 0.66304 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 62 "stall weights" at screen 0.86166, screen 0.65082 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.84092, screen 0.59448 to screen 0.85267, screen 0.61891 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 63 "fill and drain" at screen 0.86166, screen 0.60669 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.84092, screen 0.55035 to screen 0.85267, screen 0.57479 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 64 "busy" at screen 0.86166, screen 0.56257 left font ',13' textcolor rgb '#33373d' front
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
