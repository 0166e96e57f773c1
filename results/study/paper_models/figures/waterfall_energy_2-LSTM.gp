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
# version: 0.1.0 (commit 23769148aa08)
# recipe: f7226c8029020cf6
# made by: metronome sweep configs/sweeps/paper_models.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: dfe79a111e68ed55
# input sweep: c61d68cbeb34384a
reset session
figure_title = "From the ideal saving to that in energy, 2-LSTM"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_2-LSTM.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "two\nin\none" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set bmargin 4.4
set xrange [-0.8:12.7]
set yrange [0:35.435016170173]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 4.787028613385402 27.910591463122557 27.910591463122557 27.910591463122557 28.018214210383096 28.055689454841193 28.46383826428066
1.7 4.354074443046196 27.47642303876915 27.47642303876915 27.47642303876915 27.559282295289034 27.59836217755698 27.87450491548108
3.4000000000000004 7.866579667524431 13.680934998946526 15.864668798396918 23.540708273997513 23.540708273997513 23.540708273997513 23.540708273997513
5.1000000000000005 8.962655116996743 11.987838057548661 13.969058959047265 23.698404200383216 23.698404200383216 23.698404200383216 23.698404200383216
6.800000000000001 11.939603872429139 12.653707889902444 13.700891643142798 24.64147383499563 24.64147383499563 24.64147383499563 24.64147383499563
8.5 9.134445104542433 19.232965053597738 20.05432471245293 23.244737485966503 23.244737485966503 23.244737485966503 23.244737485966503
10.2 5.32761110829768 9.294447723861632 30.034291919636424 30.034291919636424 30.034291919636424 30.54742773290776 30.54742773290776
11.899999999999999 6.8217978594839686 19.402174056070265 19.932298249843928 23.24845716597588 23.24845716597588 23.24845716597588 23.24845716597588
EOD
plot $data using 1:8 with boxes lc rgb "#f0c795" title "memory idle", \
     $data using 1:7 with boxes lc rgb "#c9c9c9" title "other", \
     $data using 1:6 with boxes lc rgb "#3f7a5a" title "vector", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
