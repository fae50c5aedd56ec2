#!/usr/bin/env bash
# rejudge.sh - the journal judged again says the same, everywhere; under another policy it says what would have changed.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

rejudge() {
        "$BUILD/bin/duban" rejudge --dir "$office/data" "$@"
}

expect() { # STATUS FILE ARGUMENT...: what is printed goes to FILE
        local wanted=$1 file=$office/$2 status=0
        shift 2
        rejudge "$@" >"$file" 2>"$file.err" || status=$?
        [ "$status" = "$wanted" ] || office_fail "rejudge $* ends with $status: $(cat "$file" "$file.err")"
}

line() { # FILE TEXT
        grep -qFx -- "$2" "$office/$1" || office_fail "no line \"$2\" in: $(cat "$office/$1")"
}

report() { # VALUE DATE, of task 2: 80 are to be reached by the end of the year
        printf '{"plan":"small","task":2,"data_date":"%s","lines":[{"part":1,"value":"%s","unit":"公里"}]}\n' \
                "$2" "$1" >"$office/report.jsonl"
        office_as 乙局 push "$office/report.jsonl" >/dev/null || office_fail "push"
}

policy() { # FILE FILTER: the policy in force, changed; its form is the one that is shown
        office_as operator policy show --format json | jq '.version = 2 | .title = "试行 \"甲\"" | '"$2" >"$office/$1"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null
report 30 2023-06-30 # 12.5 points behind
office_as operator clock advance --to 2023-07-05 >/dev/null
report 42 2023-07-05
office_as operator clock advance --to 2023-07-10 >/dev/null
office_settle

# The proof, beside the running service; the same on the stopped one, in another time zone and locale.
expect 0 proof
grep -Eqx "$(office_head) records, [0-9]+ derived events, [0-9]+ verdicts, [0-9]+ alerts, all the same" "$office/proof" ||
        office_fail "$(cat "$office/proof")"
policy same .
policy mild '(.thresholds[] | select(.name == "behind_below_tenths").stored) = 150'
policy bad '(.thresholds[] | select(.name == "grace_days").stored) = 400 | del(.holidays) | .more = 1'
office_down
sum=$(sha256sum <"$office/data/journal/data.mdb")
LC_ALL=C TZ=America/New_York expect 0 elsewhere
diff "$office/proof" "$office/elsewhere" || office_fail "another time zone, another proof"

# The rehearsal.
expect 0 same.txt --policy "$office/same"
line same.txt "没有不同。"
expect 0 mild.txt --policy "$office/mild"
line mild.txt "2023-06-30 任务 2  滞后 -> 达序时"
line mild.txt "2023-06-30 任务 2  - 预警 黄 进度滞后 第 1 项"
line mild.txt "2023-07-05 任务 2  恢复一致 达序时"
line mild.txt "2023-07-05 任务 2  = 预警 黄 进度滞后 第 1 项"
line mild.txt "判定不同的任务 1 个,合计 5 天"
line mild.txt "预警减少 1,黄 1(5 天)"
TZ=America/New_York expect 0 mild.json --policy "$office/mild" --format json
[ "$(jq -c '[.differences[] | [.day, .what, .change]]' "$office/mild.json")" = \
        '[["2023-06-30","verdict","begins"],["2023-06-30","alert","begins"],["2023-07-05","verdict","ends"],["2023-07-05","alert","ends"]]' ] ||
        office_fail "$(cat "$office/mild.json")"
[ "$(jq -c '.totals.alerts_fewer.yellow' "$office/mild.json")" = '{"alerts":1,"days":5}' ] || office_fail "totals"
expect 0 late.txt --policy "$office/mild" --from 2023-07-02 --lang en
line late.txt "2023-07-02 task 2  behind -> on pace"
line late.txt "days compared: 9, 2023-07-02 to 2023-07-10"
line late.txt "tasks with another verdict: 1, days: 3"
expect 0 never.txt --policy "$office/mild" --from 2023-08-01
line never.txt "日志未到该日,没有试判。"

# What is wrong with a policy is told, all of it; and with the words on the line.
expect 2 bad.txt --policy "$office/bad" --lang en
for flaw in "thresholds.grace_days: should be a whole number from 0 to 366" "holidays: is missing" "more: there is no such key"; do
        line bad.txt.err "$office/bad: $flaw"
done
expect 66 missing.txt --policy "$office/nowhere"
expect 2 day.txt --policy "$office/mild" --from yesterday
expect 2 alone.txt --from 2023-07-01
[ "$sum" = "$(sha256sum <"$office/data/journal/data.mdb")" ] || office_fail "the journal was written"

# `policy set` reads the same files: it says the same of the bad one, and what was rehearsed can be put in force.
office_up
if office_as operator policy set "$office/bad" --lang en --yes >"$office/set" 2>"$office/set.err"; then
        office_fail "a bad policy was taken"
fi
diff <(grep "^$office/bad: " "$office/set.err") "$office/bad.txt.err" || office_fail "two readings of one policy"
office_as operator policy set "$office/mild" --yes >"$office/set" || office_fail "$(cat "$office/set")"
office_settle
diff <(office_as operator policy show --format json | jq -S 'del(.through_seq, .judged_through)') \
        <(jq -S 'del(.through_seq, .judged_through)' "$office/mild") || office_fail "another policy is in force"
office_down
expect 0 after
expect 0 nothing.txt --policy "$office/mild" --from 2023-07-10
line nothing.txt "没有不同。"
office_verify
