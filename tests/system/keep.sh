#!/usr/bin/env bash
# keep.sh - two departments own the parts of one task: the second one keeps what the first one said, or is told what it drops.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

ends() { # STATUS WORDS COMMAND...: it ends with that status and says the words
        local status=$1 words=$2 seen=0
        shift 2
        "$@" >"$office/out" 2>&1 </dev/null || seen=$?
        [ "$seen" = "$status" ] || office_fail "$* ends with $seen: $(cat "$office/out")"
        grep -qF -- "$words" "$office/out" || office_fail "$* does not say $words: $(cat "$office/out")"
}

stands() { # SHOULD: the parts as they are judged
        office_settle
        office_as 督查员甲 explain 1 --format json >"$office/explain" || [ $? = 1 ]
        [ "$(jq -r '[.parts[] | "\(.part) \(.actual) \(.why)"] | join("; ")' "$office/explain")" = "$1" ] ||
                office_fail "not $1: $(jq -c '[.parts[] | [.part, .actual, .why]]' "$office/explain")"
}

office_new
office_up
office_home 甲局 甲局 agent
office_home 乙局 乙局 agent
office_home 督查员甲 市政府督查室 supervisor
office_roster
printf '%s\n' task_no,title,lead,part_no,name,unit,target,owner,kind 1,文艺惠民,甲局,1,文艺辅导,场,20,甲局, 1,文艺惠民,甲局,2,站点,个,10,乙局, \
        1,文艺惠民,甲局,3,开馆,,,甲局,milestone >"$office/plan.csv"
office_as operator plan import "$office/plan.csv" --id p --title 计划 --start 2023-01-01 --end 2023-12-31 \
        --cadence quarterly >/dev/null || office_fail "plan import"
office_as operator clock advance --to 2023-07-01 >/dev/null
office_settle

# -- what cannot be kept --
ends 2 'task 1 has no report that counts' office_as 乙局 push --task 1 --date 2023-06-30 --line 2=6个 --keep
ends 2 'goes without --spool-only' office_as 乙局 push --task 1 --date 2023-06-30 --line 2=6个 --keep --spool-only
ends 2 'goes with --task and --line' office_as 乙局 push --task 1 --date 2023-06-30 --progress 站点6个 --keep
ends 2 'goes with --task and --line' office_as 乙局 push --keep

# -- the second adds to the first: neither part is without a figure; a correction of a part changes that part alone --
ends 0 'answered up to' office_as 甲局 push --task 1 --date 2023-06-28 --line 1=12场 --line 3=done \
        --progress 辅导12场
office_settle
seq=$(office_as 督查员甲 task 1 --format json | jq .report_seq) || [ $? = 1 ]
ends 0 "keeps part 1 = 12场 of report $seq" office_as 乙局 push --task 1 --line 2=6个 --keep
stands '1 12 null; 2 6 null; 3 null null'
office_as 督查员甲 task 1 --format json >"$office/task" || [ $? = 1 ]
jq -e '.progress == ["辅导12场"] and .data_date == "2023-06-28"' "$office/task" >/dev/null ||
        office_fail "the paragraphs and the day: $(cat "$office/task")"
ends 0 '沿用分项 1 = 12场' office_as 乙局 push --task 1 --date 2023-06-30 --line 2=7个 --keep --lang zh
stands '1 12 null; 2 7 null; 3 null null'
office_as 甲局 push --task 1 --line 1=13场 --keep --format json >"$office/out" || office_fail "as JSON: $(cat "$office/out")"
jq -e .answered "$office/out" >/dev/null || office_fail "more than receipts in JSON: $(cat "$office/out")"
stands '1 13 null; 2 7 null; 3 null null'

# -- without it the first one's figure is gone, and that is said; the node that was done is done --
seq=$(office_as 督查员甲 task 1 --format json | jq .report_seq) || [ $? = 1 ]
ends 0 "report $seq also had figures for parts 1; " office_as 乙局 push --task 1 --date 2023-06-30 --line 2=8个
stands '1 null no_figure; 2 8 null; 3 null null'
office_as 乙局 push --task 1 --date 2023-06-30 --line 2=8个 >"$office/out" 2>&1
! grep -q 'also had' "$office/out" || office_fail "nothing is dropped: $(cat "$office/out")"

# -- a report on an older day leaves the current one as it is --
office_as 甲局 push --task 1 --date 2023-06-27 --line 1=11场 >"$office/out" 2>&1
! grep -q 'also had' "$office/out" || office_fail "an older day drops nothing: $(cat "$office/out")"
ends 2 'later or another cycle' office_as 甲局 push --task 1 --date 2023-06-27 --line 1=11场 --keep

# -- a report that was sent back, and one of another cycle, are none to start from --
ends 2 'later or another cycle' office_as 甲局 push --task 1 --date 2023-03-31 --line 1=5场 --keep
ends 0 'answered up to' office_as 督查员甲 return 1 --reason 口径不符 --yes
office_settle
office_as 甲局 task 1 --format json >"$office/task" || [ $? = 1 ]
jq -e '.returned_reason == "口径不符" and .closed_reason == null and .closed_evidence == []' "$office/task" >/dev/null ||
        office_fail "why it was sent back: $(cat "$office/task")"
ends 2 'has no report that counts' office_as 甲局 push --task 1 --line 1=14场 --keep

# -- the plan names neither issuer nor inspector: the bulletin has a subject all the same --
office_as 督查员甲 bulletin | grep -q '督查机构将持续跟踪' || office_fail "nobody watches on"

office_down
office_verify
