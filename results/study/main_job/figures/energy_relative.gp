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
figure_title = "Energy relative to the baseline training of systolic_512"
set terminal svg noenhanced size 940,383 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.86400
set bmargin at screen 0.30291
set tmargin at screen 0.98176
set xrange [-0.8:28.799999999999997]
set yrange [0:2.1986719133749744]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5, "" 2)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.13664877428636746 0.8031178155900832 0.8797425629766614 0.9361589200970277 0.9702882830099269 1
1 0.1365937172607753 0.8029143976547656 0.8795253937397508 0.9339280312638805 0.9679743416726326 0.9967070557753946
2.7 0.13664877428636746 0.8031178155900832 0.9776796553027949 1.034096012423161 1.0682253753360602 1.108053885076614
3.7 0.1259113930471026 0.7921568384491233 0.9298061285303949 0.975280337440296 1.006975228348422 1.0412759036184622
5.4 0.13522712449267194 0.8008084057381706 0.893620694508096 0.9220617489888419 0.9558758102416816 0.9817228924430155
6.4 0.11964178401557264 0.7848923375461313 0.8493982923615285 0.8751420658879369 0.9054807246958086 0.9296528345065134
8.1 0.14946557932291982 0.8180111676049707 0.9612415659283742 0.9910871753186006 1.018749210557604 1.0513567616899129
9.1 0.12752108072400875 0.794745565487516 0.8906649717178117 0.9162880741363463 0.9414738696655541 0.9699036260254779
10.799999999999999 0.15749813324203843 0.8197580353632554 0.9651891022659211 1.077451917264707 1.105810587262363 1.221297429040186
11.799999999999999 0.13059801727734285 0.7939341660038601 0.8860607047766713 0.9623657938428022 0.9877368439866493 1.0670356085687807
13.499999999999998 0.13661245644428904 0.8023471491659677 0.9429186718384475 0.9686406408643592 1.0028057251732954 1.0385521509361475
14.499999999999998 0.12152042116403432 0.7868569186441974 0.89110834917868 0.9146782237114144 0.9454490297067718 0.9776480874173001
16.2 0.12202523127232535 0.7876649127189675 0.8454558021042943 0.8741719972101611 0.9050536042126602 0.9326349401878328
17.2 0.11142923586611601 0.7798926253053403 0.8190404419014371 0.8454835568293162 0.8739566685797655 0.8997080254903849
18.9 0.13518731075561283 0.8004458289080514 0.9191188388363385 0.9475444922195662 0.9813652362729482 1.0099326040427163
19.9 0.12053441391753561 0.7857447043737529 0.8705815292088068 0.8963155864185905 0.9268920515013813 0.9532734062997108
21.599999999999998 0.8532659948335044 1.871708832332625 2.012383161916673 2.0478885292112525 2.0780260970341975 2.114107609014398
22.599999999999998 0.6871162689992972 1.6798762969789045 1.7728115258561163 1.803974446219044 1.8329900883766237 1.8644152278317712
24.299999999999997 0.17240223126589704 0.9308720128128971 1.073795793245846 1.1085213327262042 1.1349434079959821 1.1702253108898755
25.299999999999997 0.14746019735671753 0.8840810456455959 0.9790843812334953 1.009370012183247 1.033166395428246 1.063675256376667
26.999999999999996 0.13646450049741898 0.724451096184176 0.8677331805184649 0.8952116926845468 0.9248303543255959 0.9550166019775133
27.999999999999996 0.11373180466873013 0.6859597146344326 0.7823838207245521 0.8056082368476027 0.8327777015871836 0.8584969093423157
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.64233 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.30291 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.45729 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.61166 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.76604 right font ',11' textcolor rgb '#33373d' front
set label 6 "2" at screen 0.04323, screen 0.92042 right font ',11' textcolor rgb '#33373d' front
set label 7 "baseline" at screen 0.07214, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 8 "run" at screen 0.09964, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.14638, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.17388, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.22062, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.24811, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.29485, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.32235, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.36909, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.39658, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.44333, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.47082, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.51756, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.54506, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.59180, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.61929, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.66603, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.69353, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "baseline" at screen 0.74027, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "run" at screen 0.76777, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "baseline" at screen 0.81451, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "run" at screen 0.84200, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 29 "systolic_512" at screen 0.08589, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 30 "spatial_" at screen 0.16013, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 31 "fusion_512" at screen 0.16013, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 32 "operand_" at screen 0.23436, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 33 "serial_512" at screen 0.23436, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 34 "dual_serial_" at screen 0.30860, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 35 "512" at screen 0.30860, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 36 "binary_" at screen 0.38284, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 37 "overlay_512" at screen 0.38284, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 38 "chunked_" at screen 0.45707, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 39 "bfp_512" at screen 0.45707, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 40 "term_serial_" at screen 0.53131, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 41 "512" at screen 0.53131, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 42 "two_in_one_" at screen 0.60555, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 43 "512" at screen 0.60555, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 44 "plain_dual_" at screen 0.67978, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 45 "serial_512" at screen 0.67978, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 46 "dual_serial_" at screen 0.75402, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 47 "512 without" at screen 0.75402, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 48 "input_path" at screen 0.75402, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 49 "dual_serial_" at screen 0.82825, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 50 "512 with" at screen 0.82825, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 51 "delayed" at screen 0.82825, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 52 "ranges" at screen 0.82825, screen 0.03897 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94748 to screen 0.88958, screen 0.97192 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94748 to screen 0.88958, screen 0.97192 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 53 "other" at screen 0.89857, screen 0.95970 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.90335 to screen 0.88958, screen 0.92779 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.90335 to screen 0.88958, screen 0.92779 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 54 "vector" at screen 0.89857, screen 0.91557 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.85923 to screen 0.88958, screen 0.88367 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 55 "buffers" at screen 0.89857, screen 0.87145 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.81510 to screen 0.88958, screen 0.83954 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 56 "array" at screen 0.89857, screen 0.82732 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.77098 to screen 0.88958, screen 0.79542 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.77098 to screen 0.88958, screen 0.79542 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 57 "memory traffic" at screen 0.89857, screen 0.78320 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.72685 to screen 0.88958, screen 0.75129 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.72685 to screen 0.88958, screen 0.75129 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 58 "memory idle" at screen 0.89857, screen 0.73907 left font ',13' textcolor rgb '#33373d' front
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
