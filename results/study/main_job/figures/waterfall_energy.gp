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
# version: 0.1.0 (commit 23769148aa08)
# recipe: e424493b1009a963
# made by: metronome sweep configs/sweeps/main_job.yaml
# input energy_table 28nm: a4f6a754ebe3cb7f
# input points: e5df1a2a24dabdcf
# input sweep: b2e690bd44547f19
reset session
figure_title = "From the ideal saving to that in energy"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy.svg"
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999, "" 13.599999999999998, "" 15.299999999999997, "" 16.999999999999996)
set label "systolic\n512" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion\n512" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial\n512" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial\n512" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay\n512" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp\n512" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial\n512" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "two\nin\none\n512" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set label "plain\ndual\nserial\n512" at first 13.599999999999998, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial\n512 without input\npath" at first 15.299999999999997, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial\n512 with delayed ranges" at first 16.999999999999996, graph -0.08 center textcolor rgb '#33373d'
set bmargin 5.4
set xrange [-0.8:17.799999999999997]
set yrange [0:49.79812695576315]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.3561314863157361 37.6181688931598 37.6181688931598 38.84752331127797 38.849624900110136
1.7 6.028491486409671 22.278431225313042 22.6673681270805 37.94888770097666 37.94888770097666
3.4000000000000004 5.36251225276434 12.254103651741932 17.05880124320719 38.59484820803567 38.59484820803567
5.1000000000000005 7.6717231437886 12.065497265667668 15.32327616152439 38.7329253469309 38.7329253469309
6.800000000000001 12.645631725102335 13.426445838422584 15.381046175311297 40.29414586585621 40.29414586585621
8.5 5.8335272043870345 17.39989545621895 20.090399108039325 38.468708229377924 38.468708229377924
10.2 3.559548167658688 8.860911500500478 16.713414748399856 38.39806987000538 38.39806987000538
11.899999999999999 5.655553299422822 14.534060931126536 18.143626049589024 38.38603437583917 38.38603437583917
13.599999999999998 13.696518372897993 17.043313059053087 21.417644469418516 42.77252408745281 42.929419789450996
15.299999999999997 9.117403259874557 12.819375947531231 16.893820957669604 38.474277485959405 38.474277485959405
16.999999999999996 10.11349659897568 14.65321853853344 17.429803659922584 38.59184227608841 38.61261619238615
EOD
plot $data using 1:6 with boxes lc rgb "#3f7a5a" title "vector", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
