# From the ideal saving to that in cycles, MobileNetV2
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_MobileNetV2.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2)
set label "systolic" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "spatial\nfusion" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "operand\nserial" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "dual\nserial" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "binary\noverlay" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "chunked\nbfp" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "term\nserial" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set bmargin 3.4
set xrange [-0.8:11]
set yrange [0:63.256788689621075]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.06994706568976827 0.16833056681477832 36.74286373235643 36.74286373235643 36.74286373235643 36.74286373235643 36.74286373235643 36.743348661535265 36.743348661535265 36.74794886832046
1.7 6.0748586733555765 6.1732421744805865 21.304463919307437 34.17674776764438 34.23064671352846 34.28769128470932 34.38504542491605 34.40366640404731 35.879138074535234 36.661100905302824
3.4000000000000004 17.87206010126282 17.97044360238783 23.41406328426635 23.41406328426635 24.80461830453976 24.809582027838626 25.313279461612748 25.43492274601389 33.22511801902268 36.70596882174648
5.1000000000000005 24.990983360252038 25.089366861377048 25.089366861377048 28.40412478707389 30.0126150284424 30.0126150284424 30.211391593532653 30.265580877153297 34.319534733018344 36.667543876212704
6.800000000000001 29.53145741723633 29.62984091836134 29.62984091836134 29.62984091836134 34.38992717818405 34.39101392537574 34.39996897375048 34.39996897375048 36.65622719615155 38.11079561527073
8.5 7.780025746494867 7.878409247619877 14.805586232257383 14.805586232257383 34.242454318031335 34.242454318031335 34.31117284208602 34.357225094056155 35.71899727061432 36.868327303879965
10.2 12.514064066347895 12.612447567472906 18.056067249351425 18.056067249351425 40.3416929490333 40.40633861769503 42.88235919013664 42.958424301792405 51.35009183348503 54.53171438760438
EOD
plot $data using 1:11 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:10 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:9 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:8 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:7 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:6 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
