# From the ideal saving to that in cycles, ResNet-18
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_cycles_ResNet-18.svg'
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
set yrange [0:46.65897591555373]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 0.34600281047711956 3.859207261731823 30.443628413698242 30.661765461706967 30.661765461706967 30.661765461706967 30.661765461706967 30.661765461706967 30.661765461706967 30.66909284374951
1.7 9.682604987516086 13.19580943877079 28.909990081363656 29.378619814607255 29.378619814607255 29.37886383981584 29.404762755427992 29.404762755427992 30.10274700139218 30.35003036642967
3.4000000000000004 18.747089134860396 22.260293586115097 27.58724952346746 28.04596636198793 28.046267329180417 28.046552449670425 28.046552449670425 28.046552449670425 29.553672893324944 30.074233666344274
5.1000000000000005 22.97784820143057 26.491052652685276 26.491052652685276 27.861459495233486 27.861459495233486 27.862569914711752 27.864472256429917 27.864472256429917 29.463517099513037 30.08455899588358
6.800000000000001 22.372294128528026 25.885498579782727 25.885498579782727 27.27971082071372 27.691680446573972 27.692703903552705 27.692703903552705 27.692703903552705 29.48418024944802 30.085166172683575
8.5 18.13900723742203 21.652211688676736 26.70853599564019 27.263194988684326 27.631670528858354 27.632173764628476 27.673040644613934 27.673040644613934 29.179774820226044 30.07481074044991
10.2 22.598375825203863 26.111580276458568 31.43853621381093 31.43853621381093 31.55357639142534 31.677457324357505 32.00105640398768 36.66106110319336 39.35422282512758 40.22325509961529
EOD
plot $data using 1:11 with boxes lc rgb '#86ad8f' title "idle: quantize", \
     $data using 1:10 with boxes lc rgb '#3f6a54' title "idle: vector", \
     $data using 1:9 with boxes lc rgb '#b79ab4' title "stall: synchronisation", \
     $data using 1:8 with boxes lc rgb '#c9602f' title "stall: activations", \
     $data using 1:7 with boxes lc rgb '#8a2d1f' title "stall: weights", \
     $data using 1:6 with boxes lc rgb '#8fb3d3' title "fill and drain", \
     $data using 1:5 with boxes lc rgb '#4f86b8' title "utilisation", \
     $data using 1:4 with boxes lc rgb '#b08d57' title "supported widths", \
     $data using 1:3 with boxes lc rgb '#e3dccb' title "exempt work", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
