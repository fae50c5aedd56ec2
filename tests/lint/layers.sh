#!/bin/sh
# layers.sh - every #include "…" keeps to the table in docs/ARCHITECTURE.md, so that the document cannot rot.
set -eu
cd "${SOURCE:-$(dirname "$0")/../..}"
find lib proto broker workers client -name '*.[ch]' | sort | awk '
function module(path,    best, name) {  # the longest name of the table that the path lies under
        best = ""
        for (name in allowed)
                if (index(path, name "/") == 1 && length(name) > length(best))
                        best = name
        return best
}
function complain(text) {
        print file ":" line ": " text
        bad = 1
}
BEGIN {
        FS = "|"
        while ((getline row < "docs/ARCHITECTURE.md") > 0)
                if (row ~ /^\| `/ && gsub(/`/, "", row) && split(row, cell, " *[|] *"))
                        allowed[cell[2]] = " " cell[4] " "
}
{
        own = module(file = $0)
        for (line = 1; (getline text < file) > 0; line++) {
                if (text !~ /^[ \t]*#[ \t]*include[ \t]*"/)
                        continue
                split(text, quoted, "\"")
                generated = quoted[2] ~ /\.pb-c\.h$/
                other = generated ? "proto" : module(quoted[2])
                if (own == "" || other == "")
                        complain("not in a module of docs/ARCHITECTURE.md: " (own == "" ? file : quoted[2]))
                else if (other != own && (generated || index(allowed[own], " " other " ") == 0))
                        complain(own " may not include " quoted[2])
        }
        close(file)
}
END { exit bad }'
