# From the ideal saving to that in cycles, Transformer
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_Transformer.svg'
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
set yrange [0:56.9590616033197]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0 15.39092160502471 30.099067599067595 30.099067599067595 30.110649853704572 30.114510137492157 30.114510137492157 30.114510137492157 30.114510137492157 30.114510137492157
1.7 4.006936983950071 19.39785858897478 29.413366090600288 29.416014827279767 29.432152260179556 29.453929314309878 29.453929314309878 29.97250297563174 30.07873501690027 30.09309928143656
3.4000000000000004 8.95150336660434 24.34242497162905 28.611402957955967 28.614712910334905 28.614712910334905 28.622859613186378 28.622859613186378 29.757085760117462 30.055118998469208 30.094571592316278
5.1000000000000005 12.132960315593555 27.523881920618265 27.523881920618265 27.57570976487116 27.57570976487116 27.59506525943217 27.59506525943217 29.574882504657218 30.03389144078179 30.094179828401725
6.800000000000001 12.693541700380162 28.08446330540487 28.08446330540487 28.515241802428882 28.515241802428882 28.521336012231167 28.521336012231167 29.95536386463228 30.430859133062192 30.493316067308275
8.5 9.73452441857041 25.12544602359512 27.923325520607133 28.2268400970356 28.2268400970356 28.22720630345491 28.22720630345491 29.402299226956806 30.04858797693406 30.094722846941735
10.2 17.109646917108357 32.500568522133065 36.76954650845998 37.31771637824895 38.02351341375073 38.49746882548241 39.86474960994332 48.14858508577081 48.993314649582786 49.10263931320664
EOD
plot $data using 1:11 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:10 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:9 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:8 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:7 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:6 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
