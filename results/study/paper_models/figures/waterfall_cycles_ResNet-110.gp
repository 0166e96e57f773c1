# From the ideal saving to that in cycles, ResNet-110
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-110.svg'
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
set yrange [0:50.73176308971575]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.08642873787829686 36.76041137769905 36.76041137769905 36.76041137769905 36.76041137769905 36.76511808332121 36.76511808332121 36.76511808332121 36.766362781128734 36.76656118802409
1.7 13.960270409904696 29.080472685469037 29.280483153324354 30.71091477392822 30.767507080438204 30.78405870346572 30.78405870346572 34.88077629973218 36.64872773939417 36.68077475406734
3.4000000000000004 21.13072691424528 26.544581847949967 26.54483869242723 26.593412923847627 26.626694310538667 26.666446950115475 26.666446950115475 33.68853938382661 36.62028542281925 36.6727667619617
5.1000000000000005 25.22556260896641 25.22556260896641 25.933071850728684 26.0392038316274 26.120828283739637 26.161544938026925 26.161544938026925 33.4539922416139 36.612433580427094 36.66963478202084
6.800000000000001 26.20476364484039 26.20476364484039 26.20476364484039 27.820314623709606 27.883011594079598 27.898922816988037 27.898922816988037 34.27713015444004 37.16358464874845 37.21657585176246
8.5 17.501239935375345 24.448125699116062 24.56378702216221 27.969805401051172 28.000307588936522 28.024212301715234 28.024212301715234 33.32886844861073 36.64212952557866 36.679607848766146
10.2 20.081252451312192 25.49510738501688 25.49510738501688 25.519687215398157 25.66542990881484 25.828492997230278 30.915665256716185 40.17921057383873 43.673623906577404 43.73427852561703
EOD
plot $data using 1:11 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
