#!/bin/sh
# size.sh - a .c file has at most 600 lines, a header 150, a function 70. No exceptions.
set -eu
cd "${SOURCE:-$(dirname "$0")/../..}"
find lib proto broker workers client tests -name '*.[ch]' | sort | awk '
{
        file = $0
        opened = 0
        name = ""
        for (line = 1; (getline text < file) > 0; line++) {
                if (text ~ /^[a-z].*\(/)
                        name = text
                if (text == "{")
                        opened = line
                if (text == "}" && opened) {
                        if (line - opened - 1 > 70) {
                                print file ":" opened ": " line - opened - 1 " lines in " name
                                bad = 1
                        }
                        opened = 0
                }
        }
        close(file)
        limit = file ~ /\.h$/ ? 150 : 600
        if (line - 1 > limit) {
                print file ": " line - 1 " lines, the limit is " limit
                bad = 1
        }
}
END { exit bad }'
