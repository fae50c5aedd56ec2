#!/bin/sh
# headers.sh - every file says in its first line what it is: its own name and one sentence.
set -eu
cd "${SOURCE:-$(dirname "$0")/../..}"
bad=0
for file in $(find lib proto broker workers client tests tools -type f \
        \( -name '*.[ch]' -o -name '*.proto' -o -name '*.sh' \) | sort); do
        name=$(basename "$file")
        case $file in
        *.sh) line=$(sed -n 2p "$file") opening="# $name - " ;;
        *.proto) line=$(sed -n 1p "$file") opening="// $name - " ;;
        *) line=$(sed -n 1p "$file") opening="/* $name - " ;;
        esac
        case $line in
        "$opening"?*) ;;
        *) echo "$file: should open with \"$opening…\"" && bad=1 ;;
        esac
done
exit $bad
