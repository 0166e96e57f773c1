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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 7e38aaf7bd259104
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 0a1e2b93e6a3074c
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
set yrange [0:1.8278770724508875]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.1366803012098446 0.8033031069258267 0.8799455327918492 0.936374906012675 0.9702814280708113 0.9999999999999999
1 0.13662523148177014 0.8030996420589378 0.8797283134507357 0.9341435024799859 0.9679670711799444 0.9967064143511598
2.7 0.1366803012098446 0.8033031069258267 0.9779052206753265 1.0343345938961523 1.0682411159542886 1.1080788147299094
3.7 0.12594044269554788 0.792339600922904 0.9300206487616656 0.9755053492541803 1.0070072551898157 1.041315844140532
5.4 0.1352583234202011 0.8009931642583945 0.8938268662165543 0.9222744824755005 0.9558692252164389 0.98172227072763
6.4 0.11966938717110057 0.7850734239905054 0.8495942612979842 0.8753439742993876 0.9055067232761732 0.9296844099554613
8.1 0.1495000632757133 0.8181998950605898 0.9614633387869331 0.9913158340072615 1.0188508882235368 1.0514659624073672
9.1 0.12755050175156427 0.7949289252194841 0.8908704614966536 0.9164994755495474 0.9415889147268971 0.9700252302583752
10.799999999999999 0.1575344704255986 0.8199471658474886 0.96541178588037 1.077700501595765 1.1059204655130896 1.2214339518388961
11.799999999999999 0.13062814820034946 0.7941173385337872 0.8862651322820145 0.9625878260776167 0.9878579210884655 1.0671749810859483
13.499999999999998 0.13664397498869482 0.8025322626973986 0.943136217330293 0.9688641208005742 1.0028060670629992 1.0385607400628682
14.499999999999998 0.12154845774935281 0.7870384583469215 0.8913139412513578 0.9148892537079567 0.9454789041813125 0.9776853906977981
16.2 0.12205338432491358 0.7878466388380534 0.8456508614490665 0.8743736818122061 0.9050730569124892 0.9326607563158975
17.2 0.11145494426350644 0.7800725582410494 0.8192294068260869 0.8456786225775204 0.8739994665445807 0.8997567646797957
18.9 0.13521850049751521 0.8006305037763577 0.9193308933494484 0.9477631049576122 0.9813644459296091 1.0099384046199495
19.9 0.12056222301618127 0.7859259874719491 0.8707823854359871 0.8965223798790658 0.9269204000600993 0.9533078414329941
21.599999999999998 0.8534571338510835 1.5151918090262166 1.655899531964494 1.6914130926441655 1.72148425997676 1.7575741081258534
22.599999999999998 0.6872737241139506 1.3323301448823308 1.4252869911259145 1.4564571015730876 1.485422223493398 1.5168546153791542
24.299999999999997 0.1724420070485983 0.9310867789596717 1.0740435340542105 1.1087770852377956 1.1350543228710075 1.170344365829519
25.299999999999997 0.14749421863778844 0.8842850164138608 0.9793102706973855 1.009602888996818 1.0332869516723735 1.0638028514729871
26.999999999999996 0.13649598490616685 0.7246182379268782 0.8679333795888456 0.8954182314601671 0.9249183247854134 0.955111536857793
27.999999999999996 0.11375804430330741 0.686117975837613 0.78256432841644 0.8057941027609143 0.8328753639697978 0.8586005055322328
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.64233 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.30291 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.48860 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.67430 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.85999 right font ',11' textcolor rgb '#33373d' front
set label 6 "baseline" at screen 0.07214, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 7 "run" at screen 0.09964, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 8 "baseline" at screen 0.14638, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 9 "run" at screen 0.17388, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.22062, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.24811, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.29485, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.32235, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.36909, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.39658, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "baseline" at screen 0.44333, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "run" at screen 0.47082, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "baseline" at screen 0.51756, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "run" at screen 0.54506, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "baseline" at screen 0.59180, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "run" at screen 0.61929, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "baseline" at screen 0.66603, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "run" at screen 0.69353, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "baseline" at screen 0.74027, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "run" at screen 0.76777, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "baseline" at screen 0.81451, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 27 "run" at screen 0.84200, screen 0.28594 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 28 "systolic_512" at screen 0.08589, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 29 "spatial_" at screen 0.16013, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 30 "fusion_512" at screen 0.16013, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 31 "operand_" at screen 0.23436, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 32 "serial_512" at screen 0.23436, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 33 "dual_serial_" at screen 0.30860, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 34 "512" at screen 0.30860, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 35 "binary_" at screen 0.38284, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 36 "overlay_512" at screen 0.38284, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 37 "chunked_" at screen 0.45707, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 38 "bfp_512" at screen 0.45707, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 39 "term_serial_" at screen 0.53131, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 40 "512" at screen 0.53131, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 41 "two_in_one_" at screen 0.60555, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 42 "512" at screen 0.60555, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 43 "plain_dual_" at screen 0.67978, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 44 "serial_512" at screen 0.67978, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 45 "dual_serial_" at screen 0.75402, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 46 "512 without" at screen 0.75402, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 47 "input_path" at screen 0.75402, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 48 "dual_serial_" at screen 0.82825, screen 0.14667 center font ',11' textcolor rgb '#33373d' front
set label 49 "512 with" at screen 0.82825, screen 0.11077 center font ',11' textcolor rgb '#33373d' front
set label 50 "delayed" at screen 0.82825, screen 0.07487 center font ',11' textcolor rgb '#33373d' front
set label 51 "ranges" at screen 0.82825, screen 0.03897 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94748 to screen 0.88958, screen 0.97192 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94748 to screen 0.88958, screen 0.97192 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 52 "other" at screen 0.89857, screen 0.95970 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.90335 to screen 0.88958, screen 0.92779 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.90335 to screen 0.88958, screen 0.92779 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 53 "vector" at screen 0.89857, screen 0.91557 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.85923 to screen 0.88958, screen 0.88367 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 54 "buffers" at screen 0.89857, screen 0.87145 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.81510 to screen 0.88958, screen 0.83954 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 55 "array" at screen 0.89857, screen 0.82732 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.77098 to screen 0.88958, screen 0.79542 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.77098 to screen 0.88958, screen 0.79542 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 56 "memory traffic" at screen 0.89857, screen 0.78320 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.72685 to screen 0.88958, screen 0.75129 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.72685 to screen 0.88958, screen 0.75129 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 57 "memory idle" at screen 0.89857, screen 0.73907 left font ',13' textcolor rgb '#33373d' front
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
