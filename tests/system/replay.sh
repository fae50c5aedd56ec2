#!/usr/bin/env bash
# replay.sh - the same input gives the same verdicts and alerts, byte for byte: in any time zone and wiring, by any compiler.
#
# OTHER_BUILD names a build by another compiler, if there is one at hand. The input is told by tests/lib/tell.py, which
# sends the same bytes in the same stream each time, a batch a commit, and waits for what follows from it; so all
# sequences are equal, and with them causes and evidence.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"
data=$SOURCE/tests/data/tianmen-2023

# tell ROUND [STATUS]: a round of reports, batch by batch; with STATUS as corrections
tell() {
        local batch
        for batch in "$office/told/$1"-*.jsonl; do
                /usr/bin/python3 -B "$SOURCE/tests/lib/tell.py" "$DUBAN_SERVICE" "$office/homes/督查员" "$batch" \
                        "${@:2}" >>"$office/receipts" || office_fail "the reports of $1"
                office_settle
        done
}

advance() {
        office_as operator clock advance --to "$1" >/dev/null || office_fail "clock"
        office_settle
}

# A year in the life of the office: behind, better, worse, corrected, silent.
year() {
        office_new
        office_up
        office_home 督查员 市政府督查室 supervisor
        office_roster
        mkdir "$office/told"
        /usr/bin/python3 -B "$SOURCE/tests/system/replay.py" make "$office/told"
        office_as operator plan import "$data/plan.csv" --id tianmen-2023 --start 2023-01-01 --end 2023-12-31 \
                --title 2023年重点工作任务 --cadence quarterly >/dev/null || office_fail "plan import"
        advance 2023-04-03
        tell spring
        advance 2023-07-01
        tell summer
        office_as 督查员 status --format json >"$office/status.json" || [ $? = 1 ] || office_fail "status"
        tell corrected "$office/status.json"
        advance 2023-10-09
        tell autumn
        advance 2024-02-05
        /usr/bin/python3 -B "$SOURCE/tests/system/replay.py" conclusions "$DUBAN_SERVICE" "$office/homes/督查员" \
                >"$1" || office_fail "the records"
        office_down
}

# In a shell and an office of its own, so that all of them run at a time.
if [ "${1:-}" = year ]; then
        export TZ=$2 DUBAN_WIRING=$3 BUILD=$4
        year "$5"
        exit 0
fi

results=$(mktemp -d "${TMPDIR:-/tmp}/duban-replay.XXXXXX")
trap 'rm -rf "$results"' EXIT
running=()
start() { # NAME ZONE WIRING BUILD
        bash "$0" year "$2" "$3" "$4" "$results/$1" &
        running+=($!)
}
start utc UTC one "$BUILD"
start new-york America/New_York one "$BUILD"
start kathmandu Asia/Kathmandu split "$BUILD"
if [ -n "${OTHER_BUILD:-}" ]; then
        start other-build UTC one "$OTHER_BUILD"
else
        echo "OTHER_BUILD names no build by another compiler: one compiler only"
fi
failed=no
for run in "${running[@]}"; do
        wait "$run" || failed=yes
done
[ $failed = no ] || exit 1

lines=$(wc -l <"$results/utc")
[ "$lines" -gt 300 ] || { echo "FAILED: too quiet a year: $lines lines" >&2 && exit 1; }
for result in "$results"/*; do
        cmp -s "$results/utc" "$result" && continue
        echo "FAILED: $(basename "$result") and utc (<) draw other conclusions:" >&2
        diff "$results/utc" "$result" | head -n 20 >&2
        exit 1
done
echo "$((lines - 1)) conclusions, the same in ${#running[@]} runs: $(tail -n 1 "$results/utc")"
