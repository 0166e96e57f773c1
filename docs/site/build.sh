#!/bin/sh
# The site as FOLDER/site: generated pages, then mkdocs, for which a warning is an error.
#   docs/site/build.sh build/release/metronome build/site
set -e
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
/usr/bin/python3 -B "$here/generate.py" "${1:?usage: build.sh METRONOME FOLDER}" "$source" "$2"
mkdocs build --strict --quiet -f "$2/mkdocs.yml"
echo "$2/site/index.html"
