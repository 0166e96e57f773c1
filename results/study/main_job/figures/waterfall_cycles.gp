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
figure_title = "From the ideal saving to that in cycles"
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output "waterfall_cycles.svg"
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
set yrange [0:55.25810333230434]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.059108448737121844 37.40788948690393 37.40788948690393 37.40788948690393 37.40788948690393 37.58777534097314 37.5881719903658 37.5881719903658 37.5881719903658
1.7 13.082359306910861 28.518839284069717 28.94897418587802 29.29035444577892 29.292951757786568 30.60104855147546 31.13695878889765 37.3167099321557 37.34326524118857
3.4000000000000004 19.277298967934676 24.85524667276815 24.85524667276815 24.925140541150558 24.945340943313077 27.266372839736775 28.045901819354434 37.29947818408012 37.34091983050555
5.1000000000000005 23.10827973484939 23.10827973484939 24.410557796825728 24.886307175442166 24.902543099012508 26.459290023202097 27.074383872080453 37.297335238588644 37.340847984610235
6.800000000000001 26.169988811583057 26.169988811583057 26.169988811583057 26.290772520962545 26.311994080223478 27.697445465265226 28.255166173480895 38.413731802385264 38.459454318268726
8.5 18.338012251389678 25.290745820502558 25.656876911240456 26.500482196011653 26.521502173291232 27.83003468322105 28.64825936552524 37.30168485430191 37.34138776491643
10.2 15.919903218138831 21.497850922972304 21.497850922972304 22.069205036771066 22.152952186945296 34.42846149966382 37.06237762023902 47.596038444462565 47.63629597612443
11.899999999999999 18.16297700388838 24.663665461742788 24.828439380083367 24.961992457375658 24.975876468100566 27.68461381789249 28.46082356805093 37.302499546003034 37.34132810707103
13.599999999999998 22.06222407587578 22.06222407587578 23.060488796605217 23.321599138749125 23.321599138749125 23.337631761754217 23.974928377486027 33.87740117982493 37.30920848091831
15.299999999999997 22.08729540110742 22.08729540110742 23.306054117845665 23.6145001326321 23.62192807030392 23.62192807030392 24.375022399465774 35.47925899280722 37.39184882584294
16.999999999999996 24.786329866460708 24.786329866460708 26.488719535579907 26.886120091066566 26.904310324550906 27.884637112506503 28.21719097338965 37.328285821235895 37.33975391606333
EOD
plot $data using 1:10 with boxes lc rgb "#86ad8f" title "idle: quantize", \
     $data using 1:9 with boxes lc rgb "#3f6a54" title "idle: vector", \
     $data using 1:8 with boxes lc rgb "#f3cfa5" title "stall: store", \
     $data using 1:7 with boxes lc rgb "#c9602f" title "stall: activations", \
     $data using 1:6 with boxes lc rgb "#8a2d1f" title "stall: weights", \
     $data using 1:5 with boxes lc rgb "#8fb3d3" title "fill and drain", \
     $data using 1:4 with boxes lc rgb "#4f86b8" title "utilisation", \
     $data using 1:3 with boxes lc rgb "#b08d57" title "supported widths", \
     $data using 1:2 with boxes lc rgb "#1b3a5c" title "achieved"
