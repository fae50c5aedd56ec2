#!/usr/bin/env bash
# protocol_client.sh - the short Python client printed in docs/PROTOCOL.md works as it stands there.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null

# The first ```python block after the mark; it finds card, home and generated modules as the page says.
awk '/^<!-- client -->/ { marked = 1 } marked && /^```$/ { exit } inside { print } marked && /^```python/ { inside = 1 }' \
        "$SOURCE/docs/PROTOCOL.md" >"$office/client.py"
[ -s "$office/client.py" ] || office_fail "docs/PROTOCOL.md has no client"
value() { # NAME FILE: of a line `name = value`
        sed -n "s/^$1 = //p" "$2"
}
card=$DUBAN_SERVICE key=$office/homes/甲局/key
before=$(office_head)
DUBAN_PROTO=$SOURCE/proto /usr/bin/python3 -B "$office/client.py" "$(value reports "$card")" "$(value queries "$card")" \
        "$(value server_key "$card")" "$(value public "$key")" "$(value secret "$key")" small 1 2023-06-30 1=13 ||
        office_fail "the client of docs/PROTOCOL.md"
office_settle
[ "$(office_head)" -gt "$before" ] || office_fail "its report is not in the journal"
office_down
office_verify
