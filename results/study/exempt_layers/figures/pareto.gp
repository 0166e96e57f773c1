# Pareto front of cpt_time_s and cpt_energy_j
reset session
set terminal svg noenhanced size 940,420 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'pareto.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
$p0s0 << EOD
2743953.926136464 6053944.872861953
1812084.251166344 4459975.733882624
3081430.976414024 6709367.149988842
EOD
$p0s1 << EOD
2574179.403873784 6063859.119187135
1642309.728903664 4547233.260509134
2911656.454151344 6807401.280022051
EOD
$p0s2 << EOD
2381174.359725944 5241558.881100603
1366159.616071184 3466170.495000263
2719405.436042144 5886458.20895606
EOD
$p0s3 << EOD
2367597.747335648 5417997.827418348
1330203.663670208 3599735.6848308975
2778762.463473488 6214667.702053029
EOD
$p0s4 << EOD
2374356.587741784 5720019.208771953
1348562.442809304 3931803.3170526186
2801623.546476504 6569271.740070027
EOD
$p0s5 << EOD
2467088.830223056 5749378.390540667
1415653.956154216 3937482.5100662997
2833562.743247656 6545256.686713172
EOD
$p0s6 << EOD
2127558.128180472 4732798.404608274
950805.629394704 2626044.8863757863
2219350.928508016 4890856.128457559
EOD
$p0s7 << EOD
950805.629394704 2626044.8863757863
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [950805.629394704:3081430.976414024]
set format x '%g'
set xtics autofreq
set xlabel "cpt_time_s" offset 0,0.4 textcolor rgb '#33373d'
set tmargin at screen 0.9619
set bmargin at screen 0.1381
set key at screen 0.8150000000000001, screen 0.9619 left top
set label 1 "cpt_energy_j" at screen 0.018, screen 0.5500 center rotate by 90 textcolor rgb '#33373d'
set ytics autofreq
unset logscale y
set yrange [*:*]
set key font ',13' spacing 1.0
plot $p0s0 using 1:2 with points pt 7 ps 0.7 lc rgb '#6b6b6b' title "systolic_512", \
     $p0s1 using 1:2 with points pt 5 ps 0.7 lc rgb '#1b3a5c' title "spatial_fusion_512", \
     $p0s2 using 1:2 with points pt 9 ps 0.7 lc rgb '#d08a3c' title "operand_serial_512", \
     $p0s3 using 1:2 with points pt 13 ps 0.7 lc rgb '#3f8f6b' title "dual_serial_512", \
     $p0s4 using 1:2 with points pt 11 ps 0.7 lc rgb '#8a2d1f' title "binary_overlay_512", \
     $p0s5 using 1:2 with points pt 6 ps 0.7 lc rgb '#7aa9d0' title "chunked_bfp_512", \
     $p0s6 using 1:2 with points pt 7 ps 0.7 lc rgb '#b79ab4' title "term_serial_512", \
     $p0s7 using 1:2 with lines lw 1.6 dt 2 lc rgb '#8a8f96' title "Pareto front"
unset multiplot
