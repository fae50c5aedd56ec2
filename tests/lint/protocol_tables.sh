#!/bin/sh
# protocol_tables.sh - the tables of docs/PROTOCOL.md are those of proto/limits.h and proto/codes.h.
# `protocol_tables.sh write` puts them there.
set -eu
root=${SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
page=$root/docs/PROTOCOL.md

limits() {
        echo '| limit | value | of |'
        echo '|---|---:|---|'
        sed -nE 's|^ *(LIMIT_[A-Z_]+) = ([0-9]+), /\* (.*) \*/$|\| `\1` \| \2 \| \3 \||p' "$root/proto/limits.h"
}

codes() {
        echo '| code | name | number | 中文 | English |'
        echo '|---:|---|---|---|---|'
        {
                echo '#define X(code, name, cost, zh, en) @code@name@cost@zh@en@'
                sed -n '/^#define CODES/,/[^\\]$/p' "$root/proto/codes.h"
                echo 'CODES(X)'
        } | cc -E -P - | sed 's/@ *@/@\n@/g' | awk -F@ '
                BEGIN { cost["CODE_CONSUMES"] = "used up"; cost["CODE_NOTHING"] = "–"; cost["CODE_RETRY"] = "retry" }
                NF == 7 {
                        gsub(/^ *"|" *$/, "", $5); gsub(/^ *"|" *$/, "", $6)
                        printf "| %s | `%s` | %s | %s | %s |\n", $2, $3, cost[$4], $5, $6
                }'
}

# The page with both tables between their markers.
fresh() {
        awk -v limits="$(limits)" -v codes="$(codes)" '
                /^<!-- (limits|codes) -->$/ { print; print ""; print $2 == "limits" ? limits : codes; print ""; skip = 1 }
                /^<!-- \/(limits|codes) -->$/ { skip = 0 }
                !skip { print }' "$page"
}

test "$(codes | wc -l)" -gt 30
test "$(limits | wc -l)" -gt 10
if [ "${1:-}" = write ]; then
        new=$(fresh)
        printf '%s\n' "$new" >"$page"
        exit 0
fi
for table in limits codes; do
        grep -q "^<!-- $table -->\$" "$page" && grep -q "^<!-- /$table -->\$" "$page"
done
fresh | diff "$page" - || {
        echo "docs/PROTOCOL.md: run tests/lint/protocol_tables.sh write"
        exit 1
}
