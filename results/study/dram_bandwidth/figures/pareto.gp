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
20249.631073976 23113.073606784033
15176.210208728 27458.253756850718
13192.187555768 37812.50116627023
12851.459538648 61282.69542846134
EOD
$p0s1 << EOD
18445.899127608 23986.519086706914
13357.787007064 27547.90804594548
11368.354592568 36374.57380223981
11026.512827224 56576.33596191505
EOD
$p0s2 << EOD
16881.60417692 21020.43765789323
11617.331498168 23777.604662710743
9634.121873592 31048.88809108465
9299.874156088 48055.46679957084
EOD
$p0s3 << EOD
17406.461272536 21752.80770228841
12028.536926904 24440.20128309891
10010.6341758 31812.85660745634
9669.468755832 49351.17620284328
EOD
$p0s4 << EOD
18148.1951742 22573.589323515902
13056.462735896 26046.449679098896
11084.615758488 34595.38659319146
10747.222847544 54374.25931193465
EOD
$p0s5 << EOD
19473.709258936 24720.017012636592
13718.499238456 28060.58282889451
11700.038157112 37368.69611742901
11356.01208812 58818.89702720605
EOD
$p0s6 << EOD
15541.882260632 19355.32952225309
10066.908690328 21457.62375125979
8040.488055704 27432.02764250079
7703.988007608 41946.90045123804
EOD
$p0s7 << EOD
7703.988007608 41946.90045123804
8040.488055704 27432.02764250079
10066.908690328 21457.62375125979
15541.882260632 19355.32952225309
EOD
set multiplot
set lmargin at screen 0.085
set rmargin at screen 0.8
set xrange [7703.988007608:20249.631073976]
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
