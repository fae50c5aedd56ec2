#!/usr/bin/env bash
# metamorphic.sh - the real plan told otherwise to a real service (metamorphic.py): VARIANT[+]..., + = redo explain too.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"
golden=$SOURCE/tests/golden

python() {
        /usr/bin/python3 -B "$@"
}

status_of_all() {
        office_settle
        office_as 督查员 status --format json >"$told/status.json" || [ $? = 1 ] || office_fail "status"
}

explain_all() {
        jq '.tasks[].no' "$told/status.json" | while read -r no; do
                office_as 督查员 explain "$no" --format json || [ $? = 1 ]
        done >"$told/explain.json"
}

# One office a variant: a task's history would otherwise speak in the next one's verdicts.
try() {
        local variant=${1%+} round day start end rounds corrected
        eval "$(python "$golden/metamorphic.py" settings "$variant")"
        office_new "$day"
        told=$office/told
        python "$golden/metamorphic.py" make "$variant" "$told"
        office_up
        office_home 督查员 市政府督查室 supervisor
        office_roster
        office_as operator plan import "$told/plan.csv" --id otherwise --title 另述 --start "$start" --end "$end" \
                --cadence half_yearly >"$office/import" || office_fail "$variant: plan import"
        for round in $(seq "$rounds"); do
                office_as 督查员 push "$told/round-$round.jsonl" --format json >"$office/pushed" ||
                        office_fail "$variant: push: $(grep -m 3 refus "$office/pushed")"
        done
        status_of_all
        if [ "$corrected" = yes ]; then
                python "$SOURCE/tests/lib/tell.py" "$DUBAN_SERVICE" "$office/homes/督查员" "$told/corrections.jsonl" \
                        "$told/status.json" >"$office/corrected" || office_fail "$variant: corrections"
                status_of_all
        fi
        python "$SOURCE/tests/lib/journal.py" "$DUBAN_SERVICE" "$office/homes/督查员" >"$told/journal.json" ||
                office_fail "$variant: the journal"
        python "$golden/metamorphic.py" check "$variant" "$told" || office_fail "$variant"
        if [ "$1" != "$variant" ]; then
                explain_all
                python "$golden/redo.py" "$told/explain.json" || office_fail "$variant: explain"
        fi
        office_down
        rm -rf "$office"
        office=
}

for variant; do
        try "$variant"
done
