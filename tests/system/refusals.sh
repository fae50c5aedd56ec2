#!/usr/bin/env bash
# refusals.sh - wrong input is refused with a reason, by the client and on the bare wire, and the service goes on.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null

# refused MEMBER CODE REPORT: exit code 4, and the code in the answer.
refused() {
        local status=0
        echo "$3" >"$office/report.jsonl"
        office_as "$1" push "$office/report.jsonl" --format json >"$office/answer" 2>"$office/errors" || status=$?
        [ $status = 4 ] || office_fail "$2: exit $status, expected 4: $(cat "$office/answer" "$office/errors")"
        grep -q "\"code\":\"$2\"" "$office/answer" || office_fail "$2: $(cat "$office/answer")"
        jq -se 'all(.[]; .accepted != true)' "$office/answer" >/dev/null ||
                office_fail "$2: refused and accepted: $(cat "$office/answer")"
}

task='"plan":"small","data_date":"2023-06-30"'
refused 甲局 FOREIGN_TASK "{$task,\"task\":2,\"lines\":[{\"part\":1,\"value\":\"1\",\"unit\":\"公里\"}]}"
refused 丙局 UNKNOWN_TASK "{$task,\"task\":99,\"lines\":[{\"part\":1,\"value\":\"1\",\"unit\":\"公里\"}]}"
refused 乙局 UNKNOWN_PART "{$task,\"task\":2,\"lines\":[{\"part\":2,\"value\":\"1\",\"unit\":\"公里\"}]}"
refused 乙局 FUTURE_DATE \
        '{"plan":"small","task":2,"data_date":"2023-07-01","lines":[{"part":1,"value":"1","unit":"公里"}]}'
refused 查阅员 NOT_ALLOWED "{$task,\"task\":2,\"lines\":[{\"part\":1,\"value\":\"1\",\"unit\":\"公里\"}]}"

/usr/bin/python3 -B "$SOURCE/tests/system/refusals.py" "$DUBAN_SERVICE" "$office/homes/甲局" ||
        office_fail "on the bare wire"

# A key that the roster does not know gets no answer at all (exit 3), and says so.
"$BUILD/bin/duban" key new --home "$office/homes/stranger" --service "$DUBAN_SERVICE" --name 路人 --department 无 \
        --role agent >/dev/null
status=0
office_as stranger whoami >"$office/answer" 2>&1 || status=$?
[ $status = 3 ] || office_fail "unknown key: exit $status, expected 3: $(cat "$office/answer")"

# Who waits for what has not come yet hears that, and not that there is no service.
status=0
office_as 乙局 status --at-least 999999 >"$office/answer" 2>&1 || status=$?
[ $status = 3 ] || office_fail "too early: exit $status, expected 3: $(cat "$office/answer")"
grep -q '999999 is not judged yet' "$office/answer" || office_fail "too early: $(cat "$office/answer")"

echo "{$task,\"task\":2,\"lines\":[{\"part\":1,\"value\":\"40\",\"unit\":\"公里\"}]}" >"$office/report.jsonl"
office_as 乙局 push "$office/report.jsonl" >/dev/null || office_fail "a good report was not taken"
office_settle
office_down
office_verify
