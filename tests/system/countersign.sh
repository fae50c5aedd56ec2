#!/usr/bin/env bash
# countersign.sh - two leads and a collective: one reports, the other countersigns, objects and is heard; nothing else moves.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

refused() { # WORDS VERB...: it ends with 4 and says the words
        local words=$1 status=0
        shift
        "$@" >"$office/out" 2>&1 </dev/null || status=$?
        [ "$status" = 4 ] || office_fail "$* ends with $status: $(cat "$office/out")"
        grep -q "$words" "$office/out" || office_fail "$* does not say $words: $(cat "$office/out")"
}

push() { # MEMBER VALUE
        printf '{"plan":"p","task":1,"data_date":"2023-06-30","lines":[{"part":1,"value":"%s","unit":"场"}]}\n' "$2" \
                >"$office/report.jsonl"
        office_as "$1" push "$office/report.jsonl" >/dev/null || office_fail "push of $1"
        office_settle
}

words() { # what each lead has said, as `task` tells it to $1, with the options behind it
        local member=$1
        shift
        office_as "$member" task 1 --format json "$@" >"$office/task" || [ $? = 1 ]
        jq -r '[.countersign[] | "\(.department) \(.word) \(.text)"] | join("; ")' "$office/task"
}

due() { # MEMBER OPTION...: numbers of the tasks that owe a report, and of those that wait for somebody's 会签
        local member=$1
        shift
        office_as "$member" due --format json "$@" >"$office/due" || [ $? = 1 ]
        jq -c '[[.due[].no], [.countersign[].no]]' "$office/due"
}

verdicts() {
        office_as 督查员甲 status --format json | jq -c '[.tasks[] | [.no, .verdict, .data_date, .late, .missing]]' || [ $? = 1 ]
}

is() { # WHAT IS SHOULD
        [ "$2" = "$3" ] || office_fail "$1: $2, not $3"
}

office_new
office_up
for name in 甲局 乙局 丙局; do
        office_home "$name" "$name" agent
done
office_home 督查员甲 市政府督查室 supervisor
office_roster
printf '%s\n' task_no,title,lead,responsible,part_no,name,unit,target \
        '1,文艺惠民,甲局|乙局|有关乡镇办场,丙局,1,文艺辅导,场,26' '2,环境整治,有关乡镇办场,,1,整治,处,10' >"$office/plan.csv"
office_as operator plan import "$office/plan.csv" --id p --title 计划 --start 2023-01-01 --end 2023-12-31 \
        --cadence half_yearly >/dev/null || office_fail "plan import"
office_as operator clock advance --to 2023-07-01 >/dev/null
office_settle

# -- the plan names departments that no key speaks for --
office_as operator plan check "$office/plan.csv" --roster "$office/roster.csv" --lang zh --format json >"$office/gaps"
is "plan check" "$(jq -r '[.gaps[] | "\(.no) \(.gap)"] | join("; ")' "$office/gaps")" \
        '1 牵头单位“有关乡镇办场”没有密钥,不能填报和会签; 2 各单位均无密钥,只能由督查员代报'
office_as operator plan check "$office/plan.csv" --format json | jq -e '.gaps == []' >/dev/null || office_fail "without a roster"
# a member without a key is none who speaks, and a role may be said in Chinese
printf '%s\n' name,department,role,public_key '有关乡镇,有关乡镇办场,agent,' '甲局,甲局,填报单位,k' '乙局,乙局,agent,k' >"$office/words.csv"
office_as operator plan check "$office/plan.csv" --roster "$office/words.csv" --lang zh --format json >"$office/words.json"
[ "$(jq -c .gaps "$office/words.json")" = "$(jq -c .gaps "$office/gaps")" ] || office_fail "by words: $(cat "$office/words.json")"

