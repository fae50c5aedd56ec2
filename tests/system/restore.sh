#!/usr/bin/env bash
# restore.sh - the disk is lost after a backup: what was acknowledged since comes back from the senders' spools.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

# push FIRST LAST: so many reports, each with another figure
push() {
        local i
        for i in $(seq "$1" "$2"); do
                printf '{"plan":"small","task":1,"data_date":"2023-06-30","lines":[{"part":1,"value":"%d","unit":"场"}]}\n' "$i"
        done >"$office/reports.jsonl"
        office_as 甲局 push "$office/reports.jsonl" >/dev/null || office_fail "push of $1 to $2"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null
push 1 5
"$BUILD/bin/duband" backup --dir "$office/data" --to "$office/backup" >/dev/null || office_fail "the backup"
push 6 9
office_settle
lost=$(office_head)
office_crash

mv "$office/data" "$office/lost"
"$BUILD/bin/duband" restore --dir "$office/data" --from "$office/backup" --reason 磁盘损坏 --old-head "$lost" >/dev/null ||
        office_fail "the restore"
"$BUILD/bin/duband" restore --dir "$office/data" --from "$office/backup" --reason again >/dev/null 2>&1 &&
        office_fail "a restore over a journal"
[ -s "$office/data/state/data.mdb" ] || office_fail "no state: a query process that starts first would not find any"
office_up
push 10 10 # the service says where the stream stands; the spool sends 6 to 9 again by itself
office_settle
office_as 督查员甲 history 1 --limit 1000 --format json >"$office/history.json"
jq -e '[.records[] | select(.kind == "report")] | length == 10 and (map(.hash) | unique | length == 10)' \
        "$office/history.json" >/dev/null || office_fail "not the ten reports, each once"
office_as operator health --format json | jq -e '.. | .epoch? // empty | . == 2' >/dev/null || office_fail "not epoch 2"
office_down
office_verify
echo "restored: ten reports, each once, epoch 2"
