#!/bin/sh
# Copies each font file that fonts/families.yaml names from where its Debian package put it. A file that
# is already here and is the same is left alone.
set -eu
cd "$(dirname "$0")/.."
awk '
    /^[^ #].*:$/ { folder = "" }
    /^  folder:/ { folder = $2 }
    /^  [0-9]+( italic)?:/ { print folder "/" $NF }
' fonts/families.yaml | while read -r file; do
    from=/usr/share/fonts/truetype/$file
    to=fonts/$(basename "$file")
    if [ ! -f "$from" ]; then
        echo "fonts: $from is not there; is its package installed?" >&2
        exit 1
    fi
    cmp -s "$from" "$to" || cp "$from" "$to"
done
