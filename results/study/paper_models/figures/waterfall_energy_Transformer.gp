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
figure_title = "From the ideal saving to that in energy, Transformer"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_energy_Transformer.svg"
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
set yrange [0:37.524344816942126]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 1.6362166853322146 31.730371048650028 31.730371048650028 31.730371048650028 32.193921485018826 32.193921485018826 32.34857311805356
1.7 3.4913443176176617 22.607263530191357 25.168006846370172 29.358964934920227 30.143397675352034 30.143397675352034 30.240769667417467
3.4000000000000004 2.2245315121063425 15.489647902599357 30.458739417178748 30.458739417178748 30.855257321753758 31.02832994869652 31.02832994869652
5.1000000000000005 3.182269135564675 13.201608926179576 26.430040067792216 29.37975763619539 30.125020240732923 30.254350106379558 30.254350106379558
6.800000000000001 6.881539710500106 11.747652960070932 19.428863072727108 29.5902254577725 30.999749019011325 30.999749019011325 31.38518793223236
8.5 5.98345460344385 18.330677979304067 23.99606371759262 28.966351202714325 30.299942087333665 30.299942087333665 30.31556924125811
10.2 1.740386032774588 8.502705897171381 27.94377583225086 30.144423456032698 30.39273524585666 30.505041314052228 30.505041314052228
11.899999999999999 3.5052392926786857 15.89434166509096 24.416452322270455 29.569179308019642 30.300985416079783 30.300985416079783 30.300985416079783
EOD
plot $data using 1:8 with boxes lc rgb "#f0c795" title "memory idle", \
     $data using 1:7 with boxes lc rgb "#c9c9c9" title "other", \
     $data using 1:6 with boxes lc rgb "#3f7a5a" title "vector", \
     $data using 1:5 with boxes lc rgb "#d9893b" title "memory traffic", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "buffers", \
     $data using 1:3 with boxes lc rgb "#86b0d5" title "array", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
