# From the ideal saving to that in cycles, ResNet-164
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-164.svg'
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
set yrange [0:50.73798927922624]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.08292869580373008 36.756554341332055 36.756554341332055 36.756554341332055 36.756554341332055 36.76070455139009 36.76070455139009 36.76070455139009 36.7614278610102 36.76161922160925
1.7 13.995566367758327 29.11528228020419 29.29874477627945 30.72676895284174 30.785550652793948 30.80143249694024 30.80143249694024 34.88048352798323 36.64811993546538 36.6804148982102
3.4000000000000004 21.17798560113291 26.59068906960793 26.5908660536896 26.638876802669554 26.664604897604715 26.704240578556536 26.704240578556536 33.68996451766222 36.61955459924284 36.67241512830284
5.1000000000000005 25.286644716009796 25.286644716009796 25.974024809943675 26.076714164518275 26.151552473342687 26.191393485358372 26.191393485358372 33.453528347489225 36.611622061560865 36.66926779817196
6.800000000000001 26.24782376623458 26.24782376623458 26.24782376623458 27.852708214128484 27.91487248850524 27.930755343963842 27.930755343963842 34.286776265165386 37.17338601244169 37.226791246659026
8.5 17.560856879220164 24.507739038185306 24.60404936753969 27.990023512611174 28.01993892599347 28.04324262568205 28.04324262568205 33.330184301860065 36.64142774610731 36.67925401281058
10.2 20.13852751000472 25.551230978479744 25.551230978479744 25.57042557900513 25.673998819908917 25.836628128048368 30.960132116581086 40.182644590418136 43.678483479688055 43.73964593036745
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
