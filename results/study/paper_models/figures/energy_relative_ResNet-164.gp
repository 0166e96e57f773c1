# model: resnet-38; resnet-74; resnet-110; resnet-152; resnet-164; mobilenet-v2:depthwise=schedule; resnet-18; resnet-34; resnet-50; transformer-base; lstm-2
# dataset: cifar-100; imagenet; wikitext-103; ptb
# batch: 128; 256; 18; 20
# iterations: 64000; 450360; 286000; 53120
# optimizer: momentum; sgd
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8; cpt:4-8,periods=32,backward=8; cpt:5-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 0386d1fa9ef07e03
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 08e0591d3dc63c81
# input sweep: 452f571c21125574
reset session
figure_title = "Energy relative to the baseline training of systolic_512, ResNet-164"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "energy_relative_ResNet-164.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.86400
set bmargin at screen 0.21861
set tmargin at screen 0.97884
set xrange [-0.8:20.7]
set yrange [0:1.2929209102447263]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.1353653439340317 0.6997459598655817 0.8063375053843884 0.9232013123283932 0.9585723825375984 0.9999999999999953
1 0.13531565136784798 0.6994487774098109 0.8060309502908254 0.9210280434190405 0.9563437183541882 0.9968643525209466
2.7 0.1353653439340317 0.6997459598655817 0.9422364634959368 1.0591002704399415 1.0944713406491466 1.1579051564427068
3.7 0.11932605101818802 0.6835526577416482 0.8736361392468761 0.9645107311220814 0.9963670899068461 1.0482646982911668
5.4 0.1344026872366972 0.7014341618501378 0.8306946211750619 0.8624590933187121 0.8973780636531172 0.9240367601126369
6.4 0.11135966369252952 0.6782050356157325 0.7675555267567883 0.7956008827596945 0.8254534835756618 0.8497537888903276
8.1 0.14779053365645178 0.7125232813772064 0.9043452309215432 0.9368890796788218 0.9643021827097481 0.999311749818993
9.1 0.11714332819894999 0.6818233049103697 0.8091801718696718 0.8361971037756567 0.8602458818858822 0.8896863040854055
10.799999999999999 0.15607854723756495 0.721641608184477 0.9118271157219664 1.061874262466489 1.0899831412350005 1.2431931829276215
11.799999999999999 0.12102481093305097 0.6866149444778097 0.8075036008811032 0.9076280183982622 0.931857759861312 1.0347498228519212
13.499999999999998 0.13548102390365385 0.7003925550408825 0.8923829775885397 0.9211131604242968 0.9565121598581904 0.9982780392994763
14.499999999999998 0.11335402324119304 0.6779919562236392 0.8189446030948249 0.8446582385074305 0.8752278152711875 0.9118283064326903
16.2 0.11614290894930328 0.7021421931123184 0.780692923995269 0.8172380941799854 0.8482178958240792 0.8788653383760692
17.2 0.09800604659811818 0.6761298828014802 0.7269524131083915 0.7588945216174497 0.7858282942573305 0.8133502854110062
18.9 0.13430174976395295 0.7004538996066335 0.8654740940027073 0.8969111376248936 0.9318336560195704 0.9621784369289289
19.9 0.11214235819483748 0.6780910392574342 0.7952752154798591 0.8229898186233744 0.8530434502313746 0.8803048332228107
EOD
set label 1 "Relative energy" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.33621 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.45381 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.57141 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.68901 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.80661 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.92420 right font ',11' textcolor rgb '#33373d' front
set label 9 "baseline" at screen 0.08043, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 10 "run" at screen 0.11829, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "baseline" at screen 0.18264, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "run" at screen 0.22049, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "baseline" at screen 0.28484, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "run" at screen 0.32269, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "baseline" at screen 0.38704, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "run" at screen 0.42490, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "baseline" at screen 0.48925, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "run" at screen 0.52710, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "baseline" at screen 0.59145, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "run" at screen 0.62931, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "baseline" at screen 0.69366, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "run" at screen 0.73151, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "baseline" at screen 0.79586, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "run" at screen 0.83372, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "systolic" at screen 0.09936, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 26 "spatial_fusion" at screen 0.20156, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 27 "operand_serial" at screen 0.30377, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "dual_serial" at screen 0.40597, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "binary_overlay" at screen 0.50818, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "chunked_bfp" at screen 0.61038, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "term_serial" at screen 0.71258, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "two_in_one" at screen 0.81479, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fc rgb "#c9c9c9" fs solid 1.0 noborder
set object 2 rectangle from screen 0.87783, screen 0.94045 to screen 0.88958, screen 0.96782 fs transparent pattern 5 border rgb 'white' fc rgb "#33373d"
set label 33 "other" at screen 0.89857, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 3 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 4 rectangle from screen 0.87783, screen 0.89104 to screen 0.88958, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 34 "vector" at screen 0.89857, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 5 rectangle from screen 0.87783, screen 0.84162 to screen 0.88958, screen 0.86899 fc rgb "#79a9d4" fs solid 1.0 noborder
set label 35 "buffers" at screen 0.89857, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.87783, screen 0.79220 to screen 0.88958, screen 0.81957 fc rgb "#2f6aa3" fs solid 1.0 noborder
set label 36 "array" at screen 0.89857, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 7 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fc rgb "#d9893b" fs solid 1.0 noborder
set object 8 rectangle from screen 0.87783, screen 0.74279 to screen 0.88958, screen 0.77016 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 37 "memory traffic" at screen 0.89857, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 9 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fc rgb "#f0c795" fs solid 1.0 noborder
set object 10 rectangle from screen 0.87783, screen 0.69337 to screen 0.88958, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 38 "memory idle" at screen 0.89857, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
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
