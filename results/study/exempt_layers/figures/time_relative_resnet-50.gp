# model: resnet-18; resnet-34; resnet-50
# dataset: imagenet
# batch: 256
# iterations: 450360
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:4-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 8 channels
# energy_table: 28nm
# version: 0.1.0 (commit b7ea592cc47b)
# recipe: de3fca599ad81c4b
# made by: metronome sweep configs/sweeps/exempt_layers.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: 1dc63b3382d15b74
# input sweep: 304e188b24b65f2f
reset session
figure_title = "Time relative to the baseline training of systolic_512, resnet-50"
set terminal svg noenhanced size 940,342 font 'Helvetica,13' background 'white'
set encoding utf8
set output "time_relative_resnet-50.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
set lmargin at screen 0.05015
set rmargin at screen 0.82709
set bmargin at screen 0.21861
set tmargin at screen 0.97884
set xrange [-0.8:20.7]
set yrange [0:1.4201523561083296]
unset xtics
set ytics ("" -0, "" 0.2, "" 0.4, "" 0.6000000000000001, "" 0.8, "" 1, "" 1.2000000000000002, "" 1.4000000000000001)
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.5879278883874325 0.5918144779634391 0.5918256840337837 0.5918571748549559 0.5918725245086971 0.5918725245086971 0.9995688552501572 0.9999966141587527 0.9999999999999999 0.9999999999999999
1 0.5879278883874325 0.5911636730985035 0.5911752907957945 0.5912163340157823 0.5912317927599293 0.5912317927599293 0.9985989645022795 0.9990149833637959 0.999018369205043 0.999018369243622
2.7 0.5879278883874325 0.5918144779634391 0.5918256840337837 0.5918571748549559 0.5918725245086971 0.5918725245086971 0.9995688552501572 0.9999966141587527 0.9999999999999999 0.9999999999999999
3.7 0.5090629621413978 0.5135132395715517 0.5135248688389947 0.5137075187497919 0.5138301530866183 0.5138301530866183 0.9212106345521016 0.921626653413618 0.9216300392548652 0.9216300392934441
5.4 0.5907460480674072 0.5915864142993125 0.5915913613413168 0.5916279738174738 0.5916425264194268 0.5916425264194268 1.0000691794258334 1.000496938334429 1.0005003241756762 1.0005003241756762
6.4 0.4447277018955288 0.4456917064173814 0.4456968571101334 0.44577477959572864 0.4457992558389758 0.4457992558389758 0.8534887354013649 0.8539047542628814 0.8539081401041285 0.8539081401427074
8.1 0.6513222480571647 0.6548695220451252 0.6548778346220164 0.6549076117818442 0.6549231465818114 0.6549231465818114 1.3650997587254414 1.3655275906066258 1.3655311116426245 1.3655311116426245
9.1 0.4579656167536474 0.46111553704562713 0.4611243803188928 0.4612440899480061 0.4612843070490182 0.4612843070490182 1.170039780904158 1.1704558727382632 1.170459393774262 1.170459393812841
10.799999999999999 0.6318655597615823 0.6330436292348104 0.6330495917034185 0.6330870694259852 0.6331000496423944 0.6331000496423944 1.3431538843195043 1.3435817162006887 1.3435852372366874 1.3435852372366874
11.799999999999999 0.4417801257076468 0.44275142364480047 0.4427576982336527 0.4428974513704366 0.44293170456907244 0.44293170456907244 1.1516379915769472 1.1520540834110524 1.1520576044470512 1.15205760448563
13.499999999999998 0.5904756186031671 0.5946500398683947 0.5946575873190054 0.5946949687220986 0.5947083930722699 0.5947083930722699 1.0022957407726525 1.0028281041498184 1.0028314899910655 1.0028314899910655
14.499999999999998 0.446663390910651 0.45082091312637007 0.45082967076980507 0.4509931104285697 0.4510536233801682 0.4510536233801682 0.8584121933238046 0.8589095860711333 0.8589129719123805 0.8589129719509594
16.2 0.18241846197426628 0.18332221011185285 0.18332708993654703 0.18335718461400816 0.18337305712937876 0.43871006646707933 0.8472621238446119 0.8476898827532074 0.8476932685944546 0.8476932685944546
17.2 0.1292383363763971 0.131567298265305 0.1315716113825269 0.1346996219194531 0.13476758236157407 0.3296993488062865 0.737627157006728 0.7380431758682444 0.7380465617094916 0.7380465617480705
18.9 0.5907460480674072 0.5916343955138764 0.5916393425558808 0.5916762291136063 0.5916919631765205 0.5916919631765205 0.999397078210535 0.9998248371191306 0.9998282229603778 0.9998282229603778
19.9 0.46145079418802276 0.46236989776785137 0.4623751377820308 0.4625814313767797 0.4626996034368144 0.4626996034368144 0.870082385078313 0.8704984039398295 0.8705017897810766 0.8705017898196555
EOD
set label 1 "Relative time" at screen 0.01418, screen 0.59873 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.04323, screen 0.21861 right font ',11' textcolor rgb '#33373d' front
set label 3 "0.2" at screen 0.04323, screen 0.32567 right font ',11' textcolor rgb '#33373d' front
set label 4 "0.4" at screen 0.04323, screen 0.43274 right font ',11' textcolor rgb '#33373d' front
set label 5 "0.6" at screen 0.04323, screen 0.53980 right font ',11' textcolor rgb '#33373d' front
set label 6 "0.8" at screen 0.04323, screen 0.64686 right font ',11' textcolor rgb '#33373d' front
set label 7 "1" at screen 0.04323, screen 0.75393 right font ',11' textcolor rgb '#33373d' front
set label 8 "1.2" at screen 0.04323, screen 0.86099 right font ',11' textcolor rgb '#33373d' front
set label 9 "1.4" at screen 0.04323, screen 0.96805 right font ',11' textcolor rgb '#33373d' front
set label 10 "baseline" at screen 0.07906, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 11 "run" at screen 0.11519, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 12 "baseline" at screen 0.17663, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 13 "run" at screen 0.21276, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 14 "baseline" at screen 0.27420, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 15 "run" at screen 0.31033, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 16 "baseline" at screen 0.37176, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 17 "run" at screen 0.40790, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 18 "baseline" at screen 0.46933, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 19 "run" at screen 0.50547, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 20 "baseline" at screen 0.56690, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 21 "run" at screen 0.60304, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 22 "baseline" at screen 0.66447, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 23 "run" at screen 0.70061, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 24 "baseline" at screen 0.76204, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 25 "run" at screen 0.79818, screen 0.19960 right rotate by 90 font ',11' textcolor rgb '#33373d' front
set label 26 "systolic" at screen 0.09713, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 27 "spatial_fusion" at screen 0.19470, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 28 "operand_serial" at screen 0.29226, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 29 "dual_serial" at screen 0.38983, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 30 "binary_overlay" at screen 0.48740, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 31 "chunked_bfp" at screen 0.58497, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 32 "term_serial" at screen 0.68254, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set label 33 "two_in_one" at screen 0.78011, screen 0.04364 center font ',11' textcolor rgb '#33373d' front
set object 1 rectangle from screen 0.84092, screen 0.94045 to screen 0.85267, screen 0.96782 fc rgb "#d4d4d4" fs solid 1.0 noborder
set label 34 "idle switch" at screen 0.86166, screen 0.95413 left font ',13' textcolor rgb '#33373d' front
set object 2 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fc rgb "#c3dac4" fs solid 1.0 noborder
set object 3 rectangle from screen 0.84092, screen 0.89104 to screen 0.85267, screen 0.91840 fs transparent pattern 1 border rgb 'white' fc rgb "#33373d"
set label 35 "idle update" at screen 0.86166, screen 0.90472 left font ',13' textcolor rgb '#33373d' front
set object 4 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fc rgb "#86ad8f" fs solid 1.0 noborder
set object 5 rectangle from screen 0.84092, screen 0.84162 to screen 0.85267, screen 0.86899 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 36 "idle quantize" at screen 0.86166, screen 0.85530 left font ',13' textcolor rgb '#33373d' front
set object 6 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fc rgb "#3f7a5a" fs solid 1.0 noborder
set object 7 rectangle from screen 0.84092, screen 0.79220 to screen 0.85267, screen 0.81957 fs transparent pattern 1 border rgb 'white' fc rgb "#ffffff"
set label 37 "idle vector" at screen 0.86166, screen 0.80589 left font ',13' textcolor rgb '#33373d' front
set object 8 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fc rgb "#b79ab4" fs solid 1.0 noborder
set object 9 rectangle from screen 0.84092, screen 0.74279 to screen 0.85267, screen 0.77016 fs transparent pattern 5 border rgb 'white' fc rgb "#ffffff"
set label 38 "stall synchronisation" at screen 0.86166, screen 0.75647 left font ',13' textcolor rgb '#33373d' front
set object 10 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fc rgb "#f3cfa5" fs solid 1.0 noborder
set object 11 rectangle from screen 0.84092, screen 0.69337 to screen 0.85267, screen 0.72074 fs transparent pattern 4 border rgb 'white' fc rgb "#33373d"
set label 39 "stall store" at screen 0.86166, screen 0.70706 left font ',13' textcolor rgb '#33373d' front
set object 12 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fc rgb "#c9602f" fs solid 1.0 noborder
set object 13 rectangle from screen 0.84092, screen 0.64396 to screen 0.85267, screen 0.67133 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 40 "stall activations" at screen 0.86166, screen 0.65764 left font ',13' textcolor rgb '#33373d' front
set object 14 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fc rgb "#8a2d1f" fs solid 1.0 noborder
set object 15 rectangle from screen 0.84092, screen 0.59454 to screen 0.85267, screen 0.62191 fs transparent pattern 4 border rgb 'white' fc rgb "#ffffff"
set label 41 "stall weights" at screen 0.86166, screen 0.60823 left font ',13' textcolor rgb '#33373d' front
set object 16 rectangle from screen 0.84092, screen 0.54513 to screen 0.85267, screen 0.57250 fc rgb "#8fb3d3" fs solid 1.0 noborder
set label 42 "fill and drain" at screen 0.86166, screen 0.55881 left font ',13' textcolor rgb '#33373d' front
set object 17 rectangle from screen 0.84092, screen 0.49571 to screen 0.85267, screen 0.52308 fc rgb "#1b3a5c" fs solid 1.0 noborder
set label 43 "busy" at screen 0.86166, screen 0.50940 left font ',13' textcolor rgb '#33373d' front
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
