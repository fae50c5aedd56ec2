#!/usr/bin/env bash
# demo_golden.sh - the main job on the real plan: every report acknowledged, every verdict as the rules say.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"
data=$SOURCE/tests/data/tianmen-2023

office_new
office_up
office_plan "$data"
office_as operator clock advance --to 2023-06-30 >/dev/null
acknowledged=$(office_push_all "$data")
[ "$acknowledged" = 110 ] || office_fail "$acknowledged of 110 reports acknowledged"
office_as operator clock advance --to 2023-07-01 >/dev/null
office_settle

status=0
office_as 督查员甲 status --format json >"$office/status.json" || status=$?
[ $status = 1 ] || office_fail "status: exit $status, expected 1 (something is behind)"
/usr/bin/python3 -B "$SOURCE/tests/golden/golden.py" "$office/status.json" || office_fail "golden statements"

# What a person reads: the arithmetic of row 72, the review list, the bulletin.
office_as 督查员甲 explain 72 >"$office/explain" || [ $? = 1 ]
for figure in 26 8 56 100 50; do
        grep -qw "$figure" "$office/explain" || office_fail "explain 72 lacks $figure: $(cat "$office/explain")"
done
office_as 督查员甲 review --format json >"$office/review.json" || [ $? = 1 ]
jq -e . "$office/review.json" >/dev/null
# 18 tasks have several leads; the second one of 58 is 有关乡镇办场, a collective, which has no key and is not waited for.
office_as 督查员甲 due --format json >"$office/due.json" || [ $? = 1 ]
[ "$(jq -c '[.countersign[].no]' "$office/due.json")" = '[5,13,33,34,39,42,52,60,70,72,75,81,94,100,101,105,108]' ] ||
        office_fail "waiting for 会签: $(jq -c '[.countersign[].no]' "$office/due.json")"
office_as 督查员甲 bulletin --format md >"$office/bulletin.md"
[ "$(grep -cE '^\| *[0-9]+ *\|' "$office/bulletin.md")" = 110 ] || office_fail "the bulletin lacks rows"
# A wrong line is answered in the language that it asks for.
status=0
office_as 督查员甲 status --nosuch --lang zh 2>"$office/wrong" || status=$?
[ $status = 2 ] && grep -q "没有选项 --nosuch" "$office/wrong" || office_fail "a wrong option: $status, $(cat "$office/wrong")"
# A department that the plan does not know is misspelled, not free of duties; one that it knows may be free of them.
for verb in status due alerts; do
        status=0
        office_as 督查员甲 $verb --department 市水利局 --lang en 2>"$office/wrong" >"$office/nothing" || status=$?
        [ $status = 2 ] && grep -q "is it spelled so" "$office/wrong" && [ ! -s "$office/nothing" ] ||
                office_fail "$verb of nobody: $status, $(cat "$office/wrong")"
        office_as 督查员甲 $verb --department 市水利和湖泊局 >/dev/null || [ $? = 1 ]
done
# A department's key does not open what is for supervisors only.
office_as 市教育局 whoami --format json | jq -e '.department == "市教育局"' >/dev/null || office_fail "whoami"

office_down
office_verify
