# Ideal and achieved saving along buffers_kib
reset session
set terminal svg noenhanced size 940,620 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'savings.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s1 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s2 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s3 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s4 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s5 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p0s6 << EOD
256 36.672916666666666
512 36.672916666666666
1024 36.672916666666666
2048 36.672916666666666
EOD
$p1s0 << EOD
256 0.2075009359918223
512 0.09160927105130723
1024 0.10852434827282043
2048 0.1453279534145313
EOD
$p1s1 << EOD
256 13.852907887300436
512 13.904042996802257
1024 13.805775606431514
2048 13.68710126422612
EOD
$p1s2 << EOD
256 20.948914999309576
512 21.05371976747422
1024 20.983793323794732
2048 20.82173280342633
EOD
$p1s3 << EOD
256 24.99093075946822
512 25.127169662804636
1024 25.074513983697898
2048 24.89513873915069
EOD
$p1s4 << EOD
256 26.048991074006256
512 26.134281243701107
1024 26.056143323447845
2048 25.885681587519436
EOD
$p1s5 << EOD
256 17.36230193432976
512 17.40822321917316
1024 17.333473931602494
2048 17.168649448865324
EOD
$p1s6 << EOD
256 19.85572317646197
512 19.985953111872824
1024 19.893655846092518
2048 19.691216546601197
EOD
$p2s0 << EOD
256 0.7565542811459713
512 1.1656956487370196
1024 1.0202296793041299
2048 0.9986208502788751
EOD
$p2s1 << EOD
256 11.165391282253967
512 11.18570222859785
1024 11.500969899155699
2048 11.436860990440334
EOD
$p2s2 << EOD
256 15.495894641815177
512 15.500815974655668
1024 15.555742302980912
2048 15.494588381055319
EOD
$p2s3 << EOD
256 18.83885411318302
512 18.77935978398728
1024 18.78865994704969
2048 18.716934577854516
EOD
$p2s4 << EOD
256 19.106925302395172
512 20.258663620343796
1024 20.473873495933525
2048 20.407376139891376
EOD
$p2s5 << EOD
256 13.847273110811342
512 13.986776228880625
1024 14.022362168003122
2048 14.012260975487555
EOD
$p2s6 << EOD
256 14.345008392800795
512 14.60076792024746
1024 14.812163854096328
2048 14.830620923453708
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [256:2048]
set format x ''
set tmargin at screen 0.9742
set bmargin at screen 0.6978
set key at screen 0.8150000000000001, screen 0.9742 left top
set label 1 "ideal saving (%)" at screen 0.018, screen 0.8360 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:39.60675]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p0s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p0s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p0s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p0s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p0s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p0s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
set format x ''
set tmargin at screen 0.6720
set bmargin at screen 0.3957
set key at screen 0.8150000000000001, screen 0.6720 left top
set label 1 "cycle saving (%)" at screen 0.018, screen 0.5339 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:28.225023743197198]
set key font ',13' spacing 1.0
unset key
plot $p1s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p1s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p1s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p1s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p1s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p1s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p1s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
set format x '%g'
set xtics autofreq
set xlabel "buffers_kib" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.3699
set bmargin at screen 0.0935
set key at screen 0.8150000000000001, screen 0.3699 left top
set label 1 "energy saving (%)" at screen 0.018, screen 0.2317 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [0:22.11178337560821]
set key font ',13' spacing 1.0
unset key
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#6b6b6b' title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.6 lw 1.8 dt 1 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.6 lw 1.8 dt 1 lc rgb '#d08a3c' title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.6 lw 1.8 dt 1 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.6 lw 1.8 dt 1 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.6 lw 1.8 dt 1 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 7 ps 0.6 lw 1.8 dt 1 lc rgb '#b79ab4' title "term_serial_512"
unset multiplot
