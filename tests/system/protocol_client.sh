#!/usr/bin/env bash
# protocol_client.sh - the short Python client printed in docs/PROTOCOL.md works as it stands there.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null

# The first ```python block after the mark; the arguments are those that the page names.
awk '/^<!-- client -->/ { marked = 1 } inside && /^```$/ { exit } inside { print } marked && /^```python/ { inside = 1 }' \
        "$SOURCE/docs/PROTOCOL.md" >"$office/client.py"
[ -s "$office/client.py" ] || office_fail "docs/PROTOCOL.md has no client"
setting() { # setting FILE NAME
        sed -n "s/^$2 = //p" "$1"
}
key=$office/homes/甲局/key
DUBAN_PROTO=$SOURCE/proto /usr/bin/python3 -B "$office/client.py" "$(setting "$DUBAN_SERVICE" reports)" \
        "$(setting "$DUBAN_SERVICE" queries)" "$(setting "$DUBAN_SERVICE" server_key)" "$(setting "$key" public)" \
        "$(setting "$key" secret)" small 1 2023-06-30 1=13.0 >"$office/answer" ||
        office_fail "the client of docs/PROTOCOL.md: $(cat "$office/answer")"
grep -q '^receipt: number 1 seq [0-9]' "$office/answer" || office_fail "no receipt: $(cat "$office/answer")"
[ "$(grep -c '^task [0-9]' "$office/answer")" = 3 ] || office_fail "not three tasks: $(cat "$office/answer")"
grep -q '^task 1 .* 20230630 ' "$office/answer" || office_fail "its report is not seen: $(cat "$office/answer")"
office_down
office_verify
