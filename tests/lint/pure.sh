#!/bin/sh
# pure.sh - the law reads no clock, touches no file and knows no floating point: what libmodel.a calls is listed here.
set -eu
cd "${BUILD:?the build directory}"
base=lib/base/libbase.a
model=lib/model/libmodel.a
world='clock|log|config|file' # the members of lib/base that look outside
free='^(mem(cpy|move|set|cmp|chr|rchr|mem)|str(len|nlen|cmp|ncmp|chr|rchr|spn|cspn|str)|snprintf|qsort|bsearch|abort)$'
free="$free|^__(mem[a-z]*|snprintf|vsnprintf)_chk\$|^__u?(div|mod)ti3\$|^__stack_chk_fail\$|^_GLOBAL_OFFSET_TABLE_\$|^__(assert_fail|errno_location)\$"
ls "$base" "$model" >/dev/null
found=$({
        nm -A --defined-only --format=posix "$model" "$base" | grep -Ev "\[($world)\.c\.o\]" | awk '{ print $2, "defined" }'
        nm -A -u --format=posix "$model" | awk '{ print $2, "called" }'
} | awk '{ state[$1] = state[$1] $2 } END { for (name in state) if (state[name] !~ /defined/) print name }' |
        grep -Ev "$free" | sort || true)
if [ -n "$found" ]; then
        echo "pure: lib/model calls" $found
        exit 1
fi
cd "${SOURCE:?the source directory}"
if grep -HnwE 'double|float|FILE|time_t' lib/model/*.[ch] | grep -Ev '^[^:]*:[0-9]*: *(/\*|\*)'; then
        echo "pure: no such types under lib/model"
        exit 1
fi
