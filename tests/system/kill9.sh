#!/usr/bin/env bash
# kill9.sh - kill -9 in the middle of 10,000 pushes: every acknowledged report is there once, nothing else differs.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"
reports=${REPORTS:-10000}

# A count that climbs from nothing to the full target, so that verdicts and alerts change on the way.
make_reports() {
        awk -v n="$reports" 'BEGIN {
                for (i = 1; i <= n; i++)
                        printf "{\"plan\":\"small\",\"task\":1,\"data_date\":\"2023-06-30\",\"lines\":[{\"part\":1,\"value\":\"%.4f\",\"unit\":\"场\"},{\"part\":2,\"value\":\"50\",\"unit\":\"场\"}]}\n", 26 * i / n
        }'
}

start() {
        office_new
        office_up
        office_plan "$SOURCE/tests/data/small"
        office_as operator clock advance --to 2023-06-30 >/dev/null
        make_reports >"$office/reports.jsonl"
}

# The story of the task without its sequence numbers, and the verdicts as they stand.
story() {
        office_settle
        office_as 督查员甲 history 1 --limit $((4 * reports)) --format json >"$office/history.json"
        jq -c '.records | reverse | .[] | select(.kind == "verdict" or .kind == "alert") | [.kind, .what]' \
                "$office/history.json"
        office_as 督查员甲 status --format json >"$office/status.json" || [ $? = 1 ]
        jq -c '.tasks[] | [.no, .verdict, .why, .raw_verdict, .gap_points, .remark]' "$office/status.json"
        office_as 督查员甲 alerts --format json | jq -c '.alerts[] | [.task, .part, .kind, .severity, .open]'
}

check_once() {
        local found
        found=$(jq -c '[.records[] | select(.kind == "report")] | [length, (map(.hash) | unique | length)]' \
                "$office/history.json")
        [ "$found" = "[$reports,$reports]" ] || office_fail "$1: [reports, different ones] are $found"
}

# The undisturbed run, in a shell of its own with its own office.
export REPORTS=$reports
if [ "${1:-}" = undisturbed ]; then
        start
        office_as 甲局 push "$office/reports.jsonl" --format json >/dev/null || office_fail "push"
        story >"$2"
        check_once undisturbed
        office_down
        exit 0
fi

start
bash "$0" undisturbed "$office/undisturbed" &
undisturbed=$!
mkfifo "$office/answers"
"$BUILD/bin/duban" push "$office/reports.jsonl" --format json --home "$office/homes/甲局" \
        >"$office/answers" 2>"$office/errors" &
pushing=$!
office_others+=("$pushing")
exec {answers}<"$office/answers"
acknowledged=0
# take LINE: raises `acknowledged` by a receipt; a line that the kill cut short says nothing
take() {
        [[ $1 =~ ^\{\"number\":([0-9]+),\"accepted\":true,.*\}$ ]] && acknowledged=${BASH_REMATCH[1]} || true
}
while [ "$acknowledged" -lt $((reports / 4)) ]; do
        read -r -t 120 -u "$answers" line || office_fail "no more answers after $acknowledged: $(cat "$office/errors")"
        take "$line"
done
office_crash
kill -KILL "$pushing" 2>/dev/null || true
wait "$pushing" 2>/dev/null || true
while read -r -t 10 -u "$answers" line; do
        take "$line"
done
exec {answers}<&-
[ "$acknowledged" -lt "$reports" ] || office_fail "everything was acknowledged before the kill"

office_up
status=0
office_as 甲局 push --format json >"$office/rest" 2>"$office/errors" || status=$?
[ $status = 0 ] || office_fail "the rest of the spool: exit $status: $(cat "$office/errors")"
story >"$office/disturbed"
check_once "after kill -9 at $acknowledged"
[ "$(grep -c '^\["alert"' "$office/disturbed")" -ge 2 ] || office_fail "too quiet a story: $(cat "$office/disturbed")"
office_down
office_verify
wait $undisturbed || office_fail "the undisturbed run"
cmp "$office/disturbed" "$office/undisturbed" || {
        diff "$office/disturbed" "$office/undisturbed" | head -n 20 >&2
        office_fail "another story than undisturbed"
}
echo "killed after $acknowledged of $reports acknowledgements; all there once, same story"
