#!/usr/bin/env bash
# link.sh - a department whose agent falls silent is out of reach: told once, its missing report muted until it is back.
set -eu
export LC_ALL=C.UTF-8
. "$SOURCE/tests/lib/office.sh"

agent=
agent_up() { # as soon as the service has answered it, it is known to be up
        local fd line
        rm -f "$office/agent" && mkfifo "$office/agent"
        "$BUILD/bin/duban-agent" --home "$office/homes/甲局" 2>"$office/agent" &
        agent=$!
        office_others=("$agent")
        exec {fd}<"$office/agent"
        while read -r -t 60 line <&"$fd"; do
                [[ $line != *" connected "* ]] || return 0
        done
        office_fail "the agent does not come up: $line"
}

agent_down() {
        kill -TERM "$agent" && wait "$agent" || office_fail "the agent ended badly"
        office_others=()
}

day() {
        office_as operator clock advance --to "$1" >/dev/null || office_fail "clock advance"
        office_settle
}

# open MEMBER [OPTION...]: what is open, a line each: kind, task or department, rung, muted
open() {
        local member=$1
        shift
        { office_as "$member" alerts --open --format json "$@" || [ $? -eq 1 ]; } |
                jq -r '.alerts[] | "\(.kind) \(.task // .title) \(.rung_word) \(.muted)"' | sort
}

is() { # WHAT EXPECTED FOUND
        [ "$2" = "$3" ] || office_fail "$1: $3, should be: $2"
}

link() { # how the operator sees the agent's link
        office_as operator health --format json | jq -r '.last_seen[] | select(.member == "甲局") | "\(.link) \(.link_since)"'
}

office_new
office_up
office_plan "$SOURCE/tests/data/small"
agent_up
is "the link" "up 2023-01-01" "$(link)"
office_as 乙局 push --task 2 --date 2023-01-01 --line 1=0公里 >/dev/null || office_fail "push" # by hand: no link
agent_down

# However far the date is advanced at once, it is one day: heard on its eve.
day 2023-07-06
is "the link" "up 2023-01-01" "$(link)"
day 2023-07-07
is "the link" "down 2023-07-05" "$(link)"
is "open" "" "$(open 督查员甲)"
day 2023-07-08 # Saturday: the 6th and 7th were worked, and the reports on the half-year are missing now
muted=$'link_down 甲局 reminder false\nno_report 1 reminder true\nno_report 3 reminder false'
is "open" "$muted" "$(open 督查员甲)"
is "open to the department itself" $'link_down 甲局 reminder false\nno_report 1 reminder true' \
        "$(open 甲局 --department 甲局)"
is "open to another" "" "$(open 乙局 | grep link_down || true)"
timeout 60 "$BUILD/bin/duban" watch --from 1 --count 3 --lang en --home "$office/homes/督查员甲" >"$office/heard" ||
        office_fail "watch"
grep -Eq '^2023-07-08 #[0-9]+ raised yellow department link down 甲局$' "$office/heard" ||
        office_fail "nobody heard of it: $(cat "$office/heard")"
grep -Eq '^2023-07-08 #[0-9]+ raised yellow missing report 1 .*; muted$' "$office/heard" ||
        office_fail "told as if it were theirs: $(cat "$office/heard")"
then=$(office_head)

# A restart forgets nothing; weeks later the others have climbed, and this one has not.
office_down
office_up
day 2023-07-31
is "open" $'link_down 甲局 reminder false\nno_report 1 reminder true\nno_report 3 letter false' \
        "$(open 督查员甲)"

# Back: cleared at once; what is still missing is told on the day after.
agent_up
office_settle
is "the link" "up 2023-07-31" "$(link)"
is "open" $'no_report 1 reminder false\nno_report 3 letter false' "$(open 督查员甲)"
agent_down
day 2023-08-01
is "open" $'no_report 1 letter false\nno_report 3 letter false' "$(open 督查员甲)"
is "open then" "$muted" "$(open 督查员甲 --as-of "$then")"

# Silent again, and then without a key: nobody is left who could be silent.
day 2023-08-02
day 2023-08-03
is "open" "link_down 甲局 reminder false" "$(open 督查员甲 | grep link_down)"
key=$(grep '^甲局,' "$office/roster.csv" | cut -d, -f4 | tr -d "\r\"'")
"$BUILD/bin/duban" roster revoke --home "$office/homes/operator" --reason 停用 -- "$key" >/dev/null || office_fail "revoke"
day 2023-08-04
is "open" "" "$(open 督查员甲 | grep link_down || true)"
is "the link" "gone 2023-08-04" "$(link)"

"$BUILD/bin/duban" rejudge --dir "$office/data" >"$office/proof" || office_fail "$(cat "$office/proof")"
office_down
office_verify
