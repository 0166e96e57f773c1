# From the ideal saving to that in cycles, spatial_fusion_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_spatial_fusion_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005)
set label "16" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "64" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "128" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "256" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-1.2499999999999998:6.3500000000000005]
set yrange [0:42.56641868315264]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 13.115283752135664 28.24936241330256 28.47395757547063 29.912622981216774 30.03943054259085 30.194849144706648 34.61294491164749 36.47013364926555 36.695188519959174
1.7 13.738684475727458 28.866772411159968 29.09148167755945 30.52589957441283 30.62482645463146 30.663707689662143 34.84565891117752 36.62091099414003 36.682920240553095
3.4000000000000004 13.904042996802257 29.02483835164725 29.24969975702195 30.68387201939935 30.737150910063605 30.754634531720736 34.885502678815506 36.65286764394169 36.684530443576016
5.1000000000000005 13.99328926318395 29.099499456853927 29.32466514017907 30.76078365011845 30.780848044193043 30.789650677383328 34.913454010145 36.6777025882359 36.69371238245627
EOD
plot $data using 1:10 with boxes lc rgb '#c3dac4' title "idle: update", \
     $data using 1:9 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:8 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:7 with boxes lc rgb '#f3cfa5' title "stall: store", \
     $data using 1:6 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:5 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:3 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
