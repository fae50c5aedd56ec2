#!/usr/bin/env bash
# past.sh - what the office printed then, it prints again: every reading verb, as of a sequence and for a date.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

verbs=("status" "task 2" "explain 2" "due" "review" "alerts" "alerts --open" "bulletin --edition internal"
        "bulletin --format md" "history 2" "plan show" "policy show" "clock show")

report() { # TASK PART VALUE UNIT DATE, by the body that leads the task
        local body=甲局
        [ "$1" = 1 ] || body=乙局
        printf '{"plan":"small","task":%d,"data_date":"%s","lines":[{"part":%d,"value":"%s","unit":"%s"}]}\n' \
                "$1" "$5" "$2" "$3" "$4" >"$office/report.jsonl"
        office_as "$body" push "$office/report.jsonl" >/dev/null || office_fail "push of task $1"
}

# print DIRECTORY [OPTION...]: what every verb prints, a file each
print() {
        local to=$office/$1 i verb
        shift
        mkdir "$to"
        for i in "${!verbs[@]}"; do
                read -ra verb <<<"${verbs[$i]}"
                office_as 督查员甲 "${verb[@]}" --lang en "$@" >"$to/$i" || [ $? -eq 1 ] ||
                        office_fail "${verbs[$i]} $*"
        done
}

same() {
        diff -r "$office/$1" "$office/$2" || office_fail "$3"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null
report 2 1 1 公里 2023-06-30
office_settle
then=$(office_head)
print then

office_as operator clock advance --to 2023-07-20 >/dev/null
report 2 1 70 公里 2023-07-15
report 2 1 60 公里 2023-06-20
report 1 1 5 公里 2023-07-15
office_as 督查员甲 remark set 2 orderly >/dev/null || office_fail "remark"
office_settle
print again --as-of "$then"
same then again "as of $then the office prints something else than then"

# Of the reports since, only the one on 20 June speaks of a day up to 30 June, and an older one stands before it.
office_as 督查员甲 status --for-date 2023-06-30 --format json >"$office/date" || [ $? -eq 1 ]
[ "$(jq -r '.tasks[] | select(.no == 2) | .data_date' "$office/date")" = 2023-06-30 ] || office_fail "--for-date"
office_as 督查员甲 status --for-date 2023-06-25 --format json >"$office/date" || [ $? -eq 1 ]
[ "$(jq -r '.tasks[] | select(.no == 2) | .data_date' "$office/date")" = 2023-06-20 ] || office_fail "--for-date"

refused() { # CODE VERB...
        local wanted=$1 status=0
        shift
        office_as 督查员甲 "$@" >"$office/out" 2>&1 || status=$?
        [ "$status" -eq "$wanted" ] || office_fail "$* ends with $status: $(cat "$office/out")"
}
refused 4 status --as-of 999999
refused 2 status --as-of 0
refused 4 digest --since 999999
refused 2 status --for-date yesterday
refused 2 whoami --as-of 1
office_down
office_verify
