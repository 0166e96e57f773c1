#!/bin/sh
# The sample paper from nothing: results, figures, two pages. Fails on a warning of LaTeX about a line or page that is too full,
# on another number of pages, and on what is not found.
#   examples/paper/build.sh build/release/metronome configs build/paper
set -e
here=$(cd "$(dirname "$0")" && pwd)
metronome=$(realpath "${1:?usage: build.sh METRONOME CONFIGS FOLDER}")
configs=$(realpath "$2")
rm -rf "$3"
mkdir -p "$3"
folder=$(realpath "$3")
"$here/make_results.sh" "$metronome" "$configs" "$folder"
cp "$here/paper.tex" "$folder"
cd "$folder"
for pass in 1 2 3; do
  pdflatex -interaction=nonstopmode -halt-on-error paper.tex >"latex_$pass.log" || { tail -30 "latex_$pass.log"; exit 1; }
  if [ $pass = 1 ]; then
    bibtex paper >bibtex.log || { cat bibtex.log; exit 1; }
  fi
done
if grep -n -e '^Overfull' -e 'undefined' -e 'multiply defined' -e 'float.*too large' paper.log; then
  exit 1
fi
grep -q '^Output written on paper.pdf (2 pages' paper.log || { grep '^Output written' paper.log; exit 1; }
grep -a -q '/Type3' paper.pdf && { echo "a font of the paper is of Type 3"; exit 1; }
echo "paper.pdf: 2 pages"
