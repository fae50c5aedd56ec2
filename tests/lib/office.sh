#!/usr/bin/env bash
# office.sh - sourced by the demo and the system tests: a whole office in one directory of its own.
#
#   office_place               the directory only, for what has to be known before its name is given away
#   office_new                 directory, journal on a virtual clock at 2023-01-01, operator
#   office_up / office_down    start the service and wait until it is ready; stop it and look at its exit codes
#   office_crash               kill -9 every process of the service
#   office_kill I              kill -9 the role ${office_roles[I]} alone, and start it again
#   office_home NAME DEPARTMENT ROLE   a home with a key; `office_roster` makes the service know them all
#   office_as NAME VERB...     run `duban VERB...` as that member ("operator" is the one that init made)
#   office_settle [DAY]        wait until everything recorded is applied and judged
#   office_verify              verify the journal and compare the state with a rebuilt one (stopped service)
#
# BUILD names the build directory. `office_port`, if set, is the first of the three ports; otherwise any free ones. DUBAN_WIRING is `one` (threads of one process) or `split` (four processes).
# Nothing here waits by the clock: readiness comes through a pipe, progress through --at-least.

office=            # the directory
office_roles=()    # names of the service's processes; "" = all roles in one
office_pids=()     # of the service, in that order
office_ready=()    # where each says that it is ready
office_others=()   # of what else the caller started (programs, not functions): killed at the end

office_fail() {
        echo "FAILED: $*" >&2
        [ ! -s "$office/log" ] || { echo "-- the end of the service's log:" && tail -n 20 "$office/log"; } >&2
        exit 1
}

office_end() {
        local status=$? pid
        trap - EXIT
        for pid in "${office_others[@]}" "${office_pids[@]}"; do
                kill -KILL "$pid" 2>/dev/null || true
        done
        wait 2>/dev/null || true
        [ -z "$office" ] || rm -rf "$office"
        exit "$status"
}

office_place() {
        office=$(mktemp -d "${TMPDIR:-/tmp}/duban-office.XXXXXX")
        trap office_end EXIT
        trap 'exit 130' INT TERM
}

office_new() {
        [ -n "$office" ] || office_place
        export DUBAN_SERVICE=$office/data/run/service
        echo "name,department,role,public_key" >"$office/roster.csv"
        mkdir "$office/homes"
        "$BUILD/bin/duband" init "$office/data" --virtual-clock "${1:-2023-01-01}" --listen 127.0.0.1 --port "${office_port:-0}" \
                --operator 督查室管理员 --operator-home "$office/homes/operator" >"$office/init.log" 2>&1 ||
                { cat "$office/init.log" >&2 && office_fail "duband init"; }
}

office_up() {
        local i
        office_roles=("")
        [ "${DUBAN_WIRING:-one}" = one ] || office_roles=(broker collector notifier query)
        office_pids=()
        for i in "${!office_roles[@]}"; do
                office_begin "$i"
        done
        for i in "${!office_roles[@]}"; do
                office_await "$i"
        done
}

office_begin() {
        local fd
        rm -f "$office/ready" && mkfifo "$office/ready"
        # shellcheck disable=SC2086 # an empty role is no argument
        "$BUILD/bin/duband" run ${office_roles[$1]} --dir "$office/data" --ready-fd 9 9>"$office/ready" \
                2>>"$office/log" &
        office_pids[$1]=$!
        exec {fd}<"$office/ready"
        office_ready[$1]=$fd
}

office_await() {
        local fd=${office_ready[$1]}
        read -r -t 60 _ <&"$fd" || kill -0 "${office_pids[$1]}" 2>/dev/null ||
                office_fail "the service did not start: ${office_roles[$1]:-all roles}"
        exec {fd}<&-
}

office_kill() {
        kill -KILL "${office_pids[$1]}"
        wait "${office_pids[$1]}" 2>/dev/null || true
        office_begin "$1"
        office_await "$1"
}

office_down() {
        local pid status
        for pid in "${office_pids[@]}"; do
                kill -TERM "$pid" 2>/dev/null || true
        done
        for pid in "${office_pids[@]}"; do
                status=0
                wait "$pid" || status=$?
                [ "$status" = 0 ] || office_fail "the service ended with $status"
        done
        office_pids=()
}

office_crash() {
        local pid
        for pid in "${office_pids[@]}"; do
                kill -KILL "$pid"
        done
        for pid in "${office_pids[@]}"; do
                wait "$pid" 2>/dev/null || true
        done
        office_pids=()
}

office_home() {
        "$BUILD/bin/duban" key new --home "$office/homes/$1" --service "$DUBAN_SERVICE" --name "$1" \
                --department "$2" --role "$3" >>"$office/roster.csv" || office_fail "key of $1"
}

office_roster() {
        office_as operator roster import "$office/roster.csv" >/dev/null || office_fail "roster import"
}

office_as() {
        local member=$1
        shift
        "$BUILD/bin/duban" "$@" --home "$office/homes/$member"
}

# The plan, its bodies, two supervisors and the office's remarks, from a data directory.
office_plan() {
        local data=$1 name department role
        while IFS=, read -r name department role; do
                office_home "$name" "$department" "$role"
        done < <(tail -n +2 "$data/roster.csv")
        office_roster
        office_as operator plan import "$data/plan.csv" --id "$(basename "$data")" --start 2023-01-01 --end 2023-12-31 \
                --title 2023年重点工作任务 --issuer 市政府办公室 --inspector 市政府督查室 --cadence half_yearly >/dev/null ||
                office_fail "plan import"
        office_as 督查员甲 remark import "$data/remarks.csv" >/dev/null || office_fail "remark import"
}

# Every body that has reports sends them with its own key, four at a time. Prints how many were acknowledged.
office_push_all() {
        local file
        mkdir -p "$office/pushed"
        for file in "$1"/reports/*.jsonl; do
                basename "$file" .jsonl
        done | xargs -d '\n' -P 4 -I NAME sh -c '
                "$BUILD/bin/duban" push "$1/reports/$3.jsonl" --home "$2/homes/$3" --format json >"$2/pushed/$3"
        ' push "$1" "$office" NAME || true
        for file in "$office"/pushed/*; do
                jq -s '([.[].answered] | max // 0) - ([.[] | select(.accepted == false and .retry == false)] | length)' \
                        "$file"
        done | awk '{ sum += $1 } END { print sum + 0 }'
}

office_head() {
        office_as operator health --format json | jq .head
}

office_settle() {
        local head=0 next
        next=$(office_head)
        while [ "$next" != "$head" ]; do
                head=$next
                office_as operator health --at-least "$head" --format json >"$office/health.json" ||
                        office_fail "waited in vain for sequence $head"
                next=$(office_head)
        done
}

office_verify() {
        "$BUILD/bin/duband" verify --dir "$office/data" >"$office/verify.log" 2>&1 ||
                { cat "$office/verify.log" >&2 && office_fail "verify"; }
        "$BUILD/bin/duband" rebuild --check --dir "$office/data" >"$office/rebuild.log" 2>&1 ||
                { cat "$office/rebuild.log" >&2 && office_fail "rebuild --check"; }
}
