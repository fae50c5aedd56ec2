#!/bin/sh
# samples.sh - the released message samples still read as the text beside them, by protoc's own reading.
# `samples.sh write DIR` writes those texts for a new release.
set -eu
root=${SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}

message_of() {
        case $1 in
        event_*) echo Event ;;
        plan) echo PlanInForce ;;
        *) echo "$1" | sed 's/^./\U&/' ;;
        esac
}

text_of() { # FILE.bin
        protoc -I"$root/proto" --decode="duban.v1.$(message_of "$(basename "$1" .bin)")" \
                event.proto query.proto wire.proto <"$1"
}

if [ "${1:-}" = write ]; then
        for file in "$2"/*.bin; do
                text_of "$file" >"${file%.bin}.txt"
        done
        exit 0
fi
count=0
for file in "$root"/tests/data/formats/*/*.bin; do
        text_of "$file" | cmp - "${file%.bin}.txt"
        count=$((count + 1))
done
echo "$count samples"
test "$count" -ge 44
