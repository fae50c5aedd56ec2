#!/usr/bin/env bash
# watch_exec.sh - `duban watch --exec`: a program is handed each alert in order, one that fails is handed it again.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

# report VALUE: 乙局 on its only task
report() {
        printf '{"plan":"small","task":2,"data_date":"%s","lines":[{"part":1,"value":"%s","unit":"公里"}]}\n' "$day" "$1" \
                >"$office/report.jsonl"
        office_as 乙局 push "$office/report.jsonl" >/dev/null || office_fail "push of $1"
}

# Keeps what it is handed; while there is a file `broken` it fails, and mends itself.
make_program() {
        cat >"$office/tell" <<'PROGRAM'
#!/bin/sh
echo "$DUBAN_ALERT_SEQ" >>"$1/tried"
if [ -e "$1/broken" ]; then
        rm "$1/broken"
        exit 1
fi
cat >>"$1/taken"
echo "$DUBAN_ALERT_TASK $DUBAN_ALERT_CHANGE $DUBAN_ALERT_SEVERITY $DUBAN_ALERT_TITLE" >>"$1/facts"
echo "to standard error"
PROGRAM
        chmod +x "$office/tell"
}

watch() {
        timeout 60 "$BUILD/bin/duban" watch --home "$office/homes/督查员甲" --lang zh "$@"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
make_program
day=2023-06-30
office_as operator clock advance --to $day >/dev/null
report 1 # of 80 at midyear
report 60
report 2
office_settle
office_as 督查员乙 history 2 --limit 1000 --format json | jq -c '[.records[] | select(.kind == "alert") | .seq] | sort' \
        >"$office/truth"
total=$(jq length "$office/truth")
[ "$total" -ge 3 ] || office_fail "only $total alerts in the journal"

# A program that never takes it: told with what follows, tried again, and Ctrl-C ends it well.
mkfifo "$office/said"
"$BUILD/bin/duban" watch --home "$office/homes/督查员甲" --lang zh --name night --exec false 2>"$office/said" \
        >"$office/printed" &
watcher=$!
office_others+=($watcher)
exec 8<"$office/said"
for try in 1 2; do
        read -r -t 30 line <&8 || office_fail "try $try was not told"
        case $line in
        *"#$(jq '.[0]' "$office/truth")"*exit\ 1*) ;;
        *) office_fail "try $try said: $line" ;;
        esac
done
kill -INT $watcher
status=0
wait $watcher || status=$?
exec 8<&-
office_others=()
[ $status = 0 ] || office_fail "Ctrl-C ended the watcher with $status"
[ ! -s "$office/printed" ] || office_fail "printed what nobody took: $(cat "$office/printed")"

# The cursor did not move: everything comes, the first one twice because the program fails once.
touch "$office/broken"
watch --name night --count "$total" --format json --exec "$office/tell" "$office" >"$office/printed" 2>"$office/errors" ||
        office_fail "watch: $(cat "$office/errors")"
jq -c '[.[0]] + .' "$office/truth" >"$office/wanted"
jq -sc . "$office/tried" | cmp -s - "$office/wanted" || office_fail "tried $(cat "$office/tried")"
jq -sc '[.[].seq]' "$office/taken" | cmp -s - "$office/truth" || office_fail "taken $(cat "$office/taken")"
jq -sc '[.[].seq]' "$office/printed" | cmp -s - "$office/truth" || office_fail "printed $(cat "$office/printed")"
grep -q '^2 raised .* 管网更新$' "$office/facts" || office_fail "facts: $(cat "$office/facts")"
[ "$(grep -c 'to standard error' "$office/errors")" = "$total" ] || office_fail "the program's words: $(cat "$office/errors")"

# No such program is said at once.
status=0
watch --exec "$office/absent" 2>/dev/null || status=$?
[ $status = 2 ] || office_fail "an absent program: exit $status"
office_down
office_verify
