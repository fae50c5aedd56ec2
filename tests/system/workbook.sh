#!/usr/bin/env bash
# workbook.sh - the bulletin as a workbook: what stands in it, read by another program; the same bytes again; whole or not
# at all. And the promises of the same office, from the journal.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

send() { # BODY JSON
        echo "$2" >"$office/report.jsonl"
        office_as "$1" push "$office/report.jsonl" >/dev/null || office_fail "push: $2"
}

book() { # FILE [OPTION...]
        local file=$office/$1
        shift
        office_as 督查员甲 bulletin --format xlsx --output "$file" --issued 2023-07-20 "$@" || office_fail "bulletin $*"
}

holds() { # FILE JQ-EXPRESSION
        /usr/bin/python3 -B "$SOURCE/tests/system/workbook.py" "$office/$1" >"$office/read.json" || office_fail "$1 cannot be read"
        jq -e "$2" "$office/read.json" >/dev/null || office_fail "$1: $2: $(cat "$office/read.json")"
}

refused() { # CODE VERB...
        local wanted=$1 status=0
        shift
        office_as 督查员甲 "$@" >"$office/out" 2>&1 || status=$?
        [ "$status" -eq "$wanted" ] || office_fail "$* ends with $status: $(cat "$office/out")"
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-05-31 >/dev/null
send 甲局 '{"plan":"small","task":1,"data_date":"2023-05-31","lines":[{"part":1,"value":"8","unit":"场",
        "promise":{"what":"补足场次","date":"2023-06-30"}},{"part":2,"value":"60","unit":"场"}],"progress":["=1+1"]}'
send 乙局 '{"plan":"small","task":3,"data_date":"2023-05-31","lines":[{"part":1,"state":"in_progress",
        "promise":{"what":"完成验收","date":"2023-06-30"}}]}'
office_as operator clock advance --to 2023-06-30 >/dev/null
send 甲局 '{"plan":"small","task":1,"data_date":"2023-06-30","lines":[{"part":1,"value":"8","unit":"场"},
        {"part":2,"value":"60","unit":"场"}],"progress":["=1+1","@SUM(1)"]}'
send 乙局 '{"plan":"small","task":2,"data_date":"2023-06-30","lines":[{"part":1,"value":"39","unit":"公里"}],
        "progress":["-2+3"]}'
send 乙局 '{"plan":"small","task":3,"data_date":"2023-06-30","lines":[{"part":1,"state":"done"}],"progress":["+1"]}'
office_as operator clock advance --to 2023-07-01 >/dev/null
office_settle

# Text and table, in plan order; numbers are numbers, and nothing is a formula.
book public.xlsx
holds public.xlsx '.names == ["正文", "附件"] and .created == "2023-07-20T00:00:00Z"'
holds public.xlsx '.sheets["附件"] | .paper == "9" and .orientation == "landscape" and .wide == "1" and .repeated == "$2:$2"'
holds public.xlsx '.sheets["附件"].rows[1] | map(.[1]) == ["序号", "任务内容", "牵头单位", "责任单位", "进展情况", "备注"]'
holds public.xlsx '[.sheets["附件"].rows[2:][] | .[0]] == [["n", 1], ["n", 2], ["n", 3]]'
holds public.xlsx '[.sheets["附件"].rows[2:][] | .[4]] == [["s", "=1+1\n@SUM(1)"], ["s", "-2+3"], ["s", "+1"]]'
holds public.xlsx '[.sheets[].rows[][] | select(.[0] == "f")] == []'
holds public.xlsx '[.sheets["正文"].rows[][][1]] | any(contains("通报")) and any(contains("市政府督查室"))'

# The internal edition has the gap as a number: 8 of 26 at half time.
book internal.xlsx --edition internal
holds internal.xlsx '.names[:3] == ["正文", "附件1", "滞后任务"]'
holds internal.xlsx '.sheets["附件1"] | (.rows[1] | map(.[1]) | index("进度差")) as $gap | .rows[2][$gap] == ["n", -19.2]'

# The same sequence and day: the same bytes, to a file or not.
book again.xlsx
cmp "$office/public.xlsx" "$office/again.xlsx" || office_fail "printed again, the workbook differs"
office_as 督查员甲 bulletin --format xlsx --issued 2023-07-20 >"$office/again.xlsx"
cmp "$office/public.xlsx" "$office/again.xlsx" || office_fail "printed to standard output, the workbook differs"
TMPDIR=$office/none refused 3 bulletin --format xlsx --output "$office/again.xlsx"
cmp "$office/public.xlsx" "$office/again.xlsx" || office_fail "what failed has touched the older file"
refused 3 bulletin --format xlsx --output "$office/none/a.xlsx"
[ ! -e "$office/none" ] || office_fail "a directory was made"
refused 2 status --format xlsx

# One promise was kept; of the other the day passed with the part behind.
office_as 督查员甲 promises --format json >"$office/promises.json" || [ $? -eq 1 ]
jq -e '[.promises[] | [.department, .what, .state]] == [["甲局", "补足场次", "broken"], ["乙局", "完成验收", "kept"]]' \
        "$office/promises.json" >/dev/null || office_fail "promises: $(cat "$office/promises.json")"
jq -e '.departments[1] | .department == "乙局" and .kept == 1 and .broken == 0' "$office/promises.json" >/dev/null ||
        office_fail "per department: $(cat "$office/promises.json")"
office_down
office_verify
