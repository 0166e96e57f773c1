# model: resnet-74
# dataset: cifar-100
# batch: 128
# iterations: 64000
# optimizer: momentum
# dx_scale: prescale_requantize
# schedule: cpt:3-8,periods=32,backward=8
# baseline_schedule: static:8,backward=8
# mode: analytic
# accelerator: systolic_512; spatial_fusion_512; operand_serial_512; dual_serial_512; binary_overlay_512; chunked_bfp_512; term_serial_512; two_in_one_512
# memory: LPDDR4-3200 8Gb x16, 2 channels; LPDDR4-3200 8Gb x16, 4 channels; LPDDR4-3200 8Gb x16, 8 channels; LPDDR4-3200 8Gb x16, 16 channels
# energy_table: 28nm
# version: 0.1.0 (commit c4b9e727958e)
# recipe: 97a2eba9704bfdf1
# made by: metronome sweep configs/sweeps/dram_bandwidth.yaml
# input energy_table 28nm: 40f5993a5d4b7da7
# input points: f40ec4c117c6f19d
# input sweep: 4c020d219fc6d6ab
reset session
figure_title = "Ideal and achieved saving along accelerator.memory.channels"
set terminal svg noenhanced size 940,626 font 'Helvetica,13' background 'white'
set encoding utf8
set output "savings.svg"
set border 3 lc rgb '#8a8f96' lw 0.7979999999999999
set tics nomirror out scale 0.4
set format x ''
set format y ''
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.7979999999999999
unset key
$p0s0 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s1 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s2 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s3 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s4 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s5 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s6 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p0s7 << EOD
2 36.672916666666666
4 36.672916666666666
8 36.672916666666666
16 36.672916666666666
EOD
$p1s0 << EOD
2 0.03184683686525691
4 0.03960284464673558
8 0.03297679711137258
16 0.017937211371255035
EOD
$p1s1 << EOD
2 4.717437876566599
4 12.575880611865141
8 16.935274898208963
16 18.76170992261681
EOD
$p1s2 << EOD
2 6.966324286912462
4 18.782030357269985
8 24.697664261112873
16 27.351914074907366
EOD
$p1s3 << EOD
2 11.280420649580835
4 22.948196439026567
8 28.653536827230475
16 31.365412594503816
EOD
$p1s4 << EOD
2 13.14829444848341
4 25.31284177351316
8 30.51833913411328
16 33.03584265342886
EOD
$p1s5 << EOD
2 7.022604227150031
4 17.941978245383204
8 23.350939820679883
16 25.87906452417885
EOD
$p1s6 << EOD
2 4.044519450299699
4 14.18991380681357
8 23.927861412633355
16 27.702888538160163
EOD
$p1s7 << EOD
2 6.317225760621825
4 17.40946902459396
8 23.70556860374534
16 26.34472561291644
EOD
$p2s0 << EOD
2 0.332607125554063
4 0.32172174321974945
8 0.3088364709676772
16 0.27946753745066166
EOD
$p2s1 << EOD
2 6.882613024801165
4 8.172300970868596
8 9.305295951487047
16 9.966520929878742
EOD
$p2s2 << EOD
2 5.129602667561151
4 6.545265359624719
8 7.8566938733774405
16 9.449468166669739
EOD
$p2s3 << EOD
2 7.277135791235067
4 9.375224672489523
8 10.757007549337349
16 12.60176922738786
EOD
$p2s4 << EOD
2 14.336514043361436
4 15.5615860612334
8 16.50573663235999
16 17.82236405316103
EOD
$p2s5 << EOD
2 5.325574487865736
4 7.2707824414042
8 8.483763852560545
16 9.86840976061104
EOD
$p2s6 << EOD
2 3.338179891001869
4 5.674121632417495
8 7.24006053628512
16 8.684671930865518
EOD
$p2s7 << EOD
2 5.60095319370778
4 6.992143896116332
8 8.325078482315162
16 9.76585875693673
EOD
set multiplot
set xrange [2:16]
set xtics ("" 2, "" 3, "" 4, "" 5, "" 6, "" 7, "" 8, "" 9, "" 10, "" 11, "" 12, "" 13, "" 14, "" 15, "" 16)
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.70128
set tmargin at screen 0.98882
unset logscale y
set yrange [0:39.60675]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p0s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p0s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p0s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p0s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p0s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p0s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p0s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p0s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.38882
set tmargin at screen 0.67636
unset logscale y
set yrange [0:35.67871006570317]
set ytics ("" -0, "" 5, "" 10, "" 15, "" 20, "" 25, "" 30, "" 35)
plot $p1s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p1s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p1s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p1s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p1s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p1s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p1s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p1s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
set lmargin at screen 0.04690
set rmargin at screen 0.81001
set bmargin at screen 0.07636
set tmargin at screen 0.36390
unset logscale y
set yrange [0:19.248153177413915]
set ytics ("" -0, "" 5, "" 10, "" 15)
set label 1 "ideal saving (%)" at screen 0.01418, screen 0.84505 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 2 "0" at screen 0.03998, screen 0.70128 right font ',11' textcolor rgb '#33373d' front
set label 3 "5" at screen 0.03998, screen 0.73758 right font ',11' textcolor rgb '#33373d' front
set label 4 "10" at screen 0.03998, screen 0.77388 right font ',11' textcolor rgb '#33373d' front
set label 5 "15" at screen 0.03998, screen 0.81018 right font ',11' textcolor rgb '#33373d' front
set label 6 "20" at screen 0.03998, screen 0.84648 right font ',11' textcolor rgb '#33373d' front
set label 7 "25" at screen 0.03998, screen 0.88277 right font ',11' textcolor rgb '#33373d' front
set label 8 "30" at screen 0.03998, screen 0.91907 right font ',11' textcolor rgb '#33373d' front
set label 9 "35" at screen 0.03998, screen 0.95537 right font ',11' textcolor rgb '#33373d' front
set label 10 "cycle saving (%)" at screen 0.01418, screen 0.53259 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 11 "0" at screen 0.03998, screen 0.38882 right font ',11' textcolor rgb '#33373d' front
set label 12 "5" at screen 0.03998, screen 0.42911 right font ',11' textcolor rgb '#33373d' front
set label 13 "10" at screen 0.03998, screen 0.46941 right font ',11' textcolor rgb '#33373d' front
set label 14 "15" at screen 0.03998, screen 0.50971 right font ',11' textcolor rgb '#33373d' front
set label 15 "20" at screen 0.03998, screen 0.55000 right font ',11' textcolor rgb '#33373d' front
set label 16 "25" at screen 0.03998, screen 0.59030 right font ',11' textcolor rgb '#33373d' front
set label 17 "30" at screen 0.03998, screen 0.63059 right font ',11' textcolor rgb '#33373d' front
set label 18 "35" at screen 0.03998, screen 0.67089 right font ',11' textcolor rgb '#33373d' front
set label 19 "energy saving (%)" at screen 0.01418, screen 0.22013 center rotate by 90 font ',13' textcolor rgb '#33373d' front
set label 20 "0" at screen 0.03998, screen 0.07636 right font ',11' textcolor rgb '#33373d' front
set label 21 "5" at screen 0.03998, screen 0.15105 right font ',11' textcolor rgb '#33373d' front
set label 22 "10" at screen 0.03998, screen 0.22574 right font ',11' textcolor rgb '#33373d' front
set label 23 "15" at screen 0.03998, screen 0.30044 right font ',11' textcolor rgb '#33373d' front
set label 24 "2" at screen 0.04690, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 25 "3" at screen 0.10140, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 26 "4" at screen 0.15591, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 27 "5" at screen 0.21042, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 28 "6" at screen 0.26493, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 29 "7" at screen 0.31944, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 30 "8" at screen 0.37394, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 31 "9" at screen 0.42845, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 32 "10" at screen 0.48296, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 33 "11" at screen 0.53747, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 34 "12" at screen 0.59197, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 35 "13" at screen 0.64648, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 36 "14" at screen 0.70099, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 37 "15" at screen 0.75550, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 38 "16" at screen 0.81001, screen 0.05499 center font ',11' textcolor rgb '#33373d' front
set label 39 "accelerator.memory.channels" at screen 0.42845, screen 0.02752 center font ',13' textcolor rgb '#33373d' front
set arrow 1 from screen 0.82384, screen 0.97532 to screen 0.85703, screen 0.97532 nohead lw 1.9 dt 1 lc rgb "#1b3a5c"
set label 40 "" at screen 0.84043, screen 0.97532 point pt 7 ps 0.7 lc rgb "#1b3a5c" front
set label 41 "systolic_512" at screen 0.86394, screen 0.97532 left font ',13' textcolor rgb '#33373d' front
set arrow 2 from screen 0.82384, screen 0.94832 to screen 0.85703, screen 0.94832 nohead lw 1.9 dt (9,4) lc rgb "#d08a3c"
set label 42 "" at screen 0.84043, screen 0.94832 point pt 5 ps 0.7 lc rgb "#d08a3c" front
set label 43 "spatial_fusion_512" at screen 0.86394, screen 0.94832 left font ',13' textcolor rgb '#33373d' front
set arrow 3 from screen 0.82384, screen 0.92133 to screen 0.85703, screen 0.92133 nohead lw 1.9 dt (2,3) lc rgb "#3f8f6b"
set label 44 "" at screen 0.84043, screen 0.92133 point pt 9 ps 0.7 lc rgb "#3f8f6b" front
set label 45 "operand_serial_512" at screen 0.86394, screen 0.92133 left font ',13' textcolor rgb '#33373d' front
set arrow 4 from screen 0.82384, screen 0.89433 to screen 0.85703, screen 0.89433 nohead lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f"
set label 46 "" at screen 0.84043, screen 0.89433 point pt 13 ps 0.7 lc rgb "#8a2d1f" front
set label 47 "dual_serial_512" at screen 0.86394, screen 0.89433 left font ',13' textcolor rgb '#33373d' front
set arrow 5 from screen 0.82384, screen 0.86733 to screen 0.85703, screen 0.86733 nohead lw 1.9 dt (5,3) lc rgb "#4f86b8"
set label 48 "" at screen 0.84043, screen 0.86733 point pt 11 ps 0.7 lc rgb "#4f86b8" front
set label 49 "binary_overlay_512" at screen 0.86394, screen 0.86733 left font ',13' textcolor rgb '#33373d' front
set arrow 6 from screen 0.82384, screen 0.84034 to screen 0.85703, screen 0.84034 nohead lw 1.9 dt (14,4) lc rgb "#6b6b6b"
set label 50 "" at screen 0.84043, screen 0.84034 point pt 6 ps 0.7 lc rgb "#6b6b6b" front
set label 51 "chunked_bfp_512" at screen 0.86394, screen 0.84034 left font ',13' textcolor rgb '#33373d' front
set arrow 7 from screen 0.82384, screen 0.81334 to screen 0.85703, screen 0.81334 nohead lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93"
set label 52 "" at screen 0.84043, screen 0.81334 point pt 15 ps 0.7 lc rgb "#7b5a93" front
set label 53 "term_serial_512" at screen 0.86394, screen 0.81334 left font ',13' textcolor rgb '#33373d' front
set arrow 8 from screen 0.82384, screen 0.78634 to screen 0.85703, screen 0.78634 nohead lw 1.9 dt (5,2,2,2) lc rgb "#b5527a"
set label 54 "" at screen 0.84043, screen 0.78634 point pt 4 ps 0.7 lc rgb "#b5527a" front
set label 55 "two_in_one_512" at screen 0.86394, screen 0.78634 left font ',13' textcolor rgb '#33373d' front
plot $p2s0 using 1:2 with linespoints pt 7 ps 0.7 lw 1.9 dt 1 lc rgb "#1b3a5c" title "systolic_512", \
     $p2s1 using 1:2 with linespoints pt 5 ps 0.7 lw 1.9 dt (9,4) lc rgb "#d08a3c" title "spatial_fusion_512", \
     $p2s2 using 1:2 with linespoints pt 9 ps 0.7 lw 1.9 dt (2,3) lc rgb "#3f8f6b" title "operand_serial_512", \
     $p2s3 using 1:2 with linespoints pt 13 ps 0.7 lw 1.9 dt (9,3,2,3) lc rgb "#8a2d1f" title "dual_serial_512", \
     $p2s4 using 1:2 with linespoints pt 11 ps 0.7 lw 1.9 dt (5,3) lc rgb "#4f86b8" title "binary_overlay_512", \
     $p2s5 using 1:2 with linespoints pt 6 ps 0.7 lw 1.9 dt (14,4) lc rgb "#6b6b6b" title "chunked_bfp_512", \
     $p2s6 using 1:2 with linespoints pt 15 ps 0.7 lw 1.9 dt (12,3,2,3,2,3) lc rgb "#7b5a93" title "term_serial_512", \
     $p2s7 using 1:2 with linespoints pt 4 ps 0.7 lw 1.9 dt (5,2,2,2) lc rgb "#b5527a" title "two_in_one_512"
unset multiplot
