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
13421.270175128 39080.753458095955
13192.187555768 37812.50116627023
13125.08147996 37105.25118155574
13191.855045016 37008.4376459159
EOD
$p0s1 << EOD
11586.075194936 37379.86094220353
11368.354592568 36374.57380223981
11325.352948152 35562.84457130486
11402.8440062 35495.29305617354
EOD
$p0s2 << EOD
9704.222252728 31773.34151128456
9634.121873592 31048.88809108465
9675.904632056 30932.616833009917
9777.54776892 31102.507312848134
EOD
$p0s3 << EOD
10095.159359448 32795.16726471694
10010.6341758 31812.85660745634
10047.104060184 31588.62927089767
10148.747197048 31759.483269159875
EOD
$p0s4 << EOD
11158.6586606 35817.51463517179
11084.615758488 34595.38659319146
11127.909188696 34315.46940888404
11230.128767256 34484.74472614696
EOD
$p0s5 << EOD
11784.1672126 38267.064288013746
11700.038157112 37368.69611742901
11752.308079224 37159.42253009995
11893.44270988 37323.681523652296
EOD
$p0s6 << EOD
8121.250027 28098.511996625915
8040.488055704 27432.02764250079
8083.4709486 27266.837088537344
8186.86493516 27408.908251878987
EOD
$p0s7 << EOD
8040.488055704 27432.02764250079
8083.4709486 27266.837088537344
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [8040.488055704:13421.270175128]
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
