#!/usr/bin/env bash
# kill9_role.sh - kill -9 of one role at a time, again and again, while 2,000 reports are pushed: the others go on, the
# sender notices at most that it has to wait, and the story is that of an undisturbed run.
set -eu
export LC_ALL=C.UTF-8 DUBAN_WIRING=split
. "$SOURCE/tests/lib/office.sh"
. "$SOURCE/tests/lib/climb.sh"
reports=${REPORTS:-2000}
# In order: 0 broker, 1 collector, 2 notifier, 3 query. A broker or collector that dies with a batch in its hands costs
# 5 s, until the sender gives that batch up.
read -r -a kills <<<"${KILLS:-2 1 3 0 2 3 1 0 2 3}"

if [ "${1:-}" = undisturbed ]; then
        climb_undisturbed "$2"
        exit 0
fi

# The broker has to come back at the same ports: three that no program is given by chance, and nobody listens at.
is_taken() {
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
        local port
        while :; do
                port=$((16000 + RANDOM % 5000 * 3))
                is_taken $port || is_taken $((port + 1)) || is_taken $((port + 2)) || break
        done
        echo $port
}

office_port=$(free_port)
climb_start
bash "$0" undisturbed "$office/undisturbed" &
undisturbed=$!
mkfifo "$office/answers"
"$BUILD/bin/duban" push "$office/reports.jsonl" --format json --home "$office/homes/甲局" \
        >"$office/answers" 2>"$office/errors" &
pushing=$!
office_others+=("$pushing")
exec {answers}<"$office/answers"
for i in "${!kills[@]}"; do
        while [ "$acknowledged" -lt $((reports * (i + 1) / (${#kills[@]} + 1))) ]; do
                read -r -t 60 -u "$answers" line ||
                        office_fail "no more answers after $acknowledged: $(cat "$office/errors")"
                climb_take "$line"
        done
        office_kill "${kills[i]}"
done
while read -r -t 60 -u "$answers" line; do
        climb_take "$line"
done
wait "$pushing" || office_fail "push: exit $?: $(cat "$office/errors")"
[ "$acknowledged" = "$reports" ] || office_fail "only $acknowledged were acknowledged"
climb_same $undisturbed "$office/undisturbed" "after ${#kills[@]} kills"
echo "${#kills[@]} kills of one role; all $reports there once, same story"
