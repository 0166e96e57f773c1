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
# version: 0.1.0 (commit 23769148aa08)
# recipe: 702e0a0ae79e1432
# made by: metronome sweep configs/sweeps/memory.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: d6d6ea667c448229
# input sweep: 675344138b52f49f
reset session
figure_title = "From the ideal saving to that in energy, dual_serial_512"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_dual_serial_512.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999)
set label "balanced" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x1" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x4" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "DDR4-2400 x8" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR4-3200 x4" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR4-3200 x16" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "LPDDR5-6400 x8" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "HBM2 x16" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:12.7]
set yrange [0:57.78425834893263]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 10.559563919872893 13.844250392787904 16.229793712523175 38.57278805636609 38.57278805636609
1.7 10.114939891234897 16.124305807062743 18.38227478542237 37.8289445779124 37.866601301796045
3.4000000000000004 18.58967782806592 21.646881772771586 24.0800279560201 45.42057979578936 45.42057979578936
5.1000000000000005 22.80022602444366 25.739719214373846 28.173923929608137 49.81401581804538 49.81401581804538
6.800000000000001 9.031812597343125 13.78132626746501 16.000577132620396 37.38276857617838 37.38276857617838
8.5 12.423869642649654 15.419008082162067 17.841343162703758 40.40704564767638 40.40704564767638
10.2 14.93858417070386 17.96197257813844 20.387533459731756 38.38323456615923 38.42767850347567
11.899999999999999 21.000707464422906 23.906021378722976 26.338166865932156 43.453743709732315 43.53578403873763
EOD
plot $data using 1:6 with boxes lc rgb "#3f7a5a" title "vector", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
