#!/usr/bin/env bash
# climb.sh - sourced beside office.sh: one task whose count climbs from nothing to its target in `reports` reports, so
# that verdicts and alerts change on the way; and two runs of it that have to tell the same story.
#
#   climb_start                an office with the plan and $office/reports.jsonl
#   climb_undisturbed FILE     a whole run in which nothing happens; its story
#   climb_take LINE            raises `acknowledged` by a line of `duban push --format json`
#   climb_same PID FILE WHAT   ends the run: every report is there once, all is clean, and the story is that of FILE,
#                              which process PID wrote
acknowledged=0

climb_start() {
        office_new
        office_up
        office_plan "$SOURCE/tests/data/small"
        office_as operator clock advance --to 2023-06-30 >/dev/null
        awk -v n="$reports" 'BEGIN {
                for (i = 1; i <= n; i++)
                        printf "{\"plan\":\"small\",\"task\":1,\"data_date\":\"2023-06-30\",\"lines\":[{\"part\":1,\"value\":\"%.4f\",\"unit\":\"场\"},{\"part\":2,\"value\":\"50\",\"unit\":\"场\"}]}\n", 26 * i / n
        }' >"$office/reports.jsonl"
}

# The story of the task without its sequence numbers, and the verdicts as they stand.
climb_story() {
        office_settle
        office_as 督查员甲 history 1 --limit $((4 * reports)) --format json >"$office/history.json"
        jq -c '.records | reverse | .[] | select(.kind == "verdict" or .kind == "alert") | [.kind, .what]' \
                "$office/history.json"
        office_as 督查员甲 status --format json >"$office/status.json" || [ $? = 1 ]
        jq -c '.tasks[] | [.no, .verdict, .why, .raw_verdict, .gap_points, .remark]' "$office/status.json"
        office_as 督查员甲 alerts --format json | jq -c '.alerts[] | [.task, .part, .kind, .severity, .open]'
}

climb_once() {
        local found
        found=$(jq -c '[.records[] | select(.kind == "report")] | [length, (map(.hash) | unique | length)]' \
                "$office/history.json")
        [ "$found" = "[$reports,$reports]" ] || office_fail "$1: [reports, different ones] are $found"
}

climb_undisturbed() {
        climb_start
        office_as 甲局 push "$office/reports.jsonl" --format json >/dev/null || office_fail "push"
        climb_story >"$1"
        climb_once undisturbed
        office_down
}

climb_take() { # a line that a kill cut short says nothing
        [[ $1 =~ ^\{\"answered\":([0-9]+),.*\}$ ]] && acknowledged=${BASH_REMATCH[1]} || true
}

climb_same() {
        climb_story >"$office/disturbed"
        climb_once "$3"
        [ "$(grep -c '^\["alert"' "$office/disturbed")" -ge 2 ] ||
                office_fail "too quiet a story: $(cat "$office/disturbed")"
        office_down
        office_verify
        wait "$1" || office_fail "the undisturbed run"
        cmp "$office/disturbed" "$2" || {
                diff "$office/disturbed" "$2" | head -n 20 >&2
                office_fail "another story than undisturbed"
        }
}
