#!/usr/bin/env bash
# watch_catchup.sh - a watcher that was away, and one that stays while the service restarts, miss nothing.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

# report TASK PART VALUE UNIT, by the body that leads the task
report() {
        local body=甲局
        [ "$1" = 1 ] || body=乙局
        printf '{"plan":"small","task":%d,"data_date":"%s","lines":[{"part":%d,"value":"%s","unit":"%s"}]}\n' \
                "$1" "$day" "$2" "$3" "$4" >"$office/report.jsonl"
        office_as "$body" push "$office/report.jsonl" >/dev/null || office_fail "push of task $1"
}

# heard COUNT [OPTION...]: the next alerts of the watcher called night
heard() {
        local count=$1
        shift
        timeout 60 "$BUILD/bin/duban" watch --count "$count" --format json --home "$office/homes/督查员甲" "$@"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
day=2023-06-30
office_as operator clock advance --to $day >/dev/null
report 2 1 1 公里 # 1 of 80 at midyear
heard 1 --name night >"$office/night" || office_fail "the first alert"

# Away: the alert clears, another one comes.
report 2 1 60 公里
report 2 1 61 公里
day=2023-07-01
office_as operator clock advance --to $day >/dev/null
report 2 1 2 公里
office_settle
office_down
office_up
report 2 1 70 公里
office_settle

# Everything that the journal holds, asked for afterwards, is what the watcher must have heard.
office_as 督查员乙 history 2 --limit 1000 --format json | jq '[.records[] | select(.kind == "alert") | .seq] | sort' \
        >"$office/truth"
total=$(jq length "$office/truth")
[ "$total" -ge 4 ] || office_fail "only $total alerts in the journal"
heard $((total - 1)) --name night >>"$office/night" || office_fail "the alerts while it was away"
jq -s '[.[].seq]' "$office/night" >"$office/heard"
cmp -s <(jq -c . "$office/truth") <(jq -c . "$office/heard") ||
        office_fail "in the journal $(jq -c . "$office/truth"), heard $(jq -c . "$office/heard")"
heard "$total" --from 1 | jq -s '[.[].seq]' >"$office/again"
cmp -s "$office/heard" "$office/again" || office_fail "--from 1 hears another list"
office_down
office_verify
