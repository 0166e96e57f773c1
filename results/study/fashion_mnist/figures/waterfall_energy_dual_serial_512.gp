# From the ideal saving to that in energy, dual_serial_512
reset session
set terminal svg noenhanced size 940,380 font 'Helvetica,13' background 'white'
set encoding utf8
set output 'waterfall_energy_dual_serial_512.svg'
set border 3 lc rgb '#8a8f96' lw 0.8
set tics nomirror out scale 0.4 textcolor rgb '#33373d'
set grid ytics lt 1 lc rgb '#e3e6ea' lw 0.8
set key outside right top vertical Left reverse samplen 1 spacing 1.25 maxcols 1 textcolor rgb '#33373d'
set xtics scale 0 ("" 0, "" 1.7, "" 3.4000000000000004, "" 5.1000000000000005, "" 6.800000000000001, "" 8.5, "" 10.2, "" 11.899999999999999, "" 13.599999999999998, "" 15.299999999999997, "" 16.999999999999996, "" 18.699999999999996)
set label "CPT 3-8 seed 1" at first 0, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 2" at first 1.7, graph -0.08 center textcolor rgb '#33373d'
set label "CPT 3-8 seed 3" at first 3.4000000000000004, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 1" at first 5.1000000000000005, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 2" at first 6.800000000000001, graph -0.08 center textcolor rgb '#33373d'
set label "static 8 seed 3" at first 8.5, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 1" at first 10.2, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 2" at first 11.899999999999999, graph -0.08 center textcolor rgb '#33373d'
set label "static 6 seed 3" at first 13.599999999999998, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 1" at first 15.299999999999997, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 2" at first 16.999999999999996, graph -0.08 center textcolor rgb '#33373d'
set label "static 4 seed 3" at first 18.699999999999996, graph -0.08 center textcolor rgb '#33373d'
set bmargin 2.4
set xrange [-0.8:19.499999999999996]
set yrange [0:67.71838905011171]
set ylabel "Saving (%)" textcolor rgb '#33373d'
set style fill solid 1.0 border rgb 'white'
set boxwidth 0.84
$data << EOD
0 14.869273986592201 17.396671729142533 20.426400784843988 36.58603857769948 36.792531360649974
1.7 14.869273986592201 17.396671729142533 20.426400784843988 36.58603857769948 36.792531360649974
3.4000000000000004 14.869273986592201 17.396671729142533 20.426400784843988 36.58603857769948 36.792531360649974
5.1000000000000005 0 0 0 0 0
6.800000000000001 0 0 0 0 0
8.5 0 0 0 0 0
10.2 12.29101914769477 14.472977146007738 17.108589999522263 31.10254158554977 31.2730840579729
11.899999999999999 12.29101914769477 14.472977146007738 17.108589999522263 31.10254158554977 31.2730840579729
13.599999999999998 12.29101914769477 14.472977146007738 17.108589999522263 31.10254158554977 31.2730840579729
15.299999999999997 23.633137854143172 27.638021026462766 32.433355296183365 58.04961248010597 58.3779215949239
16.999999999999996 23.633137854143172 27.638021026462766 32.433355296183365 58.04961248010597 58.3779215949239
18.699999999999996 23.633137854143172 27.638021026462766 32.433355296183365 58.04961248010597 58.3779215949239
EOD
plot $data using 1:6 with boxes lc rgb '#3f7a5a' title "vector unit", \
     $data using 1:5 with boxes lc rgb '#d9893b' title "DRAM", \
     $data using 1:4 with boxes lc rgb '#4f86b8' title "buffers", \
     $data using 1:3 with boxes lc rgb '#86b0d5' title "array", \
     $data using 1:2 with boxes lc rgb '#1b3a5c' title "achieved"
