#!/usr/bin/env bash
# power_service.sh - the power goes while the service works: whatever it had answered is there, and it starts again.
set -eu
export LC_ALL=C.UTF-8
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm # the disk is a simulated one
. "$SOURCE/tests/lib/office.sh"
rounds=${ROUNDS:-50}

# reports FROM TO: a count that climbs, so that verdicts and alerts change on the way
make_reports() {
        awk -v from="$1" -v to="$2" -v all=$((6 * rounds)) 'BEGIN {
                for (i = from; i <= to; i++)
                        printf "{\"plan\":\"small\",\"task\":1,\"data_date\":\"2023-06-30\",\"lines\":[{\"part\":1,\"value\":\"%.4f\",\"unit\":\"场\"},{\"part\":2,\"value\":\"50\",\"unit\":\"场\"}]}\n", 26 * i / all
        }'
}

push() {
        office_as 甲局 push "$@" --format json >>"$office/answers" || office_fail "push"
}

office_place
export LD_PRELOAD=$BUILD/tests/recorder.so DUBAN_TAPE=$office/tape DUBAN_TAPE_BELOW=$office/data \
        DUBAN_TAPE_PROGRAM=duband ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
office_new
office_up
office_plan "$SOURCE/tests/data/small"
office_as operator clock advance --to 2023-06-30 >/dev/null
for ((i = 0; i < rounds; i++)); do
        make_reports $((6 * i + 1)) $((6 * i + 1 + i % 6)) >"$office/reports.jsonl"
        push "$office/reports.jsonl"
done
office_settle
office_down
unset LD_PRELOAD
"$BUILD/tests/power_service" "$office/tape" "$office/data"

# and on what is left the real service starts, catches up and is clean
for part in 40 65 90 99; do
        rm -rf "$office/data" && mkdir -m 700 "$office/data"
        "$BUILD/tests/power_service" "$office/tape" "$office/data" "$office/data" $part
        office_up
        office_settle
        office_down
        office_verify
done
