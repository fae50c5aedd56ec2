#!/usr/bin/env bash
# plan_change.sh - a target changes by proposal and approval only; a bulletin that is closed prints the same for ever;
# who corrects what he has just reported corrects that.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

import() { # FILE...: the same plan again
        office_as operator plan import "$1" --id small --start 2023-01-01 --end 2023-12-31 --title 2023年重点工作任务 \
                --issuer 市政府办公室 --inspector 市政府督查室 --cadence half_yearly "${@:2}"
}

fails() { # CODE WORDS VERB...: it ends with the code and says the words
        local code=$1 words=$2 status=0
        shift 2
        "$@" >"$office/out" 2>&1 </dev/null || status=$?
        [ "$status" -eq "$code" ] || office_fail "$* ends with $status: $(cat "$office/out")"
        grep -q "$words" "$office/out" || office_fail "$* does not say $words: $(cat "$office/out")"
}

part() { # FIELD: of part 1 of task 1, as `plan show` has it
        office_as operator plan show --format json | jq -r ".parts[] | select(.no == 1 and .part == 1) | .$1"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null
printf '{"plan":"small","task":1,"data_date":"2023-06-30","lines":[{"part":1,"value":"5","unit":"场"}]}\n' \
        >"$office/report.jsonl"
office_as 甲局 push "$office/report.jsonl" >/dev/null || office_fail "push"
office_settle

# -- another target: the file is shown, asks, and leaves the target as it is --
sed 's/展演/演出/; s/,,,26,/,,,20,/' "$SOURCE/tests/data/small/plan.csv" >"$office/plan.csv"
fails 1 'plan propose 1.1 --target 20' office_as operator plan diff "$office/plan.csv"
fails 2 'no terminal' import "$office/plan.csv"
import "$office/plan.csv" --yes >"$office/out" || office_fail "import: $(cat "$office/out")"
office_settle
[ "$(part name)" = 演出 ] || office_fail "the name was not imported"
[ "$(part target)" = 26 ] || office_fail "an import moved a target"
[ "$(part start) $(part soft) $(part strict) $(part direction) $(part baseline)" = '2023-01-01 false false at_least null' ] ||
        office_fail "what else governs a part is not told"
fails 1 'nothing to import' import "$office/plan.csv" --yes

# -- proposed, approved by somebody else, in force --
office_as 督查员甲 plan propose --from "$office/plan.csv" --reason 规划调整 >/dev/null || office_fail "propose"
office_settle
seq=$(office_as 督查员乙 plan proposals --format json | jq '.proposals[0].seq')
fails 4 'it takes somebody else (NOT_ALLOWED' office_as 督查员甲 plan approve "$seq"
fails 2 'neither' office_as 督查员乙 plan approve "$(office_as operator plan show --format json | jq .seq)"
fails 2 'needs --reason' office_as 督查员乙 plan approve "$seq" --reject
office_as 督查员乙 plan approve "$seq" >/dev/null || office_fail "approve"
office_settle
[ "$(office_as 督查员乙 plan proposals --format json | jq '.proposals | length')" = 0 ] || office_fail "still open"
[ "$(part target) $(part was_target) $(part proposal_seq)" = "20 26 $seq" ] || office_fail "the target is $(part target)"
fails 0 'nothing to import' import "$office/plan.csv" --yes
import "$SOURCE/tests/data/small/plan.csv" --yes >/dev/null || office_fail "the old file again"
office_settle
[ "$(part target)" = 20 ] || office_fail "an import undid an approved change"

# -- the bulletin: refused while a remark is missing, then the same for ever --
office_as 督查员甲 bulletin --edition internal --format json >"$office/internal"
[ "$(jq -r '.exceptions[0] | "\(.kind) \(.target) \(.was_target) \(.reason)"' "$office/internal")" = \
        'proposal 20 26 规划调整' ] || office_fail "the change is not in the bulletin"
office_as 督查员甲 bulletin --edition internal | grep -q '首期通报' || office_fail "the first bulletin does not say so"
fails 4 'without a remark' office_as 督查员甲 bulletin close
for task in 1 2 3; do
        office_as 督查员甲 remark set "$task" orderly >/dev/null || office_fail "remark"
done
office_settle
office_as 督查员甲 bulletin --issued 2023-07-20 --number 甲〔2023〕5号 --title 上半年通报 >"$office/then"
office_as 督查员甲 bulletin close --issued 2023-07-20 --number 甲〔2023〕5号 --title 上半年通报 --yes >"$office/closing" ||
        office_fail "close"
office_as operator clock advance --to 2023-07-20 >/dev/null
office_as 督查员甲 remark set 2 slow >/dev/null || office_fail "remark"
office_settle
[ "$(office_as 乙局 due --format json | jq -c '.due[] | select(.no == 2) | [.due_by, .data_date]')" = '["2023-07-07",null]' ] ||
        office_fail "due: $(office_as 乙局 due --format json)"
office_as 督查员甲 bulletin --closed >"$office/again" 2>"$office/said" || office_fail "$(cat "$office/said")"
grep -q "$(sed -n 's/.*hash //p' "$office/said" | grep .)" "$office/closing" ||
        office_fail "closing says $(cat "$office/closing"), printing again says $(cat "$office/said")"
cmp "$office/then" "$office/again" || office_fail "the closed bulletin prints something else"
# without --yes nothing is closed, and what nobody remarked on since the last time is named
office_as 督查员甲 bulletin close --issued 2023-07-21 --format json >"$office/preview" || office_fail "preview"
[ "$(jq -c '[.sent, [.old_remarks[].no]]' "$office/preview")" = '[false,[1,3]]' ] || office_fail "$(cat "$office/preview")"
fails 4 'closed so far: 1' office_as 督查员甲 bulletin --closed 2
office_as 督查员甲 bulletin close --issued 2023-07-21 --yes >/dev/null || office_fail "close again"
office_settle
office_as 督查员甲 bulletin --closed 1 2>/dev/null | cmp "$office/then" - || office_fail "not the first one"
fails 0 'the same as when it was closed' office_as 督查员甲 bulletin --closed 2
fails 4 'closed so far: 2' office_as 督查员甲 bulletin --closed 3
fails 2 'goes with none' office_as 督查员甲 bulletin --closed --title x

# -- the history says what a record takes back --
office_as 督查员甲 plan propose 1.1 --target 30 --reason 加码 >/dev/null || office_fail "propose"
office_as 督查员乙 plan approve "$(office_as 督查员乙 plan proposals --format json | jq '.proposals[0].seq')" --reject \
        --reason 不可行 >/dev/null || office_fail "reject"
office_as 督查员甲 suspend 1 --reason 汛期 >/dev/null || office_fail "suspend"
office_as 督查员甲 suspend 1 --lift --reason 汛期已过 >/dev/null || office_fail "lift"
office_as 督查员甲 close 1 --reason 办结 --evidence "$office/plan.csv" >/dev/null || office_fail "close"
office_settle
office_as 丙局 task 1 --format json >"$office/task" || [ $? = 1 ]
[ "$(jq -c '[.closed_reason, .closed_evidence[0].name, .returned_reason]' "$office/task")" = '["办结","plan.csv",null]' ] ||
        office_fail "why it is closed: $(cat "$office/task")"
grep -q "$(jq -r '.closed_evidence[0].hash' "$office/task")" <(sha256sum "$office/plan.csv"; b2sum -l 256 "$office/plan.csv") ||
        office_fail "the document's hash"
office_as 督查员甲 close 1 --reopen --reason 误销 >/dev/null || office_fail "reopen"
office_settle
office_as 督查员甲 history 1 --lang en >"$office/history"
for words in 'no: 不可行' 'suspension  *汛期 ' 'lifted: 汛期已过' 'close  *办结' 'reopened: 误销'; do
        grep -q "$words" "$office/history" || office_fail "the history does not say $words: $(cat "$office/history")"
done
[ "$(office_as 督查员甲 history 1 --format json | jq -c '[.records[].turn | select(.)]')" = \
        '["reopened","lifted","rejected"]' ] || office_fail "turns"

# -- what was refused is not said to be done --
fails 4 'NOT_ALLOWED suspension' office_as 甲局 suspend 1 --reason 汛期 --lang en
! grep -q 'is suspended' "$office/out" || office_fail "refused, and said to be done: $(cat "$office/out")"

# -- a task tells for whom a report was made, and a figure that is not in the registered unit stands with its own --
office_as 督查员甲 push --task 1 --date 2023-07-15 --line 1=6人 --on-behalf-of 甲局 >/dev/null || office_fail "on behalf"
office_settle
office_as 督查员甲 task 1 --lang en >"$office/task" || [ $? -eq 1 ] || office_fail "task"
for words in 'On behalf of  *甲局' ' 6 人 '; do
        grep -q "$words" "$office/task" || office_fail "the task does not say $words: $(cat "$office/task")"
done

# -- a report among half a year of days that are still being judged, corrected at once --
office_as operator clock advance --to 2024-03-31 >/dev/null
printf '{"plan":"small","task":1,"data_date":"2023-12-31","lines":[{"part":1,"value":"19","unit":"场"}]}\n' \
        >"$office/report.jsonl"
seq=$(office_as 甲局 push "$office/report.jsonl" --format json | jq .seq)
office_as 甲局 correct 1 --line 1=20场 --reason 漏计一场 >"$office/out" || office_fail "correct"
grep -q "corrects report $seq\$" "$office/out" || office_fail "report $seq, but $(cat "$office/out")"
office_down
office_verify