# -- nothing to sign; the collective's task is reported by nobody but the office --
is "before" "$(due 乙局)" '[[1,2],[]]'
refused 'has no report yet' office_as 乙局 countersign 1 --yes
printf '{"plan":"p","task":2,"data_date":"2023-06-30","lines":[{"part":1,"value":"6","unit":"处"}]}\n' >"$office/two.jsonl"
refused FOREIGN_TASK office_as 甲局 push "$office/two.jsonl"
sed 's/}$/,"on_behalf_of":"有关乡镇办场"}/' "$office/two.jsonl" >"$office/behalf.jsonl"
office_as 督查员甲 push "$office/behalf.jsonl" >/dev/null || office_fail "on behalf of a collective"

# -- 甲局 reports; 乙局 is waited for, 丙局 is no lead, the collective has no key --
push 甲局 13
is "waits" "$(words 督查员甲)" '乙局 waiting null; 有关乡镇办场 keyless null'
is "due" "$(due 乙局)" '[[],[1]]'
is "due of 乙局" "$(due 乙局 --department 乙局)" '[[],[1]]'
is "due of 甲局" "$(due 甲局 --department 甲局)" '[[],[]]'
office_as 乙局 due >/dev/null || office_fail "nothing is owed, and due ends with $?"
refused 'does not wait' office_as 甲局 countersign 1 --yes
refused 'does not wait' office_as 丙局 countersign 1 --yes
refused 'does not wait' office_as 督查员甲 countersign 1 --yes
office_as 乙局 countersign 1 >"$office/out" || office_fail "the preview"
grep -q 2023-06-30 "$office/out" && grep -q 文艺辅导 "$office/out" && grep -qw 13 "$office/out" ||
        office_fail "the preview shows $(cat "$office/out")"
is "after a preview" "$(words 督查员甲)" '乙局 waiting null; 有关乡镇办场 keyless null'
before=$(verdicts)

# -- consent, then another mind; the text is for those who may read it --
office_as 乙局 countersign 1 --yes >/dev/null || office_fail "countersign"
office_settle
consent=$(office_as operator health --format json | jq .head)
is "consent" "$(words 督查员甲)" '乙局 consent null; 有关乡镇办场 keyless null'
is "after it" "$(due 乙局)" '[[],[]]'
refused 'has said so' office_as 乙局 countersign 1 --yes
office_as 乙局 countersign 1 --object --reason 未含我局场次 --yes >/dev/null || office_fail "object"
office_settle
is "objection" "$(words 丙局)" '乙局 objection 未含我局场次; 有关乡镇办场 keyless null'
is "as of then" "$(words 督查员甲 --as-of "$consent")" '乙局 consent null; 有关乡镇办场 keyless null'
office_as 督查员甲 review --format json >"$office/review" || [ $? = 1 ]
is "review" "$(jq -r '.lead_objections[] | "\(.no) \(.department) \(.text)"' "$office/review")" '1 乙局 未含我局场次'
office_as 督查员甲 digest --format json >"$office/digest" || [ $? = 1 ]
is "digest" "$(jq .counts.lead_objections "$office/digest")" 1
office_as 督查员甲 history 1 --lang zh >"$office/out"
grep -q '会签.*异议: 未含我局场次' "$office/out" || office_fail "history: $(cat "$office/out")"
office_as 督查员甲 bulletin --edition internal --format json >"$office/internal"
is "internal bulletin" "$(jq -r '.lead_objections[0].text' "$office/internal")" 未含我局场次
office_as 督查员甲 bulletin >"$office/public"
! grep -q 未含我局场次 "$office/public" || office_fail "the public bulletin shows an objection"
is "verdicts" "$(verdicts)" "$before"

# -- another report is countersigned anew, one of 乙局 by 甲局 --
push 甲局 14
is "anew" "$(words 督查员甲)" '乙局 waiting null; 有关乡镇办场 keyless null'
push 乙局 14
is "the other way round" "$(words 督查员甲)" '甲局 waiting null; 有关乡镇办场 keyless null'
office_as 甲局 countersign 1 --yes >/dev/null || office_fail "甲局"
office_settle
is "due at the end" "$(due 督查员甲)" '[[],[]]'

office_down
office_verify
