#!/bin/sh
# banned.sh - words that do not belong in a finished tree: open notes, paths of one machine, waiting by the clock.
set -eu
cd "${SOURCE:-$(dirname "$0")/../..}"
bad=0
report() { # report SENTENCE PATTERN PATH...
        sentence=$1 pattern=$2
        shift 2
        if grep -rnIE --exclude=banned.sh --exclude=banned.h --exclude-dir=build --exclude-dir=.git --exclude=.git \
                --exclude-dir=demo-out -e "$pattern" "$@"; then
                echo "banned: $sentence"
                bad=1
        fi
}
report "finish it or file it" '\b(TODO|FIXME|XXX|HACK)\b' .
report "a path of one machine" '(^|[^a-zA-Z0-9_.$}])/(work|home/[a-z]|root|Users)/' .
report "wait for an event, not for a while" '\b(u?sleep|nanosleep)\b *[(0-9$"]|time\.sleep' tests tools
report "spaces, not tabs" "$(printf '\t')" lib proto broker workers client
report "no space at the end of a line" ' +$' lib proto broker workers client tools
exit $bad
