#!/bin/sh
# doors.sh - one module calls each library: lib/store LMDB, lib/bus ZeroMQ, proto protobuf-c; few call the others.
set -eu
cd "${BUILD:?the build directory}"
find lib proto broker workers client -name '*.o' | sort | while read -r object; do
        nm -u --format=just-symbols "$object" | sed "s|^ *|$object |"
done | awk -v source="${SOURCE:?the source directory}" '
function home(path) {  # lib/store/CMakeFiles/store.dir/keys.c.o lies in lib/store
        sub(/\/CMakeFiles\/.*/, "", path)
        return path
}
function fresh(path,    name) {  # an object whose source is gone is only a leftover
        if (path ~ /pb-c\.c\.o$/)
                return 1
        name = path
        sub(/\/CMakeFiles\/[^\/]*\.dir/, "", name)
        sub(/\.o$/, "", name)
        return (getline ignored < (source "/" name)) >= 0
}
BEGIN {
        door["mdb_"] = "lib/store"
        door["zmq_"] = "lib/bus"
        door["protobuf_c_"] = "proto"
        door["crypto_"] = door["sodium_"] = door["randombytes"] = "lib/base lib/store lib/bus proto broker client/lib client/cli workers/collector"
        door["json_"] = "client/cli client/agent proto"
}
{
        seen[home($1)] = 1
        for (prefix in door)
                if (index($2, prefix) == 1 && index(" " door[prefix] " ", " " home($1) " ") == 0 && fresh($1)) {
                        print $1 ": calls " $2 ", which belongs to " door[prefix]
                        bad = 1
                }
}
END {
        if (!("lib/store" in seen) || !("lib/bus" in seen)) {
                print "doors: nothing built in " ENVIRON["BUILD"]
                bad = 1
        }
        exit bad
}'
