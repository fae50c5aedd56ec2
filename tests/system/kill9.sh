#!/usr/bin/env bash
# kill9.sh - kill -9 in the middle of 10,000 pushes: every acknowledged report is there once, nothing else differs.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"
. "$SOURCE/tests/lib/climb.sh"
reports=${REPORTS:-10000}

if [ "${1:-}" = undisturbed ]; then
        climb_undisturbed "$2"
        exit 0
fi

climb_start
bash "$0" undisturbed "$office/undisturbed" &
undisturbed=$!
mkfifo "$office/answers"
"$BUILD/bin/duban" push "$office/reports.jsonl" --format json --home "$office/homes/甲局" \
        >"$office/answers" 2>"$office/errors" &
pushing=$!
office_others+=("$pushing")
exec {answers}<"$office/answers"
acknowledged=0
while [ "$acknowledged" -lt $((reports / 4)) ]; do
        read -r -t 120 -u "$answers" line || office_fail "no more answers after $acknowledged: $(cat "$office/errors")"
        climb_take "$line"
done
office_crash
kill -KILL "$pushing" 2>/dev/null || true
wait "$pushing" 2>/dev/null || true
while read -r -t 10 -u "$answers" line; do
        climb_take "$line"
done
exec {answers}<&-
[ "$acknowledged" -lt "$reports" ] || office_fail "everything was acknowledged before the kill"

office_up
status=0
office_as 甲局 push --format json >"$office/rest" 2>"$office/errors" || status=$?
[ $status = 0 ] || office_fail "the rest of the spool: exit $status: $(cat "$office/errors")"
climb_same $undisturbed "$office/undisturbed" "after kill -9 at $acknowledged"
echo "killed after $acknowledged of $reports acknowledgements; all there once, same story"
