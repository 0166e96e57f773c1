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
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 853ccbde9e4ee8d2
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: b7b12812f2132719
# input sweep: d0588ae0e596084d
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
set yrange [0:2.276344319549098]
unset xtics
set ytics ("" -0, "" 0.5, "" 1, "" 1.5, "" 2)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.1531584519144868 0.7204616115649107 0.9065267699092873 0.9383651942472006 0.9657012776844903 1.000000000000003
1 0.12415577813555297 0.6910650156648224 0.8149763726571169 0.8413570859851083 0.8654742321086024 0.8943428816176036
2.7 0.3207265891897107 0.7953842384910521 0.9844774505773137 1.0166504481394543 1.0473675243965102 1.0820168318852428
3.7 0.28124203313848545 0.7564046629149695 0.8875151623950537 0.9148188979535811 0.9430576825002515 0.9725719414080908
5.4 0.7940507321136613 1.2670055296150946 1.45255235348664 1.4842239040277179 1.5108513173851084 1.5450342585658463
6.4 0.5834172691875594 1.0561783504127715 1.1793525057917675 1.2056626614441868 1.2290339092074674 1.2578261699708315
8.1 1.4259435070215234 1.9121532645659447 2.097224261593464 2.128765920694169 2.154705542724417 2.1887926149510557
9.1 1.0033844572943957 1.4894923805612699 1.6121304446522513 1.638305009780092 1.660997343271563 1.6896905743088046
10.799999999999999 0.1071706771984987 0.6754987343869733 0.8631636591906509 0.8952874322054521 0.9248026395245462 0.9593533295540104
11.799999999999999 0.0943608324463058 0.6624833864238787 0.7902358008431443 0.816981539276606 0.8436366399702797 0.8728154040827956
13.499999999999998 0.24570223603788519 0.8168684489059709 1.0021730921138037 1.0338421452981401 1.0601380887306562 1.0942985788544153
14.499999999999998 0.18692413517404774 0.7574219127206516 0.8803308574449753 0.9065473915946293 0.9295835234548852 0.9583186955621257
16.2 0.1198549139506654 0.416024955417048 0.6014437865932237 0.6331146072254313 0.6595824927392604 0.6937546288108868
17.2 0.09273637697353421 0.3887900172182727 0.5118266841371607 0.5380638632133434 0.5612743481822675 0.5900256890270783
18.9 0.39599109122042714 0.6578729081068708 0.8428234385750006 0.8742833145454069 0.9000554639395271 0.9340979372696324
19.9 0.2765054291126872 0.538226005881651 0.6607243890042444 0.6868246551966569 0.7093461108138639 0.7379987271265182
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.61380 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.24863 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.5" at screen 0.04323, screen 0.40905 right font ',11' textcolor rgb '#33373d' front
set label 4 "1" at screen 0.04323, screen 0.56947 right font ',11' textcolor rgb '#33373d' front
set label 5 "1.5" at screen 0.04323, screen 0.72989 right font ',11' textcolor rgb '#33373d' front
set label 6 "2" at screen 0.04323, screen 0.89031 right font ',11' textcolor rgb '#33373d' front
set label 7 "baseline" at screen 0.08043, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 8 "run" at screen 0.11829, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.18264, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.22049, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.28484, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.32269, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.38704, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.42490, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.48925, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.52710, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.59145, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.62931, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.69366, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.73151, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.79586, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.83372, screen 0.23038 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "balanced" at screen 0.09936, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 24 "DDR4-2400 x1" at screen 0.20156, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 25 "DDR4-2400 x4" at screen 0.30377, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 26 "DDR4-2400 x8" at screen 0.40597, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 27 "LPDDR4-3200 x4" at screen 0.50818, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 28 "LPDDR4-3200" at screen 0.61038, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 29 "x16" at screen 0.61038, screen 0.04192 center font ',11' textcolor rgb '#33373d' front
set label 30 "LPDDR5-6400 x8" at screen 0.71258, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set label 31 "HBM2 x16" at screen 0.81479, screen 0.08055 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94209 to screen 0.88958, screen 0.96838 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94209 to screen 0.88958, screen 0.96838 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 32 "other" at screen 0.89857, screen 0.95524 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.89462 to screen 0.88958, screen 0.92091 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.89462 to screen 0.88958, screen 0.92091 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 33 "vector" at screen 0.89857, screen 0.90776 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.84715 to screen 0.88958, screen 0.87344 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 34 "buffers" at screen 0.89857, screen 0.86029 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.79967 to screen 0.88958, screen 0.82597 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 35 "array" at screen 0.89857, screen 0.81282 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.75220 to screen 0.88958, screen 0.77849 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.75220 to screen 0.88958, screen 0.77849 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 36 "memory traffic" at screen 0.89857, screen 0.76535 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.70473 to screen 0.88958, screen 0.73102 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.70473 to screen 0.88958, screen 0.73102 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 37 "memory idle" at screen 0.89857, screen 0.71788 left font ',13' textcolor rgb '#33373d' front
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
